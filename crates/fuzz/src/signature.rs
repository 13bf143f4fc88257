//! QingCloud's signatures: the canonical text, and whether a signature is that of a text.

use squall_wire::flat;
use squall_wire::sign::qingcloud::{Alphabet, Method, sign, string_to_sign, verify};

const SECRET: &str = "squall-demo-secret";

/// Signs a query, verifies it, and verifies the query's own signature, which nobody who lacks the secret can know.
pub fn run(bytes: &[u8]) {
    let Ok(pairs) = flat::pairs(bytes) else { return };
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| &**value);
    let hash = value("signature_method").and_then(Method::parse).unwrap_or(Method::HmacSha256);
    let text = string_to_sign("GET", "/iaas/", &pairs);
    must_say_the_same(&text, &pairs);
    for alphabet in [Alphabet::Standard, Alphabet::UrlSafe] {
        let signature = sign(hash, alphabet, SECRET, &text);
        assert!(verify(hash, alphabet, SECRET, &text, &signature));
        assert!(
            !verify(hash, alphabet, SECRET, &text[1..], &signature),
            "another text has the same signature"
        );
        let theirs = value("signature").unwrap_or_default();
        let is_ours = theirs.trim_end_matches('=') == signature.trim_end_matches('=');
        assert!(
            is_ours || !verify(hash, alphabet, SECRET, &text, theirs),
            "{theirs} is accepted for {signature}"
        );
    }
}

/// Nothing but the signature itself may be left out of what is signed, or be read in two ways.
fn must_say_the_same(text: &str, pairs: &flat::Pairs<'_>) {
    let signed = text.strip_prefix("GET\n/iaas/\n").expect("method and path come first");
    let signed = flat::pairs(signed.as_bytes()).expect("what is signed can be read");
    assert!(signed.iter().eq(pairs.iter().filter(|(name, _)| name != "signature")));
}
