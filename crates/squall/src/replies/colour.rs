//! Colours of terminals.

use std::borrow::Cow;

/// A line without the sequences that colour it on a terminal.
pub(super) fn uncoloured(line: &str) -> Cow<'_, str> {
    let mut pieces = line.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default();
    if first.len() == line.len() {
        return Cow::Borrowed(line);
    }
    let ends = |letter: char| ('@'..='~').contains(&letter);
    let plain = pieces.map(|piece| piece.find(ends).map_or(piece, |end| &piece[end + 1..]));
    Cow::Owned(std::iter::once(first).chain(plain).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(uncoloured("\u{1b}[34;1m\"a\"\u{1b}[0m:1"), "\"a\":1");
        assert_eq!(uncoloured("plain"), "plain");
        assert_eq!(uncoloured("\u{1b}[3"), "3");
    }
}
