//! `cargo xtask browser`: the tests in which pages in a real browser try to drive squall. The browser is installed
//! where that can be done.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::{cargo, named, succeeds};

/// Says where the browser is, to this errand and to the tests.
const VARIABLE: &str = "SQUALL_CHROMIUM";

/// What the browser is called, where it is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The package of Debian and its kin.
const PACKAGE: &str = "chromium";

/// Runs the tests. Answers whether they passed, or there is no browser and none can be had.
///
/// # Errors
/// Where the browser could be installed and is not.
pub fn run(root: &Path) -> io::Result<bool> {
    let Some(program) = program()? else {
        println!(
            "browser: SKIPPED: there is no Chromium here, and only root with apt could install one; what pages in a \
             browser can reach was not tried. {VARIABLE} says where there is one"
        );
        return Ok(true);
    };
    let mut tests = cargo(root);
    tests.args([
        "test",
        "--quiet",
        "--package",
        "squall",
        "--test",
        "admission",
        "--",
        "--ignored",
        "browser::",
    ]);
    succeeds(tests.env(VARIABLE, program))
}

/// The browser that is there, or that is by then.
fn program() -> io::Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return Ok(Some(named.into()));
    }
    if let Some(found) = found() {
        return Ok(Some(found));
    }
    if !is_root() || !starts("apt-get") {
        return Ok(None);
    }
    println!("browser: installing {PACKAGE}");
    for words in [&["update", "-qq"][..], &["install", "-qq", "-y", "--no-install-recommends", PACKAGE]] {
        let mut install = Command::new("apt-get");
        install
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if !succeeds(&mut install)? {
            return Err(io::Error::other(format!("apt-get {} failed", words.join(" "))));
        }
    }
    found().map(Some).ok_or_else(|| io::Error::other("the browser does not start"))
}

fn found() -> Option<PathBuf> {
    NAMES.into_iter().find(|name| starts(name)).map(PathBuf::from)
}

fn starts(program: &str) -> bool {
    let mut asked = Command::new(program);
    succeeds(asked.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))
        .unwrap_or(false)
}

fn is_root() -> bool {
    let id = named(Command::new("id").arg("-u"), Command::output);
    id.is_ok_and(|output| output.stdout == b"0\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_starts_is_there() {
        assert!(starts("cargo"));
        assert!(!starts("no-such-browser"));
    }
}
