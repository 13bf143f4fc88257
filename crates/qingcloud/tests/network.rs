//! Private networks, routers, and what is in them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::Desk;

const SMALL: [(&str, &str); 4] = [
    ("image_id", "centos7x64d"),
    ("instance_type", "c1m1"),
    ("login_mode", "passwd"),
    ("login_passwd", "Squall2026x"),
];

fn run(desk: &Desk, vxnet: Option<&str>) -> String {
    let mut parameters = SMALL.to_vec();
    parameters.extend(vxnet.map(|id| ("vxnets.1", id)));
    let reply = desk.ok("RunInstances", &parameters);
    desk.settle();
    reply["instances"][0].as_str().unwrap().to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn vxnet(desk: &Desk, vxnet_type: &str) -> String {
    text(&desk.ok("CreateVxnets", &[("vxnet_type", vxnet_type)])["vxnets"][0])
}

fn router(desk: &Desk) -> String {
    let id = text(&desk.ok("CreateRouters", &[("router_name", "r")])["routers"][0]);
    desk.settle();
    id
}

fn eip(desk: &Desk) -> String {
    let id = text(&desk.ok("AllocateEips", &[("bandwidth", "2")])["eips"][0]);
    desk.settle();
    id
}

fn join(desk: &Desk, router: &str, vxnet: &str, range: &str) {
    desk.ok("JoinRouter", &[("router", router), ("vxnet", vxnet), ("ip_network", range)]);
    desk.settle();
}

fn first(desk: &Desk, action: &str, set: &str, parameters: &[(&str, &str)]) -> Value {
    let reply = desk.ok(action, parameters);
    assert_eq!(reply["total_count"], 1, "{reply}");
    reply[set][0].clone()
}

fn show_router(desk: &Desk, id: &str) -> Value {
    first(desk, "DescribeRouters", "router_set", &[("routers.1", id), ("verbose", "1")])
}

fn show_vxnet(desk: &Desk, id: &str) -> Value {
    first(desk, "DescribeVxnets", "vxnet_set", &[("vxnets.1", id), ("verbose", "1")])
}

fn show_eip(desk: &Desk, id: &str) -> Value {
    first(desk, "DescribeEips", "eip_set", &[("eips.1", id)])
}

#[test]
fn a_network_on_a_router_gives_its_members_addresses() {
    let desk = Desk::new();
    let (net, rtr) = (vxnet(&desk, "1"), router(&desk));
    let early = run(&desk, Some(&net));
    assert_eq!(show_vxnet(&desk, &net)["vpc_router_id"], "");
    desk.ok("JoinRouter", &[("router", &rtr), ("vxnet", &net), ("ip_network", "192.168.7.0/24")]);
    let joining = show_router(&desk, &rtr);
    assert_eq!((&joining["status"], &joining["transition_status"]), (&json!("active"), &json!("updating")));
    desk.settle();
    let late = run(&desk, Some(&net));
    let chosen = run(&desk, Some(&format!("{net}|192.168.7.77")));
    let listed = desk.ok("DescribeVxnetInstances", &[("vxnet", &net)]);
    let addresses: Vec<_> = listed["instance_set"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(&row["instance_id"]), text(&row["private_ip"])))
        .collect();
    assert_eq!(
        addresses,
        [
            (chosen, "192.168.7.77".to_owned()),
            (late, "192.168.7.3".to_owned()),
            (early.clone(), "192.168.7.2".to_owned())
        ]
    );
    let shown = show_vxnet(&desk, &net);
    assert_eq!(shown["router"]["ip_network"], "192.168.7.0/24");
    assert_eq!(shown["router"]["manager_ip"], "192.168.7.1");
    assert_eq!(shown["available_ip_count"], 254 - 4);
    assert_eq!(shown["instance_ids"].as_array().unwrap().len(), 3);
    assert_eq!(desk.ok("DescribeNics", &[])["total_count"], 3, "a router's own interfaces are not shown");
    let joined = first(&desk, "DescribeRouterVxnets", "router_vxnet_set", &[("router", &rtr)]);
    assert_eq!((&joined["vxnet_id"], &joined["dyn_ip_end"]), (&json!(net), &json!("192.168.7.254")));
    assert_eq!(show_router(&desk, &rtr)["vxnets"].as_array().unwrap().len(), 2);
    desk.ok("LeaveRouter", &[("router", &rtr), ("vxnets.1", &net)]);
    let row =
        first(&desk, "DescribeVxnetInstances", "instance_set", &[("vxnet", &net), ("instances.1", &early)]);
    assert_eq!(row["private_ip"], "");
    assert_eq!(show_vxnet(&desk, &net)["router"], Value::Null);
}

#[test]
fn a_network_joins_one_router_and_a_router_each_range_once() {
    let desk = Desk::new();
    let (net, other, own, rtr) = (vxnet(&desk, "1"), vxnet(&desk, "1"), vxnet(&desk, "0"), router(&desk));
    let join_as = |net: &str, range: &str, code: u32| {
        desk.fails(code, "JoinRouter", &[("router", &rtr), ("vxnet", net), ("ip_network", range)]);
    };
    for (range, code) in [
        ("192.168.1.1/24", 1100),
        ("somewhere", 1100),
        ("192.168.0.0/23", 1101),
        ("172.16.1.0/24", 1101),
        ("10.0.0.0/24", 1101),
    ] {
        join_as(&net, range, code);
    }
    join_as("vxnet-nowhere", "192.168.1.0/24", 2100);
    join_as(&own, "192.168.1.0/24", 1400);
    join_as("vxnet-0", "192.168.1.0/24", 1400);
    let whole = [("router", &*rtr), ("vxnet", &net), ("ip_network", "192.168.1.0/24")];
    desk.fails(1101, "JoinRouter", &[&whole[..], &[("manager_ip", "192.168.2.1")]].concat());
    let reversed = [("dyn_ip_start", "192.168.1.9"), ("dyn_ip_end", "192.168.1.8")];
    desk.fails(1101, "JoinRouter", &[&whole[..], &reversed].concat());
    join(&desk, &rtr, &net, "192.168.1.0/24");
    join_as(&net, "192.168.2.0/24", 1400);
    join_as(&other, "192.168.1.0/24", 2110);
    desk.fails(1400, "LeaveRouter", &[("router", &rtr), ("vxnets.1", &other)]);
    join(&desk, &rtr, &other, "192.168.2.0/24");
}

#[test]
fn a_network_goes_only_when_nothing_is_in_it() {
    let desk = Desk::new();
    let (net, rtr) = (vxnet(&desk, "1"), router(&desk));
    desk.fails(1400, "DeleteVxnets", &[("vxnets.1", "vxnet-0")]);
    desk.fails(2100, "DeleteVxnets", &[("vxnets.1", &net), ("vxnets.2", "vxnet-0000000")]);
    let instance = run(&desk, Some(&net));
    let message = desk.fails(5400, "DeleteVxnets", &[("vxnets.1", &net)]);
    assert_eq!(message, format!("DependencyExists, resource [{net}] is in use by [{instance}]"));
    desk.ok("LeaveVxnet", &[("vxnet", &net), ("instances.1", &instance)]);
    let nic = text(&desk.ok("CreateNics", &[("vxnet", &net)])["nics"][0]["nic_id"]);
    desk.fails(5400, "DeleteVxnets", &[("vxnets.1", &net)]);
    desk.ok("DeleteNics", &[("nics.1", &nic)]);
    join(&desk, &rtr, &net, "192.168.1.0/24");
    desk.fails(5400, "DeleteVxnets", &[("vxnets.1", &net)]);
    desk.fails(5400, "DeleteRouters", &[("routers.1", &rtr)]);
    desk.ok("LeaveRouter", &[("router", &rtr), ("vxnets.1", &net)]);
    desk.fails(1400, "DeleteRouters", &[("routers.1", &rtr)]);
    desk.settle();
    desk.ok("DeleteVxnets", &[("vxnets.1", &net)]);
    assert_eq!(desk.ok("DescribeVxnets", &[("vxnets.1", &net)])["total_count"], 0);
    desk.ok("DeleteRouters", &[("routers.1", &rtr)]);
    desk.settle();
    assert_eq!(show_router(&desk, &rtr)["status"], "deleted");
    desk.fails(1400, "DeleteRouters", &[("routers.1", &rtr)]);
}

#[test]
fn an_instance_is_in_one_managed_network_and_any_number_of_others() {
    let desk = Desk::new();
    let (net, own) = (vxnet(&desk, "1"), vxnet(&desk, "0"));
    let instance = run(&desk, Some("vxnet-0"));
    let joins = |vxnet: &str| [("vxnet", vxnet.to_owned()), ("instances.1", instance.clone())];
    let call = |code: u32, action: &str, vxnet: &str| {
        let parameters = joins(vxnet);
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match code {
            0 => drop(desk.ok(action, &parameters)),
            code => drop(desk.fails(code, action, &parameters)),
        }
    };
    call(1400, "JoinVxnet", &net);
    call(0, "JoinVxnet", &own);
    call(1400, "JoinVxnet", &own);
    call(1400, "LeaveVxnet", &net);
    call(0, "LeaveVxnet", "vxnet-0");
    call(1101, "JoinVxnet", &format!("{net}|192.168.1.9"));
    call(1100, "JoinVxnet", &format!("{net}|nine"));
    call(0, "JoinVxnet", &net);
    join(&desk, &router(&desk), &net, "192.168.1.0/24");
    call(0, "LeaveVxnet", &net);
    call(1101, "JoinVxnet", &format!("{net}|192.168.1.1"));
    call(0, "JoinVxnet", &format!("{net}|192.168.1.9"));
    let row = first(&desk, "DescribeVxnetInstances", "instance_set", &[("vxnet", &net)]);
    assert_eq!(row["private_ip"], "192.168.1.9");
}

#[test]
fn interfaces_are_made_attached_and_only_deleted_when_loose() {
    let desk = Desk::new();
    let net = vxnet(&desk, "1");
    join(&desk, &router(&desk), &net, "192.168.1.0/24");
    let instance = run(&desk, Some("vxnet-0"));
    let ips = [("vxnet", &*net), ("count", "2"), ("private_ips.1", "192.168.1.50")];
    let made = desk.ok("CreateNics", &ips);
    assert_eq!(made["nics"][0]["private_ip"], "192.168.1.50");
    assert_eq!(made["nics"][1]["private_ip"], "192.168.1.2");
    desk.fails(2110, "CreateNics", &ips);
    desk.fails(1101, "CreateNics", &[("vxnet", &net), ("private_ips.1", "192.168.9.50")]);
    desk.fails(1100, "CreateNics", &[("vxnet", &net), ("private_ips.1", "here")]);
    desk.patch_account("demo", &json!({"quotas": {"nic": 2}}));
    desk.fails(2500, "CreateNics", &[("vxnet", &net)]);
    let nic = text(&made["nics"][0]["nic_id"]);
    desk.ok("AttachNics", &[("nics.1", &nic), ("instance", &instance)]);
    desk.fails(1400, "AttachNics", &[("nics.1", &nic), ("instance", &instance)]);
    desk.fails(1400, "DeleteNics", &[("nics.1", &nic)]);
    desk.fails(2110, "ModifyNicAttributes", &[("nic", &nic), ("private_ip", "192.168.1.2")]);
    desk.ok("ModifyNicAttributes", &[("nic", &nic), ("private_ip", "192.168.1.51"), ("nic_name", "n")]);
    let shown = first(&desk, "DescribeNics", "nic_set", &[("nics.1", &nic)]);
    assert_eq!((&shown["status"], &shown["sequence"]), (&json!("in-use"), &json!(1)));
    assert_eq!((&shown["private_ip"], &shown["nic_name"]), (&json!("192.168.1.51"), &json!("n")));
    let main = desk.ok("DescribeNics", &[("vxnets.1", "vxnet-0")]);
    desk.fails(1400, "DetachNics", &[("nics.1", main["nic_set"][0]["nic_id"].as_str().unwrap())]);
    desk.ok("DetachNics", &[("nics.1", &nic)]);
    desk.ok("DeleteNics", &[("nics.1", &nic)]);
    desk.fails(2100, "DeleteNics", &[("nics.1", &nic)]);
}

#[test]
fn an_instance_that_goes_frees_what_it_had() {
    let desk = Desk::new();
    let (net, address, instance) = (vxnet(&desk, "1"), eip(&desk), run(&desk, Some("vxnet-0")));
    let nic = text(&desk.ok("CreateNics", &[("vxnet", &net)])["nics"][0]["nic_id"]);
    desk.ok("AttachNics", &[("nics.1", &nic), ("instance", &instance)]);
    desk.ok("AssociateEip", &[("eip", &address), ("instance", &instance)]);
    desk.ok("AssociateDNSAlias", &[("prefix", "db"), ("resource", &instance)]);
    desk.settle();
    desk.ok("TerminateInstances", &[("instances.1", &instance)]);
    desk.settle();
    assert_eq!(show_eip(&desk, &address)["status"], "available");
    assert_eq!(first(&desk, "DescribeNics", "nic_set", &[])["status"], "available");
    assert_eq!(desk.ok("DescribeDNSAliases", &[])["total_count"], 0);
}

#[test]
fn a_router_gets_its_address_with_the_next_update() {
    let desk = Desk::new();
    let (rtr, address, other) = (router(&desk), eip(&desk), eip(&desk));
    let instance = run(&desk, Some("vxnet-0"));
    desk.ok("ModifyRouterAttributes", &[("router", &rtr), ("eip", &address)]);
    let shown = show_router(&desk, &rtr);
    assert_eq!((&shown["is_applied"], &shown["eip"]["eip_id"]), (&json!(0), &json!("")));
    desk.ok("UpdateRouters", &[("routers.1", &rtr)]);
    assert_eq!(show_eip(&desk, &address)["transition_status"], "associating");
    desk.fails(1400, "UpdateRouters", &[("routers.1", &rtr)]);
    desk.settle();
    let shown = show_router(&desk, &rtr);
    assert_eq!((&shown["is_applied"], &shown["eip"]["eip_id"]), (&json!(1), &json!(address)));
    assert_eq!(show_eip(&desk, &address)["resource"]["resource_type"], "router");
    desk.ok("DissociateEips", &[("eips.1", &address)]);
    desk.settle();
    assert_eq!(show_eip(&desk, &address)["status"], "available");
    desk.ok("ModifyRouterAttributes", &[("router", &rtr), ("eip", &address)]);
    desk.ok("UpdateRouters", &[("routers.1", &rtr)]);
    desk.settle();
    desk.fails(1400, "AssociateEip", &[("eip", &address), ("instance", &instance), ("force", "1")]);
    desk.ok("ModifyRouterAttributes", &[("router", &rtr), ("eip", &other)]);
    desk.ok("UpdateRouters", &[("routers.1", &rtr)]);
    desk.settle();
    assert_eq!(show_eip(&desk, &address)["status"], "available");
    assert_eq!(show_router(&desk, &rtr)["eip"]["eip_id"], json!(other));
    desk.ok("ModifyRouterAttributes", &[("router", &rtr), ("eip", "")]);
    desk.ok("UpdateRouters", &[("routers.1", &rtr)]);
    desk.settle();
    assert_eq!(show_eip(&desk, &other)["status"], "available");
}

#[test]
fn a_released_address_is_nobodys_wish_any_more() {
    let desk = Desk::new();
    let (rtr, address) = (router(&desk), eip(&desk));
    desk.ok("ModifyRouterAttributes", &[("router", &rtr), ("eip", &address)]);
    desk.ok("ReleaseEips", &[("eips.1", &address)]);
    desk.settle();
    desk.ok("UpdateRouters", &[("routers.1", &rtr)]);
    desk.settle();
    assert_eq!(show_router(&desk, &rtr)["eip"]["eip_id"], "");
}

#[test]
fn a_router_costs_nothing_while_it_is_off() {
    let desk = Desk::new();
    let rtr = router(&desk);
    desk.fails(1400, "PowerOnRouters", &[("routers.1", &rtr)]);
    desk.ok("PowerOffRouters", &[("routers.1", &rtr)]);
    desk.settle();
    assert_eq!(show_router(&desk, &rtr)["status"], "poweroffed");
    desk.fails(1400, "UpdateRouters", &[("routers.1", &rtr)]);
    let hourly = |desk: &Desk| {
        desk.look(|world| world.account(&world.account_named("demo")?.unwrap()).map(|account| account.hourly))
    };
    assert_eq!(hourly(&desk), squall_api::cloud::Money::ZERO);
    desk.patch_account("demo", &json!({"balance": "0.01"}));
    desk.fails(2400, "PowerOnRouters", &[("routers.1", &rtr)]);
    desk.patch_account("demo", &json!({"balance": "10"}));
    desk.ok("PowerOnRouters", &[("routers.1", &rtr)]);
    desk.settle();
    assert_eq!(hourly(&desk), squall_api::cloud::Money::micros(100_000));
}

#[test]
fn routers_have_a_quota_a_price_and_known_ranges() {
    let desk = Desk::new();
    desk.fails(1101, "CreateRouters", &[("vpc_network", "10.0.0.0/16")]);
    desk.fails(1100, "CreateRouters", &[("vpc_network", "172.20.1.0/16")]);
    desk.fails(2100, "CreateRouters", &[("security_group", "sg-00000000")]);
    desk.ok("CreateRouters", &[("vpc_network", "172.31.0.0/16"), ("router_type", "2")]);
    desk.patch_account("demo", &json!({"quotas": {"router": 2}}));
    desk.fails(2500, "CreateRouters", &[("count", "2")]);
    desk.patch_account("demo", &json!({"balance": "0.05"}));
    desk.fails(2400, "CreateRouters", &[]);
}

#[test]
fn a_router_that_is_forfeited_leaves_nothing_hanging() {
    let desk = Desk::new();
    let (net, rtr, address) = (vxnet(&desk, "1"), router(&desk), eip(&desk));
    join(&desk, &rtr, &net, "192.168.1.0/24");
    let nic = text(&desk.ok("CreateNics", &[("vxnet", &net)])["nics"][0]["nic_id"]);
    desk.ok("ModifyRouterAttributes", &[("router", &rtr), ("eip", &address)]);
    desk.ok("UpdateRouters", &[("routers.1", &rtr)]);
    desk.ok("AssociateDNSAlias", &[("prefix", "gate"), ("resource", &rtr)]);
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "0"}));
    desk.advance(Span::minutes(1));
    assert_eq!(show_router(&desk, &rtr)["status"], "suspended");
    let suspended = show_eip(&desk, &address);
    assert_eq!(
        (&suspended["status"], &suspended["resource"]["resource_id"]),
        (&json!("suspended"), &json!(""))
    );
    desk.fails(1400, "UpdateRouters", &[("routers.1", &rtr)]);
    desk.advance(Span::days(5));
    assert_eq!(show_router(&desk, &rtr)["status"], "deleted");
    assert_eq!(show_eip(&desk, &address)["status"], "released");
    assert_eq!(show_vxnet(&desk, &net)["vpc_router_id"], "");
    assert_eq!(first(&desk, "DescribeNics", "nic_set", &[("nics.1", &nic)])["private_ip"], "");
    assert_eq!(desk.ok("DescribeDNSAliases", &[])["total_count"], 0);
    let left = desk.look(|world| world.any_link(&rtr));
    assert_eq!(left, None);
}

#[test]
fn names_are_unique_in_an_accounts_domain() {
    let desk = Desk::new();
    let bob = desk.open_account("bob");
    let rtr = router(&desk);
    let label = desk.ok("GetDNSLabel", &[]);
    let made = desk.ok("AssociateDNSAlias", &[("prefix", "Gate"), ("resource", &rtr)]);
    assert_eq!(made["domain_name"], format!("gate.{}", label["domain_name"].as_str().unwrap()));
    desk.fails(2110, "AssociateDNSAlias", &[("prefix", "gate"), ("resource", &rtr)]);
    desk.fails(1101, "AssociateDNSAlias", &[("prefix", "-gate"), ("resource", &rtr)]);
    desk.fails(2100, "AssociateDNSAlias", &[("prefix", "x"), ("resource", "i-00000000")]);
    let net = vxnet(&desk, "1");
    let inner = run(&desk, Some(&net));
    desk.fails(1400, "AssociateDNSAlias", &[("prefix", "x"), ("resource", &inner)]);
    let others = desk.call_as(&bob, "GetDNSLabel", &[]);
    assert_ne!(others["dns_label"], label["dns_label"]);
    assert_eq!(desk.call_as(&bob, "CreateRouters", &[])["ret_code"], 0);
    let refused = desk.call_as(&bob, "AssociateDNSAlias", &[("prefix", "gate"), ("resource", &rtr)]);
    assert_eq!(refused["ret_code"], 1400);
    let row = first(&desk, "DescribeDNSAliases", "dns_alias_set", &[("resource_id", &rtr)]);
    assert_eq!(row["status"], "available");
    desk.ok("DissociateDNSAliases", &[("dns_aliases.1", &text(&row["dns_alias_id"]))]);
    assert_eq!(desk.ok("DescribeDNSAliases", &[])["total_count"], 0);
}

#[test]
fn the_base_network_is_everybodys_but_shows_each_only_their_own() {
    let desk = Desk::new();
    let bob = desk.open_account("bob");
    run(&desk, Some("vxnet-0"));
    let base = show_vxnet(&desk, "vxnet-0");
    assert_eq!((&base["vxnet_type"], &base["instance_ids"].as_array().unwrap().len()), (&json!(2), &1));
    assert_eq!(desk.ok("DescribeVxnets", &[])["total_count"], 0);
    let others = desk.call_as(&bob, "DescribeVxnetInstances", &[("vxnet", "vxnet-0")]);
    assert_eq!(others["total_count"], 0);
    desk.fails(1400, "ModifyVxnetAttributes", &[("vxnet", "vxnet-0"), ("vxnet_name", "mine")]);
}
