//! Money over time: charges, arrears and leases; and readings.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod purse;

use purse::*;
use serde_json::json;
use squall_api::cloud::{Money, Span};
use squall_simulate::{Desk, START};

#[test]
fn volumes_are_charged_to_the_second_and_the_bill_adds_up() {
    let desk = Desk::new();
    desk.patch_world(&json!({"warehouse": true}));
    let id = create(&desk, &[("volume_name", "data")]);
    let before = balance(&desk);
    desk.advance(Span::hours(10));
    assert_eq!(before - balance(&desk), money("0.20"));
    desk.ok("ResizeVolumes", &[("volumes.1", &id), ("size", "40")]);
    desk.advance(Span::hours(10));
    let bill = desk.ok("GetChargeRecords", &[("resource", &id)]);
    assert_eq!(bill["total_count"], 2);
    let (newest, oldest) = (&bill["charge_record_set"][0], &bill["charge_record_set"][1]);
    assert_eq!((&newest["price"], &newest["fee"]), (&json!("0.04"), &json!("0.40")));
    assert_eq!((&oldest["price"], &oldest["resource_type"]), (&json!("0.02"), &json!("volume")));
    assert_eq!(oldest["end_time"], newest["start_time"]);
    let hour = [
        ("resource", &*id),
        ("start_time", "2026-01-01T12:00:00Z"),
        ("end_time", "2026-01-01T13:00:00.000Z"),
    ];
    assert_eq!(desk.ok("GetChargeRecords", &hour)["total_sum"], "0.04");
    desk.fails(1101, "GetChargeRecords", &[("resource", &id), ("start_time", "2027-01-01T00:00:00Z")]);
    desk.fails(1100, "GetChargeRecords", &[("resource", &id), ("start_time", "noon")]);
    desk.ok("DeleteVolumes", &[("volumes.1", &id)]);
    desk.settle();
    let before = balance(&desk);
    desk.advance(Span::days(30));
    assert_eq!(before, balance(&desk));
    must_add_up(&desk);
}

#[test]
fn sums_are_by_period_and_group() {
    let desk = Desk::new();
    desk.patch_world(&json!({"warehouse": true}));
    let id = create(&desk, &[]);
    let tag = desk.ok("CreateTag", &[("tag_name", "a")])["tag_id"].as_str().unwrap().to_owned();
    desk.ok(
        "AttachTags",
        &[
            ("resource_tag_pairs.1.tag_id", &tag),
            ("resource_tag_pairs.1.resource_type", "volume"),
            ("resource_tag_pairs.1.resource_id", &id),
        ],
    );
    create(&desk, &[("volume_type", "2")]);
    desk.advance(Span::days(40));
    let total = desk.ok("GetChargeSums", &[("duration", "total")]);
    assert_eq!(total["total_count"], 1);
    let daily = [
        ("duration", "daily"),
        ("group_by", "resource_id"),
        ("start_time", "2026-01-03T16:00:00Z"),
        ("end_time", "2026-01-05T16:00:00Z"),
    ];
    let daily = desk.ok("GetChargeSums", &daily);
    assert_eq!(daily["total_count"], 2);
    let days = &daily["charge_sum_set"][&id];
    assert_eq!((&days[0]["daily"], &days[0]["fee"]), (&json!("2026-01-04"), &json!("0.48")));
    assert_eq!((&days[1]["daily"], &days[1]["resource_id"]), (&json!("2026-01-05"), &json!(id)));
    assert_eq!(days.as_array().unwrap().len(), 2);
    let weekly = desk.ok("GetChargeSums", &[("duration", "weekly"), ("resource", &id)]);
    let demo = weekly["charge_sum_set"].as_object().unwrap().keys().next().unwrap().clone();
    let weeks = weekly["charge_sum_set"][&demo].as_array().unwrap().clone();
    assert_eq!((&weeks[0]["weekly"], &weeks[1]["weekly"]), (&json!("2025-12-29"), &json!("2026-01-05")));
    assert_eq!(weeks[1]["fee"], "3.36");
    let monthly = desk.ok("GetChargeSums", &[("duration", "monthly"), ("group_by", "tag_id")]);
    let months = monthly["charge_sum_set"][&tag].as_array().unwrap().clone();
    assert_eq!((&months[0]["monthly"], &months[1]["monthly"]), (&json!("2026-01"), &json!("2026-02")));
    let none = desk.ok("GetChargeSums", &[("duration", "total"), ("zone", "gd2")]);
    assert_eq!(none["total_sum"], "0.00");
    desk.fails(1101, "GetChargeSums", &[("duration", "hourly")]);
    desk.fails(1100, "GetChargeSums", &[]);
    desk.ok("DeleteVolumes", &[("volumes.1", &id), ("direct_cease", "1")]);
    desk.advance(Span::days(8));
    desk.fails(2100, "GetChargeRecords", &[("resource", &id)]);
    let kept = desk.ok("GetChargeSums", &[("duration", "total"), ("resource", &id)]);
    assert_ne!(kept["total_sum"], "0.00", "what was paid is remembered longer than what it was paid for");
}

#[test]
fn sums_of_a_long_time_add_up_and_are_bounded() {
    let desk = Desk::new();
    desk.patch_world(&json!({"warehouse": true}));
    desk.patch_account("demo", &json!({"balance": "1000000.00", "quotas": {"volume": 100}}));
    create(&desk, &[("count", "30")]);
    for _ in 0..3 {
        // Prices that begin and end within a day, and all at once.
        let brief = create(&desk, &[("count", "2")]);
        desk.advance(Span::minutes(50));
        desk.ok("DeleteVolumes", &[("volumes.1", &brief), ("direct_cease", "1")]);
    }
    desk.advance(Span::days(10 * 365));
    let total = desk.ok("GetChargeSums", &[("duration", "total")]);
    let daily = desk.ok("GetChargeSums", &[("duration", "daily")]);
    let sums = daily["charge_sum_set"].as_object().unwrap().values().next().unwrap().as_array().unwrap();
    assert_eq!(sums.len(), 10 * 365 + 1);
    assert_eq!((&sums[100]["fee"], &sums[3_000]["fee"]), (&json!("15.84"), &json!("15.84")), "33 at 0.48");
    assert_eq!(daily["total_sum"], total["total_sum"]);
    let refused = desk.fails(1101, "GetChargeSums", &[("duration", "daily"), ("group_by", "resource_id")]);
    assert!(refused.contains("more than [100000] sums"), "{refused}");
    desk.ok("GetChargeSums", &[("duration", "monthly"), ("group_by", "resource_id")]);
}

#[test]
fn nobody_elses_charges_are_read_for_a_sum() {
    let desk = Desk::new();
    desk.patch_world(&json!({"warehouse": true}));
    create(&desk, &[]);
    let other = desk.open_account("other");
    let work = |desk: &Desk| {
        desk.look(|world| {
            let before = world.tx.work();
            let id = world.account_named("demo")?.unwrap();
            for id in world.billed(&id)? {
                world.charges_of(&id)?;
            }
            Ok(world.tx.work() - before)
        })
    };
    let alone = work(&desk);
    for _ in 0..20 {
        desk.call_as(&other, "CreateVolumes", &[("size", "20"), ("count", "10")]);
        desk.advance(Span::days(1));
    }
    assert_eq!(work(&desk), alone);
}

#[test]
fn history_needs_the_warehouse() {
    let desk = Desk::new();
    let id = create(&desk, &[]);
    let text = desk.fails(5500, "GetChargeRecords", &[("resource", &id)]);
    assert_eq!(text, "WarehouseNotEnabled, warehouse service is not enabled");
    desk.fails(5500, "GetChargeRecords", &[("resource", "vol-00000000")]);
    desk.fails(5500, "GetChargeSums", &[("duration", "total")]);
    desk.patch_world(&json!({"warehouse": true}));
    desk.fails(2100, "GetChargeRecords", &[("resource", "vol-00000000")]);
    desk.ok("GetChargeRecords", &[("resource", &id)]);
}

#[test]
fn without_money_volumes_are_suspended_then_deleted_then_ceased() {
    let desk = Desk::new();
    let id = create(&desk, &[("size", "500")]);
    desk.patch_account("demo", &json!({"balance": "1.00"}));
    desk.advance(Span::hours(2));
    desk.settle();
    let shown = volume(&desk, &id);
    assert_eq!(shown["status"], "suspended");
    assert_eq!(desk.ok("GetLeaseInfo", &[("resource", &id)])["lease_info"]["status"], "suspended");
    let left = balance(&desk);
    assert!(left <= Money::ZERO && left > money("-0.01"), "{left}");
    desk.fails(2300, "DeleteVolumes", &[("volumes.1", &id), ("unlease", "1")]);
    desk.fails(2400, "CreateVolumes", &[("size", "20")]);
    desk.patch_account("demo", &json!({"balance": "50.00"}));
    desk.settle();
    assert_eq!(volume(&desk, &id)["status"], "available");
    desk.advance(Span::hours(100));
    desk.settle();
    assert_eq!(volume(&desk, &id)["status"], "suspended");
    desk.advance(Span::days(5));
    assert_eq!(volume(&desk, &id)["status"], "deleted");
    desk.advance(Span::hours(2));
    assert_eq!(volume(&desk, &id)["status"], "ceased");
    must_add_up(&desk);
}

#[test]
fn a_chain_is_forfeited_as_a_whole() {
    let desk = Desk::new();
    let disk = create(&desk, &[]);
    for _ in 0..3 {
        desk.ok("CreateSnapshots", &[("resources.1", &disk)]);
        desk.settle();
    }
    desk.patch_account("demo", &json!({"balance": "0.01"}));
    desk.advance(Span::hours(2));
    let states = |desk: &Desk| -> Vec<String> {
        let shown = desk.ok("DescribeSnapshots", &[("resource_id", &disk), ("verbose", "1")]);
        let rows = shown["snapshot_set"].as_array().unwrap().clone();
        rows.iter().map(|row| row["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(states(&desk), ["suspended"; 3]);
    desk.advance(Span::days(5));
    assert_eq!(states(&desk), ["deleted"; 3]);
    desk.advance(Span::hours(2));
    assert!(states(&desk).is_empty(), "ceased ones are not listed");
}

#[test]
fn what_is_created_with_the_last_money_does_not_go_on_for_free() {
    let desk = Desk::new();
    let first = create(&desk, &[("size", "2000")]);
    desk.patch_account("demo", &json!({"balance": "0.03"}));
    let second = desk.ok("CreateVolumes", &[("size", "20")])["volumes"][0].as_str().unwrap().to_owned();
    desk.patch_account("demo", &json!({"balance": "0.000001"}));
    desk.settle();
    desk.settle();
    assert_eq!(volume(&desk, &first)["status"], "suspended");
    assert_eq!(volume(&desk, &second)["status"], "suspended");
}

#[test]
fn deleting_goes_on_when_the_money_runs_out_meanwhile() {
    let desk = Desk::new();
    let id = create(&desk, &[]);
    desk.patch_account("demo", &json!({"balance": "0.000005"}));
    desk.ok("DeleteVolumes", &[("volumes.1", &id)]);
    desk.settle();
    desk.settle();
    assert_eq!(volume(&desk, &id)["status"], "deleted");
}

#[test]
fn readings_are_the_same_whoever_asks_and_whenever() {
    let desk = Desk::new();
    let id = create(&desk, &[]);
    desk.advance(Span::hours(30));
    let meter = format!("disk-{id}");
    let ask = |step: &str, start: &str, end: &str| {
        let call = [
            ("resource", &*id),
            ("meters.1", &meter),
            ("step", step),
            ("start_time", start),
            ("end_time", end),
        ];
        desk.ok("GetMonitor", &call)["meter_set"][0]["data"].as_array().unwrap().clone()
    };
    let fine = ask("5m", "2026-01-02T01:00:00Z", "2026-01-02T05:00:00Z");
    assert_eq!(fine.len(), 49);
    assert_eq!(fine[0][0], json!(START.seconds() + 25 * 3_600));
    let coarse = ask("1h", "2026-01-02T01:00:00Z", "2026-01-02T05:00:00Z");
    assert_eq!((coarse.len(), &coarse[1], &coarse[2]), (5, &fine[12], &fine[24]));
    assert_ne!(fine[1], fine[2]);
    let future = ask("5m", "2026-01-02T05:30:00Z", "2026-01-03T05:00:00Z");
    assert!(future.len() <= 7, "nothing is read ahead of time");
    let call = |meter: &str, step: &str, start: &str| {
        let call = [("resource", &*id), ("meters.1", meter), ("step", step), ("start_time", start)];
        let end = [("end_time", "2026-01-02T06:00:00Z")];
        desk.call("GetMonitor", &[&call[..], &end].concat())["ret_code"].clone()
    };
    assert_eq!(call("cpu", "5m", "2026-01-02T01:00:00Z"), 1101);
    assert_eq!(call(&meter, "7m", "2026-01-02T01:00:00Z"), 1101);
    assert_eq!(call(&meter, "5m", "yesterday"), 1100);
    assert_eq!(call(&meter, "5m", "2026-01-03T01:00:00Z"), 1101);
    assert_eq!(call(&meter, "5m", "2026-01-01T20:00:00Z"), 5500);
    desk.patch_world(&json!({"warehouse": true}));
    assert_eq!(call(&meter, "5m", "2026-01-01T20:00:00Z"), 0);
    let before_it_was = ask("5m", "2025-12-31T00:00:00Z", "2026-01-01T01:00:00Z");
    assert_eq!(before_it_was[0][0], json!(START.seconds()));
}
