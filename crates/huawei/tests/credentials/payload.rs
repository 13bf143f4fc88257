//! What stands for the body in a signature, and headers that could be signed in one value and read in another.

use super::*;
use squall_api::wire::sign::huawei::{Signed, UNSIGNED, payload, sign, string_to_sign};
use std::borrow::Cow;

const HASH: &str = "x-sdk-content-sha256";
const DATE: &str = "20260101T000000Z";
const OTHER_BODY: &str = r#"{"name": "another"}"#;

/// A request to make a network, signed over some headers, with a last line of the canonical request of one's choice.
fn request(body: &str, headers: &[(&str, &str)], signed: &str, stands: &str) -> Prepared {
    let target = format!("/v1/{PROJECT}/vpcs");
    let mut headers: Vec<(String, String)> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    headers.push(("x-sdk-date".to_owned(), DATE.to_owned()));
    let find = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let canonical =
        Signed { method: "POST", path: &target, query: "", signed_headers: signed, payload: stands }
            .canonical(|name| find(name).map(Cow::Owned));
    let signature = sign("squall-demo-secret", &string_to_sign(DATE, &canonical.unwrap()));
    let shown =
        format!("SDK-HMAC-SHA256 Access=SQUALLDEMOKEY, SignedHeaders={signed}, Signature={signature}");
    headers.push(("authorization".to_owned(), shown));
    Prepared { method: "POST".to_owned(), target, headers, body: body.to_owned() }
}

fn body() -> String {
    json!({"vpc": {"name": "net", "cidr": "192.168.0.0/16"}}).to_string()
}

/// Sends it to a fresh world; answers what follows the documented sentence but for the canonical request, nothing for
/// success.
#[track_caller]
fn outcome(request: &Prepared) -> Option<String> {
    let desk = desk();
    let before = desk.dump();
    let reply = desk.send(request);
    reply.code?;
    assert!(before == desk.dump(), "{request:?} changed the world");
    let message = refused(&reply, "APIGW.0301", 401);
    let sentence = "Incorrect IAM authentication information: verify aksk signature fail";
    let what = message.strip_prefix(sentence).unwrap();
    Some(what.split_once(",canonicalRequest:POST|").map_or(what, |(what, _)| what).to_owned())
}

const WITH_HASH: &str = "x-sdk-content-sha256;x-sdk-date";

#[test]
fn a_signed_call_cannot_be_given_another_body() {
    let body = body();
    let hash = payload(body.as_bytes());
    let good = request(&body, &[], "x-sdk-date", &hash);
    assert_eq!(outcome(&good), None);
    let mut forged = good;
    forged.body = OTHER_BODY.to_owned();
    assert_eq!(outcome(&forged).as_deref(), Some(""));
    // The hash of the body that was signed, or the word for none, in a header that nobody signed.
    for stands in [&*hash, UNSIGNED, ""] {
        let mut forged = forged.clone();
        forged.headers.push((HASH.to_owned(), stands.to_owned()));
        assert_eq!(outcome(&forged).as_deref(), Some(""), "{stands}");
    }
}

#[test]
fn an_unsigned_header_neither_helps_nor_harms() {
    let body = body();
    let hash = payload(body.as_bytes());
    for stands in [&*hash, UNSIGNED, "nonsense"] {
        let good = request(&body, &[(HASH, stands)], "x-sdk-date", &hash);
        assert_eq!(outcome(&good), None, "{stands}");
        // The word for a body that is not signed was signed itself: it is the last line of the canonical request.
        let last = request(&body, &[(HASH, stands)], "x-sdk-date", stands);
        let wrong = (stands == "nonsense").then_some("");
        assert_eq!(outcome(&last).as_deref(), wrong, "{stands}");
    }
}

#[test]
fn headers_in_utf8_are_signed_as_they_come() {
    let body = body();
    let hash = payload(body.as_bytes());
    let good = request(&body, &[("x-owner", "机房 é")], "x-owner;x-sdk-date", &hash);
    assert_eq!(outcome(&good), None);
    let mut forged = good;
    forged.headers[0].1 = "机房 e".to_owned();
    assert_eq!(outcome(&forged).as_deref(), Some(""));
    for name in ["authorization", "x-sdk-date", HASH, "x-auth-token", "x-security-token", "content-type"] {
        let mut request = request(&body, &[], "x-sdk-date", &hash);
        request.headers.retain(|(known, _)| known != name);
        request.headers.push((name.to_owned(), "é".to_owned()));
        assert_eq!(desk().send(&request).number(), "APIGW.0602", "{name}");
    }
}

#[test]
fn a_signed_header_stands_for_the_body_if_it_is_its_hash_or_the_word_for_none() {
    let body = body();
    let hash = payload(body.as_bytes()).into_owned();
    for stands in [hash.clone(), hash.to_uppercase(), UNSIGNED.to_owned()] {
        assert_eq!(outcome(&request(&body, &[(HASH, &stands)], WITH_HASH, &stands)), None, "{stands}");
    }
    let not_its = ", X-Sdk-Content-Sha256 is not the hash of the body";
    for stands in [&*payload(OTHER_BODY.as_bytes()), "nonsense", "", "unsigned-payload", &hash[1..]] {
        let request = request(&body, &[(HASH, stands)], WITH_HASH, stands);
        assert_eq!(outcome(&request).as_deref(), Some(not_its), "{stands}");
    }
    let mut other = request(&body, &[(HASH, &hash)], WITH_HASH, &hash);
    other.body = OTHER_BODY.to_owned();
    assert_eq!(outcome(&other).as_deref(), Some(not_its));
    // What is signed is the header, not the hash beside it.
    let beside = request(&body, &[(HASH, UNSIGNED)], WITH_HASH, &hash);
    assert_eq!(outcome(&beside).as_deref(), Some(""));
}

#[test]
fn of_no_body_the_header_or_the_hash_of_nothing_may_be_signed() {
    // A network is not made of nothing: that is told to whoever has proven who it is.
    let code = |stands: &str| desk().send(&request("", &[(HASH, UNSIGNED)], WITH_HASH, stands)).number();
    assert_eq!([code(UNSIGNED), code(&payload(b""))], ["iMetal.0002"; 2]);
    assert_eq!([code("x"), code(&payload(b"x"))], ["APIGW.0301"; 2]);
}

#[test]
fn headers_that_prove_who_calls_come_once() {
    let body = body();
    let hash = payload(body.as_bytes());
    let signed = "host;x-project-id;x-sdk-date";
    let headers = [("host", "a"), ("x-project-id", "p")];
    let good = request(&body, &headers, signed, &hash);
    assert_eq!(outcome(&good), None);
    let doubled = |name: &str, value: &str| {
        let mut request = good.clone();
        request.headers.push((name.to_owned(), value.to_owned()));
        request
    };
    for name in ["authorization", "x-sdk-date", "host", HASH, "x-auth-token", "x-security-token"] {
        let mut request = doubled(name, "x");
        request.headers.push((name.to_owned(), "x".to_owned()));
        assert_eq!(desk().send(&request).number(), "APIGW.0602", "{name}");
    }
    assert_eq!(outcome(&doubled("x-project-id", "q")).as_deref(), Some(", a signed header comes twice"));
    assert_eq!(outcome(&doubled("x-more", "q")), None, "it is not signed");
    let (last, shown) = good.headers.last().cloned().unwrap();
    for twice in ["Access=SQUALLDEMOKEY", "Access=OTHER", "SignedHeaders=x-sdk-date", "Signature=00"] {
        let mut request = good.clone();
        *request.headers.last_mut().unwrap() = (last.clone(), format!("{shown}, {twice}"));
        assert_eq!(outcome(&request).as_deref(), Some(", the Authorization header is malformed"), "{twice}");
    }
}
