//! Manual pages and completions. Only squall knows its command line, and errands do without squall; so one of its
//! examples writes them.

use crate::run::{cargo, succeeds};
use std::io;
use std::path::Path;

/// Writes them into the folder of documents. Answers whether that went well.
///
/// # Errors
/// Where cargo cannot be started.
pub fn write(root: &Path) -> io::Result<bool> {
    run(root, "--write")
}

/// Tells which are stale. Answers whether none is.
///
/// # Errors
/// Where cargo cannot be started.
pub fn check(root: &Path) -> io::Result<bool> {
    run(root, "--check")
}

fn run(root: &Path, what: &str) -> io::Result<bool> {
    let words = ["run", "--quiet", "--package", "squall", "--example", "manual", "--", what, "docs"];
    succeeds(cargo(root).args(words))
}
