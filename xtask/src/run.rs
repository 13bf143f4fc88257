//! Starting other programs, and where what they make is kept.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// The cargo that runs this errand, started in the repository's root.
pub(crate) fn cargo(root: &Path) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root);
    command
}

/// The folder for everything that is built or downloaded.
pub(crate) fn target(root: &Path) -> PathBuf {
    root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| OsString::from("target")))
}

/// Runs to the end, with the terminal as its own. Answers whether it succeeded.
///
/// # Errors
/// Where the program cannot be started; the error names it.
pub(crate) fn succeeds(command: &mut Command) -> io::Result<bool> {
    named(command, Command::status).map(|status: ExitStatus| status.success())
}

/// Does something with a command, and names the program in the error.
///
/// # Errors
/// What `start` answers.
pub(crate) fn named<T>(
    command: &mut Command,
    start: impl FnOnce(&mut Command) -> io::Result<T>,
) -> io::Result<T> {
    let program = command.get_program().to_string_lossy().into_owned();
    start(command).map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = succeeds(&mut Command::new("no-such-program-anywhere")).unwrap_err();
        assert!(error.to_string().starts_with("no-such-program-anywhere: "));
    }

    #[test]
    fn failure_and_success_are_told_apart() {
        assert!(
            succeeds(cargo(&crate::root()).arg("--version").stdout(std::process::Stdio::null())).unwrap()
        );
        assert!(
            !succeeds(Command::new("git").args(["rev-parse", "--verify", "--quiet", "no/such/name"]))
                .unwrap()
        );
    }
}
