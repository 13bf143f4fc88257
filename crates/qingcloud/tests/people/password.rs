//! Changing and replacing passwords.

use crate::{PASSWORD, as_caller, login, mail, sub_user};
use serde_json::json;
use squall_api::client::Credentials;
use squall_api::cloud::{Calendar, Span};
use squall_simulate::Desk;

const BOB: &str = "bob@example.cn";
const NEW: &str = "Squall@2027";

fn token(desk: &Desk) -> String {
    mail(desk, BOB)["token"].as_str().unwrap().to_owned()
}

#[test]
fn changing_a_password_takes_the_present_one() {
    let desk = Desk::new();
    let reply =
        desk.ok("CreateSubUser", &[("email", BOB), ("passwd", PASSWORD), ("change_passwd_first_login", "1")]);
    assert_eq!(reply["ret_code"], 0);
    let opened = desk.call_as(&Credentials::None, "Login", &[("user", BOB), ("passwd", PASSWORD)]);
    assert_eq!(opened["change_passwd"], 1);
    let session = login(&desk, BOB);
    let desk = as_caller(desk, session);
    let change = |old, new| [("old_passwd", old), ("new_passwd", new)];
    desk.fails(1620, "ChangePassword", &change("Wrong@2026", "short"));
    desk.fails(1630, "ChangePassword", &change(PASSWORD, "12345678"));
    desk.fails(1630, "ChangePassword", &change(PASSWORD, PASSWORD));
    desk.ok("ChangePassword", &change(PASSWORD, NEW));
    let desk = as_caller(desk, Credentials::None);
    desk.fails(1660, "Login", &[("user", BOB), ("passwd", PASSWORD)]);
    let opened = desk.ok("Login", &[("user", BOB), ("passwd", NEW)]);
    assert_eq!(opened["change_passwd"], 0);
}

#[test]
fn whoever_got_in_with_another_password_has_to_log_in_again() {
    let reset = |desk: &Desk, _: &str, _: &Credentials| {
        let nobody = Credentials::None;
        desk.call_as(&nobody, "SendResetPassword", &[("user", BOB)]);
        let (token, user) = (token(desk), ("user", BOB));
        desk.call_as(&nobody, "ResetPassword", &[user, ("token", &token), ("passwd", NEW)]);
    };
    let change = |desk: &Desk, _: &str, session: &Credentials| {
        desk.call_as(session, "ChangePassword", &[("old_passwd", PASSWORD), ("new_passwd", NEW)]);
    };
    let master = |desk: &Desk, bob: &str, _: &Credentials| {
        desk.ok("ModifySubUserAttributes", &[("user", bob), ("passwd", NEW)]);
    };
    let operator = |desk: &Desk, bob: &str, _: &Credentials| {
        desk.patch_account(bob, &json!({"password": NEW}));
    };
    let removed = |desk: &Desk, bob: &str, _: &Credentials| {
        desk.patch_account(bob, &json!({"password": null}));
    };
    type Way = (&'static str, fn(&Desk, &str, &Credentials));
    let ways: [Way; 5] = [
        ("reset", reset),
        ("changed", change),
        ("changed by its master", master),
        ("changed by an operator", operator),
        ("removed", removed),
    ];
    for (way, act) in ways {
        let desk = Desk::new();
        let (bob, key) = sub_user(&desk, BOB);
        sub_user(&desk, "eve@example.cn");
        let (sessions, eve) = ([login(&desk, BOB), login(&desk, BOB)], login(&desk, "eve@example.cn"));
        let code = |who: &Credentials| desk.call_as(who, "DescribeZones", &[])["ret_code"].clone();
        desk.call_as(&sessions[0], "ChangePassword", &[("old_passwd", "x"), ("new_passwd", NEW)]);
        desk.patch_account(&bob, &json!({"user_name": "Bob"}));
        assert_eq!(sessions.each_ref().map(code), [0, 0], "{way}: nothing has changed yet");
        act(&desk, &bob, &sessions[0]);
        assert_eq!(sessions.each_ref().map(code), [2000, 2000], "{way}");
        assert_eq!((code(&key), code(&eve)), (json!(0), json!(0)), "{way}");
        let again = desk.call_as(&Credentials::None, "Login", &[("user", BOB), ("passwd", NEW)]);
        assert_eq!(again["ret_code"], if way == "removed" { 1660 } else { 0 }, "{way}");
    }
}

#[test]
fn an_account_without_a_password_has_none_to_change() {
    let desk = Desk::new();
    desk.fails(1620, "ChangePassword", &[("old_passwd", "x"), ("new_passwd", NEW)]);
}

#[test]
fn a_forgotten_password_is_replaced_once_with_a_fresh_token() {
    let desk = Desk::new();
    sub_user(&desk, BOB);
    let desk = as_caller(desk, Credentials::None);
    let reset = |token: &str, passwd: &str| {
        [("user", BOB.to_owned()), ("token", token.to_owned()), ("passwd", passwd.to_owned())]
    };
    let fails = |code, token: &str, passwd: &str| {
        let fields = reset(token, passwd);
        desk.fails(code, "ResetPassword", &fields.each_ref().map(|(name, value)| (*name, &**value)));
    };
    desk.fails(1610, "ResetPassword", &[("user", "x@example.cn"), ("token", "t"), ("passwd", NEW)]);
    fails(1650, "deadbeef", "short");
    desk.ok("SendResetPassword", &[("user", BOB)]);
    let first = token(&desk);
    desk.advance(Span::seconds(60));
    desk.ok("SendResetPassword", &[("user", BOB)]);
    let second = token(&desk);
    fails(1650, &first, NEW);
    fails(1630, &second, "12345678");
    fails(1630, &second, PASSWORD);
    desk.ok("ResetPassword", &[("user", BOB), ("token", &second), ("passwd", NEW)]);
    fails(1650, &second, "Squall@2028");
    desk.ok("Login", &[("user", BOB), ("passwd", NEW)]);
    desk.advance(Span::seconds(60));
    desk.ok("SendResetPassword", &[("user", BOB)]);
    let late = token(&desk);
    desk.advance(Span::seconds(1_801));
    fails(1650, &late, "Squall@2028");
}

#[test]
fn a_token_opens_one_users_password_only() {
    let desk = Desk::new();
    sub_user(&desk, BOB);
    sub_user(&desk, "eve@example.cn");
    let desk = as_caller(desk, Credentials::None);
    desk.ok("SendResetPassword", &[("user", BOB)]);
    let stolen = token(&desk);
    desk.fails(1650, "ResetPassword", &[("user", "eve@example.cn"), ("token", &stolen), ("passwd", NEW)]);
}

#[test]
fn mails_come_a_minute_apart_and_five_a_day() {
    let desk = Desk::new();
    sub_user(&desk, BOB);
    let desk = as_caller(desk, Credentials::None);
    desk.fails(1610, "SendResetPassword", &[("user", "x@example.cn")]);
    for _ in 0..5 {
        desk.ok("SendResetPassword", &[("user", BOB)]);
        desk.advance(Span::seconds(59));
        desk.fails(1640, "SendResetPassword", &[("user", BOB)]);
        desk.advance(Span::seconds(1));
    }
    desk.fails(1640, "SendResetPassword", &[("user", BOB)]);
    let midnight = Calendar::ahead(Span::hours(8)).next_midnight(desk.now());
    desk.advance(midnight.since(desk.now()));
    desk.ok("SendResetPassword", &[("user", BOB)]);
}

#[test]
fn a_signed_reset_is_not_taken_for_a_call_of_a_role() {
    let desk = Desk::new();
    sub_user(&desk, BOB);
    desk.ok("SendResetPassword", &[("user", BOB)]);
    let token = token(&desk);
    desk.fails(1650, "ResetPassword", &[("user", BOB), ("token", "deadbeef"), ("passwd", NEW)]);
    desk.ok("ResetPassword", &[("user", BOB), ("token", &token), ("passwd", NEW)]);
}
