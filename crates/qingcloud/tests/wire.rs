//! The wire protocol: signatures, times, and what is checked before any action.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_api::client::Credentials;
use squall_api::cloud::Span;
use squall_simulate::Desk;

fn pair(id: &str, secret: &str) -> Credentials {
    Credentials::Key { id: id.to_owned(), secret: secret.to_owned() }
}

#[test]
fn a_signed_call_is_answered() {
    let desk = Desk::new();
    let reply = desk.ok("DescribeZones", &[]);
    assert_eq!(reply["action"], "DescribeZonesResponse");
    assert_eq!(reply["total_count"], 6);
}

#[test]
fn a_wrong_secret_or_key_is_refused() {
    let desk = Desk::new();
    for (credentials, sentence) in [
        (pair("SQUALLDEMOKEY", "wrong"), "signature not matched"),
        (pair("NOPE", "squall-demo-secret"), "illegal access key [NOPE]"),
    ] {
        let reply = desk.call_as(&credentials, "DescribeZones", &[]);
        assert_eq!(reply["ret_code"], 1200);
        assert_eq!(reply["message"], format!("AuthFailure, {sentence}"));
    }
}

#[test]
fn calls_are_good_for_sixty_seconds_in_either_direction() {
    let desk = Desk::new();
    for (skew, code) in [(60, 0), (61, 1300), (-60, 0), (-61, 1300)] {
        desk.set_wire(squall_simulate::START + Span::seconds(skew));
        assert_eq!(desk.call("DescribeZones", &[])["ret_code"], code, "{skew}");
    }
    desk.set_wire(squall_simulate::START + Span::seconds(600));
    assert_eq!(desk.call("DescribeZones", &[("expires", "2026-01-01T00:20:00Z")])["ret_code"], 0);
    assert_eq!(desk.call("DescribeZones", &[("expires", "2026-01-01T00:09:59Z")])["ret_code"], 1300);
}

#[test]
fn what_is_wrong_with_a_call_is_found_in_order() {
    let desk = Desk::new();
    desk.fails(1101, "NoSuchAction", &[]);
    desk.fails(1100, "DescribeZones", &[("time_stamp", "yesterday")]);
    desk.fails(1101, "DescribeZones", &[("signature_method", "MD5")]);
    desk.fails(1100, "StopInstances", &[]);
    desk.fails(2100, "StopInstances", &[("instances.1", "i-00000000")]);
    desk.fails(1400, "StopInstances", &[("instances.1", "i-00000000"), ("zone", "mars1")]);
    desk.fails(1101, "DescribeZones", &[("status.1", "blue")]);
    let vod = desk.call_at(&desk.credentials, "DescribeZones", &[], Some("/vod/"));
    assert_eq!(vod["ret_code"], 3300);
}

#[test]
fn tags_are_unique_by_name() {
    let desk = Desk::new();
    desk.ok("CreateTag", &[("tag_name", "a")]);
    desk.fails(2110, "CreateTag", &[("tag_name", "a")]);
    let listed = desk.ok("DescribeTags", &[("limit", "0")]);
    assert_eq!(listed["tag_set"][0]["tag_name"], "a");
}
