//! Percent-encoding: reading the forms that clients send, writing the one canonical form that they sign.

use std::borrow::Cow;

/// Why a text could not be decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
    /// `%` not followed by two hexadecimal digits.
    Escape,
    /// The bytes are not UTF-8.
    Utf8,
    /// A zero byte.
    Nul,
}

/// Decodes a name or value of a query or form; `+` is a space.
///
/// # Errors
/// When the text cannot have been encoded by anything sensible.
pub fn decode(text: &[u8]) -> Result<Cow<'_, str>, Broken> {
    unescape(text, b' ')
}

/// Decodes a path, in which `+` is a plus.
///
/// # Errors
/// As `decode`.
pub fn decode_path(text: &[u8]) -> Result<Cow<'_, str>, Broken> {
    unescape(text, b'+')
}

/// Decodes what is known to be UTF-8 as it stands.
///
/// # Errors
/// As `decode`.
pub fn decode_text(text: &str) -> Result<Cow<'_, str>, Broken> {
    if is_escaped(text.as_bytes()) { unescape(text.as_bytes(), b' ') } else { Ok(Cow::Borrowed(text)) }
}

/// Whether a text can be one segment of a path once it is decoded, so that no two readers of that path see different
/// segments: it is not empty, leads neither here nor upwards, and has no slash of either kind and no control character.
pub fn is_segment(text: &str) -> bool {
    let divides = |letter: char| letter.is_control() || matches!(letter, '/' | '\\');
    !matches!(text, "" | "." | "..") && !text.contains(divides)
}

fn is_escaped(text: &[u8]) -> bool {
    memchr::memchr3(b'%', b'+', 0, text).is_some()
}

fn unescape(text: &[u8], plus: u8) -> Result<Cow<'_, str>, Broken> {
    if !is_escaped(text) {
        return std::str::from_utf8(text).map(Cow::Borrowed).map_err(|_| Broken::Utf8);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(&byte) = rest.next() {
        let decoded = match byte {
            b'+' => plus,
            b'%' => hex(rest.next())? << 4 | hex(rest.next())?,
            other => other,
        };
        if decoded == 0 {
            return Err(Broken::Nul);
        }
        bytes.push(decoded);
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| Broken::Utf8)
}

fn hex(byte: Option<&u8>) -> Result<u8, Broken> {
    match byte {
        Some(digit @ b'0'..=b'9') => Ok(digit - b'0'),
        Some(digit @ b'a'..=b'f') => Ok(digit - b'a' + 10),
        Some(digit @ b'A'..=b'F') => Ok(digit - b'A' + 10),
        _ => Err(Broken::Escape),
    }
}

/// Whether a byte stands for itself, by its value.
const UNRESERVED: [bool; 256] = {
    let mut unreserved = [false; 256];
    let mut byte = 0;
    while byte < u8::MAX {
        unreserved[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    unreserved
};

/// The same in a path, whose segments slashes separate.
const UNRESERVED_IN_PATHS: [bool; 256] = {
    let mut unreserved = UNRESERVED;
    unreserved[b'/' as usize] = true;
    unreserved
};

/// Appends the canonical form: unreserved characters as they are, everything else as `%XX` in upper case.
pub fn encode(text: &str, out: &mut String) {
    escape(text, &UNRESERVED, out);
}

/// Appends the canonical form of a path: as `encode`, with slashes as they are.
pub fn encode_path(text: &str, out: &mut String) {
    escape(text, &UNRESERVED_IN_PATHS, out);
}

fn escape(text: &str, unreserved: &[bool; 256], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if unreserved[usize::from(byte)] {
            continue;
        }
        // Bytes inside a character follow each other, so what is plain begins and ends with characters.
        if plain < at {
            out.push_str(&text[plain..at]);
        }
        plain = at + 1;
        out.push('%');
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    if plain < text.len() {
        out.push_str(&text[plain..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        encode(text, &mut out);
        out
    }

    #[test]
    fn encodes_the_canonical_form() {
        assert_eq!(
            encoded("web 防火墙 ~a/b+c*=&"),
            "web%20%E9%98%B2%E7%81%AB%E5%A2%99%20~a%2Fb%2Bc%2A%3D%26"
        );
        assert_eq!(encoded("é"), "%C3%A9");
        assert_eq!(encoded(""), "");
    }

    #[test]
    fn segments_stay_what_they_are() {
        for text in ["a", "v1.2", "...", "a b", "防火墙", "a%2Fb", "~"] {
            assert!(is_segment(text), "{text}");
        }
        for text in ["", ".", "..", "a/b", "a\\b", "a\0", "a\n", "\u{7f}", "\u{85}"] {
            assert!(!is_segment(text), "{text}");
        }
    }

    #[test]
    fn decodes_what_clients_send_and_refuses_what_they_cannot_mean() {
        assert_eq!(decode(b"a+b%20c%2Bd").unwrap(), "a b c+d");
        assert_eq!(decode("防".as_bytes()).unwrap(), "防");
        assert_eq!(decode(b"%zz"), Err(Broken::Escape));
        assert_eq!(decode(b"%4"), Err(Broken::Escape));
        assert_eq!(decode(b"%ff"), Err(Broken::Utf8));
        assert_eq!(decode(b"a%00"), Err(Broken::Nul));
        assert_eq!(decode(b"a\0"), Err(Broken::Nul));
    }
}
