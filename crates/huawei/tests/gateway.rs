//! The gateway in front of CloudDC: what it lets through, in which order it looks, and what it says when something is
//! down.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod metal;

use bytes::Bytes;
use metal::*;
use serde_json::{Value, json};
use squall_api::Request;
use squall_api::client::{Credentials, Prepared};
use squall_api::cloud::Span;
use squall_simulate::{Desk, key};
use std::net::{IpAddr, Ipv4Addr};

/// A listing must end in a code of the gateway with a status, and again succeed after a patch.
fn while_so(patch: Value, code: &str, status: u16, after: Value) {
    let desk = desk();
    desk.patch_world(&patch);
    let reply = desk.ask(&desk.credentials, "ListServers", &[]);
    assert_eq!((reply.number(), reply.status), (code, status), "{}", reply.body);
    assert_eq!(reply.body["request_id"], reply.header("x-request-id"));
    let before = desk.dump();
    assert_eq!(desk.ask(&desk.credentials, "CreateInstance", &Order::of_nothing().pairs()).number(), code);
    assert!(before == desk.dump());
    // The provider's own operations do not pass the gateway.
    if code != "APIGW.0607" {
        assert_eq!(desk.ask(&Credentials::None, "RegisterServer", &[]).status, 201);
    }
    desk.patch_world(&after);
    desk.ok("ListServers", &[]);
}

#[test]
fn what_is_behind_the_gateway_may_be_missing() {
    for (backend, code, status, message) in [
        ("absent", "APIGW.0103", 404, "The backend does not exist."),
        ("drained", "APIGW.0610", 502, "No backend available."),
        ("down", "APIGW.0201", 502, "Backend unavailable."),
        ("slow", "APIGW.0201", 504, "Backend timeout."),
    ] {
        while_so(
            json!({"gateway": {"backend": backend}}),
            code,
            status,
            json!({"gateway": {"backend": "up"}}),
        );
        let desk = desk();
        desk.patch_world(&json!({"gateway": {"backend": backend}}));
        assert_eq!(desk.fails(code, "ListServers", &[]), message);
        // The neighbours are services of their own.
        desk.ok("ListVpcs", &[]);
    }
    let desk = desk();
    desk.patch_world(&json!({"vpc": "down"}));
    assert_eq!(desk.fails("APIGW.0201", "ListVpcs", &[]), "Backend unavailable.");
    desk.ok("ListServers", &[]);
}

#[test]
fn the_gateway_and_its_lists_may_shut_callers_out() {
    let gateway = |name: &str, value: Value| json!({"gateway": {name: value}});
    while_so(gateway("faulty", json!(true)), "APIGW.0601", 500, gateway("faulty", json!(false)));
    while_so(json!({"iam": "down"}), "APIGW.0613", 503, json!({"iam": "up"}));
    while_so(gateway("protocol", json!("https")), "APIGW.0607", 400, gateway("protocol", json!("any")));
    while_so(
        gateway("denied_ips", json!(["127.0.0.1"])),
        "APIGW.0402",
        403,
        gateway("denied_ips", json!([])),
    );
    while_so(
        gateway("denied_users", json!(["demo"])),
        "APIGW.0302",
        403,
        gateway("denied_users", json!(["x"])),
    );
    while_so(
        json!({"regions": {"cn-east-3": false}}),
        "APIGW.0801",
        403,
        json!({"regions": {"cn-east-3": true}}),
    );
    let desk = desk();
    let id = desk.look(|world| {
        let demo = world.account(&world.account_named("demo")?.unwrap())?;
        Ok(demo.attribute("user_id").to_owned())
    });
    desk.patch_world(&gateway("denied_users", json!([id])));
    desk.fails("APIGW.0302", "ListServers", &[]);
    desk.patch_world(&json!({"gateway": {"denied_users": []}, "regions": {"cn-east-3": false}}));
    desk.ok("ListProjects", &[]);
}

#[test]
fn accounts_and_users_may_be_shut_out() {
    let desk = desk();
    for (change, code, back) in [
        (json!({"enabled": false}), "APIGW.0306", json!({"enabled": true})),
        (json!({"status": "frozen"}), "APIGW.0310", json!({"status": "active"})),
    ] {
        desk.patch_account("demo", &change);
        desk.fails(code, "ListServers", &[]);
        desk.patch_account("demo", &back);
        desk.ok("ListServers", &[]);
    }
    desk.patch_account("demo", &json!({"enabled": false}));
    desk.ok("ListVpcs", &[]);
    desk.patch_account("demo", &json!({"enabled": true}));
    let keys = json!([{"id": "ANN", "secret": "s"}]);
    let ann = json!({"name": "ann", "keys": keys, "policies": ["*"], "denied_regions": ["cn-east-3"]});
    desk.patch_account("demo", &json!({"users": [ann]}));
    desk.fails_as(&key("ANN", "s"), "APIGW.0802", "ListServers", &[]);
    desk.ok("ListServers", &[]);
}

#[test]
fn a_user_has_a_rate_for_each_operation() {
    let desk = desk();
    let ann = json!({"name": "ann", "keys": [{"id": "ANN", "secret": "s"}], "policies": ["*"]});
    desk.patch_account("demo", &json!({"users": [ann]}));
    desk.patch_world(&json!({"gateway": {"throttle_per_second": 2}}));
    let (demo, ann) = (desk.credentials.clone(), key("ANN", "s"));
    let twice = |desk: &Desk| {
        for _ in 0..2 {
            desk.ok("ListServers", &[]);
        }
        let reply = desk.ask(&demo, "ListServers", &[]);
        assert_eq!((reply.number(), reply.status, reply.header("retry-after")), ("APIGW.0308", 429, "1"));
        let policy = "policy user over ratelimit,limit:2,time:1 second";
        assert_eq!(reply.body["error_msg"], format!("The throttling threshold has been reached: {policy}"));
    };
    twice(&desk);
    desk.ok("ListInstances", &[]);
    assert_eq!(desk.ask(&ann, "ListServers", &[]).code, None);
    desk.pass(Span::seconds(1));
    twice(&desk);
    desk.advance(Span::millis(500));
    desk.ok("ListServers", &[]);
    desk.fails("APIGW.0308", "ListServers", &[]);
    desk.advance(Span::days(1));
    twice(&desk);
}

#[test]
fn the_service_has_a_rate_for_each_project() {
    let desk = desk();
    let other = desk.open_account("other");
    desk.patch_account("other", &json!({"project_id": "projectother"}));
    desk.patch_world(&json!({"service": {"throttle_per_second": 2}}));
    desk.ok("ListServers", &[]);
    desk.ok("ListInstances", &[]);
    let reply = desk.ask(&desk.credentials, "ShowServerStatus", &[]);
    assert_eq!((reply.number(), reply.status, reply.header("retry-after")), ("iMetal.0005", 429, "1"));
    desk.ok("ListVpcs", &[]);
    assert_eq!(desk.ask(&other, "ListServers", &[]).code, None);
    desk.pass(Span::seconds(1));
    desk.ok("ListServers", &[]);
    desk.patch_world(&json!({"service": {"throttle_per_second": null}}));
    for _ in 0..5 {
        desk.ok("ListServers", &[]);
    }
}

#[test]
fn requests_must_be_readable_and_of_some_size() {
    let desk = desk();
    let sent = |request: &Prepared, code: &str, status: u16, message: &str| {
        let reply = desk.send(request);
        assert_eq!((reply.number(), reply.status), (code, status), "{}", reply.body);
        assert_eq!(reply.body["error_msg"], message);
    };
    let good = desk.prepare(&desk.credentials, "ListServers", &[], None, None);
    let at = |target: &str| desk.prepare(&desk.credentials, "ListServers", &[], Some(target), None);
    let twice = |name: &str| {
        let mut request = good.clone();
        request.headers.extend([(name.to_owned(), "a".to_owned()), (name.to_owned(), "b".to_owned())]);
        sent(&request, "APIGW.0602", 400, "Bad request.");
    };
    ["host", "authorization", "x-sdk-date", "content-type"].into_iter().for_each(twice);
    let base = format!("/v1/{PROJECT}/physicalservers");
    for broken in ["?marker=%zz", "?marker=%ff", "/%C3", "?%2=1"] {
        sent(&at(&format!("{base}{broken}")), "APIGW.0201", 400, "API request error.");
    }
    let long = |bytes: usize| format!("{base}?more={}", "x".repeat(bytes - base.len() - "more=".len()));
    assert_eq!(desk.send(&at(&long(32_768))).code, None);
    for bytes in [32_769, 70_000] {
        sent(&at(&long(bytes)), "APIGW.0201", 414, "Request URI too large.");
    }
    let path = format!("{base}/{}", "x".repeat(70_000));
    sent(&at(&path), "APIGW.0201", 414, "Request URI too large.");
    let mut request = good.clone();
    request.headers.push(("x-long".to_owned(), "x".repeat(32_768)));
    sent(&request, "APIGW.0201", 494, "Request headers too large.");
    let body = |bytes: usize| {
        let pairs = [("body", "x".repeat(bytes))];
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
        desk.ask(&desk.credentials, "CreateInstance", &pairs)
    };
    assert_eq!(body(12 << 20).number(), "iMetal.0001");
    let large = body((12 << 20) + 1);
    assert_eq!((large.number(), large.status), ("APIGW.0201", 413));
}

#[test]
fn paths_lead_somewhere_or_nowhere() {
    let desk = desk();
    let ask = |method: &str, path: &str| {
        let path = path.replace("{p}", PROJECT);
        let reply =
            desk.send(&desk.prepare(&desk.credentials, "ListServers", &[], Some(&path), Some(method)));
        assert_eq!((reply.number(), reply.status), ("APIGW.0101", 404), "{path}: {}", reply.body);
        text(&reply.body["error_msg"])
    };
    for path in [
        "/v1/{p}/physicalservers/",
        "/v2/{p}/instances",
        "/v1/{p}/nothing",
        "/v1//physicalservers",
        "/v1/{p}",
    ] {
        assert_eq!(ask("GET", path), "The API does not exist or has not been published in the environment");
    }
    for (method, path) in [
        ("PATCH", "/v1/{p}/instances"),
        ("POST", "/v1/{p}/physicalservers"),
        ("GET", "/v1/{p}/instances/x/ip"),
    ] {
        assert_eq!(ask(method, path), "The API does not exist");
    }
}

/// Everything is wrong with a request; one thing after the other is put right.
#[test]
fn what_is_wrong_with_a_request_is_found_in_order() {
    let desk = desk();
    let user = json!({"name": "demo", "password": "squall-demo-secret", "domain": {"name": "demo"}});
    let auth = json!({"identity": {"methods": ["password"], "password": {"user": user}}}).to_string();
    let handed_out = desk.ask(&Credentials::None, "CreateToken", &[("auth", &auth)]);
    let token = Credentials::Session(handed_out.header("x-subject-token").to_owned());
    let ann = json!({"name": "ann", "keys": [{"id": "ANN", "secret": "s"}], "denied_regions": ["cn-east-3"]});
    desk.patch_account("demo", &json!({"users": [ann], "enabled": false, "status": "frozen"}));
    desk.patch_world(&json!({
        "gateway": {"protocol": "https", "faulty": true, "denied_ips": ["127.0.0.1"], "denied_users": ["ann", "demo"],
            "throttle_per_second": 0, "backend": "absent"},
        "regions": {"cn-east-3": false}, "iam": "down", "service": {"throttle_per_second": 0},
    }));
    let ann = key("ANN", "s");
    let base = format!("/v1/{PROJECT}");
    let request = |credentials: &Credentials, path: &str, body: &str| {
        desk.prepare(
            credentials,
            "RunInstances",
            &[("body", body)],
            Some(&format!("{base}{path}")),
            Some("POST"),
        )
    };
    let next = |request: &Prepared, code: &str| assert_eq!(desk.send(request).number(), code);
    let gateway = |name: &str, value: Value| desk.patch_world(&json!({"gateway": {name: value}}));
    let (nowhere, there) = ("/nowhere?%zz", "/instances/batch-create");
    let mut wrong = request(&Credentials::None, nowhere, "{");
    wrong.headers.extend([("host".to_owned(), "a".to_owned()), ("host".to_owned(), "b".to_owned())]);
    next(&wrong, "APIGW.0607");
    gateway("protocol", json!("any"));
    next(&wrong, "APIGW.0602");
    next(&request(&Credentials::None, nowhere, "{"), "APIGW.0201");
    next(&request(&Credentials::None, "/nowhere", "{"), "APIGW.0101");
    next(&request(&Credentials::None, there, "{"), "APIGW.0601");
    gateway("faulty", json!(false));
    next(&request(&Credentials::None, there, "{"), "APIGW.0613");
    desk.patch_world(&json!({"iam": "up"}));
    next(&request(&Credentials::None, there, "{"), "APIGW.0301");
    let signed = request(&ann, there, "{");
    next(&signed, "APIGW.0402");
    gateway("denied_ips", json!([]));
    next(&signed, "APIGW.0302");
    gateway("denied_users", json!([]));
    next(&signed, "APIGW.0801");
    desk.patch_world(&json!({"regions": {"cn-east-3": true}}));
    next(&signed, "APIGW.0802");
    let ann = json!({"name": "ann", "denied_regions": []});
    desk.patch_account("demo", &json!({"users": [ann]}));
    next(&signed, "APIGW.0306");
    desk.patch_account("demo", &json!({"enabled": true}));
    next(&signed, "APIGW.0310");
    desk.patch_account("demo", &json!({"status": "active"}));
    next(&signed, "APIGW.0308");
    gateway("throttle_per_second", json!(200));
    desk.pass(Span::seconds(1));
    next(&signed, "APIGW.0103");
    gateway("backend", json!("up"));
    next(&request(&token, there, "{"), "iMetal.0003");
    next(&signed, "iMetal.0004");
    let ann = json!({"name": "ann", "policies": ["*"]});
    desk.patch_account("demo", &json!({"users": [ann]}));
    next(&signed, "iMetal.0005");
    desk.patch_world(&json!({"service": {"throttle_per_second": null}}));
    next(&signed, "iMetal.0001");
    next(&request(&key("ANN", "s"), there, "{}"), "iMetal.0002");
}

#[test]
fn tls_passes_a_gateway_that_takes_nothing_else() {
    let desk = desk();
    desk.patch_world(&json!({"gateway": {"protocol": "https"}}));
    let prepared = desk.prepare(&desk.credentials, "ListServers", &[], None, None);
    let mut builder = http::Request::builder().uri(&prepared.target);
    for (name, value) in &prepared.headers {
        builder = builder.header(name, value);
    }
    let plain = Request::new(builder.body(Bytes::new()).unwrap(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    assert_eq!(desk.cloud().answer(&plain).response.status(), 400);
    assert_eq!(desk.cloud().answer(&Request { tls: true, ..plain }).response.status(), 200);
}
