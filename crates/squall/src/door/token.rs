//! The operator's token: what one may look like, and how one that is shown is compared with it.

use ring::digest::{SHA256, digest};
use std::fmt;

/// The longest token, in bytes.
const TOKEN_BYTES: usize = 4096;

/// What an operator must show as `Authorization: Bearer …`. It is not printed with what holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminToken(String);

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(***)")
    }
}

impl AdminToken {
    /// A token that clients can send: RFC 6750's b64token.
    ///
    /// # Errors
    /// What is wrong with any other text, without repeating it.
    pub fn new(text: &str) -> Result<AdminToken, &'static str> {
        let letters = text.trim_end_matches('=');
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        match text {
            "" => Err("is empty"),
            _ if text.len() > TOKEN_BYTES => Err("is longer than 4096 bytes"),
            _ if letters.is_empty() || !letters.bytes().all(is_plain) => {
                Err("holds what no client can send: only letters, digits, - . _ ~ + / and = at the end")
            }
            _ => Ok(AdminToken(text.to_owned())),
        }
    }

    /// Whether a header's value shows it. How long the answer takes depends on the value's length alone.
    pub fn is_shown_by(&self, authorization: &[u8]) -> bool {
        let Some((scheme, shown)) = authorization.split_at_checked("Bearer ".len()) else { return false };
        // Of two digests it tells nothing how far they agree.
        scheme.eq_ignore_ascii_case(b"Bearer ")
            && digest(&SHA256, shown).as_ref() == digest(&SHA256, self.0.as_bytes()).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_client_can_send_is_a_token() {
        for good in ["a", "open-sesame", "AZaz09-._~+/", "c2VzYW1l==", &"x".repeat(TOKEN_BYTES)] {
            assert!(AdminToken::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "=",
            "a=b",
            "open sesame",
            " a",
            "a\n",
            "a\r\n",
            "\u{7f}",
            "a\0",
            "schlüssel",
            "口令",
            "\"a\"",
            "a,b",
        ] {
            assert!(AdminToken::new(bad).is_err(), "{bad:?}");
        }
        assert!(AdminToken::new(&"x".repeat(TOKEN_BYTES + 1)).is_err());
    }

    #[test]
    fn the_very_token_must_be_shown() {
        let token = AdminToken::new("sesame").unwrap();
        assert!(token.is_shown_by(b"Bearer sesame") && token.is_shown_by(b"bearer sesame"));
        for other in
            ["", "Bearer", "Bearer ", "Bearer sesam", "Bearer sesame ", "Bearer  sesame", "Bearer Sesame"]
        {
            assert!(!token.is_shown_by(other.as_bytes()), "{other:?}");
        }
        for other in ["sesame", "Basic sesame", "Token sesame", "Bearersesame"] {
            assert!(!token.is_shown_by(other.as_bytes()), "{other:?}");
        }
        assert_eq!(format!("{token:?}"), "AdminToken(***)");
    }
}
