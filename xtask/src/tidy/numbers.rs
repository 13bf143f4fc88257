//! Vendor codes are written by number in the catalogue only; everywhere else by their constant.

use squall_catalogue::{System, codes};

use super::Finding;
use super::source::Source;

/// The crates that raise, carry or print codes.
const CRATES: [&str; 4] = ["api", "cloud", "qingcloud", "squall"];

/// What stands between a name and the number it is compared with or set to.
const JOINTS: [&str; 7] = ["==", "!=", "=>", "=", ":", "(", ","];

/// A string that is a code, or a number where a code stands: next to `code`, `ret_code` and the like, or
/// as a pattern. A number elsewhere may well be a duration or a size. Unit tests may show what is on the wire.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let Some(rust) = source.built_into(&CRATES) else {
        return Vec::new();
    };
    let strings =
        rust.mask.literals().iter().filter(|literal| is_code(&literal.text) || sets_code(&literal.text));
    let strings = strings.map(|literal| (literal.line, literal.text.clone()));
    let lines = rust.mask.lines();
    let numbers =
        lines.iter().flat_map(|(line, code)| placed(code).into_iter().map(|number| (*line, number)));
    strings
        .chain(numbers)
        .filter(|(line, _)| !rust.is_test(*line))
        .map(|(line, text)| (line, format!("a vendor code by number: {text}; use the catalogue's constant")))
        .collect()
}

fn is_code(text: &str) -> bool {
    codes(System::QingCloud).iter().any(|code| code.number() == text)
}

/// A piece of JSON or form text with a code written into it.
fn sets_code(text: &str) -> bool {
    let mut pieces = text.split("ret_code");
    pieces.next();
    pieces.any(|after| {
        let number: String = after
            .chars()
            .skip_while(|letter| !letter.is_alphanumeric())
            .take_while(char::is_ascii_digit)
            .collect();
        is_code(&number)
    })
}

/// The numbers on a line of code that stand where a code does.
fn placed(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    let mut offset = 0;
    while let Some(start) = rest.find(|letter: char| letter.is_alphanumeric() || letter == '_') {
        let word: String =
            rest[start..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let (before, after) = (&line[..offset + start], &line[offset + start + word.len()..]);
        if is_code(&word) && (follows_code(before) || is_pattern(after)) {
            found.push(word.clone());
        }
        offset += start + word.len();
        rest = &line[offset..];
    }
    found
}

fn follows_code(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches('"').trim_end();
    let Some(name) = JOINTS.iter().find_map(|joint| before.strip_suffix(joint)) else {
        return false;
    };
    let letters = name.trim_end().trim_end_matches('"').chars().rev();
    let reversed: String = letters.take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let name: String = reversed.chars().rev().collect();
    let name = name.to_lowercase();
    name == "raise" || name == "or_raise" || name.ends_with("code")
}

fn is_pattern(after: &str) -> bool {
    after.trim_start().starts_with("=>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Source::new(path, text)).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_code_by_number_is_found() {
        let path = "crates/api/src/reply.rs";
        for text in [
            "find(\"1400\")",
            "ret_code: 1400,",
            "if code == 2100 {",
            "Code(5000)",
            "match x { 5100 => a }",
            "raise(1101)",
            "\"{\\\"ret_code\\\":1400}\"",
        ] {
            assert_eq!(lines(path, text), [1], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not_codes() {
        let path = "crates/api/src/reply.rs";
        for text in ["delay_ms: 5000", "// 1400", "\"1400 times\"", "code == 1401", "sleep(5000)", "x1400"] {
            assert!(lines(path, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_catalogue_and_tests_may() {
        assert!(lines("crates/catalogue/src/qingcloud.rs", "\"1400\"").is_empty());
        assert!(lines("crates/api/tests/golden.rs", "\"1400\"").is_empty());
        assert!(
            lines("crates/api/src/a.rs", "#[cfg(test)]\nmod tests { const A: &str = \"1400\"; }").is_empty()
        );
    }
}
