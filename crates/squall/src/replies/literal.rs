//! Texts in quotes, as JSON, Python, JavaScript, Ruby and Go write them.

use memchr::memchr2;
use std::borrow::Cow;

/// The characters that open and close such a text.
pub(super) const QUOTES: [u8; 3] = [b'"', b'\'', b'`'];

/// Whether the quote at `at` can open a text: not the one in `can't` or `5"`, but the one of Python's `u'…'`.
pub(super) fn opens(bytes: &[u8], at: usize) -> bool {
    let before = |by: usize| at.checked_sub(by).and_then(|at| bytes.get(at)).copied();
    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\\');
    match before(1) {
        Some(b'u' | b'b' | b'r' | b'U' | b'B' | b'R') => !before(2).is_some_and(in_word),
        byte => !byte.is_some_and(in_word),
    }
}

/// What the text says that opens at `at`, and where it ends; `None` where it does not end.
pub(super) fn read(text: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(at)?;
    let (start, mut end) = (at + 1, at + 1);
    loop {
        end += memchr2(quote, b'\\', bytes.get(end..)?)?;
        if bytes[end] == quote {
            break;
        }
        end += 2;
    }
    let raw = text.get(start..end)?;
    let said = if raw.contains('\\') { Cow::Owned(unescaped(raw)) } else { Cow::Borrowed(raw) };
    Some((said, end + 1))
}

fn unescaped(raw: &str) -> String {
    let mut said = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'\\' {
            said.push(*byte);
            continue;
        }
        let Some((letter, after)) = rest.split_first() else { break };
        rest = after;
        match letter {
            b'n' | b'r' => said.push(b'\n'),
            b't' => said.push(b'\t'),
            b'x' | b'u' | b'U' => match number(rest, *letter) {
                Some((value, after)) => {
                    rest = after;
                    push(&mut said, *letter, value);
                }
                None => said.push(*letter),
            },
            other => said.push(*other),
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// The number that the hexadecimal digits behind `x`, `u` or `U` write, and what comes after them.
fn number(rest: &[u8], letter: u8) -> Option<(u32, &[u8])> {
    let count = match letter {
        b'x' => 2,
        b'u' => 4,
        _ => 8,
    };
    let (digits, after) = rest.split_at_checked(count)?;
    let text = std::str::from_utf8(digits).ok()?;
    Some((u32::from_str_radix(text, 16).ok()?, after))
}

/// A byte, or a character. Halves of a surrogate pair become replacement characters: no code is written with them.
fn push(said: &mut Vec<u8>, letter: u8, value: u32) {
    match u8::try_from(value) {
        Ok(byte) if letter == b'x' => said.push(byte),
        _ => {
            let letter = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
            said.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<(String, usize)> {
        read(text, 0).map(|(said, end)| (said.into_owned(), end))
    }

    #[test]
    fn escapes_of_every_language_are_read() {
        assert_eq!(said(r#""a\"b\\c" d"#), Some(("a\"b\\c".to_owned(), 9)));
        assert_eq!(said(r"'can\'t' x"), Some(("can't".to_owned(), 8)));
        assert_eq!(said(r#""\u975e\u6cd5""#), Some(("非法".to_owned(), 14)));
        assert_eq!(said(r"'\xe9\x9d\x9e'"), Some(("非".to_owned(), 14)));
        assert_eq!(said(r#""\/\q\u12""#), Some(("/qu12".to_owned(), 10)));
    }

    #[test]
    fn a_text_without_an_end_is_none() {
        assert_eq!(said("\"abc"), None);
        assert_eq!(said("\"abc\\"), None);
        assert_eq!(said("\"abc\\\""), None);
        assert_eq!(said("\"\\é\""), Some(("é".to_owned(), 5)));
    }

    #[test]
    fn quotes_inside_words_open_nothing() {
        assert!(opens(b"u'a'", 1) && opens(b" b'a'", 2) && opens(b"='a'", 1) && opens(b"'a'", 0));
        assert!(!opens(b"can't", 3) && !opens(b"5\"", 1) && !opens(b"\\\"", 1) && !opens(b"tub'a'", 3));
    }
}
