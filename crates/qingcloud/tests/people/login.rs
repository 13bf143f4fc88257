//! Login sessions, in the order in which a login is judged.

use crate::{PASSWORD, as_caller, login, sub_user};
use serde_json::json;
use squall_api::Request;
use squall_api::client::{Credentials, Outgoing};
use squall_api::cloud::Span;
use squall_simulate::Desk;

const BOB: &str = "bob@example.cn";
const WRONG: [(&str, &str); 2] = [("user", BOB), ("passwd", "Wrong@2026")];
const RIGHT: [(&str, &str); 2] = [("user", BOB), ("passwd", PASSWORD)];

fn desk_with_bob() -> (Desk, String) {
    let desk = Desk::new();
    let (bob, _) = sub_user(&desk, BOB);
    (as_caller(desk, Credentials::None), bob)
}

fn patch_bob(desk: &Desk, bob: &str, patch: &serde_json::Value) {
    desk.change(|world| desk.cloud().operator().patch_account(world, bob, patch));
}

#[test]
fn five_failures_lock_the_terminal_for_a_day() {
    let (desk, bob) = desk_with_bob();
    desk.fails(1610, "Login", &[("user", "nobody@example.cn"), ("passwd", PASSWORD)]);
    desk.fails(1610, "Login", &[("user", "demo"), ("passwd", PASSWORD)]);
    for _ in 0..4 {
        desk.fails(1660, "Login", &WRONG);
    }
    desk.ok("Login", &RIGHT);
    desk.fails(1660, "Login", &[("user", &bob), WRONG[1]]);
    desk.fails(1600, "Login", &RIGHT);
    desk.fails(1600, "Login", &WRONG);
    desk.advance(Span::seconds(24 * 3_600 - 1));
    desk.fails(1600, "Login", &RIGHT);
    desk.advance(Span::seconds(1));
    desk.ok("Login", &RIGHT);
}

#[test]
fn failures_count_for_six_hours_and_for_one_terminal() {
    let (desk, _) = desk_with_bob();
    for _ in 0..4 {
        desk.fails(1660, "Login", &WRONG);
    }
    desk.advance(Span::seconds(6 * 3_600 + 1));
    desk.fails(1660, "Login", &WRONG);
    desk.ok("Login", &RIGHT);
    for _ in 0..4 {
        desk.fails(1660, "Login", &WRONG);
    }
    desk.fails(1600, "Login", &RIGHT);
    let parameters = RIGHT.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let outgoing = Outgoing { action: "Login", parameters: &parameters, path: None, method: None };
    let prepared = desk.cloud().client().prepare(&outgoing, &Credentials::None, desk.now());
    let http = http::Request::get(&*prepared.target).body(bytes::Bytes::new()).unwrap();
    let elsewhere = Request::new(http, "192.0.2.7".parse().unwrap());
    let body = desk.cloud().answer(&elsewhere).response.into_body();
    assert!(String::from_utf8_lossy(&body).contains("session_id"), "{body:?}");
}

#[test]
fn a_restored_world_has_forgotten_failures_that_never_were() {
    let (desk, _) = desk_with_bob();
    desk.universe.snapshot("before").unwrap();
    for _ in 0..5 {
        desk.fails(1660, "Login", &WRONG);
    }
    assert!(desk.universe.restore("before").unwrap());
    desk.ok("Login", &RIGHT);
}

#[test]
fn the_password_is_judged_before_the_person() {
    let (desk, bob) = desk_with_bob();
    patch_bob(&desk, &bob, &json!({"nologin": true}));
    desk.fails(1660, "Login", &WRONG);
    desk.fails(1662, "Login", &RIGHT);
    patch_bob(&desk, &bob, &json!({"nologin": false, "status": "disabled"}));
    desk.fails(1662, "Login", &RIGHT);
    patch_bob(&desk, &bob, &json!({"status": "active"}));
    desk.patch_account("demo", &json!({"status": "disabled"}));
    desk.fails(1662, "Login", &RIGHT);
}

#[test]
fn a_second_factor_opens_once_and_at_its_time() {
    let (desk, bob) = desk_with_bob();
    patch_bob(&desk, &bob, &json!({"totp": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}));
    let with = |code: &'static str| [RIGHT[0], RIGHT[1], ("totp_code", code)];
    desk.fails(1600, "Login", &RIGHT);
    desk.fails(1600, "Login", &with("000000"));
    // RFC 6238's vector for 2000000000 (2033-05-18T03:33:20Z), which ends in these six digits.
    desk.advance(Span::seconds(2_000_000_000 - desk.now().seconds()));
    desk.ok("Login", &with("279037"));
    desk.fails(1600, "Login", &with("279037"));
    patch_bob(&desk, &bob, &json!({"totp": null}));
    desk.ok("Login", &RIGHT);
}

#[test]
fn sessions_are_limited_and_make_room_when_they_end() {
    let (desk, bob) = desk_with_bob();
    patch_bob(&desk, &bob, &json!({"max_sessions": 2}));
    let first = login(&desk, BOB);
    login(&desk, BOB);
    desk.fails(1600, "Login", &RIGHT);
    let Credentials::Session(id) = &first else { panic!() };
    assert_eq!(desk.call_as(&first, "Logout", &[("session_id", id)])["ret_code"], 0);
    login(&desk, BOB);
    desk.fails(1600, "Login", &RIGHT);
    desk.advance(Span::seconds(3_601));
    login(&desk, BOB);
}

#[test]
fn a_session_lives_for_an_hour_after_each_call() {
    let (desk, _) = desk_with_bob();
    let session = login(&desk, BOB);
    let desk = as_caller(desk, session);
    for _ in 0..3 {
        desk.advance(Span::hours(1));
        desk.ok("DescribeZones", &[]);
    }
    assert_eq!(desk.ok("DescribeTags", &[("tags.1", "tag-00000000")])["total_count"], 0);
    desk.advance(Span::seconds(3_601));
    desk.fails(2000, "DescribeZones", &[]);
    desk.fails(2000, "NoSuchAction", &[]);
}

#[test]
fn a_session_that_ended_is_not_one_that_never_was() {
    let (desk, bob) = desk_with_bob();
    let session = login(&desk, BOB);
    let Credentials::Session(id) = &session else { panic!() };
    let call = |credentials: &Credentials, action: &str| {
        desk.call_as(credentials, action, &[])["ret_code"].as_i64().unwrap()
    };
    assert_eq!(call(&Credentials::Session("made-up".to_owned()), "DescribeZones"), 1200);
    assert_eq!(call(&session, "DescribeZones"), 0);
    patch_bob(&desk, &bob, &json!({"status": "disabled"}));
    assert_eq!(call(&session, "DescribeZones"), 1662);
    patch_bob(&desk, &bob, &json!({"status": "active"}));
    let demo = crate::pair("SQUALLDEMOKEY", "squall-demo-secret");
    assert_eq!(desk.call_as(&demo, "Logout", &[("session_id", id)])["ret_code"], 1400);
    assert_eq!(desk.call_as(&session, "Logout", &[("session_id", id)])["ret_code"], 0);
    assert_eq!(call(&session, "DescribeZones"), 2000);
    assert_eq!(call(&session, "Logout"), 2000);
    desk.advance(Span::days(8));
    assert_eq!(call(&session, "DescribeZones"), 1200, "forgotten after a while");
}

#[test]
fn sessions_left_behind_are_forgotten_at_the_next_login() {
    let (desk, bob) = desk_with_bob();
    let abandoned = login(&desk, BOB);
    desk.advance(Span::days(8));
    assert_eq!(desk.call_as(&abandoned, "DescribeZones", &[])["ret_code"], 2000);
    login(&desk, BOB);
    assert_eq!(desk.call_as(&abandoned, "DescribeZones", &[])["ret_code"], 1200);
    let kept = desk.look(|world| world.owned::<squall_api::cloud::Session>(&bob));
    assert_eq!(kept.len(), 1);
}

#[test]
fn a_session_ends_itself() {
    let mut desk = Desk::new();
    desk.ok("CreateSubUser", &[("email", BOB), ("passwd", PASSWORD)]);
    let session = login(&desk, BOB);
    let Credentials::Session(id) = session.clone() else { panic!("no session") };
    desk.credentials = session;
    desk.ok("Logout", &[("session_id", &id)]);
    assert_eq!(desk.call("DescribeInstances", &[])["ret_code"], 2000);
}
