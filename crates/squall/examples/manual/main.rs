//! Writes the manual pages and shell completions of the command line, or tells which of them are stale:
//! `manual --write|--check FOLDER`. `cargo xtask docs` runs it.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod pages;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["--write", folder] => pages::write(Path::new(folder)).map(|changed| (changed, "written", true)),
        ["--check", folder] => pages::stale(Path::new(folder)).map(|stale| {
            let is_fresh = stale.is_empty();
            (stale, "stale; cargo xtask docs --write mends it", is_fresh)
        }),
        _ => {
            eprintln!("usage: manual --write|--check FOLDER");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok((paths, word, is_well)) => {
            paths.iter().for_each(|path| println!("{path}: {word}"));
            if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("manual: {error}");
            ExitCode::FAILURE
        }
    }
}
