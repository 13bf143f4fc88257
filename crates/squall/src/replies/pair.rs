//! A name, a sign and a value, in any notation.

use super::field::Field;

/// Characters between a name and its sign, or a sign and a value: backslashes and quotes of a text that was cut off.
const NOISE: usize = 16;
/// The signs between a name and a value.
const SIGNS: [&str; 4] = ["=>", ":", "=", "："];

/// The length of the word at `at`.
pub(super) fn word(bytes: &[u8], at: usize) -> usize {
    let in_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    bytes[at..].iter().take_while(in_word).count()
}

/// Where the value of a name begins that ends at `end`; `None` where there is no sign between.
pub(super) fn value_at(text: &str, end: usize, field: Field) -> Option<usize> {
    let rest = &text[end..];
    let noise = rest.bytes().take(NOISE).take_while(|byte| b" \t\\\"'`]".contains(byte)).count();
    let after = &rest[noise..];
    let sign = SIGNS.iter().find(|sign| after.starts_with(**sign));
    let after = match sign {
        Some(sign) => &after[sign.len()..],
        None if field.stands_alone() && noise > 0 => after.strip_prefix("is ").unwrap_or(after),
        None => return None,
    };
    // Source code compares, and paths have two colons.
    if sign.is_some() && after.starts_with(['=', ':']) {
        return None;
    }
    Some(text.len() - after.trim_start_matches([' ', '\t', '\\']).len())
}

/// A value without quotes at `at`, or with those of a text that was cut off; and where it ends.
pub(super) fn bare(text: &str, at: usize) -> Option<(&str, usize)> {
    let noise = text[at..].bytes().take(NOISE).take_while(|byte| b"\"'\\".contains(byte)).count();
    let rest = &text[at + noise..];
    if !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
        return None;
    }
    let ends = |letter: char| letter.is_whitespace() || ",;:)]}\"'\\|&<>（），；：".contains(letter);
    let length = rest.find(ends).unwrap_or(rest.len());
    Some((rest[..length].trim_end_matches('.'), at + noise + length))
}
