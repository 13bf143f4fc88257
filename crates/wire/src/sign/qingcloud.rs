//! QingCloud's signature (development_docs/api/signature): an HMAC over method, path and the sorted, canonically encoded
//! parameters. The text that is signed is made from decoded parameters, never from the query as it came: clients send `+`
//! and unsorted bodies, and sign neither.

use crate::flat::Pairs;
use crate::percent;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;

/// The hash inside the HMAC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// `HmacSHA1`
    HmacSha1,
    /// `HmacSHA256`
    HmacSha256,
}

impl Method {
    /// The method of a vendor's name for it.
    pub fn parse(name: &str) -> Option<Method> {
        match name {
            "HmacSHA1" => Some(Method::HmacSha1),
            "HmacSHA256" => Some(Method::HmacSha256),
            _ => None,
        }
    }

    fn algorithm(self) -> hmac::Algorithm {
        match self {
            Method::HmacSha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Method::HmacSha256 => hmac::HMAC_SHA256,
        }
    }
}

/// How the signature is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alphabet {
    /// Standard base64 with padding: `/iaas/` and `/iam/`.
    Standard,
    /// Base64url without padding: `/app/`.
    UrlSafe,
}

/// The text that is signed. `pairs` are sorted by name; `signature` itself is left out.
pub fn string_to_sign(method: &str, path: &str, pairs: &Pairs<'_>) -> String {
    let mut text = String::with_capacity(512);
    text.push_str(method);
    text.push('\n');
    text.push_str(path);
    text.push('\n');
    let mut is_first = true;
    for (name, value) in pairs.iter().filter(|(name, _)| name != "signature") {
        if !std::mem::replace(&mut is_first, false) {
            text.push('&');
        }
        percent::encode(name, &mut text);
        text.push('=');
        percent::encode(value, &mut text);
    }
    text
}

/// The signature of a text.
pub fn sign(method: Method, alphabet: Alphabet, secret: &str, text: &str) -> String {
    let tag = hmac::sign(&hmac::Key::new(method.algorithm(), secret.as_bytes()), text.as_bytes());
    match alphabet {
        Alphabet::Standard => STANDARD.encode(tag),
        Alphabet::UrlSafe => URL_SAFE_NO_PAD.encode(tag),
    }
}

/// Whether a signature is that of a text. The comparison takes the same time wherever they differ.
pub fn verify(method: Method, alphabet: Alphabet, secret: &str, text: &str, signature: &str) -> bool {
    let decoded = match alphabet {
        Alphabet::Standard => STANDARD.decode(signature),
        Alphabet::UrlSafe => URL_SAFE_NO_PAD.decode(signature.trim_end_matches('=')),
    };
    let key = hmac::Key::new(method.algorithm(), secret.as_bytes());
    decoded.is_ok_and(|tag| hmac::verify(&key, text.as_bytes(), &tag).is_ok())
}
