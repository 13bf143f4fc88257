//! Reserved contracts: applied for, paid, filled, renewed, ended and given back.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod purse;

use purse::*;
use serde_json::{Value, json};
use squall_api::cloud::{Contract, Money, Span, Volume};
use squall_simulate::{Desk, START};

const FOR_VOLUMES: [(&str, &str); 4] =
    [("resource_type", "volume"), ("size", "20"), ("months", "1"), ("count", "2")];

fn apply(desk: &Desk, more: &[(&str, &str)]) -> String {
    let reply = desk.ok("ApplyReservedContract", &[&FOR_VOLUMES[..], more].concat());
    reply["contract_id"].as_str().unwrap().to_owned()
}

fn contract(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeReservedContracts", &[("contracts.1", id)])["contract_set"][0].clone()
}

#[test]
fn a_contract_must_be_paid_and_match() {
    let desk = Desk::new();
    let id = apply(&desk, &[]);
    let bound = |id: &str, more: &[(&str, &str)]| -> Vec<(String, String)> {
        let mut call = vec![("contract_id".to_owned(), id.to_owned())];
        call.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        call
    };
    let fails = |code: u32, call: &[(String, String)]| {
        let call: Vec<(&str, &str)> = call.iter().map(|(name, value)| (&**name, &**value)).collect();
        desk.fails(code, "CreateVolumes", &call)
    };
    assert_eq!(contract(&desk, &id)["status"], "pending");
    fails(2200, &bound(&id, &[("size", "20")]));
    let before = balance(&desk);
    let paid = desk.ok("PayReservedContract", &[("contract", &id)]);
    assert_eq!(paid["fee"], "23.04", "two volumes, 720 hours at 0.02, a fifth off");
    assert_eq!(before - balance(&desk), money("23.04"));
    assert_eq!(contract(&desk, &id)["status"], "effective");
    desk.fails(1400, "PayReservedContract", &[("contract", &id)]);
    fails(2200, &bound(&id, &[("size", "30")]));
    fails(2200, &bound(&id, &[("size", "20"), ("volume_type", "2")]));
    fails(2200, &bound(&id, &[("size", "20"), ("count", "3")]));
    fails(2200, &bound(&id, &[("size", "20"), ("months", "2")]));
    fails(2100, &bound("ct-00000000", &[("size", "20")]));
    desk.fails(1100, "CreateVolumes", &[("size", "20"), ("charge_mode", "monthly")]);
    let disk = create(&desk, &[("reserved_contract", &id), ("count", "2")]);
    fails(2200, &bound(&id, &[("size", "20")]));
    desk.fails(1400, "ResizeVolumes", &[("volumes.1", &disk), ("size", "30")]);
    assert_eq!(contract(&desk, &id)["resources"].as_array().unwrap().len(), 2);
    let lease = desk.ok("GetLeaseInfo", &[("resource", &disk)]);
    assert_eq!(lease["lease_info"]["contract"]["contract_id"], *id);
    assert_eq!(lease["lease_info"]["contract"]["price"], "11.52");
    let before = balance(&desk);
    desk.advance(Span::days(20));
    assert_eq!(before, balance(&desk));
    desk.ok("DeleteVolumes", &[("volumes.1", &disk)]);
    desk.settle();
    assert_eq!(contract(&desk, &id)["resources"].as_array().unwrap().len(), 1);
    must_not_be_anothers(&desk, &id);
    must_add_up(&desk);
}

fn must_not_be_anothers(desk: &Desk, id: &str) {
    let bob = desk.open_account("bob");
    for action in ["PayReservedContract", "RefundReservedContract"] {
        assert_eq!(desk.call_as(&bob, action, &[("contract", id)])["ret_code"], 1400);
    }
    let reply = desk.call_as(&bob, "CreateVolumes", &[("size", "20"), ("contract_id", id)]);
    assert_eq!(reply["ret_code"], 1400);
}

#[test]
fn a_contract_ends_or_renews_and_its_resources_go_on() {
    let desk = Desk::new();
    let once = create(&desk, &[("months", "1")]);
    let always = create(&desk, &[("months", "1"), ("auto_renew", "1")]);
    let hourly = |id: &str| desk.look(|world| Ok(world.hourly(&world.fetch::<Volume>(id)?)));
    assert_eq!((hourly(&once), hourly(&always)), (Money::ZERO, Money::ZERO));
    let before = balance(&desk);
    desk.advance(Span::seconds(31 * 86_400 + 60));
    assert_eq!((hourly(&once), hourly(&always)), (money("0.02"), Money::ZERO));
    let renewed = before - balance(&desk);
    assert!(renewed >= money("11.52") && renewed < money("11.53"), "{renewed}");
    let ended = desk.ok("DescribeReservedContracts", &[("status", "expired")]);
    assert_eq!(ended["total_count"], 1);
    desk.patch_account("demo", &json!({"balance": "3.00"}));
    desk.advance(Span::days(8));
    assert_eq!(volume(&desk, &once)["status"], "suspended");
    assert_eq!(volume(&desk, &always)["status"], "available", "its term is paid for");
    desk.advance(Span::days(20));
    desk.settle();
    assert_eq!(volume(&desk, &always)["status"], "suspended", "nobody could pay for another term");
    must_add_up(&desk);
}

#[test]
fn instances_come_under_contracts_too() {
    let desk = Desk::new();
    let asked = [("resource_type", "instance"), ("instance_type", "c1m1"), ("months", "3")];
    let id = desk.ok("ApplyReservedContract", &asked)["contract_id"].as_str().unwrap().to_owned();
    let run = |size: &'static str| {
        let call = [
            ("image_id", "centos7x64d"),
            ("instance_type", size),
            ("login_mode", "passwd"),
            ("login_passwd", "Squall2026x"),
            ("contract_id", &*id),
        ];
        desk.call("RunInstances", &call)
    };
    assert_eq!(run("c1m1")["ret_code"], 2200, "not paid yet");
    desk.ok("PayReservedContract", &[("contract", &id)]);
    assert_eq!(run("c1m2")["ret_code"], 2200, "another size");
    let instance = run("c1m1")["instances"][0].as_str().unwrap().to_owned();
    assert_eq!(run("c1m1")["ret_code"], 2200, "used up");
    desk.settle();
    let before = balance(&desk);
    desk.advance(Span::days(3));
    desk.ok("StopInstances", &[("instances.1", &instance)]);
    desk.settle();
    desk.advance(Span::days(3));
    assert_eq!(balance(&desk), before);
    desk.fails(1400, "ResizeInstances", &[("instances.1", &instance), ("instance_type", "c2m2")]);
    desk.ok("TerminateInstances", &[("instances.1", &instance)]);
    desk.settle();
    assert_eq!(contract(&desk, &id)["resources"], json!([]));
    desk.ok("RecoverInstances", &[("instances.1", &instance)]);
    desk.settle();
    desk.advance(Span::hours(1));
    assert!(balance(&desk) < before, "out of the recycle bin it is charged by the hour");
    must_add_up(&desk);
}

#[test]
fn an_application_lapses_and_a_start_can_be_later() {
    let desk = Desk::new();
    let lapsing = apply(&desk, &[]);
    let later = apply(&desk, &[("start_time", "2026-01-10T00:00:00Z")]);
    desk.ok("PayReservedContract", &[("contract", &later)]);
    assert_eq!(contract(&desk, &later)["status"], "ineffective");
    desk.fails(2200, "CreateVolumes", &[("size", "20"), ("contract_id", &later)]);
    desk.advance(Span::days(1));
    assert_eq!(contract(&desk, &lapsing)["status"], "expired");
    desk.fails(1400, "PayReservedContract", &[("contract", &lapsing)]);
    desk.fails(2200, "CreateVolumes", &[("size", "20"), ("contract_id", &lapsing)]);
    desk.advance(Span::days(8));
    assert_eq!(contract(&desk, &later)["status"], "effective");
    assert_eq!(contract(&desk, &later)["end_time"], "2026-02-10T00:00:00Z");
    desk.patch_account("demo", &json!({"balance": "1.00"}));
    let poor = apply(&desk, &[]);
    desk.fails(2400, "PayReservedContract", &[("contract", &poor)]);
    desk.fails(2400, "CreateVolumes", &[("size", "20"), ("months", "1")]);
}

#[test]
fn two_contracts_a_year_can_be_given_back() {
    let desk = Desk::new();
    let ids: Vec<String> = (0..3).map(|_| apply(&desk, &[])).collect();
    for id in &ids {
        desk.ok("PayReservedContract", &[("contract", id)]);
    }
    let before = balance(&desk);
    let disk = create(&desk, &[("contract_id", &ids[0])]);
    desk.universe.advance(Span(Span::days(31).0 / 2)).unwrap();
    desk.ok("RefundReservedContract", &[("contract", &ids[0])]);
    let back = balance(&desk) - before;
    assert!(back > money("11.51") && back < money("11.53"), "half of the term is left: {back}");
    let paying = desk.look(|world| Ok(world.hourly(&world.fetch::<Volume>(&disk)?)));
    assert_eq!(paying, money("0.02"));
    desk.ok("RefundReservedContract", &[("contract", &ids[1])]);
    desk.fails(2500, "RefundReservedContract", &[("contract", &ids[2])]);
    desk.fails(1400, "RefundReservedContract", &[("contract", &ids[1])]);
    let payments = desk.look(|world| Ok(world.fetch::<Contract>(&ids[0])?.payments));
    assert_eq!((payments.len(), payments[0].0 < START + Span::hours(1)), (2, true));
    desk.patch_world(&json!({"warehouse": true}));
    let bill = desk.ok("GetChargeRecords", &[("resource", &ids[0])]);
    assert_eq!(bill["charge_record_set"][1]["fee"], "23.04");
    must_add_up(&desk);
}
