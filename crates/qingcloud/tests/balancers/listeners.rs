//! Listeners of load balancers with their backends, policies and certificates.

use crate::rig::{audit, backend, balancer, instance, listener, listening, show, text};
use base64::Engine as _;
use serde_json::json;
use squall_simulate::Desk;

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
fn a_router_behind_a_listener_is_not_there_any_more_when_it_is_deleted() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let listener = listener(&desk, &id, "80");
    let router = text(&desk.ok("CreateRouters", &[])["routers"][0]);
    desk.settle();
    let added = backend(&desk, &listener, &router);
    let shown = desk.ok("DescribeLoadBalancerBackends", &[("loadbalancer_backends.1", &added)]);
    assert_eq!(shown["loadbalancer_backend_set"][0]["status"], "up");
    desk.ok("DeleteRouters", &[("routers.1", &router)]);
    desk.settle();
    assert_eq!(
        desk.ok("DescribeLoadBalancerBackends", &[("loadbalancer_backends.1", &added)])["total_count"],
        0
    );
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
    assert_eq!(
        desk.ok("DescribeLoadBalancerPolicyRules", &[("loadbalancer_policy_rules.1", &added)])["total_count"],
        0
    );
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
fn what_a_deleted_user_shared_with_others_lets_them_go() {
    let desk = Desk::new();
    let (id, vm) = (balancer(&desk), instance(&desk));
    let (listener, bob) = (listener(&desk, &id, "80"), desk.open_account("bob"));
    let bob_id = desk.change(|world| {
        let mut bob = world.account(&world.account_named("bob")?.unwrap_or_default())?;
        bob.master = world.account_named("demo")?;
        (bob.own_purse, bob.own_quotas) = (true, true);
        world.save_account(&bob)?;
        Ok(bob.id)
    });
    let of_bob = |action: &str, call: &[(&str, &str)], field: &str| {
        let reply = desk.call_as(&bob, action, call);
        text(reply.get(field).unwrap_or_else(|| panic!("{reply}")))
    };
    let group = of_bob("CreateSecurityGroup", &[("security_group_name", "bobs")], "security_group_id");
    let policy = of_bob("CreateLoadBalancerPolicy", &[], "loadbalancer_policy_id");
    let set_call = [("ipset_type", "1"), ("val", "80")];
    let set = of_bob("CreateSecurityGroupIPSet", &set_call, "security_group_ipset_id");
    let content = pem("CERTIFICATE", &[0x30, 8, 0x30, 0, 0x30, 0, 0x03, 2, 0, 1]);
    let key = pem("PRIVATE KEY", &[0x30, 3, 2, 1, 0]);
    let upload = [("certificate_content", &*content), ("private_key", &*key)];
    let certificate = of_bob("CreateServerCertificate", &upload, "server_certificate_id");

    let first = backend(&desk, &listener, &vm);
    let mine = desk.ok("CreateSecurityGroup", &[("security_group_name", "mine")]);
    let mine = text(&mine["security_group_id"]);
    desk.ok("ApplySecurityGroup", &[("security_group", &group), ("instances.1", &vm)]);
    desk.ok("ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("security_group", &group)]);
    desk.ok(
        "ModifyLoadBalancerBackendAttributes",
        &[("loadbalancer_backend", &first), ("loadbalancer_policy_id", &policy)],
    );
    desk.ok(
        "ModifyLoadBalancerListenerAttributes",
        &[("loadbalancer_listener", &listener), ("server_certificate_id", &certificate)],
    );
    let rule = [("rules.1.protocol", "tcp"), ("rules.1.priority", "1"), ("rules.1.val1", &*set)];
    desk.ok("AddSecurityGroupRules", &[&rule[..], &[("security_group", &mine)]].concat());
    desk.settle();
    audit(&desk);
    desk.change(|world| desk.cloud().operator().delete_account(world, &bob_id));
    audit(&desk);
    let shown = show(&desk, &id);
    assert_eq!(shown["security_group_id"], "");
    assert_eq!(shown["listeners"][0]["server_certificate_id"], json!([]));
    assert_eq!(shown["listeners"][0]["backends"][0]["loadbalancer_policy_id"], "");
    let rules = desk.ok("DescribeSecurityGroupRules", &[("security_group", &mine)]);
    assert_eq!(rules["total_count"], 0);
}
