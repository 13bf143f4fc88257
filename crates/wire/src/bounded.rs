//! Texts kept within a length: what is cut off is marked, and no character is cut in two.

use std::borrow::Cow;
use std::fmt;

/// What stands where something was cut off.
pub const MARK: char = '…';

/// A text of at most so many bytes, its mark not counted.
pub fn cut(text: &str, bytes: usize) -> Cow<'_, str> {
    if text.len() <= bytes {
        return Cow::Borrowed(text);
    }
    let mut short = text[..text.floor_char_boundary(bytes)].to_owned();
    short.push(MARK);
    Cow::Owned(short)
}

/// What a format makes, of at most so many bytes; what is longer is never built.
pub fn written(text: fmt::Arguments<'_>, bytes: usize) -> String {
    if let Some(text) = text.as_str() {
        return cut(text, bytes).into_owned();
    }
    let mut bounded = Bounded { text: String::new(), bytes, is_full: false };
    // It never fails: what is too much is let go.
    let _ = fmt::write(&mut bounded, text);
    bounded.text
}

struct Bounded {
    text: String,
    bytes: usize,
    is_full: bool,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if !self.is_full {
            let room = self.bytes - self.text.len();
            self.is_full = part.len() > room;
            self.text.push_str(&cut(part, room));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_characters_and_marked() {
        assert_eq!(cut("防火墙", 9), "防火墙");
        assert_eq!(cut("防火墙", 8), "防火…");
        let long = "x".repeat(1 << 20);
        assert_eq!(written(format_args!("[{long}] is {long}"), 4), "[xxx…");
        assert_eq!(written(format_args!("{} and {}", "one", "two"), 11), "one and two");
        assert_eq!(written(format_args!("a{}b", "防"), 3), "a…");
    }
}
