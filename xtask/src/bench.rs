//! Builds squall and what measures it, each as it is released, and measures.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::release;
use crate::run::{succeeds, target};

/// Where the result of a whole run goes, from the root.
const DOCUMENT: &str = "docs/performance.md";

/// Measures with these options of `squall-bench`. Answers whether it could.
///
/// # Errors
/// Where cargo or the program cannot be started.
pub fn run(root: &Path, options: &[&str]) -> io::Result<bool> {
    // One after the other: together, squall would be built with what axum asks of their common dependencies.
    for package in ["squall", "squall-bench"] {
        if !release::build(root, package)? {
            return Ok(false);
        }
    }
    let mut bench = Command::new(target(root).join("release").join("squall-bench"));
    succeeds(bench.args(options).arg("--write").arg(root.join(DOCUMENT)))
}
