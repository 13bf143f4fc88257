//! The project's own errands, run as `cargo xtask …`: its habits checked, its generated files written, its proof.

// An errand speaks on the terminal; that is all it has.
#![allow(clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::path::{Path, PathBuf};

pub mod bench;
pub mod browser;
pub mod clients;
pub mod docs;
pub mod fuzz;
pub mod release;
mod run;
pub mod test;
pub mod tidy;

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
