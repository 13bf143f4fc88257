//! How long files, functions and lines may be.

use super::Finding;
use super::source::{Source, body, line_at};

/// Lines a Rust file may have, code tables excepted.
const FILE_LINES: usize = 400;

/// Lines a function may have, from `fn` to its closing bracket.
const FUNCTION_LINES: usize = 70;

/// Columns a line of Rust may have, counted in characters.
const COLUMNS: usize = 120;

/// What opens a table of the catalogue, which has a line for each code.
const TABLE: &str = "codes! {";

/// Files of at most [`FILE_LINES`] lines.
pub(crate) fn file_length(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    let table = source.path.starts_with("crates/catalogue/src/") && source.text.contains(TABLE);
    if source.rust.is_none() || table || lines <= FILE_LINES {
        return Vec::new();
    }
    vec![(FILE_LINES + 1, format!("the file has {lines} lines; {FILE_LINES} at most"))]
}

/// Functions of at most [`FUNCTION_LINES`] lines.
pub(crate) fn function_length(source: &Source) -> Vec<Finding> {
    let Some(rust) = &source.rust else {
        return Vec::new();
    };
    let code = rust.mask.code();
    let mut found = Vec::new();
    for (start, name) in functions(code) {
        let Some((_, end)) = body(code, start) else {
            continue;
        };
        let first = line_at(code, start);
        let lines = line_at(code, end) - first + 1;
        if lines > FUNCTION_LINES {
            found.push((first, format!("the function {name} has {lines} lines; {FUNCTION_LINES} at most")));
        }
    }
    found
}

/// Lines of at most [`COLUMNS`] columns.
pub(crate) fn line_width(source: &Source) -> Vec<Finding> {
    let table = source.path.starts_with("crates/catalogue/src/");
    if source.rust.is_none() || table {
        return Vec::new();
    }
    let widths = source.text.lines().map(|line| line.chars().count());
    widths
        .enumerate()
        .filter(|(_, width)| *width > COLUMNS)
        .map(|(index, width)| (index + 1, format!("{width} columns; {COLUMNS} at most")))
        .collect()
}

/// Where each named function starts, and its name; function types have no name.
fn functions(code: &[char]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut before = ' ';
    for (offset, letter) in code.iter().enumerate() {
        let keyword = *letter == 'f' && code.get(offset + 1) == Some(&'n') && !is_word(before);
        if keyword && code.get(offset + 2).is_some_and(|after| after.is_whitespace()) {
            let rest = code.iter().skip(offset + 2).skip_while(|after| after.is_whitespace());
            let name: String = rest.take_while(|after| is_word(**after)).collect();
            if !name.is_empty() {
                found.push((offset, name));
            }
        }
        before = *letter;
    }
    found
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::new(path, text)
    }

    #[test]
    fn a_file_may_have_so_many_lines() {
        let path = "crates/api/src/lib.rs";
        assert!(file_length(&source(path, &"//\n".repeat(400))).is_empty());
        let found = file_length(&source(path, &"//\n".repeat(401)));
        assert_eq!(found, [(401, "the file has 401 lines; 400 at most".to_owned())]);
        let table = format!("codes! {{\n{}}}", "//\n".repeat(500));
        assert!(file_length(&source("crates/catalogue/src/x.rs", &table)).is_empty());
        assert!(file_length(&source("notes.md", &"x\n".repeat(900))).is_empty());
    }

    #[test]
    fn a_function_may_have_so_many_lines() {
        let long =
            |lines: usize| format!("\nfn long(f: fn(u8)) {{\n{}}}\n", "    step(\"}\");\n".repeat(lines - 2));
        let path = "crates/api/src/lib.rs";
        assert!(function_length(&source(path, &long(70))).is_empty());
        let found = function_length(&source(path, &long(71)));
        assert_eq!(found, [(2, "the function long has 71 lines; 70 at most".to_owned())]);
    }

    #[test]
    fn a_declaration_is_not_a_function_body() {
        let text = format!("trait T {{\n    fn a(&self);\n{}}}\n", "// x\n".repeat(100));
        assert!(function_length(&source("crates/api/src/lib.rs", &text)).is_empty());
    }

    #[test]
    fn a_line_may_be_so_wide() {
        let path = "xtask/src/main.rs";
        assert!(line_width(&source(path, &"é".repeat(120))).is_empty());
        assert_eq!(line_width(&source(path, &format!("\n{}", "é".repeat(121)))).len(), 1);
        assert!(line_width(&source("README.md", &"x".repeat(300))).is_empty());
    }
}
