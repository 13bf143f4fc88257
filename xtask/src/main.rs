//! `cargo xtask …`: see [`xtask`].

// An errand speaks on the terminal; that is all it has.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <errand>
  tidy                    check every tracked file against the project's habits
  docs --write | --check  write what is generated under docs/, or fail where it is stale
  kills N                 kill squall N times among calls and N times among an operator's steps, and look
  bench [--quick] [--only CASE]
                          measure the released binary; a whole run writes docs/performance.md
  browser                 let pages in a real browser try to drive squall
  clients                 run the vendors' real clients against the binary
  fuzz [TARGET] [--runs N] [--seconds S] [--keep]
                          feed mutated bytes to what strangers' bytes reach: see docs/fuzzing.md
  release                 build target/release/squall without a word about this machine in it
  test                    all of it: fmt, clippy, tidy, docs, tests, fuzz, deny, browser, clients";

/// Exit code of a wrong command line.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = xtask::root();
    let outcome = match words.as_slice() {
        ["tidy"] => xtask::test::check_tidy(&root),
        ["docs", "--write"] => write_docs(&root),
        ["docs", "--check"] => xtask::test::check_docs(&root),
        ["kills", times] if times.parse::<u64>().is_ok() => xtask::test::kills(&root, times),
        ["bench", options @ ..] => xtask::bench::run(&root, options),
        ["fuzz", words @ ..] => match xtask::fuzz::Fuzz::parse(words) {
            Some(fuzz) => fuzz.run(&root),
            None => return wrong_usage(),
        },
        ["browser"] => xtask::browser::run(&root),
        ["clients"] => xtask::clients::run(&root),
        ["release"] => xtask::release::run(&root),
        ["test"] => xtask::test::run(&root),
        _ => return wrong_usage(),
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

fn wrong_usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(WRONG_USAGE)
}

fn write_docs(root: &Path) -> io::Result<bool> {
    for path in xtask::docs::write(root)? {
        println!("{path}: written");
    }
    xtask::docs::manual::write(root)
}
