//! The protocol: forms in parts, numbers that are good once, envelopes, hosts, and what cannot be read.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::Value;
use squall_api::client::Prepared;
use squall_simulate::{Desk, TencentCdn};

fn desk() -> Desk {
    Desk::of(&TencentCdn)
}

fn signed(desk: &Desk, parameters: &[(&str, &str)], method: &str) -> Prepared {
    desk.prepare(&desk.credentials, "GetDsaHostList", parameters, None, Some(method))
}

/// The same form as Java's client posts it: values as they are, an empty line before the first boundary.
fn in_parts(form: &Prepared, boundary: &str) -> Prepared {
    let decode = |text: &str| squall_api::wire::percent::decode(text.as_bytes()).unwrap().into_owned();
    let mut body = String::new();
    for pair in form.body.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        let (name, value) = (decode(name), decode(value));
        body.push_str(&format!(
            "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}"
        ));
    }
    body.push_str(&format!("\r\n--{boundary}--\r\n"));
    let host = form.headers.iter().find(|(name, _)| name == "host").unwrap().clone();
    let kind = ("content-type".to_owned(), format!("multipart/form-data; boundary={boundary}"));
    Prepared { headers: vec![host, kind], body, ..form.clone() }
}

#[test]
fn forms_in_parts_are_read_and_broken_ones_are_no_calls() {
    let desk = desk();
    let form = in_parts(&signed(&desk, &[("note_x", "a b&ü=+"), ("file", "@home")], "POST"), "----j");
    assert_eq!(desk.send(&form).code, None);
    let unfinished = in_parts(&signed(&desk, &[], "POST"), "----j");
    let body = unfinished.body.trim_end().trim_end_matches('-').to_owned();
    assert_eq!(desk.send(&Prepared { body, ..unfinished.clone() }).number(), "1010");
    let long = in_parts(&signed(&desk, &[], "POST"), &"b".repeat(10_240));
    assert_eq!(desk.send(&long).number(), "1010");
}

#[test]
fn of_many_copies_of_a_request_one_is_accepted() {
    let desk = desk();
    let request = signed(&desk, &[], "GET");
    let accepted: usize = std::thread::scope(|scope| {
        let copies = (0..8).map(|_| {
            let (desk, request) = (&desk, &request);
            scope.spawn(move || (0..1_250).filter(|_| desk.send(request).code.is_none()).count())
        });
        copies.collect::<Vec<_>>().into_iter().map(|copy| copy.join().unwrap()).sum()
    });
    assert_eq!(accepted, 1);
    let last = desk.send(&request);
    assert_eq!(last.number(), "4500");
    assert!(last.body["message"].as_str().unwrap().contains("1767225600"), "the server tells its time");
}

#[test]
fn numbers_and_instants_have_bounds() {
    let desk = desk();
    for (nonce, code) in
        [("0", ""), ("18446744073709551615", ""), ("18446744073709551616", "4000"), ("-1", "4000")]
    {
        assert_eq!(desk.send(&signed(&desk, &[("Nonce", nonce)], "GET")).number(), code, "{nonce}");
    }
    let now = 1_767_225_600_i64;
    for (at, code) in [
        (now - 7_200, ""),
        (now - 7_201, "4200"),
        (now + 7_200, ""),
        (now + 7_201, "4500"),
        (now * 1_000, "4500"),
    ] {
        assert_eq!(
            desk.send(&signed(&desk, &[("Timestamp", &at.to_string())], "GET")).number(),
            code,
            "{at}"
        );
    }
}

#[test]
fn a_version_asks_for_the_newer_envelope() {
    let desk = desk();
    let reply = desk.send(&signed(&desk, &[("Version", "2017-03-12")], "GET"));
    assert_eq!(reply.body["Response"]["data"]["total"], 0);
    assert_eq!(reply.body["Response"]["RequestId"].as_str().unwrap().len(), 36);
    let wrong = signed(&desk, &[("Version", "2017-03-12"), ("offset", "x")], "GET");
    let reply = desk.send(&wrong);
    assert_eq!(reply.body["Response"]["Error"]["Code"], "InvalidParameter");
    assert_eq!(reply.number(), "1012");
}

#[test]
fn hosts_lead_to_modules_and_addresses_to_whichever_has_the_action() {
    let desk = desk();
    for (host, code) in [
        ("dsa.api.qcloud.com", ""),
        ("DSA.api.qcloud.com:443", ""),
        ("127.0.0.1:8443", ""),
        ("localhost", ""),
        ("cdn.api.qcloud.com", "6100"),
        ("dsax.api.qcloud.com", "1015"),
    ] {
        assert_eq!(desk.send(&signed(&desk, &[("@Host", host)], "GET")).number(), code, "{host}");
    }
    let plain = signed(&desk, &[("@Scheme", "http")], "GET");
    assert_eq!(desk.send(&plain).number(), "4600");
    let missing: Value = desk.call("OnlineDsaHost", &[]);
    assert_eq!(missing["message"], "请求失败，参数[hostId]不能为空。");
}
