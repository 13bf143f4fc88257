//! Load balancers with their listeners, backends, policies and certificates.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use base64::Engine as _;
use serde_json::{Value, json};
use squall_api::cloud::{Address, Balancer, Head, Money, Network, Span, State};
use squall_simulate::Desk;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// An address, put there by the engine.
fn address(desk: &Desk) -> String {
    desk.change(|world| {
        let owner = world.account_named("demo")?.unwrap_or_default();
        let address = world.take_address::<Address>("eip")?;
        let id = world.mint("eip-", 8)?;
        let row = serde_json::json!({
            "head": Head::new(id.clone(), &owner, "pek3", "", world.now)
                .in_state(State::Free)
                .priced(Money::micros(1_000), Money::ZERO),
            "address": address, "bandwidth_mbps": 4, "billing_mode": "bandwidth", "associate_mode": 0,
            "needs_licence": false, "bound_to": null, "billing_changed_at": null,
        });
        world.insert(&serde_json::from_value::<Address>(row).unwrap())?;
        Ok(id)
    })
}

/// A network that has joined some router, put there by the engine.
fn network(desk: &Desk) -> String {
    desk.change(|world| {
        let owner = world.account_named("demo")?.unwrap_or_default();
        let id = world.mint("vxnet-", 7)?;
        world.insert(&Network {
            head: Head::new(id.clone(), &owner, "pek3", "", world.now).in_state(State::Free),
            network_type: 1,
            router: None,
            cidr: "192.168.1.0/24".to_owned(),
            manager_ip: "192.168.1.1".to_owned(),
            dhcp: None,
            features: 1,
        })?;
        Ok(id)
    })
}

fn instance(desk: &Desk) -> String {
    let call = [
        ("image_id", "centos7x64d"),
        ("instance_type", "c1m1"),
        ("login_mode", "passwd"),
        ("login_passwd", "Squall2026x"),
        ("vxnets.1", "vxnet-0"),
    ];
    let reply = desk.ok("RunInstances", &call);
    desk.settle();
    text(&reply["instances"][0])
}

fn balancer(desk: &Desk) -> String {
    let reply = desk.ok("CreateLoadBalancer", &[("eips.1", &address(desk)), ("loadbalancer_name", "front")]);
    desk.settle();
    text(&reply["loadbalancer_id"])
}

fn listener(desk: &Desk, balancer: &str, port: &str) -> String {
    let reply = desk.ok("AddLoadBalancerListeners", &listening(balancer, port));
    text(&reply["loadbalancer_listeners"][0])
}

fn listening<'a>(balancer: &'a str, port: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("loadbalancer", balancer),
        ("listeners.1.listener_port", port),
        ("listeners.1.listener_protocol", "http"),
        ("listeners.1.backend_protocol", "http"),
        ("listeners.1.loadbalancer_listener_name", "None"),
    ]
}

fn backend(desk: &Desk, listener: &str, resource: &str) -> String {
    let call = [
        ("loadbalancer_listener", listener),
        ("backends.1.resource_id", resource),
        ("backends.1.port", "8080"),
    ];
    text(&desk.ok("AddLoadBalancerBackends", &call)["loadbalancer_backends"][0])
}

fn show(desk: &Desk, id: &str) -> Value {
    let reply = desk.ok("DescribeLoadBalancers", &[("loadbalancers.1", id), ("verbose", "2")]);
    reply["loadbalancer_set"][0].clone()
}

fn standing(desk: &Desk, id: &str) -> (String, String) {
    let shown = show(desk, id);
    (text(&shown["status"]), text(&shown["transition_status"]))
}

fn state_of(desk: &Desk, address: &str) -> State {
    desk.look(|world| world.fetch::<Address>(address)).head.state
}

fn audit(desk: &Desk) {
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

fn is(standing: (String, String), status: &str, transition: &str) {
    assert_eq!((&*standing.0, &*standing.1), (status, transition));
}

#[test]
fn the_life_of_a_public_balancer() {
    let desk = Desk::new();
    let eip = address(&desk);
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &eip), ("loadbalancer_type", "2")]);
    let id = text(&made["loadbalancer_id"]);
    is(standing(&desk, &id), "pending", "creating");
    desk.fails(1400, "AddLoadBalancerListeners", &listening(&id, "80"));
    desk.settle();
    is(standing(&desk, &id), "active", "");
    let shown = show(&desk, &id);
    assert_eq!(
        (&shown["is_applied"], &shown["loadbalancer_type"], &shown["node_count"]),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!((&shown["eips"][0]["eip_id"], &shown["eips"][0]["bandwidth"]), (&json!(eip), &json!(4)));
    assert!(shown["security_group_id"].as_str().unwrap().starts_with("sg-"));
    assert_eq!(state_of(&desk, &eip), State::Bound);

    let listener = listener(&desk, &id, "80");
    let vm = instance(&desk);
    let backend = backend(&desk, &listener, &vm);
    let shown = show(&desk, &id);
    assert_eq!(shown["is_applied"], 0);
    assert_eq!(shown["listeners"][0]["listener_port"], 80);
    assert_eq!(shown["listeners"][0]["loadbalancer_listener_name"], "");
    assert_eq!(shown["listeners"][0]["healthy_check_option"], "10|5|2|5");
    assert_eq!(shown["listeners"][0]["backends"][0]["status"], "up");
    desk.ok("UpdateLoadBalancers", &[("loadbalancers.1", &id)]);
    is(standing(&desk, &id), "active", "updating");
    desk.settle();
    assert_eq!(show(&desk, &id)["is_applied"], 1);

    desk.ok("DeleteLoadBalancers", &[("loadbalancers.1", &id)]);
    is(standing(&desk, &id), "active", "deleting");
    desk.settle();
    is(standing(&desk, &id), "deleted", "");
    assert_eq!(state_of(&desk, &eip), State::Free);
    desk.fails(2100, "DescribeLoadBalancerListeners", &[("loadbalancer_listeners.1", &listener)]);
    desk.fails(2100, "DescribeLoadBalancerBackends", &[("loadbalancer_backends.1", &backend)]);
    let message = desk.fails(1400, "DeleteLoadBalancers", &[("loadbalancers.1", &id)]);
    assert!(message.contains("has already been deleted"), "{message}");
    desk.advance(Span::hours(2));
    is(standing(&desk, &id), "ceased", "");
    audit(&desk);
}

#[test]
fn a_balancer_is_made_of_what_is_there() {
    let desk = Desk::new();
    let (eip, vxnet) = (address(&desk), network(&desk));
    let make = |call: &[(&str, &str)], code| desk.fails(code, "CreateLoadBalancer", call);
    make(&[("loadbalancer_name", "nowhere")], 1100);
    make(&[("eips.1", &eip), ("vxnet", &vxnet)], 1101);
    make(&[("eips.1", &eip), ("loadbalancer_type", "6")], 1101);
    make(&[("eips.1", &eip), ("http_header_size", "128")], 1101);
    make(&[("eips.1", &eip), ("private_ip", "192.168.1.9")], 1101);
    make(&[("eips.1", "eip-00000000")], 2100);
    make(&[("eips.1", &eip), ("security_group", "sg-00000000")], 2100);
    make(&[("vxnet", "vxnet-0")], 1400);
    let bound = text(&show(&desk, &balancer(&desk))["eips"][0]["eip_id"]);
    make(&[("eips.1", &bound)], 1400);
    desk.patch_account("demo", &json!({"quotas": {"loadbalancer": 1}}));
    make(&[("eips.1", &eip)], 2500);
    desk.patch_account("demo", &json!({"quotas": {"loadbalancer": 9}, "balance": "0.05"}));
    make(&[("eips.1", &eip)], 2400);
    desk.patch_account("demo", &json!({"balance": "100.00"}));
    desk.patch_world(&json!({"services": {"network": "updating"}}));
    make(&[("eips.1", &eip)], 5400);
    desk.patch_world(&json!({"services": {"network": "up", "loadbalancer": "updating"}}));
    make(&[("eips.1", &eip)], 5300);
}

#[test]
fn nodes_take_room_on_hosts() {
    let desk = Desk::new();
    let eip = address(&desk);
    desk.patch_world(&json!({"hosts": [{"name": "one", "cpu": 2, "memory_mib": 4096}, {"name": "two", "cpu": 1, "memory_mib": 4096}]}));
    desk.fails(5200, "CreateLoadBalancer", &[("eips.1", &eip), ("node_count", "4")]);
    desk.fails(5200, "CreateLoadBalancer", &[("eips.1", &eip), ("loadbalancer_type", "5")]);
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &eip), ("node_count", "2")]);
    let id = text(&made["loadbalancer_id"]);
    desk.settle();
    let hosts: Vec<_> =
        desk.look(|world| world.fetch::<Balancer>(&id)).nodes.into_iter().map(|room| room.host).collect();
    assert_eq!(hosts, ["one", "two"]);
    desk.fails(5200, "ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("node_count", "4")]);
    desk.ok("ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("node_count", "3")]);
    assert_eq!((&show(&desk, &id)["node_count"], &show(&desk, &id)["is_applied"]), (&json!(3), &json!(0)));
    audit(&desk);
}

#[test]
fn a_private_balancer_has_an_address_of_its_own() {
    let desk = Desk::new();
    let vxnet = network(&desk);
    let make = |ip: &str| desk.ok("CreateLoadBalancer", &[("vxnet", &vxnet), ("private_ip", ip)]);
    let first = text(&make("192.168.1.9")["loadbalancer_id"]);
    let call = [("vxnet", &*vxnet), ("private_ip", "192.168.1.9")];
    desk.fails(2110, "CreateLoadBalancer", &call);
    for wrong in ["192.168.1.1", "192.168.2.9", "nine"] {
        desk.fails(1101, "CreateLoadBalancer", &[("vxnet", &vxnet), ("private_ip", wrong)]);
    }
    let second = text(&desk.ok("CreateLoadBalancer", &[("vxnet", &vxnet)])["loadbalancer_id"]);
    desk.settle();
    let shown = show(&desk, &first);
    assert_eq!((&shown["private_ips"], &shown["vxnet_id"]), (&json!(["192.168.1.9"]), &json!(vxnet)));
    assert_eq!((&shown["eips"], &shown["security_group_id"]), (&json!([]), &json!("")));
    desk.fails(
        2110,
        "ModifyLoadBalancerAttributes",
        &[("loadbalancer", &second), ("private_ip", "192.168.1.9")],
    );
    let eip = address(&desk);
    desk.fails(1400, "AssociateEipsToLoadBalancer", &[("loadbalancer", &first), ("eips.1", &eip)]);
    desk.ok("DeleteLoadBalancers", &[("loadbalancers.1", &first)]);
    desk.settle();
    desk.ok("ModifyLoadBalancerAttributes", &[("loadbalancer", &second), ("private_ip", "192.168.1.9")]);
    audit(&desk);
}

#[test]
fn a_balancer_is_stopped_resized_and_started() {
    let desk = Desk::new();
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &address(&desk))]);
    let id = text(&made["loadbalancer_id"]);
    let one = [("loadbalancers.1", &*id)];
    desk.fails(1400, "DeleteLoadBalancers", &one);
    desk.advance(Span::seconds(15));
    let message = desk.fails(1400, "DeleteLoadBalancers", &one);
    let early = format!("PermissionDenied, resource [{id}] lease info not ready yet, please try later");
    assert_eq!(message, early);
    desk.settle();
    desk.fails(1400, "StartLoadBalancers", &one);
    desk.fails(1400, "ResizeLoadBalancers", &[("loadbalancers.1", &id), ("loadbalancer_type", "1")]);
    desk.ok("StopLoadBalancers", &one);
    desk.settle();
    is(standing(&desk, &id), "stopped", "");
    let message = desk.fails(1400, "StopLoadBalancers", &one);
    assert_eq!(message, format!("PermissionDenied, loadbalancer [{id}] is not active, can not be stopped"));
    desk.fails(1100, "ResizeLoadBalancers", &one);
    desk.ok("ResizeLoadBalancers", &[("loadbalancers.1", &id), ("loadbalancer_type", "4")]);
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "1.99"}));
    desk.fails(2400, "StartLoadBalancers", &one);
    desk.patch_account("demo", &json!({"balance": "10.00"}));
    desk.ok("StartLoadBalancers", &one);
    desk.settle();
    is(standing(&desk, &id), "active", "");
    assert_eq!(show(&desk, &id)["loadbalancer_type"], 4);
    audit(&desk);
}

#[test]
fn addresses_come_and_go_up_to_four() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let eips: Vec<String> = (0..4).map(|_| address(&desk)).collect();
    let bind = |eip: &str| [("loadbalancer".to_owned(), id.clone()), ("eips.1".to_owned(), eip.to_owned())];
    let call = |action: &str, eip: &str, code: u32| {
        let parameters = bind(eip);
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        if code == 0 {
            desk.ok(action, &parameters);
            desk.settle();
        } else {
            desk.fails(code, action, &parameters);
        }
    };
    for eip in &eips[..3] {
        call("AssociateEipsToLoadBalancer", eip, 0);
    }
    call("AssociateEipsToLoadBalancer", &eips[3], 1400);
    call("DissociateEipsFromLoadBalancer", &eips[3], 1400);
    call("AssociateEipsToLoadBalancer", &eips[0], 1400);
    call("DissociateEipsFromLoadBalancer", &eips[0], 0);
    assert_eq!(state_of(&desk, &eips[0]), State::Free);
    call("AssociateEipsToLoadBalancer", &eips[3], 0);
    assert_eq!(show(&desk, &id)["eips"].as_array().unwrap().len(), 4);
    audit(&desk);
}

#[test]
fn listeners_keep_to_the_limits_and_to_their_ports() {
    let desk = Desk::new();
    let id = balancer(&desk);
    for port in ["0", "22", "1023", "65536"] {
        desk.fails(1101, "AddLoadBalancerListeners", &listening(&id, port));
    }
    desk.fails(1100, "AddLoadBalancerListeners", &[("loadbalancer", &id)]);
    for (name, value, code) in [
        ("listeners.1.backend_protocol", "tcp", 1101),
        ("listeners.1.listener_protocol", "https", 1100),
        ("listeners.1.listener_protocol", "gopher", 1101),
        ("listeners.1.balance_mode", "random", 1101),
        ("listeners.1.forwardfor", "8", 1101),
        ("listeners.1.healthy_check_method", "icmp", 1101),
        ("listeners.1.healthy_check_option", "1|5|2|5", 1101),
        ("listeners.1.session_sticky", "insert", 1101),
        ("listeners.1.server_certificate_id", "sc-00000000", 2100),
    ] {
        let mut call = listening(&id, "80");
        call.retain(|(other, _)| *other != name);
        call.push((name, value));
        desk.fails(code, "AddLoadBalancerListeners", &call);
    }
    let first = listener(&desk, &id, "80");
    desk.fails(2110, "AddLoadBalancerListeners", &listening(&id, "80"));
    let one = [("loadbalancer_listener", &*first)];
    let change = |more: (&'static str, &'static str)| [&one[..], &[more]].concat();
    desk.fails(1101, "ModifyLoadBalancerListenerAttributes", &change(("healthy_check_option", "10|5|2")));
    desk.ok("ModifyLoadBalancerListenerAttributes", &change(("balance_mode", "leastconn")));
    let shown = desk.ok("DescribeLoadBalancerListeners", &[("loadbalancer", &id)]);
    assert_eq!(shown["loadbalancer_listener_set"][0]["balance_mode"], "leastconn");
    desk.ok("DeleteLoadBalancerListeners", &[("loadbalancer_listeners.1", &first)]);
    listener(&desk, &id, "80");
    audit(&desk);
}

#[test]
fn backends_are_the_callers_and_go_with_what_they_are() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let (listener, vm) = (listener(&desk, &id, "443"), instance(&desk));
    let add = |resource: &str, port: &str, weight: &str, code: u32| {
        let call = [
            ("loadbalancer_listener", &*listener),
            ("backends.1.resource_id", resource),
            ("backends.1.port", port),
            ("backends.1.weight", weight),
        ];
        desk.fails(code, "AddLoadBalancerBackends", &call);
    };
    add(&vm, "0", "1", 1101);
    add(&vm, "80", "101", 1101);
    add("i-00000000", "80", "1", 2100);
    add("rtr-00000000", "80", "1", 2100);
    let first = backend(&desk, &listener, &vm);
    add(&vm, "8080", "1", 2110);
    let stranger = desk.open_account("bob");
    let call = [("loadbalancer_backend", &*first), ("weight", "2")];
    assert_eq!(desk.call_as(&stranger, "ModifyLoadBalancerBackendAttributes", &call)["ret_code"], 1400);
    desk.ok("ModifyLoadBalancerBackendAttributes", &[("loadbalancer_backend", &first), ("disabled", "1")]);
    let shown = desk.ok("DescribeLoadBalancerBackends", &[("loadbalancer_listener", &listener)]);
    assert_eq!(shown["loadbalancer_backend_set"][0]["status"], "down");
    desk.ok("UpdateLoadBalancers", &[("loadbalancers.1", &id)]);
    desk.settle();
    desk.ok("TerminateInstances", &[("instances.1", &vm)]);
    desk.settle();
    let shown = desk.ok("DescribeLoadBalancerBackends", &[("loadbalancer", &id)]);
    assert_eq!(shown["total_count"], 0);
    assert_eq!(show(&desk, &id)["is_applied"], 0);
    audit(&desk);
}

#[test]
fn a_policy_bound_to_a_backend_stays() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let (listener, vm) = (listener(&desk, &id, "80"), instance(&desk));
    desk.fails(1101, "CreateLoadBalancerPolicy", &[("operator", "xor")]);
    let made = desk.ok("CreateLoadBalancerPolicy", &[("loadbalancer_policy_name", "by path")]);
    let policy = text(&made["loadbalancer_policy_id"]);
    let shown = |desk: &Desk| {
        let call = [("loadbalancer_policies.1", &*policy), ("verbose", "1")];
        desk.ok("DescribeLoadBalancerPolicies", &call)["loadbalancer_policy_set"][0].clone()
    };
    let rule =
        |kind| [("loadbalancer_policy", &*policy), ("rules.1.rule_type", kind), ("rules.1.val", "^/img")];
    desk.fails(1101, "AddLoadBalancerPolicyRules", &rule("cookie"));
    let added = text(&desk.ok("AddLoadBalancerPolicyRules", &rule("url"))["loadbalancer_policy_rules"][0]);
    assert_eq!(shown(&desk)["is_applied"], 0);
    desk.ok("ApplyLoadBalancerPolicy", &[("loadbalancer_policy", &policy)]);
    desk.settle();
    assert_eq!(shown(&desk)["is_applied"], 1);
    let first = backend(&desk, &listener, &vm);
    desk.ok(
        "ModifyLoadBalancerBackendAttributes",
        &[("loadbalancer_backend", &first), ("loadbalancer_policy_id", &policy)],
    );
    assert_eq!(shown(&desk)["loadbalancer_ids"], json!([id]));
    let message = desk.fails(5400, "DeleteLoadBalancerPolicies", &[("loadbalancer_policies.1", &policy)]);
    assert_eq!(message, format!("DependencyExists, resource [{policy}] is in use by [{first}]"));
    desk.ok("DeleteLoadBalancerBackends", &[("loadbalancer_backends.1", &first)]);
    let change = [("loadbalancer_policy_rule", &*added), ("val", "^/pic")];
    desk.ok("ModifyLoadBalancerPolicyRuleAttributes", &change);
    let rules = desk.ok("DescribeLoadBalancerPolicyRules", &[("loadbalancer_policy", &policy)]);
    assert_eq!(rules["loadbalancer_policy_rule_set"][0]["val"], "^/pic");
    desk.ok("DeleteLoadBalancerPolicies", &[("loadbalancer_policies.1", &policy)]);
    desk.fails(2100, "DescribeLoadBalancerPolicyRules", &[("loadbalancer_policy_rules.1", &added)]);
    audit(&desk);
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

#[test]
fn a_certificate_that_a_listener_shows_stays() {
    let desk = Desk::new();
    let (content, other) = (
        pem("CERTIFICATE", &[0x30, 8, 0x30, 0, 0x30, 0, 0x03, 2, 0, 1]),
        pem("CERTIFICATE", &[0x30, 8, 0x30, 0, 0x30, 0, 0x03, 2, 0, 2]),
    );
    let key = pem("PRIVATE KEY", &[0x30, 3, 2, 1, 0]);
    let upload = |content: &str, key: &str| {
        let call = [("certificate_content", content), ("private_key", key)];
        desk.call("CreateServerCertificate", &call)
    };
    for (content, key) in [("x", &*key), (&content, "x"), (&key, &content)] {
        assert_eq!(upload(content, key)["ret_code"], 1101);
    }
    assert_eq!(upload(&content, "")["ret_code"], 1100);
    let first = text(&upload(&content, &key)["server_certificate_id"]);
    assert_eq!(upload(&content.replace('\n', "\r\n"), &key)["ret_code"], 2110);
    let second = text(&upload(&other, &key)["server_certificate_id"]);
    let id = balancer(&desk);
    let both = format!("{first},{second}");
    let mut call = listening(&id, "443");
    call.retain(|(name, _)| *name != "listeners.1.listener_protocol");
    call.extend([("listeners.1.listener_protocol", "https"), ("listeners.1.server_certificate_id", &both)]);
    let listener = text(&desk.ok("AddLoadBalancerListeners", &call)["loadbalancer_listeners"][0]);
    for certificate in [&first, &second] {
        desk.fails(5400, "DeleteServerCertificates", &[("server_certificates.1", certificate)]);
    }
    desk.ok(
        "ModifyLoadBalancerListenerAttributes",
        &[("loadbalancer_listener", &listener), ("server_certificate_id", &second)],
    );
    desk.ok("DeleteServerCertificates", &[("server_certificates.1", &first)]);
    desk.fails(5400, "DeleteServerCertificates", &[("server_certificates.1", &second)]);
    desk.ok("DeleteLoadBalancerListeners", &[("loadbalancer_listeners.1", &listener)]);
    desk.ok("DeleteServerCertificates", &[("server_certificates.1", &second)]);
    audit(&desk);
}

#[test]
fn a_forfeited_balancer_lets_everything_go() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let listener = listener(&desk, &id, "80");
    let eip = text(&show(&desk, &id)["eips"][0]["eip_id"]);
    desk.patch_account("demo", &json!({"balance": "0.10"}));
    desk.advance(Span::hours(2));
    is(standing(&desk, &id), "suspended", "");
    desk.fails(1400, "AddLoadBalancerListeners", &listening(&id, "443"));
    desk.advance(Span::days(5));
    is(standing(&desk, &id), "deleted", "");
    desk.fails(2100, "DescribeLoadBalancerListeners", &[("loadbalancer_listeners.1", &listener)]);
    assert_eq!(state_of(&desk, &eip), State::Recycled);
    audit(&desk);
}

#[test]
fn topping_up_brings_a_balancer_back() {
    let desk = Desk::new();
    let id = balancer(&desk);
    desk.patch_account("demo", &json!({"balance": "0.10"}));
    desk.advance(Span::hours(2));
    is(standing(&desk, &id), "suspended", "");
    desk.patch_account("demo", &json!({"balance": "50.00"}));
    desk.settle();
    is(standing(&desk, &id), "active", "");
    audit(&desk);
}
