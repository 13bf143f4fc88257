//! Everything a clean clone needs to prove itself, step by step.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{cargo, succeeds, target};
use crate::{browser, clients, docs, fuzz, tidy};

type Step = fn(&Path) -> io::Result<bool>;

/// The steps in their order; a later one runs even where an earlier one failed.
const STEPS: [(&str, Step); 9] = [
    ("fmt", fmt),
    ("clippy", clippy),
    ("tidy", check_tidy),
    ("docs", check_docs),
    ("tests", tests),
    ("fuzz", fuzz::bounded),
    ("deny", deny),
    ("browser", browser::run),
    ("clients", clients::run),
];

/// The cargo-deny that judges; its verdicts change from one version to the next.
const DENY_VERSION: &str = "0.20.2";

/// What cargo-deny is asked about whether or not there is a network.
const DENY_OFFLINE: [&str; 3] = ["licenses", "bans", "sources"];

/// Runs every step and prints the summary. Answers whether all passed.
///
/// # Errors
/// Never; a step that cannot run has failed.
pub fn run(root: &Path) -> io::Result<bool> {
    let outcomes: Vec<_> = STEPS.iter().map(|(name, step)| perform(root, name, *step)).collect();
    println!("\n== summary");
    for (name, passed, took) in &outcomes {
        let word = if *passed { "passed" } else { "FAILED" };
        println!("{name:<8} {word}  {:.1} s", took.as_secs_f64());
    }
    let failed = outcomes.iter().filter(|(_, passed, _)| !passed).count();
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    Ok(failed == 0)
}

#[allow(clippy::disallowed_methods, reason = "an errand on the host, timed for whoever waits for it")]
fn perform(root: &Path, name: &'static str, step: Step) -> (&'static str, bool, Duration) {
    println!("\n== {name}");
    let begun = Instant::now();
    let passed = step(root).unwrap_or_else(|error| {
        println!("{name}: {error}");
        false
    });
    (name, passed, begun.elapsed())
}

fn fmt(root: &Path) -> io::Result<bool> {
    succeeds(cargo(root).args(["fmt", "--all", "--check"]))
}

fn clippy(root: &Path) -> io::Result<bool> {
    succeeds(cargo(root).args([
        "clippy",
        "--quiet",
        "--keep-going",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Prints what breaks the habits. Answers whether nothing does.
///
/// # Errors
/// Where the tracked files cannot be listed or read.
pub fn check_tidy(root: &Path) -> io::Result<bool> {
    let violations = tidy::tidy(root)?;
    for violation in &violations {
        println!("{violation}");
    }
    println!("tidy: {} violations", violations.len());
    Ok(violations.is_empty())
}

/// Prints which generated files are stale. Answers whether none is.
///
/// # Errors
/// Where a generated file cannot be read, or cargo cannot be started.
pub fn check_docs(root: &Path) -> io::Result<bool> {
    let stale = docs::stale(root)?;
    for path in &stale {
        println!("{path}: stale; cargo xtask docs --write mends it");
    }
    println!("docs: {} stale", stale.len());
    Ok(docs::manual::check(root)? && stale.is_empty())
}

fn tests(root: &Path) -> io::Result<bool> {
    succeeds(cargo(root).args(["test", "--quiet", "--workspace", "--no-fail-fast"]))
}

/// The tests of survival with so many kills each.
///
/// # Errors
/// Where cargo cannot be started.
pub fn kills(root: &Path, times: &str) -> io::Result<bool> {
    let words = ["test", "--package", "squall", "--test", "survival", "--", "--nocapture"];
    succeeds(cargo(root).args(words).env("SQUALL_KILLS", times))
}

fn deny(root: &Path) -> io::Result<bool> {
    let program = deny_program(root)?;
    let ask = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.args(words).current_dir(root);
        command
    };
    let offline = succeeds(ask(&["check", "--hide-inclusion-graph"]).args(DENY_OFFLINE))?;
    let reached = succeeds(ask(&["fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()))?;
    if !reached {
        println!("deny: the advisory database cannot be reached, so advisories are not checked");
        return Ok(offline);
    }
    Ok(succeeds(&mut ask(&["check", "--disable-fetch", "advisories"]))? && offline)
}

/// An installed cargo-deny of the pinned version, or one installed for this purpose under the target folder.
fn deny_program(root: &Path) -> io::Result<PathBuf> {
    let tools = target(root).join("tools");
    let own = tools.join("bin").join("cargo-deny");
    let known = PathBuf::from("cargo-deny");
    for program in [&known, &own] {
        let told = Command::new(program).arg("--version").output();
        if told.is_ok_and(|told| is_pinned(&String::from_utf8_lossy(&told.stdout))) {
            return Ok(program.clone());
        }
    }
    println!("deny: installing cargo-deny {DENY_VERSION} into {}", tools.display());
    let mut install = cargo(root);
    install.args(["install", "cargo-deny", "--version", &format!("={DENY_VERSION}")]);
    install.args(["--locked", "--force", "--debug", "--quiet", "--root"]).arg(&tools);
    if succeeds(&mut install)? {
        return Ok(own);
    }
    Err(io::Error::other("cargo-deny is not installed and cannot be installed"))
}

/// Whether a program that says this of itself is the one that judges.
fn is_pinned(version: &str) -> bool {
    version.trim().strip_prefix("cargo-deny ") == Some(DENY_VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pinned_cargo_deny_judges() {
        assert!(is_pinned(&format!("cargo-deny {DENY_VERSION}\n")));
        for other in ["", "cargo-deny 0.1.0\n", &format!("cargo-deny {DENY_VERSION}1\n"), "cargo-deny"] {
            assert!(!is_pinned(other), "{other}");
        }
    }
}
