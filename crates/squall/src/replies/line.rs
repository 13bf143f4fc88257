//! Logs, and everything else, line by line: an input may be longer than any memory.

use super::colour::uncoloured;
use super::printed::Walk;
use super::sighting::Findings;
use super::{exception, har};
use std::borrow::Cow;
use std::io::{self, BufRead};

/// The most that is kept of a line; a longer one is read in pieces of this length.
pub const LINE_BYTES: u64 = 64 << 20;
/// The longest line that can be nothing but the name of a code.
const NAME_BYTES: usize = 256;

/// Reads everything and answers what was seen.
///
/// # Errors
/// When the input cannot be read.
pub fn read(input: impl BufRead) -> io::Result<Findings> {
    read_lines(input, LINE_BYTES)
}

fn read_lines(mut input: impl BufRead, limit: u64) -> io::Result<Findings> {
    let mut findings = Findings::default();
    let mut walk = Walk::new(&mut findings);
    let (mut bytes, mut is_cut, mut only) = (Vec::new(), false, None);
    loop {
        bytes.clear();
        let length = io::Read::take(&mut input, limit).read_until(b'\n', &mut bytes)?;
        if length == 0 {
            break;
        }
        let goes_on = is_cut;
        walk.line += u64::from(!goes_on);
        let ends = bytes.last() == Some(&b'\n') || (length as u64) < limit;
        walk.findings.cut_lines += u64::from(!ends && !goes_on);
        is_cut = !ends;
        let text = unquoted(String::from_utf8_lossy(&bytes));
        let plain = uncoloured(&text);
        if !plain.trim().is_empty() {
            let is_name = only.is_none() && plain.len() <= NAME_BYTES;
            only = Some(if is_name { plain.trim().to_owned() } else { String::new() });
        }
        line(&mut walk, &plain, goes_on);
    }
    walk.abandon();
    let lines = walk.line;
    findings.lines = lines;
    findings.only = only.filter(|line| !line.is_empty());
    Ok(findings)
}

/// Reads a line, or the next piece of one.
fn line(walk: &mut Walk<'_>, line: &str, is_piece: bool) {
    if walk.is_open() && !is_piece && !continues(line) {
        walk.abandon();
    }
    if !walk.is_open() {
        walk.site = har::site(line);
    }
    let without = exception::take(line, |number, meaning| walk.found(number, meaning));
    walk.read(&without);
}

/// Whether a line can be the next one of an object: those that print over several lines indent or quote. A log's line
/// after one that was cut off begins otherwise.
fn continues(line: &str) -> bool {
    let first = line.trim_end().chars().next();
    first.is_none_or(|letter| letter.is_whitespace() || "\"'}])".contains(letter))
}

/// A line with the quotes that web pages write as `&quot;`.
fn unquoted(line: Cow<'_, str>) -> Cow<'_, str> {
    const QUOTE: &str = "&quot;";
    if line.contains(QUOTE) { Cow::Owned(line.replace(QUOTE, "\"")) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beyond_the_limit_is_read_in_pieces_and_told() {
        let reply = "{\"ret_code\":1400}";
        let long = format!("{}{reply}\n{reply}", " ".repeat(40));
        let findings = read_lines(long.as_bytes(), 20).unwrap();
        assert_eq!((findings.cut_lines, findings.lines), (1, 2));
        let whole = read_lines(long.as_bytes(), 80).unwrap();
        assert_eq!((whole.cut_lines, whole.seen[0].count, whole.seen[0].line), (0, 2, 1));
    }
}
