//! The README's tour is what really appears: its commands are run and their outputs compared, `…` standing for
//! anything.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod running;

use running::Running;
use std::process::Command;

/// Commands and the output each is said to have.
fn tour(readme: &str) -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match line.strip_prefix("$ ") {
                Some(command) => steps.push((command.to_owned(), String::new())),
                None => {
                    let (_, output) = steps.last_mut().unwrap();
                    output.push_str(line);
                    output.push('\n');
                }
            },
        }
    }
    steps
}

/// Whether a text is what a pattern says, `…` standing for anything within a line.
fn fits(pattern: &str, text: &str) -> bool {
    let (mut said, mut seen) = (pattern.lines(), text.lines());
    loop {
        match (said.next(), seen.next()) {
            (None, None) => return true,
            (Some(said), Some(seen)) if line_fits(said, seen) => {}
            _ => return false,
        }
    }
}

fn line_fits(pattern: &str, line: &str) -> bool {
    let mut pieces = pattern.split('…');
    let Some(mut rest) = line.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, between)) = pieces.split_last() else { return rest.is_empty() };
    for piece in between {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn the_tour_is_what_really_appears() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let server = Running::start(&[]);
    let steps = tour(&readme);
    assert!(steps.len() > 10);
    // The tour's server listens where it always does; this one on a free port.
    let function =
        r#"squall() { case "$1" in call) "$BIN" "$@" --endpoint "$BASE";; *) "$BIN" "$@";; esac; }"#;
    for (command, said) in steps {
        let command =
            command.replace("'http://127.0.0.1:7780", "\"$BASE\"'").replace("http://127.0.0.1:7780", "$BASE");
        let script = format!("{function}\n{command}");
        let output = Command::new("bash")
            .args(["-c", &format!("exec 2>&1\n{script}")])
            .env("BIN", env!("CARGO_BIN_EXE_squall"))
            .env("BASE", &server.base)
            .output()
            .unwrap();
        let seen = String::from_utf8(output.stdout).unwrap();
        assert!(fits(&said, &seen), "$ {command}\nis said to answer:\n{said}\nbut answers:\n{seen}");
    }
}
