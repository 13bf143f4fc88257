//! Static rules of routers and their entries.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_simulate::Desk;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn router(desk: &Desk) -> String {
    let id = text(&desk.ok("CreateRouters", &[])["routers"][0]);
    desk.settle();
    id
}

fn is_applied(desk: &Desk, router: &str) -> bool {
    desk.ok("DescribeRouters", &[("routers.1", router)])["router_set"][0]["is_applied"] == 1
}

fn apply(desk: &Desk, router: &str) {
    desk.ok("UpdateRouters", &[("routers.1", router)]);
    desk.settle();
    assert!(is_applied(desk, router));
}

/// Adds one rule; the values are those from `val1` on.
fn add(desk: &Desk, router: &str, kind: &str, values: &[&str], code: u32) -> String {
    let names: Vec<String> = (1..=values.len()).map(|number| format!("statics.1.val{number}")).collect();
    let mut parameters = vec![("router", router), ("statics.1.static_type", kind)];
    parameters.extend(names.iter().map(String::as_str).zip(values.iter().copied()));
    if code != 0 {
        return desk.fails(code, "AddRouterStatics", &parameters);
    }
    text(&desk.ok("AddRouterStatics", &parameters)["router_statics"][0])
}

fn show(desk: &Desk, rule: &str) -> Value {
    desk.ok("DescribeRouterStatics", &[("router_statics.1", rule)])["router_static_set"][0].clone()
}

#[test]
fn a_port_is_forwarded_once_for_each_protocol() {
    let desk = Desk::new();
    let rtr = router(&desk);
    let rule = add(&desk, &rtr, "1", &["80", "192.168.1.2", "8080"], 0);
    assert_eq!((show(&desk, &rule)["val4"].clone(), is_applied(&desk, &rtr)), (json!("tcp"), false));
    apply(&desk, &rtr);
    add(&desk, &rtr, "1", &["80", "192.168.1.3", "80"], 2110);
    add(&desk, &rtr, "1", &["80", "192.168.1.3", "80", "None"], 2110);
    let other = add(&desk, &rtr, "1", &["80", "192.168.1.3", "80", "udp"], 0);
    desk.fails(2110, "ModifyRouterStaticAttributes", &[("router_static", &other), ("val4", "tcp")]);
    desk.fails(1101, "ModifyRouterStaticAttributes", &[("router_static", &other), ("val1", "0")]);
    desk.ok("ModifyRouterStaticAttributes", &[("router_static", &other), ("val1", "81"), ("val4", "tcp")]);
    assert_eq!(show(&desk, &other)["val1"], "81");
    desk.ok("DeleteRouterStatics", &[("router_statics.1", &rule)]);
    desk.fails(2100, "DeleteRouterStatics", &[("router_statics.1", &rule)]);
    add(&desk, &rtr, "1", &["80", "192.168.1.3", "80"], 0);
    let twice = [
        ("router", &*rtr),
        ("statics.1.static_type", "1"),
        ("statics.1.val1", "90"),
        ("statics.1.val2", "192.168.1.2"),
        ("statics.1.val3", "90"),
        ("statics.2.static_type", "1"),
        ("statics.2.val1", "90"),
        ("statics.2.val2", "192.168.1.2"),
        ("statics.2.val3", "90"),
    ];
    desk.fails(2110, "AddRouterStatics", &twice);
}

#[test]
fn a_rename_needs_no_update() {
    let desk = Desk::new();
    let rtr = router(&desk);
    let rule = add(&desk, &rtr, "8", &["node1", "192.168.1.2;192.168.1.3"], 0);
    apply(&desk, &rtr);
    desk.ok("ModifyRouterStaticAttributes", &[("router_static", &rule), ("router_static_name", "n")]);
    assert!(is_applied(&desk, &rtr));
    desk.ok("ModifyRouterStaticAttributes", &[("router_static", &rule), ("disabled", "1")]);
    assert!(!is_applied(&desk, &rtr));
    assert_eq!(show(&desk, &rule)["disabled"], 1);
}

#[test]
fn accounts_of_a_vpn_are_entries_whose_passwords_are_not_shown() {
    let desk = Desk::new();
    let rtr = router(&desk);
    let open = show(&desk, &add(&desk, &rtr, "2", &["openvpn"], 0));
    assert_eq!(open["val4"], "10.255.1.0/24");
    let rule = add(&desk, &rtr, "2", &["pptp", "ann:secret1"], 0);
    let shown = show(&desk, &rule);
    assert_eq!((&shown["val2"], &shown["val4"]), (&json!(""), &json!("10.255.2.0/24")));
    assert_eq!((&shown["entry_set"][0]["val1"], &shown["entry_set"][0]["val2"]), (&json!("ann"), &json!("")));
    let first = text(&shown["entry_set"][0]["router_static_entry_id"]);
    let line = |name| [("router_static", &*rule), ("entries.1.val1", name), ("entries.1.val2", "secret2")];
    desk.fails(2110, "AddRouterStaticEntries", &line("ann"));
    desk.fails(1100, "AddRouterStaticEntries", &line("ben")[..2]);
    let added = desk.ok("AddRouterStaticEntries", &line("ben"));
    let second = text(&added["router_static_entries"][0]);
    desk.ok("ModifyRouterStaticAttributes", &[("router_static", &rule), ("val3", "50")]);
    let entries = desk.ok("DescribeRouterStaticEntries", &[("router_static", &rule)]);
    let ids: Vec<_> =
        [0, 1].map(|at| text(&entries["router_static_entry_set"][at]["router_static_entry_id"])).to_vec();
    assert_eq!(ids, [first, second.clone()]);
    desk.fails(
        2110,
        "ModifyRouterStaticEntryAttributes",
        &[("router_static_entry", &second), ("val1", "ann")],
    );
    desk.ok("ModifyRouterStaticEntryAttributes", &[("router_static_entry", &second), ("val1", "bob")]);
    desk.ok("DeleteRouterStaticEntries", &[("router_static_entries.1", &second)]);
    desk.fails(2100, "DeleteRouterStaticEntries", &[("router_static_entries.1", &second)]);
}

#[test]
fn rules_go_with_what_they_are_about() {
    let desk = Desk::new();
    let rtr = router(&desk);
    let net = text(&desk.ok("CreateVxnets", &[("vxnet_type", "1")])["vxnets"][0]);
    let tunnel = [
        ("router", &*rtr),
        ("vxnet", &net),
        ("statics.1.static_type", "4"),
        ("statics.1.val1", "gre|1.2.3.4|888"),
    ];
    desk.fails(1400, "AddRouterStatics", &tunnel);
    desk.ok("JoinRouter", &[("router", &rtr), ("vxnet", &net), ("ip_network", "192.168.1.0/24")]);
    desk.settle();
    add(&desk, &rtr, "4", &["gre|1.2.3.4|888"], 1100);
    desk.ok("AddRouterStatics", &tunnel);
    let instance = [
        ("image_id", "centos7x64d"),
        ("instance_type", "c1m1"),
        ("login_mode", "passwd"),
        ("login_passwd", "Squall2026x"),
        ("vxnets.1", &*net),
    ];
    let instance = text(&desk.ok("RunInstances", &instance)["instances"][0]);
    desk.settle();
    add(&desk, &rtr, "3", &["i-00000000", "domain-name-servers=8.8.8.8"], 2100);
    let rule = add(&desk, &rtr, "3", &[&instance, "domain-name-servers=8.8.8.8"], 0);
    let row = desk.ok("DescribeVxnetInstances", &[("vxnet", &net)])["instance_set"][0].clone();
    assert_eq!(row["dhcp_options"]["router_static_id"], json!(rule));
    desk.ok("TerminateInstances", &[("instances.1", &instance)]);
    desk.settle();
    assert_eq!(desk.ok("DescribeRouterStatics", &[("router_statics.1", &rule)])["total_count"], 0);
    assert_eq!(desk.ok("DescribeRouterStatics", &[("router", &rtr)])["total_count"], 1);
    desk.ok("LeaveRouter", &[("router", &rtr), ("vxnets.1", &net)]);
    desk.settle();
    assert_eq!(desk.ok("DescribeRouterStatics", &[("router", &rtr)])["total_count"], 0);
}

#[test]
fn others_rules_and_aliases_are_refused() {
    let desk = Desk::new();
    let bob = desk.open_account("bob");
    let rtr = router(&desk);
    let rule = add(&desk, &rtr, "2", &["pptp", "ann:secret1"], 0);
    let entry = text(&show(&desk, &rule)["entry_set"][0]["router_static_entry_id"]);
    let alias = desk.ok("AssociateDNSAlias", &[("prefix", "gate"), ("resource", &rtr)]);
    let alias = text(&alias["dns_alias_id"]);
    for (code, action, parameter, id) in [
        (1400, "DescribeRouterStatics", "router_statics.1", &rule),
        (1400, "ModifyRouterStaticAttributes", "router_static", &rule),
        (1400, "DeleteRouterStatics", "router_statics.1", &rule),
        (1400, "DescribeRouterStaticEntries", "router_static", &rule),
        (0, "DescribeRouterStaticEntries", "router_static_entries.1", &entry),
        (2100, "DeleteRouterStaticEntries", "router_static_entries.1", &entry),
        (1400, "DescribeDNSAliases", "dns_aliases.1", &alias),
        (1400, "DissociateDNSAliases", "dns_aliases.1", &alias),
    ] {
        let reply = desk.call_as(&bob, action, &[(parameter, id)]);
        assert_eq!(reply["ret_code"], code, "{action}: {reply}");
    }
    assert_eq!(desk.call_as(&bob, "DescribeRouterStaticEntries", &[])["total_count"], 0);
}
