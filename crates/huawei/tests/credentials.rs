//! Who calls: signatures, their dates and locks, tokens, users and their rights.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod metal;

use metal::*;
use serde_json::{Value, json};
use squall_api::Dialect as _;
use squall_api::client::{Credentials, Prepared};
use squall_api::cloud::{Span, Time};
use squall_simulate::{Desk, Reply, START, key};

const VECTOR: (&str, &str) = ("QTWAOYTTINDUT2QVKYUC", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc");

/// A request as Huawei's own signer signs it, with the signature that it made.
fn vector(
    method: &str,
    host: &str,
    target: &str,
    kind: &str,
    body: &str,
    more: &[(&str, &str)],
    signature: &str,
) -> Prepared {
    let mut headers = vec![
        ("host", host),
        ("content-type", kind),
        ("user-agent", "huaweicloud-usdk-python/3.0"),
        ("x-project-id", PROJECT),
        ("x-sdk-date", "20260115T093000Z"),
    ];
    headers.extend(more);
    let mut names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let (access, names) = (VECTOR.0, names.join(";"));
    let shown = format!("SDK-HMAC-SHA256 Access={access}, SignedHeaders={names}, Signature={signature}");
    headers.push(("authorization", &shown));
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Prepared { method: method.to_owned(), target: target.to_owned(), headers, body: body.to_owned() }
}

fn vectors() -> [(Prepared, &'static str); 3] {
    let (local, json) = ("127.0.0.1:8787", "application/json");
    let base = format!("/v1/{PROJECT}");
    let list = format!("{base}/physicalservers?limit=10&manage_state=in-use&marker=a%20b%2Fc");
    let body =
        r#"{"instance_id_set": ["0198170e-4ca7-7ee4-89a7-fa631843920b"], "new_password": "Squall@2026"}"#;
    let export = format!("{base}/physicalservers/%E6%9C%8D%20x/logs/exports");
    [
        (
            vector(
                "GET",
                local,
                &list,
                json,
                "",
                &[],
                "204c12e3aadecee57fec7b18683ff42aeed15facc8cb53e3163ddfe42c90f6dc",
            ),
            "",
        ),
        (
            vector(
                "PUT",
                "clouddc.cn-east-3.myhuaweicloud.com",
                &format!("{base}/instances/password"),
                "application/json;charset=utf-8",
                body,
                &[],
                "b0d826b846309a168ef522e83a07654438719d3b326cf260b048e99ffb2bba38",
            ),
            "iMetal.0200",
        ),
        (
            vector(
                "POST",
                local,
                &export,
                json,
                "",
                &[("x-security-token", "TOKEN123")],
                "055e9c0dc38c5bc4c21db37c17270f80d38d1e99c499820216153a5c433bb9c1",
            ),
            "iMetal.0100",
        ),
    ]
}

/// A world in which the key of the vectors is the demo account's second, at their date.
fn vectors_desk() -> Desk {
    let desk = desk();
    let pair = |(id, secret): (&str, &str)| json!({"id": id, "secret": secret});
    desk.patch_account(
        "demo",
        &json!({"keys": [pair(("SQUALLDEMOKEY", "squall-demo-secret")), pair(VECTOR)]}),
    );
    desk.set_wire(Time::parse("2026-01-15T09:30:00Z").unwrap());
    desk
}

#[track_caller]
fn refused(reply: &Reply, code: &str, status: u16) -> String {
    assert_eq!((reply.number(), reply.status), (code, status), "{}", reply.body);
    text(&reply.body["error_msg"])
}

#[test]
fn requests_of_the_vendors_own_signer_are_genuine() {
    let desk = vectors_desk();
    for (request, code) in vectors() {
        let reply = desk.send(&request);
        assert_eq!(reply.number(), code, "{}", reply.body);
    }
}

#[test]
fn a_byte_changed_anywhere_makes_them_false() {
    let desk = vectors_desk();
    let other = |text: &str, at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
        String::from_utf8(bytes).unwrap()
    };
    let mut changed = 0;
    let mut try_it = |request: &Prepared| {
        changed += 1;
        let reply = desk.send(request);
        assert_eq!(reply.number(), "APIGW.0301", "{request:?}: {}", reply.body);
        desk.universe.site.sightings.clear();
    };
    for (request, _) in vectors() {
        // Another path leads elsewhere or nowhere, unless it is a parameter's.
        let begin = "/v1/".len();
        let (begin, end) = match request.target.find('?') {
            Some(query) => (query + 1, request.target.len()),
            None => (begin, begin + PROJECT.len()),
        };
        for at in begin..end {
            let is_name = |byte: u8| matches!(byte, b'%' | b'&' | b'=');
            if !is_name(request.target.as_bytes()[at]) && !request.target[..at].ends_with('%') {
                try_it(&Prepared { target: other(&request.target, at), ..request.clone() });
            }
        }
        for at in 0..request.body.len() {
            try_it(&Prepared { body: other(&request.body, at), ..request.clone() });
        }
        for header in 0..request.headers.len() {
            let value = request.headers[header].1.clone();
            let begin = value.find("Signature=").map_or(0, |at| at + "Signature=".len());
            for at in begin..value.len() {
                let mut headers = request.headers.clone();
                headers[header].1 = other(&value, at);
                try_it(&Prepared { headers, ..request.clone() });
            }
        }
    }
    assert!(changed > 700, "{changed}");
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
        format!("Incorrect IAM authentication information: verify aksk signature fail, {expired}")
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
    said(&with("authorization", Some(&demo("x-sdk-date"))), "verify aksk signature fail");
    said(&with("authorization", Some(&demo("host"))), "verify aksk signature fail, X-Sdk-Date is not signed");
    let absent = "verify aksk signature fail, a signed header is missing";
    said(&with("authorization", Some(&demo("x-absent;x-sdk-date"))), absent);
    for scheme in ["Basic YTpi", "Bearer x", "SDK-HMAC-SHA1 Access=a", "nonsense"] {
        let message = refused(&with("authorization", Some(scheme)), "APIGW.0305", 401);
        assert_eq!(message, "Incorrect authentication information.");
    }
    said(&desk.ask(&key("SQUALLDEMOKEY", "wrong"), "ListServers", &[]), "verify aksk signature fail");
    said(&desk.ask(&Credentials::None, "ListServers", &[]), "x-auth-token not found");
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
            assert!(message.ends_with("verify aksk signature fail"), "{message}");
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

/// What a token is to be for: the demo account's project.
fn project() -> Value {
    json!({"project": {"id": PROJECT}})
}

fn token_of(desk: &Desk, user: &str, password: &str, scope: Value) -> Reply {
    let user = json!({"name": user, "password": password, "domain": {"name": "demo"}});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    let auth = json!({"identity": identity, "scope": scope}).to_string();
    desk.ask(&Credentials::None, "CreateToken", &[("auth", &auth)])
}

fn token(desk: &Desk, user: &str, password: &str, scope: Value) -> Credentials {
    let reply = token_of(desk, user, password, scope);
    assert_eq!(reply.status, 201, "{}", reply.body);
    Credentials::Session(reply.header("x-subject-token").to_owned())
}

fn demo_token(desk: &Desk) -> Credentials {
    token(desk, "demo", "squall-demo-secret", project())
}

#[test]
fn tokens_are_handed_out_for_a_name_and_a_password() {
    let desk = desk();
    let reply = token_of(&desk, "demo", "squall-demo-secret", project());
    let token = &reply.body["token"];
    assert_eq!(token["issued_at"], "2026-01-01T00:00:00.000000Z");
    assert_eq!(token["expires_at"], "2026-01-02T00:00:00.000000Z");
    assert_eq!((&token["project"]["id"], &token["user"]["name"]), (&json!(PROJECT), &json!("demo")));
    for scope in [json!({"project": {"name": "cn-east-3"}}), project()] {
        let token = self::token(&desk, "demo", "squall-demo-secret", scope);
        assert_eq!(desk.ask(&token, "ListServers", &[]).body["count"], 12);
    }
    for (user, password, scope) in [
        ("demo", "wrong", project()),
        ("nobody", "squall-demo-secret", project()),
        ("demo", "squall-demo-secret", json!({"project": {"id": "elsewhere"}})),
        ("demo", "squall-demo-secret", json!({"project": {"name": "cn-south-1"}})),
    ] {
        let reply = token_of(&desk, user, password, scope);
        assert_eq!((reply.status, &reply.body["error"]["code"]), (401, &json!(401)), "{}", reply.body);
    }
    let wrong = token_of(&desk, "demo", "wrong", json!(null)).body;
    assert_eq!(wrong["error"]["message"], "The username or password is wrong.");
    let bad = desk.ask(&Credentials::None, "CreateToken", &[("body", "{}")]);
    assert_eq!((bad.status, &bad.body["error"]["message"]), (400, &json!("The request body is invalid")));
}

#[test]
fn tokens_end_after_a_day_and_with_their_region() {
    let desk = desk();
    let token = demo_token(&desk);
    desk.advance(Span::seconds(24 * 3_600 - 1));
    assert_eq!(desk.ask(&token, "ListServers", &[]).code, None);
    desk.advance(Span::seconds(1));
    assert_eq!(desk.fails_as(&token, "APIGW.0307", "ListServers", &[]), "The token must be updated.");
    let token = demo_token(&desk);
    desk.patch_account("demo", &json!({"region": "cn-south-1"}));
    desk.fails_as(&token, "APIGW.0307", "ListServers", &[]);
    let Credentials::Session(text) = demo_token(&desk) else { panic!() };
    for at in (0..text.len()).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let token = Credentials::Session(String::from_utf8(bytes).unwrap());
        let message = desk.fails_as(&token, "APIGW.0301", "ListServers", &[]);
        assert_eq!(message, "Incorrect IAM authentication information: decrypt token fail");
    }
    // Whoever has a token may put in any Authorization header that is no signature.
    let mut request = desk.prepare(&Credentials::Session(text), "ListServers", &[], None, None);
    request.headers.push(("authorization".to_owned(), "none".to_owned()));
    assert_eq!(desk.send(&request).code, None);
}

#[test]
fn a_token_for_a_whole_domain_is_for_no_project() {
    let desk = desk();
    let token = token(&desk, "demo", "squall-demo-secret", json!({"domain": {"name": "demo"}}));
    assert_eq!(desk.fails_as(&token, "iMetal.0003", "ListServers", &[]), "Unauthorized");
    assert_eq!(desk.ask(&token, "ListProjects", &[]).code, None);
}

#[test]
fn a_revoked_token_is_trusted_by_the_gateway_for_half_an_hour() {
    let user = json!({"name": "ann", "password": "Ann@2026", "policies": ["clouddc:*"]});
    for change in [
        json!({"password": "Ann@2027"}),
        json!({"policies": ["clouddc:imetal:*"]}),
        json!({"keys": [{"id": "ANN", "secret": "s"}]}),
        json!({"status": "disabled"}),
    ] {
        let desk = desk();
        desk.patch_account("demo", &json!({"users": [user]}));
        let token = self::token(&desk, "ann", "Ann@2026", project());
        assert_eq!(desk.ask(&token, "ListServers", &[]).code, None);
        let mut changed = user.clone();
        changed.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        desk.patch_account("demo", &json!({"users": [changed]}));
        desk.fails_as(&token, "iMetal.0003", "ListServers", &[]);
        desk.advance(Span::seconds(30 * 60 - 1));
        desk.fails_as(&token, "iMetal.0003", "ListServers", &[]);
        desk.advance(Span::seconds(1));
        desk.fails_as(&token, "APIGW.0307", "ListServers", &[]);
        let reply = token_of(&desk, "ann", changed["password"].as_str().unwrap(), project());
        if changed["status"] == "disabled" {
            assert_eq!(reply.status, 401);
        } else {
            let token = Credentials::Session(reply.header("x-subject-token").to_owned());
            assert_eq!(desk.ask(&token, "ListServers", &[]).code, None);
        }
    }
    let desk = desk();
    let token = demo_token(&desk);
    desk.patch_account("demo", &json!({"user": {"password": "other"}}));
    desk.fails_as(&token, "iMetal.0003", "ListServers", &[]);
}

#[test]
fn users_may_do_what_their_policies_allow() {
    let desk = desk();
    let user = |name: &str, policies: Value| json!({"name": name, "keys": [{"id": name, "secret": "s"}], "policies": policies});
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
