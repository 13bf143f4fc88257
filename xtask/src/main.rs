//! `cargo xtask …`: see [`xtask`].

// An errand speaks on the terminal; that is all it has.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <errand>
  tidy                    check every tracked file against the project's habits
  docs --write | --check  write what is generated under docs/, or fail where it is stale";

/// Exit code of a wrong command line.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = xtask::root();
    let outcome = match words.as_slice() {
        ["tidy"] => tidy(&root),
        ["docs", "--write"] => write_docs(&root),
        ["docs", "--check"] => check_docs(&root),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(WRONG_USAGE);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tidy(root: &Path) -> io::Result<bool> {
    let violations = xtask::tidy::tidy(root)?;
    for violation in &violations {
        println!("{violation}");
    }
    println!("tidy: {} violations", violations.len());
    Ok(violations.is_empty())
}

fn write_docs(root: &Path) -> io::Result<bool> {
    for path in xtask::docs::write(root)? {
        println!("{path}: written");
    }
    Ok(true)
}

fn check_docs(root: &Path) -> io::Result<bool> {
    let stale = xtask::docs::stale(root)?;
    for path in &stale {
        println!("{path}: stale; cargo xtask docs --write mends it");
    }
    Ok(stale.is_empty())
}
