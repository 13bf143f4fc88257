//! The repository's habits as rules: each reads one tracked file and says what is wrong where.

mod chance;
mod layers;
mod mask;
mod names;
mod numbers;
mod pages;
mod size;
mod source;
mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use source::Source;

/// One habit broken in one place.
#[derive(Debug, PartialEq, Eq)]
pub struct Violation {
    /// The file, from the repository's root.
    pub path: String,
    /// The line, from 1; 1 also where the file as a whole is meant.
    pub line: usize,
    /// What is wrong, in words.
    pub what: String,
}

/// What a rule finds in a file: line and words.
type Finding = (usize, String);

/// Every rule about a single file.
const RULES: [fn(&Source) -> Vec<Finding>; 10] = [
    size::file_length,
    size::function_length,
    size::line_width,
    numbers::check,
    chance::check,
    layers::check,
    names::check,
    pages::check,
    words::check,
    words::debugging,
];

/// Files the root must have.
const REQUIRED: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Checks every tracked file under `root`, in the order of their paths.
///
/// # Errors
/// Where git cannot list the files, or one of them cannot be read.
pub fn tidy(root: &Path) -> io::Result<Vec<Violation>> {
    let mut present = BTreeSet::new();
    let mut violations = Vec::new();
    for path in tracked(root)? {
        let Some(text) = text_of(&root.join(&path))? else {
            continue;
        };
        violations.extend(check(&path, &text));
        present.insert(path);
    }
    violations.extend(missing(&present));
    Ok(violations)
}

fn check(path: &str, text: &str) -> Vec<Violation> {
    let source = Source::new(path, text);
    RULES
        .iter()
        .flat_map(|rule| rule(&source))
        .map(|(line, what)| Violation { path: path.to_owned(), line, what })
        .collect()
}

fn missing(present: &BTreeSet<String>) -> Vec<Violation> {
    REQUIRED
        .iter()
        .filter(|name| !present.contains(**name))
        .map(|name| Violation {
            path: (*name).to_owned(),
            line: 1,
            what: "the repository has no such file".to_owned(),
        })
        .collect()
}

fn tracked(root: &Path) -> io::Result<Vec<String>> {
    let listing = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output()?;
    if !listing.status.success() {
        let why = String::from_utf8_lossy(&listing.stderr).trim().to_owned();
        return Err(io::Error::other(format!("git ls-files: {why}")));
    }
    let names = String::from_utf8_lossy(&listing.stdout);
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The file's text; `None` for one that is deleted but still tracked, and for one that is not text.
fn text_of(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_reads_like_a_compilers_message() {
        let found = check("crates/cloud/src/utils.rs", "fn a() {}\n");
        let said: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["crates/cloud/src/utils.rs:1: a name that says nothing: utils"]);
    }

    #[test]
    fn a_tidy_file_is_quiet() {
        assert_eq!(check("crates/cloud/src/clock.rs", "//! Time.\nfn now(tx: u8) -> u8 {\n    tx\n}\n"), []);
    }

    #[test]
    fn files_the_root_lacks_are_named() {
        let all = REQUIRED.iter().map(|name| (*name).to_owned());
        assert_eq!(missing(&all.clone().collect()), []);
        let lacking = missing(&all.skip(1).collect());
        assert_eq!(lacking.iter().map(|found| found.path.as_str()).collect::<Vec<_>>(), ["README.md"]);
    }
}
