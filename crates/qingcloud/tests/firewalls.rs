//! Firewalls: their rules, their sets, and what stands behind them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_simulate::Desk;

fn group(desk: &Desk) -> String {
    let reply = desk.ok("CreateSecurityGroup", &[("security_group_name", "web")]);
    reply["security_group_id"].as_str().unwrap().to_owned()
}

fn show(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeSecurityGroups", &[("security_groups.1", id)])["security_group_set"][0].clone()
}

fn default_group(desk: &Desk) -> String {
    let all = desk.ok("DescribeSecurityGroups", &[]);
    let groups = all["security_group_set"].as_array().unwrap();
    let default = groups.iter().find(|group| group["is_default"] == 1).unwrap();
    default["security_group_id"].as_str().unwrap().to_owned()
}

fn rule<'a>(group: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [("rules.1.protocol", "tcp"), ("rules.1.priority", "1")];
    let kept = usual.into_iter().filter(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    kept.chain(fields.iter().copied()).chain([("security_group", group)]).collect()
}

fn instance(desk: &Desk, more: &[(&str, &str)]) -> String {
    let usual = [
        ("image_id", "centos7x64d"),
        ("instance_type", "c1m1"),
        ("login_mode", "passwd"),
        ("login_passwd", "Squall2026x"),
        ("vxnets.1", "vxnet-0"),
    ];
    let reply = desk.ok("RunInstances", &[&usual, more].concat());
    desk.settle();
    reply["instances"][0].as_str().unwrap().to_owned()
}

fn audit(desk: &Desk) {
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn rules_come_into_force_when_their_group_is_applied() {
    let desk = Desk::new();
    let id = group(&desk);
    assert_eq!(show(&desk, &id)["is_applied"], 1);
    let call = rule(&id, &[("rules.1.val1", "80"), ("rules.1.val2", "443"), ("rules.1.val3", "10.0.0.0/8")]);
    let added = desk.ok("AddSecurityGroupRules", &call)["security_group_rules"][0].clone();
    let added = added.as_str().unwrap();
    assert_eq!(show(&desk, &id)["is_applied"], 0);
    desk.ok("ApplySecurityGroup", &[("security_group", &id)]);
    assert_eq!(show(&desk, &id)["is_applied"], 0);
    let message = desk.fails(1400, "DeleteSecurityGroupRules", &[("security_group_rules.1", added)]);
    assert!(message.ends_with("is [updating], please try later"), "{message}");
    desk.settle();
    assert_eq!(show(&desk, &id)["is_applied"], 1);

    let change =
        [("security_group_rule", added), ("rule_action", "drop"), ("direction", "1"), ("val2", "8080")];
    desk.ok("ModifySecurityGroupRuleAttributes", &change);
    let rules = desk.ok("DescribeSecurityGroupRules", &[("security_group", &id), ("direction", "1")]);
    let rule = &rules["security_group_rule_set"][0];
    assert_eq!(
        (&rule["action"], &rule["val1"], &rule["val2"]),
        (&json!("drop"), &json!("80"), &json!("8080"))
    );
    assert_eq!((&rule["priority"], &rule["direction"], &rule["disabled"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(show(&desk, &id)["is_applied"], 0);
    let inward = desk.ok("DescribeSecurityGroupRules", &[("security_group", &id), ("direction", "0")]);
    assert_eq!(inward["total_count"], 0);
    desk.ok("DeleteSecurityGroupRules", &[("security_group_rules.1", added)]);
    desk.ok("DeleteSecurityGroups", &[("security_groups.1", &id)]);
    assert_eq!(desk.ok("DescribeSecurityGroups", &[("security_groups.1", &id)])["total_count"], 0);
    audit(&desk);
}

#[test]
fn rules_are_of_use_to_their_protocol_and_unlike_all_others() {
    let desk = Desk::new();
    let id = group(&desk);
    desk.fails(1100, "AddSecurityGroupRules", &[("security_group", &id)]);
    desk.fails(1100, "AddSecurityGroupRules", &[("security_group", &id), ("rules.1.priority", "1")]);
    for wrong in [
        vec![("rules.1.priority", "101")],
        vec![("rules.1.protocol", "sctp")],
        vec![("rules.1.action", "reject")],
        vec![("rules.1.direction", "2")],
        vec![("rules.1.val1", "65536")],
        vec![("rules.1.val1", "443"), ("rules.1.val2", "80")],
        vec![("rules.1.val2", "80")],
        vec![("rules.1.val3", "10.0.0.0/33")],
        vec![("rules.1.protocol", "icmp"), ("rules.1.val1", "256")],
        vec![("rules.1.protocol", "gre"), ("rules.1.val1", "1")],
    ] {
        desk.fails(1101, "AddSecurityGroupRules", &rule(&id, &wrong));
    }
    desk.fails(2100, "AddSecurityGroupRules", &rule("sg-00000000", &[]));
    desk.ok("AddSecurityGroupRules", &rule(&id, &[("rules.1.val1", "22")]));
    desk.fails(2110, "AddSecurityGroupRules", &rule(&id, &[("rules.1.val1", "22")]));
    let other = desk.ok("AddSecurityGroupRules", &rule(&id, &[("rules.1.val1", "23")]));
    let other = other["security_group_rules"][0].as_str().unwrap();
    desk.fails(2110, "ModifySecurityGroupRuleAttributes", &[("security_group_rule", other), ("val1", "22")]);
    let twice = [("rules.2.protocol", "tcp"), ("rules.2.priority", "1")];
    desk.fails(2110, "AddSecurityGroupRules", &rule(&id, &twice));
    desk.ok("AddSecurityGroupRules", &rule(&group(&desk), &[("rules.1.val1", "22")]));
}

#[test]
fn a_group_in_use_and_the_default_group_stay() {
    let desk = Desk::new();
    let id = group(&desk);
    desk.fails(1400, "DeleteSecurityGroups", &[("security_groups.1", &default_group(&desk))]);
    let vm = instance(&desk, &[]);
    desk.ok("ApplySecurityGroup", &[("security_group", &id), ("instances.1", &vm)]);
    desk.settle();
    let resources = json!([{"resource_id": vm, "resource_name": "", "resource_type": "instance"}]);
    assert_eq!(show(&desk, &id)["resources"], resources);
    let message = desk.fails(5400, "DeleteSecurityGroups", &[("security_groups.1", &id)]);
    assert_eq!(message, format!("DependencyExists, resource [{id}] is in use by [{vm}]"));
    desk.ok("RemoveSecurityGroup", &[("instances.1", &vm)]);
    desk.fails(1400, "RemoveSecurityGroup", &[("instances.1", &vm)]);
    desk.ok("DeleteSecurityGroups", &[("security_groups.1", &id)]);
    let id = group(&desk);
    desk.ok("ApplySecurityGroup", &[("security_group", &id), ("instances.1", &vm)]);
    desk.settle();
    desk.ok("TerminateInstances", &[("instances.1", &vm)]);
    desk.settle();
    desk.fails(1400, "ApplySecurityGroup", &[("security_group", &id), ("instances.1", &vm)]);
    desk.ok("DeleteSecurityGroups", &[("security_groups.1", &id)]);
    audit(&desk);
}

#[test]
fn groups_and_sets_are_counted() {
    let desk = Desk::new();
    desk.patch_account("demo", &json!({"quotas": {"security_group": 1, "security_group_ipset": 1}}));
    let id = group(&desk);
    desk.fails(2500, "CreateSecurityGroup", &[("security_group_name", "more")]);
    desk.ok("DeleteSecurityGroups", &[("security_groups.1", &id)]);
    group(&desk);
    let set = [("ipset_type", "1"), ("val", "80")];
    desk.ok("CreateSecurityGroupIPSet", &set);
    desk.fails(2500, "CreateSecurityGroupIPSet", &set);
}

#[test]
fn a_set_that_a_rule_names_stays_and_its_changes_must_be_applied() {
    let desk = Desk::new();
    let set = |kind: &str, val: &str| {
        let reply = desk.ok("CreateSecurityGroupIPSet", &[("ipset_type", kind), ("val", val)]);
        reply["security_group_ipset_id"].as_str().unwrap().to_owned()
    };
    desk.fails(1101, "CreateSecurityGroupIPSet", &[("ipset_type", "0"), ("val", "80-90")]);
    desk.fails(1101, "CreateSecurityGroupIPSet", &[("ipset_type", "2"), ("val", "80")]);
    let (ports, addresses) = (set("1", "80,8000-8080"), set("0", "192.168.1.0/24"));
    let id = group(&desk);
    desk.fails(1101, "AddSecurityGroupRules", &rule(&id, &[("rules.1.val1", &addresses)]));
    desk.fails(1101, "AddSecurityGroupRules", &rule(&id, &[("rules.1.val3", &ports)]));
    desk.fails(2100, "AddSecurityGroupRules", &rule(&id, &[("rules.1.val3", "sgi-00000000")]));
    let both = [("rules.1.val1", &*ports), ("rules.1.val3", &*addresses)];
    let added = desk.ok("AddSecurityGroupRules", &rule(&id, &both))["security_group_rules"][0].clone();
    desk.ok("ApplySecurityGroup", &[("security_group", &id)]);
    desk.settle();
    desk.fails(1101, "ModifySecurityGroupIPSetAttributes", &[("security_group_ipset", &ports), ("val", "x")]);
    desk.ok("ModifySecurityGroupIPSetAttributes", &[("security_group_ipset", &ports), ("val", "81")]);
    assert_eq!(show(&desk, &id)["is_applied"], 0);
    for set in [&ports, &addresses] {
        desk.fails(5400, "DeleteSecurityGroupIPSets", &[("security_group_ipsets.1", set)]);
    }
    desk.ok("DeleteSecurityGroupRules", &[("security_group_rules.1", added.as_str().unwrap())]);
    let listed = desk.ok("DescribeSecurityGroupIPSets", &[("ipset_type", "1")]);
    assert_eq!(listed["total_count"], 1);
    assert_eq!(listed["security_group_ipset_set"][0]["val"], "81");
    desk.ok(
        "DeleteSecurityGroupIPSets",
        &[("security_group_ipsets.1", &ports), ("security_group_ipsets.2", &addresses)],
    );
    audit(&desk);
}
