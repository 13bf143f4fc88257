//! squall: a local cloud that fails the way the real ones do.

use std::process::ExitCode;

fn main() -> ExitCode {
    squall::cli::main()
}
