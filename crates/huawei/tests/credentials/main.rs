//! Who calls: signatures, their dates and locks, tokens, users and their rights.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "../metal/mod.rs"]
mod metal;
mod payload;
mod tokens;
mod vectors;

use metal::*;
use serde_json::{Value, json};
use squall_api::Dialect as _;
use squall_api::client::{Credentials, Prepared};
use squall_api::cloud::{Span, Time};
use squall_api::wire::sign::huawei as sign;
use squall_simulate::{Desk, Reply, START, key};

#[track_caller]
fn refused(reply: &Reply, code: &str, status: u16) -> String {
    assert_eq!((reply.number(), reply.status), (code, status), "{}", reply.body);
    text(&reply.body["error_msg"])
}

#[test]
fn dates_are_good_for_fifteen_minutes_in_either_direction() {
    let desk = desk();
    for (skew, code) in [(900, ""), (901, "APIGW.0301"), (-900, ""), (-901, "APIGW.0301")] {
        desk.set_wire(START + Span::seconds(skew));
        let reply = desk.ask(&desk.credentials, "ListServers", &[]);
        assert_eq!(reply.number(), code, "{skew}");
    }
    let message = refused(&desk.ask(&desk.credentials, "ListServers", &[]), "APIGW.0301", 401);
    let expired = "signature expired, signature time:20260101T000000Z,server time:20251231T234459Z";
    assert_eq!(
        message,
        format!("Incorrect IAM authentication information: calc aksk signature fail:{expired}")
    );
}

#[test]
fn what_is_wrong_with_credentials_is_said() {
    let desk = desk();
    let good = desk.prepare(&desk.credentials, "ListServers", &[], None, None);
    let with = |name: &str, value: Option<&str>| {
        let mut request = good.clone();
        request.headers.retain(|(known, _)| known != name);
        request.headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        desk.universe.site.sightings.clear();
        desk.send(&request)
    };
    let said = |reply: &Reply, what: &str| {
        let message = refused(reply, "APIGW.0301", 401);
        assert_eq!(message, format!("Incorrect IAM authentication information: {what}"));
        assert!(reply.body["request_id"] == reply.header("x-request-id"));
    };
    said(&with("authorization", None), "x-auth-token not found");
    said(&with("x-sdk-date", None), "verify aksk signature fail, X-Sdk-Date not found");
    said(
        &with("x-sdk-date", Some("2026-01-01T00:00:00Z")),
        "verify aksk signature fail, X-Sdk-Date is malformed",
    );
    for garbage in ["", "Access", "Access=SQUALLDEMOKEY", "Access=a, SignedHeaders=b, Signature=c, More=d"] {
        let shown = format!("SDK-HMAC-SHA256 {garbage}");
        said(
            &with("authorization", Some(&shown)),
            "verify aksk signature fail, the Authorization header is malformed",
        );
    }
    let shown = |access: &str, headers: &str| {
        format!("SDK-HMAC-SHA256 Access={access}, SignedHeaders={headers}, Signature={}", "0".repeat(64))
    };
    said(&with("authorization", Some(&shown("NOPE", "x-sdk-date"))), "ak NOPE not exist");
    let demo = |headers: &str| shown("SQUALLDEMOKEY", headers);
    let canonical = format!(
        "verify aksk signature fail,canonicalRequest:GET|/v1/{PROJECT}/physicalservers/||\
         x-sdk-date:20260101T000000Z||x-sdk-date|{}",
        sign::payload(b"")
    );
    said(&with("authorization", Some(&demo("x-sdk-date"))), &canonical);
    said(&with("authorization", Some(&demo("host"))), "verify aksk signature fail, X-Sdk-Date is not signed");
    let absent = "verify aksk signature fail, a signed header is missing";
    said(&with("authorization", Some(&demo("x-absent;x-sdk-date"))), absent);
    for scheme in ["Basic YTpi", "Bearer x", "SDK-HMAC-SHA1 Access=a", "nonsense"] {
        let message = refused(&with("authorization", Some(scheme)), "APIGW.0305", 401);
        assert_eq!(message, "Incorrect authentication information.");
    }
    said(&desk.ask(&key("SQUALLDEMOKEY", "wrong"), "ListServers", &[]), &canonical);
    said(&desk.ask(&Credentials::None, "ListServers", &[]), "x-auth-token not found");
    said(&desk.ask(&Credentials::Session(String::new()), "ListServers", &[]), "x-auth-token not found");
    said(&with("authorization", Some("")), "x-auth-token not found");
    desk.patch_account("demo", &json!({"status": "disabled"}));
    said(&desk.ask(&desk.credentials, "ListServers", &[]), "ak SQUALLDEMOKEY not exist");
}

#[test]
fn more_than_five_failures_in_a_row_lock_a_key_for_five_minutes() {
    let desk = desk();
    let wrong = key("SQUALLDEMOKEY", "wrong");
    let fail = |times: usize| {
        for _ in 0..times {
            let message = desk.fails_as(&wrong, "APIGW.0301", "ListServers", &[]);
            assert!(message.contains("verify aksk signature fail,canonicalRequest:GET|"), "{message}");
        }
    };
    fail(5);
    desk.ok("ListServers", &[]);
    fail(6);
    let other = desk.open_account("other");
    for _ in 0..3 {
        let message = desk.fails("APIGW.0301", "ListServers", &[]);
        assert!(message.ends_with("AK access failed to reach the limit,forbidden"), "{message}");
        desk.advance(Span::seconds(99));
    }
    desk.patch_account("other", &json!({"project_id": "projectother"}));
    assert_eq!(desk.ask(&other, "ListServers", &[]).code, None);
    desk.advance(Span::seconds(4));
    desk.ok("ListServers", &[]);
    fail(5);
    desk.ok("ListServers", &[]);
}

#[test]
fn users_may_do_what_their_policies_allow() {
    let desk = desk();
    let user = |name: &str, policies: Value| {
        let keys = json!([{"id": name, "secret": "s"}]);
        json!({"name": name, "keys": keys, "policies": policies})
    };
    let document = json!({"Statement": [
        {"Effect": "Allow", "Action": ["clouddc:*:*"]}, {"Effect": "Deny", "Action": ["clouddc:instance:create"]}
    ]});
    let users = [
        user("none", json!([])),
        user("list", json!(["clouddc:imetal:list"])),
        user("most", json!([document])),
    ];
    desk.patch_account("demo", &json!({"users": users}));
    let (none, list, most) = (key("none", "s"), key("list", "s"), key("most", "s"));
    assert_eq!(desk.fails_as(&none, "iMetal.0004", "ListServers", &[]), "Insufficient permissions");
    assert_eq!(desk.ask(&list, "ListServers", &[]).body["count"], 12);
    desk.fails_as(&list, "iMetal.0004", "ListInstances", &[]);
    assert_eq!(desk.ask(&most, "ListInstances", &[]).code, None);
    desk.fails_as(&most, "iMetal.0004", "CreateInstance", &[]);
    desk.fails_as(&most, "iMetal.0004", "ListVpcs", &[]);
}

#[test]
fn no_operation_looks_into_another_project() {
    let desk = desk();
    desk.open_account("other");
    desk.patch_account("other", &json!({"project_id": "projectother"}));
    let registry = squall_huawei::Huawei;
    let mut tried = 0;
    for entry in registry.registry().iter().filter(|entry| entry.traits.path.contains("{project_id}")) {
        let names = entry.traits.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let mut pairs: Vec<_> = names.map(|name| (name, "x")).collect();
        pairs[0].1 = "projectother";
        for kind in &mut pairs {
            kind.1 = if kind.0 == "resource_type" { "physicalservers" } else { kind.1 };
        }
        desk.fails("iMetal.0004", entry.name, &pairs);
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}
