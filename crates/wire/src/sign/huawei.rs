//! Huawei Cloud's signature SDK-HMAC-SHA256 (devg-apisign, api-sign-algorithm): an HMAC over the hash of a canonical
//! request. Path and query are signed decoded and encoded anew; headers are signed as they came. The form before it,
//! which the vendor's first SDKs have, names a scope beside the key and signs with a key derived for it.

use crate::hex::{hex, unhex};
use crate::percent;
use ring::{digest, hmac};
use std::borrow::Cow;

/// The scheme's name, as `Authorization` begins.
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";
/// What stands in the place of the hash of a body that is not signed.
pub const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
/// How the scope of the older form ends.
const TERMINATOR: &str = "sdk_request";
/// The most headers that a signature may name.
pub const SIGNED_HEADERS: usize = 64;

/// What `Authorization` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Authorization<'a> {
    /// The access key's id.
    pub access: &'a str,
    /// The names of the signed headers, as they stand there.
    pub signed_headers: &'a str,
    /// The signature in hexadecimal.
    pub signature: &'a str,
    /// What the signature is limited to, in the older form.
    pub scope: Option<Scope<'a>>,
}

/// The day, region and service that a signature of the older form is for; region and service may be empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope<'a> {
    whole: &'a str,
    parts: [&'a str; 3],
}

impl<'a> Scope<'a> {
    /// Reads `date/region/service/sdk_request`.
    fn parse(text: &'a str) -> Option<Scope<'a>> {
        let mut parts = text.split('/');
        let first = [parts.next()?, parts.next()?, parts.next()?];
        let ends = parts.next() == Some(TERMINATOR) && parts.next().is_none();
        ends.then_some(Scope { whole: text, parts: first })
    }
}

impl<'a> Authorization<'a> {
    /// Reads what follows the scheme's name: `Access=…, SignedHeaders=…, Signature=…` in any order, each once. The
    /// older form has `Credential=KEY/date/region/service/sdk_request` in the place of the key.
    pub fn parse(text: &'a str) -> Option<Authorization<'a>> {
        let (mut access, mut signed_headers, mut signature, mut scope) = (None, None, None, None);
        for part in text.split(',') {
            let (name, mut value) = part.trim().split_once('=')?;
            let place = match name {
                "Access" => &mut access,
                "Credential" => {
                    let (key, rest) = value.split_once('/')?;
                    (value, scope) = (key, Some(Scope::parse(rest)?));
                    &mut access
                }
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => return None,
            };
            if place.replace(value).is_some() {
                return None;
            }
        }
        let found =
            Authorization { access: access?, signed_headers: signed_headers?, signature: signature?, scope };
        (found.signed_headers.split(';').count() <= SIGNED_HEADERS).then_some(found)
    }

    /// Whether a header is signed, by its name in lower case.
    pub fn signs(&self, header: &str) -> bool {
        self.signed_headers.split(';').any(|name| name == header)
    }
}

/// A request as it is signed.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// The path as it was sent.
    pub path: &'a str,
    /// The query as it was sent, without its question mark.
    pub query: &'a str,
    /// The names of the signed headers in their order, separated by semicolons.
    pub signed_headers: &'a str,
    /// The hash of the body in hexadecimal, or the word that stands for it.
    pub payload: &'a str,
}

/// The hash of no body at all, as most reads have none.
const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The hash of a body in lower-case hexadecimal.
pub fn payload(body: &[u8]) -> Cow<'static, str> {
    match body {
        [] => Cow::Borrowed(NOTHING),
        _ => Cow::Owned(hex(digest::digest(&digest::SHA256, body).as_ref())),
    }
}

impl Signed<'_> {
    /// The canonical request; `None` where path or query are not validly encoded or a signed header is missing.
    pub fn canonical<'h>(&self, header: impl Fn(&str) -> Option<Cow<'h, str>>) -> Option<String> {
        let mut text = String::with_capacity(512);
        text.push_str(self.method);
        text.push('\n');
        canonical_path(self.path, &mut text)?;
        text.push('\n');
        canonical_query(self.query, &mut text)?;
        text.push('\n');
        for name in self.signed_headers.split(';') {
            text.push_str(name);
            text.push(':');
            text.push_str(header(name)?.trim());
            text.push('\n');
        }
        text.push('\n');
        text.push_str(self.signed_headers);
        text.push('\n');
        text.push_str(self.payload);
        Some(text)
    }
}

/// The text whose HMAC is the signature.
pub fn string_to_sign(date: &str, canonical: &str) -> String {
    [ALGORITHM, "\n", date, "\n", &hash(canonical)].concat()
}

fn hash(canonical: &str) -> String {
    hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref())
}

/// The same, and the key, of the older form.
fn scoped(secret: &str, scope: Scope<'_>, date: &str, canonical: &str) -> (hmac::Key, String) {
    let text = [ALGORITHM, "\n", date, "\n", scope.whole, "\n", &hash(canonical)].concat();
    let derive = |key: hmac::Key, part: &str| {
        hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&key, part.as_bytes()).as_ref())
    };
    let first = hmac::Key::new(hmac::HMAC_SHA256, ["SDK", secret].concat().as_bytes());
    let key = scope.parts.into_iter().fold(first, derive);
    (derive(key, TERMINATOR), text)
}

/// The signature of a text in lower-case hexadecimal.
pub fn sign(secret: &str, text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hex(hmac::sign(&key, text.as_bytes()).as_ref())
}

impl Authorization<'_> {
    /// Whether its signature is that of a canonical request of some date, in whichever form. The comparison takes the
    /// same time wherever they differ.
    pub fn proves(&self, secret: &str, date: &str, canonical: &str) -> bool {
        let (key, text) = match self.scope {
            Some(scope) => scoped(secret, scope, date, canonical),
            None => (hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), string_to_sign(date, canonical)),
        };
        unhex::<32>(self.signature).is_some_and(|tag| hmac::verify(&key, text.as_bytes(), &tag).is_ok())
    }
}

/// The whole path is decoded before it is split, so that an encoded slash in an id becomes a real one here.
fn canonical_path(path: &str, out: &mut String) -> Option<()> {
    percent::encode_path(&percent::decode_path(path.as_bytes()).ok()?, out);
    if !out.ends_with('/') {
        out.push('/');
    }
    Some(())
}

fn canonical_query(query: &str, out: &mut String) -> Option<()> {
    let mut pairs = Vec::new();
    for piece in query.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        pairs.push((percent::decode(name.as_bytes()).ok()?, percent::decode(value.as_bytes()).ok()?));
    }
    pairs.sort_unstable();
    let mut is_first = true;
    for (name, value) in pairs {
        if !std::mem::replace(&mut is_first, false) {
            out.push('&');
        }
        percent::encode(&name, out);
        out.push('=');
        percent::encode(&value, out);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc";
    const DATE: &str = "20260115T093000Z";
    const PROJECT: &str = "0123456789abcdef0123456789abcdef";
    const USUAL: &str = "content-type;host;user-agent;x-project-id;x-sdk-date";
    const WITH_TOKEN: &str = "content-type;host;user-agent;x-project-id;x-sdk-date;x-security-token";

    struct Vector {
        method: &'static str,
        path: String,
        query: &'static str,
        headers: [(&'static str, &'static str); 2],
        signed: &'static str,
        body: &'static str,
        hash: &'static str,
        signature: &'static str,
    }

    fn canonical(vector: &Vector) -> String {
        let known = [("user-agent", "huaweicloud-usdk-python/3.0"), ("x-project-id", PROJECT)];
        let known = known.into_iter().chain([("x-sdk-date", DATE), ("x-security-token", "TOKEN123")]);
        let header = |name: &str| {
            let mut all = known.clone().chain(vector.headers);
            all.find(|(known, _)| *known == name).map(|(_, value)| Cow::Borrowed(value))
        };
        let payload = payload(vector.body.as_bytes());
        let signed = Signed {
            method: vector.method,
            path: &vector.path,
            query: vector.query,
            signed_headers: vector.signed,
            payload: &payload,
        };
        signed.canonical(header).unwrap()
    }

    #[track_caller]
    fn agrees(vector: &Vector) {
        let canonical = canonical(vector);
        let text = string_to_sign(DATE, &canonical);
        assert_eq!(text, format!("{ALGORITHM}\n{DATE}\n{}", vector.hash));
        assert_eq!(sign(SECRET, &text), vector.signature);
        let proves = |secret: &str, signature: &str| {
            let shown = format!("Access=AK, SignedHeaders={}, Signature={signature}", vector.signed);
            Authorization::parse(&shown).unwrap().proves(secret, DATE, &canonical)
        };
        assert!(proves(SECRET, vector.signature));
        assert!(!proves(SECRET, &vector.signature.to_uppercase()));
        assert!(!proves("other", vector.signature));
    }

    #[test]
    fn the_vectors_of_the_vendors_own_signer() {
        let json = "application/json";
        let local = "127.0.0.1:8787";
        agrees(&Vector {
            method: "GET",
            path: format!("/v1/{PROJECT}/physicalservers"),
            query: "limit=10&manage_state=in-use&marker=a%20b%2Fc",
            headers: [("content-type", json), ("host", local)],
            signed: USUAL,
            body: "",
            hash: "0d11519aab636da82bfb18f874109809bf4601a70652534b6fa8d7229497a515",
            signature: "204c12e3aadecee57fec7b18683ff42aeed15facc8cb53e3163ddfe42c90f6dc",
        });
        agrees(&Vector {
            method: "PUT",
            path: format!("/v1/{PROJECT}/instances/password"),
            query: "",
            headers: [
                ("content-type", "application/json;charset=utf-8"),
                ("host", "clouddc.cn-east-3.myhuaweicloud.com"),
            ],
            signed: USUAL,
            body: r#"{"instance_id_set": ["0198170e-4ca7-7ee4-89a7-fa631843920b"], "new_password": "Squall@2026"}"#,
            hash: "392b14d101a7aabecee7ad75e32957b3256ad43904d1caefd49ed626b2311554",
            signature: "b0d826b846309a168ef522e83a07654438719d3b326cf260b048e99ffb2bba38",
        });
        agrees(&Vector {
            method: "POST",
            path: format!("/v1/{PROJECT}/physicalservers/%E6%9C%8D%20x/logs/exports"),
            query: "",
            headers: [("content-type", json), ("host", local)],
            signed: WITH_TOKEN,
            body: "",
            hash: "ba4dc893b3854d001205d333edb551392d366151ff32725a9938cc97f9c5a908",
            signature: "055e9c0dc38c5bc4c21db37c17270f80d38d1e99c499820216153a5c433bb9c1",
        });
    }

    /// A public vector of the older form, for a domain's services of no region (opentelekomcloud/oms).
    #[test]
    fn the_older_form_signs_with_a_key_of_its_day() {
        let (date, signed_headers) = ("20201019T132212Z", "accept;host;user-agent;x-sdk-date");
        let signed = Signed {
            method: "GET",
            path: "/v3/projects/",
            query: "name=eu-de_test_dmd",
            signed_headers,
            payload: NOTHING,
        };
        let known = [
            ("accept", "application/json"),
            ("host", "iam.eu-de.otc.t-systems.com"),
            ("user-agent", "golangsdk/2.0.0"),
            ("x-sdk-date", date),
        ];
        let header = |name: &str| {
            known.iter().find(|(known, _)| *known == name).map(|(_, value)| Cow::Borrowed(*value))
        };
        let canonical = signed.canonical(header).unwrap();
        let shown = |day: &str| {
            format!(
                "Credential=A2VGRDT4L5Z7YOYSTNN9/{day}///sdk_request, SignedHeaders={signed_headers}, \
                 Signature=446f60d99021ad562739f1a841a242b708237d62ed5d278d882abcfea8b0428b"
            )
        };
        let secret = "BYBYIiF3WUZGlorXmcTEDtNjB40JTibYIEfSUWqA";
        let proves = |day: &str, secret: &str| {
            Authorization::parse(&shown(day)).unwrap().proves(secret, date, &canonical)
        };
        assert!(proves("20201019", secret));
        assert!(!proves("20201020", secret) && !proves("20201019", "other"));
        for scope in ["AK", "AK/a/b/c", "AK/a/b/c/aws4_request", "AK/a/b/c/sdk_request/d"] {
            let text = format!("Credential={scope}, SignedHeaders=a, Signature=0");
            assert_eq!(Authorization::parse(&text), None, "{scope}");
        }
    }

    #[test]
    fn an_encoded_slash_is_signed_as_a_real_one_and_queries_are_sorted() {
        let signed = Signed {
            method: "GET",
            path: "/v1/a%2Fb+c",
            query: "b=2&a=x%20y&a=1&c",
            signed_headers: "x-sdk-date",
            payload: "-",
        };
        let text = signed.canonical(|_| Some(Cow::Borrowed(" d "))).unwrap();
        assert_eq!(text, "GET\n/v1/a/b%2Bc/\na=1&a=x%20y&b=2&c=\nx-sdk-date:d\n\nx-sdk-date\n-");
        assert_eq!(signed.canonical(|_| None), None);
    }

    #[test]
    fn the_header_is_read_in_any_order_and_nothing_else_is() {
        let found = Authorization::parse("Access=AK, SignedHeaders=a;b, Signature=00").unwrap();
        assert_eq!((found.access, found.signed_headers, found.signature), ("AK", "a;b", "00"));
        assert_eq!(Authorization::parse("Signature=00,SignedHeaders=a;b,Access=AK"), Some(found));
        for text in
            ["", "Access=AK", "Access=AK, SignedHeaders=a, Signature=0, X=1", "Access"].into_iter().chain([
                "Access=AK, Access=AK, SignedHeaders=a, Signature=0",
                "Access=AK, Credential=AK/a/b/c/sdk_request, SignedHeaders=a, Signature=0",
                "Access=AK, SignedHeaders=a, Signature=0,",
            ])
        {
            assert_eq!(Authorization::parse(text), None, "{text}");
        }
    }
}
