//! One tracked file, and where in it the unit tests are.

use super::mask::Mask;

/// A tracked text file.
pub(crate) struct Source {
    /// From the repository's root, with `/`.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
    /// The code, for a Rust file.
    pub(crate) rust: Option<Rust>,
}

/// A Rust file's code and the lines its unit tests are on.
pub(crate) struct Rust {
    /// The code without comments and literals.
    pub(crate) mask: Mask,
    tests: Vec<(usize, usize)>,
}

/// The attribute in front of unit tests.
const TEST_MARK: &str = "#[cfg(test)]";

impl Source {
    /// Prepares a file for the rules.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let rust = path.ends_with(".rs").then(|| Rust::new(path, text));
        Self { path: path.to_owned(), text: text.to_owned(), rust }
    }

    /// The `crates/<name>/` folder the file is in.
    pub(crate) fn crate_folder(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split_once('/').map(|(name, _)| name)
    }

    /// The file's Rust code, where it is part of what one of these crates builds.
    pub(crate) fn built_into(&self, crates: &[&str]) -> Option<&Rust> {
        let name = self.crate_folder()?;
        let inside = self.path.starts_with(&format!("crates/{name}/src/"));
        self.rust.as_ref().filter(|_| inside && crates.contains(&name))
    }
}

impl Rust {
    fn new(path: &str, text: &str) -> Self {
        let mask = Mask::of(text);
        let tests = if path.ends_with("/tests.rs") || path.contains("/src/tests/") {
            vec![(1, usize::MAX)]
        } else {
            test_regions(&mask)
        };
        Self { mask, tests }
    }

    /// Whether the line belongs to unit tests.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }
}

/// The brackets that belong to the item starting at `from`: offset of its `{` and of the matching `}`.
///
/// `None` where a `;` ends the item first.
pub(crate) fn body(code: &[char], from: usize) -> Option<(usize, usize)> {
    let mut nested = 0usize;
    let mut open = None;
    let mut depth = 0usize;
    for (offset, letter) in code.iter().enumerate().skip(from) {
        match letter {
            '(' | '[' if open.is_none() => nested += 1,
            ')' | ']' if open.is_none() => nested = nested.saturating_sub(1),
            ';' if open.is_none() && nested == 0 => return None,
            '{' => {
                open = open.or(Some(offset));
                depth += 1;
            }
            '}' if depth == 1 => return open.map(|open| (open, offset)),
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The line that the character at `offset` is on, from 1.
pub(crate) fn line_at(code: &[char], offset: usize) -> usize {
    1 + code.iter().take(offset).filter(|letter| **letter == '\n').count()
}

fn test_regions(mask: &Mask) -> Vec<(usize, usize)> {
    let code = mask.code();
    let mark: Vec<char> = TEST_MARK.chars().collect();
    let starts = code.windows(mark.len()).enumerate().filter(|(_, window)| *window == mark).map(|(at, _)| at);
    starts
        .filter_map(|at| {
            let (_, end) = body(code, at + mark.len())?;
            Some((line_at(code, at), line_at(code, end)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_tests_are_told_apart() {
        let file = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
        let rust = Rust::new("crates/api/src/lib.rs", file);
        let lines: Vec<_> = (1..=6).filter(|line| rust.is_test(*line)).collect();
        assert_eq!(lines, [2, 3, 4, 5]);
        assert!(Rust::new("crates/api/src/tests.rs", "fn a() {}").is_test(1));
    }

    #[test]
    fn only_what_a_crate_builds_counts_as_built() {
        let api = ["api"];
        assert!(Source::new("crates/api/src/a/b.rs", "").built_into(&api).is_some());
        assert!(Source::new("crates/api/tests/b.rs", "").built_into(&api).is_none());
        assert!(Source::new("crates/wire/src/b.rs", "").built_into(&api).is_none());
        assert!(Source::new("crates/api/src/b.md", "").built_into(&api).is_none());
    }

    #[test]
    fn a_body_ends_at_its_own_bracket() {
        let code: Vec<char> = "fn a(x: [u8; 4]) { if b { c } } fn d();".chars().collect();
        assert_eq!(body(&code, 0), Some((17, 30)));
        assert_eq!(body(&code, 32), None);
    }
}
