//! Words that must not be in the repository: places on one person's machine, and notes to come back later.

use super::Finding;
use super::source::Source;

/// Beginnings of paths that exist on one machine only. Written in halves, so that this file keeps the rule.
const PLACES: [&str; 4] =
    [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// Notes to come back later.
const NOTES: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Settings that make a build depend on one particular registry or mirror.
const MIRRORS: [&str; 5] = [
    concat!("index-", "url"),
    concat!("find-", "links"),
    concat!("replace-", "with"),
    concat!("arti", "factory"),
    concat!(".inter", "nal/"),
];

/// What a lock file says of a package's origin, and the one registry it may name.
const ORIGIN: (&str, &str) =
    ("source = \"registry+", "source = \"registry+https://github.com/rust-lang/crates.io-index\"");

/// Machine paths, notes, mirrors and foreign registries, in any text file.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let number = index + 1;
        for place in PLACES.iter().filter(|place| has_path(line, place)) {
            found.push((number, format!("a path of one machine: {place}")));
        }
        for note in NOTES.iter().filter(|note| has_word(line, note)) {
            found.push((number, format!("a note to come back later: {note}")));
        }
        for mirror in MIRRORS.iter().filter(|mirror| line.to_lowercase().contains(**mirror)) {
            found.push((number, format!("a registry of one place: {mirror}")));
        }
        if line.starts_with(ORIGIN.0) && line != ORIGIN.1 {
            found.push((number, "a package from a registry other than crates.io".to_owned()));
        }
    }
    found
}

/// The debugging macro, in code.
pub(crate) fn debugging(source: &Source) -> Vec<Finding> {
    let Some(rust) = &source.rust else {
        return Vec::new();
    };
    let lines = rust.mask.lines();
    lines
        .into_iter()
        .filter(|(_, code)| has_debugging(code))
        .map(|(line, _)| (line, "dbg!".to_owned()))
        .collect()
}

fn has_debugging(code: &str) -> bool {
    code.match_indices("dbg!").any(|(at, _)| !ends_in_word(&code[..at]))
}

/// Whether an absolute path begins so; a folder of that name inside another is fine.
fn has_path(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = &line[..at];
        !ends_in_word(before) && !before.ends_with(['.', '}', '>', '-', '*'])
    })
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let after = line[at + word.len()..].chars().next();
        !ends_in_word(&line[..at]) && !after.is_some_and(is_word)
    })
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_word)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&Source::new("notes.md", text)).len()
    }

    #[test]
    fn machine_paths_are_found() {
        assert_eq!(found(concat!("see /wo", "rk/x and \"/ho", "me/y\"")), 2);
        assert_eq!(found(concat!("frame/wo", "rk/x $DIR/ho", "me/y ./ro", "ot/z")), 0);
    }

    #[test]
    fn notes_are_found_as_whole_words() {
        assert_eq!(found(concat!("// TO", "DO: later\n# FIX", "ME")), 2);
        assert_eq!(found(concat!("const TO", "DO_EN, mas", "todon")), 0);
    }

    #[test]
    fn mirrors_and_foreign_registries_are_found() {
        assert_eq!(found(concat!("--extra-index-", "url=x")), 1);
        assert_eq!(found("source = \"registry+https://example.org/index\""), 1);
        assert_eq!(found(ORIGIN.1), 0);
    }

    #[test]
    fn debugging_is_found_in_code() {
        let code = |text: &str| debugging(&Source::new("crates/api/src/a.rs", text)).len();
        assert_eq!(code("let a = dbg!(b);"), 1);
        assert_eq!(code("// dbg!(b)\nmy_dbg!(c); \"dbg!\""), 0);
    }
}
