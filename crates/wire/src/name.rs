//! Names of parameters that nobody declared. What a client sends in the place of a name may be anything, a password
//! among it, so only what can hardly be more than a name is repeated.

use std::borrow::Cow;

/// The longest name that is repeated, in bytes.
const BYTES: usize = 64;
/// The longest run of letters in one.
const LETTERS: usize = 32;
/// The most digits of a part that is a number, as in `rules.12.priority`.
const DIGITS: usize = 5;
/// The most digits after letters, as in `ipv4_address`.
const MORE_DIGITS: usize = 3;

/// Whether a text is words, each with a few digits behind it at most: a name, and no token or key.
pub fn is_plain(text: &str) -> bool {
    text.len() <= BYTES && text.split(['.', '-', '_', ':', '[', ']']).all(is_word)
}

fn is_word(part: &str) -> bool {
    let letters = part.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = part.len() - letters;
    let most = if letters == 0 { DIGITS } else { MORE_DIGITS };
    letters <= LETTERS && digits <= most && part.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
}

/// A name as it may be repeated: itself, or how long it is.
pub fn shown(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(hidden(text.len())) }
}

/// What stands in the place of so many bytes that are not shown.
pub fn hidden(bytes: usize) -> String {
    format!("…({bytes} bytes)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_repeated_and_what_may_be_a_secret_is_not() {
        for name in
            ["", "zone", "instances.10", "statics.1.val3", "ipv4_address", "X-Sdk-Date", "a..b", "[].1"]
        {
            assert_eq!(shown(name), name);
        }
        let long = "a".repeat(40);
        for text in ["{\"passwd\":\"x", "Zhu88jie!", "0123456789abcdef", "dG9rZW4x", "a b", "密码", &long] {
            assert_eq!(shown(text), hidden(text.len()), "{text}");
        }
    }
}
