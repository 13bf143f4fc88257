//! An attribute that `Modify…Attributes` receives empty is cleared.

use crate::everything::Everything;
use serde_json::Value;
use squall_api::ActionFacts;
use squall_api::param::{Field, Shape};

/// Attributes that nothing can be without, whatever is sent: an empty one counts as not sent there.
const NEEDED: [&str; 12] = [
    // Names that must be unique, or that a user logs in with.
    "tag_name",
    "email",
    "passwd",
    // What an address, a set or a rule consists of.
    "private_ip",
    "val",
    "healthy_check_method",
    "healthy_check_option",
    // Values of a forwarded port, each of which the rule needs.
    "val1",
    "val2",
    "val3",
    // The protocol of one has a default, and no address is where its network has none.
    "val4",
    "dyn_ip_start",
];

/// Where each kind is shown: the listing, its parameter and its set.
const SHOWN: [(&str, &str, &str, &str); 23] = [
    ("instance", "DescribeInstances", "instances.1", "instance_set"),
    ("volume", "DescribeVolumes", "volumes.1", "volume_set"),
    ("snapshot", "DescribeSnapshots", "snapshots.1", "snapshot_set"),
    ("image", "DescribeImages", "images.1", "image_set"),
    ("key pair", "DescribeKeyPairs", "keypairs.1", "keypair_set"),
    ("network", "DescribeVxnets", "vxnets.1", "vxnet_set"),
    ("network interface", "DescribeNics", "nics.1", "nic_set"),
    ("router", "DescribeRouters", "routers.1", "router_set"),
    ("router rule", "DescribeRouterStatics", "router_statics.1", "router_static_set"),
    ("address", "DescribeEips", "eips.1", "eip_set"),
    ("firewall", "DescribeSecurityGroups", "security_groups.1", "security_group_set"),
    ("firewall rule", "DescribeSecurityGroupRules", "security_group_rules.1", "security_group_rule_set"),
    ("ip set", "DescribeSecurityGroupIPSets", "security_group_ipsets.1", "security_group_ipset_set"),
    ("load balancer", "DescribeLoadBalancers", "loadbalancers.1", "loadbalancer_set"),
    ("listener", "DescribeLoadBalancerListeners", "loadbalancer_listeners.1", "loadbalancer_listener_set"),
    ("backend", "DescribeLoadBalancerBackends", "loadbalancer_backends.1", "loadbalancer_backend_set"),
    (
        "forwarding policy",
        "DescribeLoadBalancerPolicies",
        "loadbalancer_policies.1",
        "loadbalancer_policy_set",
    ),
    (
        "forwarding rule",
        "DescribeLoadBalancerPolicyRules",
        "loadbalancer_policy_rules.1",
        "loadbalancer_policy_rule_set",
    ),
    ("certificate", "DescribeServerCertificates", "server_certificates.1", "server_certificate_set"),
    ("tag", "DescribeTags", "tags.1", "tag_set"),
    ("cluster", "DescribeClusters", "clusters.1", "cluster_set"),
    ("cluster node", "DescribeClusterNodes", "cluster_nodes.1", "node_set"),
    ("account", "DescribeSubUsers", "users.1", "user_set"),
];

fn shown(world: &Everything, word: &str) -> Value {
    let (_, listing, parameter, set) = SHOWN.iter().find(|(known, ..)| *known == word).unwrap();
    let mut call = vec![(*parameter, world.id(word))];
    if word == "cluster node" {
        call.push(("cluster", world.id("cluster")));
    }
    world.desk.ok(listing, &call)[*set][0].clone()
}

/// The attributes of an action that take a free text.
fn attributes(action: &ActionFacts) -> impl Iterator<Item = &'static Field> {
    let fields = action.fields.iter().filter(|field| !field.required && field.shape == Shape::Text);
    fields.filter(|field| {
        field.rule.one_of.is_empty() && field.rule.id.is_none() && !NEEDED.contains(&field.name)
    })
}

#[test]
fn what_is_sent_empty_is_cleared() {
    let world = Everything::new();
    let mut cleared = 0;
    for action in world.desk.cloud().actions().iter().filter(|action| action.name.starts_with("Modify")) {
        let target = action.fields.iter().find(|field| field.required && field.rule.id.is_some());
        let Some((target, word)) = target.and_then(|field| Some((field.name, field.rule.id?))) else {
            continue;
        };
        let id = world.id(word).to_owned();
        for field in attributes(action) {
            let values = if field.name == "session_sticky" { "insert|3600" } else { "192.168.0.0" };
            world.desk.ok(action.name, &[(target, &id), (field.name, values)]);
            assert_eq!(shown(&world, word)[field.name], values, "{} {}", action.name, field.name);
            world.desk.ok(action.name, &[(target, &id), (field.name, "")]);
            assert_eq!(shown(&world, word)[field.name], "", "{} {}", action.name, field.name);
            cleared += 1;
        }
        // And what is not sent stays.
        let before = shown(&world, word);
        world.desk.ok(action.name, &[(target, &id)]);
        world.desk.settle();
        let names = action.fields.iter().map(|field| field.name);
        names.for_each(|name| assert_eq!(shown(&world, word)[name], before[name], "{} {name}", action.name));
    }
    assert!(cleared > 35, "{cleared}");
}

#[test]
fn what_is_bound_is_loosened_by_an_empty_id() {
    let world = Everything::new();
    for (action, target, word, field, at) in [
        (
            "ModifyLoadBalancerBackendAttributes",
            "loadbalancer_backend",
            "backend",
            "loadbalancer_policy_id",
            "",
        ),
        (
            "ModifyLoadBalancerAttributes",
            "loadbalancer",
            "load balancer",
            "security_group",
            "security_group_id",
        ),
        ("ModifyRouterAttributes", "router", "router", "security_group", "security_group_id"),
    ] {
        let at = if at.is_empty() { field } else { at };
        assert_ne!(shown(&world, word)[at], "", "{action}");
        world.desk.ok(action, &[(target, world.id(word)), (field, "")]);
        assert_eq!(shown(&world, word)[at], "", "{action}");
    }
    let listener = [("loadbalancer_listener", world.id("listener")), ("server_certificate_id", "")];
    world.desk.ok("ModifyLoadBalancerListenerAttributes", &listener);
    assert_eq!(shown(&world, "listener")["server_certificate_id"], serde_json::json!([]));
    let rule = [("security_group_rule", world.id("firewall rule")), ("val1", "")];
    world.desk.ok("ModifySecurityGroupRuleAttributes", &rule);
    assert_eq!(shown(&world, "firewall rule")["val1"], "");
}
