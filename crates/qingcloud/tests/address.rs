//! Public addresses.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_api::cloud::{Money, Span};
use squall_simulate::Desk;

fn run(desk: &Desk) -> String {
    let reply = desk.ok(
        "RunInstances",
        &[
            ("image_id", "centos7x64d"),
            ("instance_type", "c1m1"),
            ("login_mode", "passwd"),
            ("login_passwd", "Squall2026x"),
            ("vxnets.1", "vxnet-0"),
        ],
    );
    desk.settle();
    reply["instances"][0].as_str().unwrap().to_owned()
}

fn allocate(desk: &Desk, bandwidth: &str) -> String {
    let reply = desk.ok("AllocateEips", &[("bandwidth", bandwidth), ("eip_name", "web")]);
    reply["eips"][0].as_str().unwrap().to_owned()
}

fn show(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeEips", &[("eips.1", id)])["eip_set"][0].clone()
}

#[test]
fn an_address_is_allocated_bound_loosened_and_released() {
    let desk = Desk::new();
    let (instance, eip) = (run(&desk), allocate(&desk, "4"));
    let shown = show(&desk, &eip);
    assert_eq!((&shown["status"], &shown["bandwidth"]), (&json!("available"), &json!(4)));
    assert_eq!((&shown["billing_mode"], &shown["eip_name"]), (&json!("bandwidth"), &json!("web")));
    let message = desk.fails(1400, "ReleaseEips", &[("eips.1", &eip)]);
    assert_eq!(
        message,
        format!("PermissionDenied, resource [{eip}] lease info not ready yet, please try later")
    );
    desk.ok("AssociateEip", &[("eip", &eip), ("instance", &instance)]);
    assert_eq!(show(&desk, &eip)["transition_status"], "associating");
    desk.fails(1400, "DissociateEips", &[("eips.1", &eip)]);
    desk.settle();
    let shown = show(&desk, &eip);
    assert_eq!((&shown["status"], &shown["transition_status"]), (&json!("associated"), &json!("")));
    assert_eq!(shown["resource"]["resource_id"], json!(instance));
    let of_instance = desk.ok("DescribeEips", &[("instance_id", &instance), ("status", "associated")]);
    assert_eq!(of_instance["total_count"], 1);
    desk.fails(1400, "ReleaseEips", &[("eips.1", &eip)]);
    desk.ok("DissociateEips", &[("eips.1", &eip)]);
    desk.settle();
    assert_eq!(show(&desk, &eip)["resource"]["resource_id"], "");
    desk.ok("ReleaseEips", &[("eips.1", &eip)]);
    desk.settle();
    assert_eq!(show(&desk, &eip)["status"], "released");
    assert!(desk.fails(1400, "ReleaseEips", &[("eips.1", &eip)]).contains("has already been deleted"));
}

#[test]
fn an_instance_has_one_address_and_force_moves_it() {
    let desk = Desk::new();
    let (first, second) = (run(&desk), run(&desk));
    let (eip, other) = (allocate(&desk, "1"), allocate(&desk, "1"));
    desk.ok("AssociateEip", &[("eip", &eip), ("instance", &first)]);
    desk.settle();
    desk.fails(1400, "AssociateEip", &[("eip", &other), ("instance", &first)]);
    desk.fails(1400, "AssociateEip", &[("eip", &eip), ("instance", &second)]);
    desk.fails(2100, "AssociateEip", &[("eip", &other), ("instance", "i-00000000")]);
    desk.ok("AssociateEip", &[("eip", &eip), ("instance", &second), ("force", "1")]);
    desk.settle();
    assert_eq!(show(&desk, &eip)["resource"]["resource_id"], json!(second));
    desk.ok("AssociateEip", &[("eip", &other), ("instance", &first)]);
}

#[test]
fn allocation_stops_at_quota_balance_and_pool() {
    let desk = Desk::new();
    desk.fails(1100, "AllocateEips", &[]);
    desk.fails(1101, "AllocateEips", &[("bandwidth", "0")]);
    desk.fails(1101, "AllocateEips", &[("bandwidth", "1"), ("billing_mode", "gift")]);
    desk.patch_world(&json!({"pools": {"eip": 1}}));
    desk.fails(5200, "AllocateEips", &[("bandwidth", "1"), ("count", "2")]);
    desk.patch_account("demo", &json!({"balance": "0.05"}));
    desk.fails(2400, "AllocateEips", &[("bandwidth", "1"), ("count", "2")]);
    desk.patch_account("demo", &json!({"quotas": {"eip_bandwidth": 5}}));
    desk.fails(2500, "AllocateEips", &[("bandwidth", "3"), ("count", "2")]);
    desk.patch_account("demo", &json!({"quotas": {"eip": 1}}));
    desk.fails(2500, "AllocateEips", &[("bandwidth", "1"), ("count", "2")]);
    let eip = allocate(&desk, "1");
    desk.settle();
    desk.ok("ReleaseEips", &[("eips.1", &eip)]);
    desk.settle();
    allocate(&desk, "1");
}

#[test]
fn a_change_of_bandwidth_or_mode_changes_price_and_quota() {
    let desk = Desk::new();
    let eip = allocate(&desk, "2");
    let hourly = |desk: &Desk| {
        desk.look(|world| world.account(&world.account_named("demo")?.unwrap()).map(|account| account.hourly))
    };
    assert_eq!(hourly(&desk), Money::micros(60_000));
    desk.patch_account("demo", &json!({"quotas": {"eip_bandwidth": 10}}));
    desk.fails(2500, "ChangeEipsBandwidth", &[("eips.1", &eip), ("bandwidth", "11")]);
    desk.ok("ChangeEipsBandwidth", &[("eips.1", &eip), ("bandwidth", "10")]);
    assert_eq!(hourly(&desk), Money::micros(300_000));
    let shown = show(&desk, &eip);
    assert_eq!((&shown["bandwidth"], &shown["transition_status"]), (&json!(10), &json!("")));
    desk.fails(2500, "AllocateEips", &[("bandwidth", "1")]);
    desk.ok("ChangeEipsBillingMode", &[("eips.1", &eip), ("billing_mode", "traffic")]);
    assert_eq!(hourly(&desk), Money::micros(20_000));
    desk.fails(1400, "ChangeEipsBillingMode", &[("eips.1", &eip), ("billing_mode", "bandwidth")]);
    desk.advance(Span::hours(24));
    desk.patch_account("demo", &json!({"balance": "0.2"}));
    desk.fails(2400, "ChangeEipsBillingMode", &[("eips.1", &eip), ("billing_mode", "bandwidth")]);
    desk.patch_account("demo", &json!({"balance": "10"}));
    desk.ok("ChangeEipsBillingMode", &[("eips.1", &eip), ("billing_mode", "bandwidth")]);
    assert_eq!(hourly(&desk), Money::micros(300_000));
}

#[test]
fn an_address_that_was_suspended_comes_back_free() {
    let desk = Desk::new();
    let (instance, eip) = (run(&desk), allocate(&desk, "1"));
    desk.ok("AssociateEip", &[("eip", &eip), ("instance", &instance)]);
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "0"}));
    desk.advance(Span::minutes(1));
    assert_eq!(show(&desk, &eip)["status"], "suspended");
    desk.fails(1400, "ChangeEipsBandwidth", &[("eips.1", &eip), ("bandwidth", "2")]);
    desk.patch_account("demo", &json!({"balance": "100"}));
    desk.settle();
    let shown = show(&desk, &eip);
    assert_eq!((&shown["status"], &shown["resource"]["resource_id"]), (&json!("available"), &json!("")));
}

#[test]
fn others_addresses_are_refused_and_unknown_ones_not_found() {
    let desk = Desk::new();
    let bob = desk.open_account("bob");
    let eip = allocate(&desk, "1");
    for action in ["DescribeEips", "ReleaseEips", "DissociateEips"] {
        assert_eq!(desk.call_as(&bob, action, &[("eips.1", &eip)])["ret_code"], 1400, "{action}");
        desk.fails(2100, action, &[("eips.1", "eip-00000000")]);
        desk.fails(2100, action, &[("eips.1", &eip), ("zone", "gd2")]);
    }
    desk.fails(1101, "DescribeEips", &[("status.1", "in-use")]);
}
