//! What a caller may do here and today: calls of a day, locks, zones.

use crate::{as_caller, sub_user};
use serde_json::json;
use squall_api::cloud::{Calendar, Span};
use squall_simulate::Desk;

#[test]
fn calls_are_counted_until_midnight_with_those_of_users() {
    let desk = Desk::new();
    let (_, bob) = sub_user(&desk, "bob@example.cn");
    desk.patch_account("demo", &json!({"quotas": {"api_calls_per_day": 4}}));
    desk.ok("DescribeZones", &[]);
    assert_eq!(desk.call_as(&bob, "DescribeZones", &[])["ret_code"], 0);
    desk.fails(1101, "NoSuchAction", &[]);
    desk.fails(2500, "DescribeZones", &[]);
    assert_eq!(desk.call_as(&bob, "NoSuchAction", &[])["ret_code"], 2500);
    let wrong = crate::pair("SQUALLDEMOKEY", "wrong");
    assert_eq!(desk.call_as(&wrong, "DescribeZones", &[])["ret_code"], 1200);
    let midnight = Calendar::ahead(Span::hours(8)).next_midnight(desk.now());
    desk.advance(midnight.since(desk.now()));
    desk.ok("DescribeZones", &[]);
}

#[test]
fn a_lock_leaves_everything_to_be_seen_and_nothing_to_be_changed() {
    let desk = Desk::new();
    let (_, bob) = sub_user(&desk, "bob@example.cn");
    for (on, off) in [
        (json!({"locked": true}), json!({"locked": false})),
        (json!({"status": "frozen"}), json!({"status": "active"})),
    ] {
        desk.patch_account("demo", &on);
        desk.ok("DescribeTags", &[]);
        desk.fails(1400, "CreateTag", &[("tag_name", "a")]);
        assert_eq!(desk.call_as(&bob, "CreateTag", &[("tag_name", "a")])["ret_code"], 1400);
        assert_eq!(desk.call_as(&bob, "DescribeTags", &[])["ret_code"], 0);
        desk.patch_account("demo", &off);
    }
    desk.ok("CreateTag", &[("tag_name", "a")]);
}

#[test]
fn a_barred_account_bars_its_users() {
    let desk = Desk::new();
    let (_, bob) = sub_user(&desk, "bob@example.cn");
    desk.patch_account("demo", &json!({"status": "disabled"}));
    desk.fails(1662, "DescribeZones", &[]);
    as_caller(desk, bob).fails(1662, "DescribeZones", &[]);
}
