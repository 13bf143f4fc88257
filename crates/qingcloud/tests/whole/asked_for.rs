//! Actions that clients call and pages document, each with what it is for.

use crate::everything::Everything;
use serde_json::{Value, json};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn first(world: &Everything, listing: &str, call: &[(&str, &str)], set: &str) -> Value {
    world.desk.ok(listing, call)[set][0].clone()
}

fn audited(world: &Everything) {
    assert_eq!(world.desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn certificates_go_onto_listeners_and_off_them() {
    let world = Everything::new();
    let (listener, certificate) = (world.id("listener"), world.id("certificate"));
    let shown = || {
        let call = [("loadbalancer_listeners.1", listener)];
        first(&world, "DescribeLoadBalancerListeners", &call, "loadbalancer_listener_set")
    };
    let both = [("server_certificates.1", certificate), ("loadbalancer_listener", listener)];
    world.desk.ok("DissociateServerCertsFromLBListener", &both);
    assert_eq!(shown()["server_certificate_id"], json!([]));
    world.desk.ok("AssociateServerCertsToLBListener", &both);
    world.desk.ok("AssociateServerCertsToLBListener", &both);
    assert_eq!(shown()["server_certificate_id"], json!([certificate]));
    world.desk.ok("DissociateServerCertsFromLBListener", &both[..1]);
    assert_eq!(shown()["server_certificate_id"], json!([]));
    world.desk.fails(
        2100,
        "AssociateServerCertsToLBListener",
        &[both[0], ("loadbalancer_listener", "lbl-00000000")],
    );
}

#[test]
fn a_balancer_joins_one_managed_network_and_leaves_it() {
    let world = Everything::new();
    let (balancer, vxnet) = (world.id("load balancer"), world.id("network"));
    let both = [("loadbalancer", balancer), ("vxnet", vxnet)];
    let join = [&both[..], &[("private_ip", "192.168.10.99")]].concat();
    world.desk.fails(1400, "LoadBalancerLeaveVxnet", &both);
    world.desk.ok("LoadBalancerJoinVxnet", &join);
    world.desk.settle();
    let shown =
        || first(&world, "DescribeLoadBalancers", &[("loadbalancers.1", balancer)], "loadbalancer_set");
    assert_eq!((&shown()["vxnet_id"], &shown()["private_ips"]), (&json!(vxnet), &json!(["192.168.10.99"])));
    world.desk.fails(1400, "LoadBalancerJoinVxnet", &both);
    world.desk.ok("LoadBalancerLeaveVxnet", &both);
    world.desk.settle();
    assert_eq!((&shown()["vxnet_id"], &shown()["private_ips"]), (&json!("vxnet-0"), &json!([])));
    audited(&world);
}

#[test]
fn images_are_copied_under_the_same_name_or_another() {
    let world = Everything::new();
    let reply = world.desk.ok("CloneImages", &[("image", world.id("image")), ("count", "2")]);
    world.desk.settle();
    let copy = text(&reply["images"][1]);
    let shown = first(&world, "DescribeImages", &[("images.1", &copy)], "image_set");
    assert_eq!((&shown["image_name"], &shown["status"]), (&json!("base"), &json!("available")));
    world.desk.fails(2100, "CloneImages", &[("image", "img-00000000")]);
    audited(&world);
}

#[test]
fn brokers_open_and_close() {
    let world = Everything::new();
    let call = [("instances.1", world.id("instance"))];
    let opened = world.desk.ok("CreateBrokers", &call);
    assert_eq!(opened["brokers"][0]["instance_id"], world.id("instance"));
    assert!(opened["brokers"][0]["broker_port"].is_u64() && opened["brokers"][0]["broker_host"].is_string());
    assert_eq!(world.desk.ok("CreateBrokers", &call)["brokers"], opened["brokers"]);
    assert_eq!(world.desk.ok("DeleteBrokers", &call)["brokers"], opened["brokers"]);
    assert_eq!(world.desk.ok("DeleteBrokers", &call)["brokers"], json!([]));
}

#[test]
fn sets_are_applied_with_the_firewalls_that_name_them_and_copied() {
    let world = Everything::new();
    let (set, firewall) = (world.id("ip set"), world.id("firewall"));
    let rule = [
        ("security_group", firewall),
        ("rules.1.protocol", "udp"),
        ("rules.1.priority", "3"),
        ("rules.1.val1", set),
    ];
    world.desk.ok("AddSecurityGroupRules", &rule);
    let applied = || {
        let call = [("security_groups.1", firewall)];
        first(&world, "DescribeSecurityGroups", &call, "security_group_set")["is_applied"].clone()
    };
    assert_eq!(applied(), 0);
    world.desk.ok("ApplySecurityGroupIPSets", &[("security_group_ipsets.1", set)]);
    world.desk.settle();
    assert_eq!(applied(), 1);
    world.desk.ok(
        "CopySecurityGroupIPSets",
        &[("ipsets.1", set), ("dest_zones.1", "gd2"), ("dest_zones.2", "pek3")],
    );
    let there = world.desk.ok("DescribeSecurityGroupIPSets", &[("zone", "gd2")]);
    assert_eq!(there["security_group_ipset_set"][0]["val"], "80,443");
    world.desk.fails(1400, "CopySecurityGroupIPSets", &[("ipsets.1", set), ("dest_zones.1", "moon")]);
}

#[test]
fn static_rules_are_copied_to_another_router() {
    let world = Everything::new();
    let other = text(&world.desk.ok("CreateRouters", &[])["routers"][0]);
    world.desk.settle();
    let call = [("source_router", world.id("router")), ("dest_router", &*other)];
    world.desk.ok("CopyRouterStatics", &call);
    let copied = world.desk.ok("DescribeRouterStatics", &[("router", &other)]);
    assert_eq!(
        (&copied["total_count"], &copied["router_static_set"][0]["val2"]),
        (&json!(1), &json!("192.168.10.2"))
    );
    world.desk.fails(2110, "CopyRouterStatics", &call);
    world.desk.fails(2100, "CopyRouterStatics", &[call[0], call[1], ("dest_zone", "gd2")]);
}

#[test]
fn a_clusters_environment_is_told_and_changed() {
    let world = Everything::new();
    let cluster = world.id("cluster");
    world.desk.fails(1100, "UpdateClusterEnvironment", &[("cluster", cluster), ("env", "[]")]);
    let env = r#"{"maxclients": 9, "mode": "fast"}"#;
    let reply = world.desk.ok("UpdateClusterEnvironment", &[("cluster", cluster), ("env", env)]);
    assert_eq!(reply["updated_env"][0]["env"]["maxclients"], 9);
    world.desk.settle();
    let config = world.desk.ok("DescribeClusterEnvironment", &[("cluster", cluster)])["config"].clone();
    assert_eq!(config["key"], "env");
    let of = |key: &str| {
        config["properties"]
            .as_array()
            .unwrap()
            .iter()
            .find(|property| property["key"] == key)
            .unwrap()
            .clone()
    };
    assert_eq!((&of("maxclients")["default"], &of("mode")["type"]), (&json!(9), &json!("string")));
    let tabs = world.desk.ok("DescribeClusterDisplayTabs", &[("cluster", cluster), ("display_tabs", "1")]);
    assert_eq!(tabs["display_tabs"]["labels"], json!(["ip", "role"]));
    world.desk.fails(1101, "DescribeClusterDisplayTabs", &[("cluster", cluster), ("display_tabs", "2")]);
}

#[test]
fn a_cluster_restarts_its_services_and_moves() {
    let world = Everything::new();
    let (cluster, node) = (world.id("cluster"), world.id("cluster node"));
    let reply = world.desk.ok("RestartClusterService", &[("cluster", cluster)]);
    assert_eq!((&reply["cluster_id"], reply["job_id"].is_string()), (&json!(cluster), true));
    world.desk.settle();
    let vxnet = text(&world.desk.ok("CreateVxnets", &[("vxnet_type", "1")])["vxnets"][0]);
    world.desk.fails(1400, "ChangeClusterVxnet", &[("cluster", cluster), ("vxnet", &vxnet)]);
    let join = [("vxnet", &*vxnet), ("router", world.id("router")), ("ip_network", "192.168.20.0/24")];
    world.desk.ok("JoinRouter", &join);
    world.desk.settle();
    let call = [
        ("cluster", cluster),
        ("vxnet", &*vxnet),
        ("private_ips.1.node_id", node),
        ("private_ips.1.private_ip", "192.168.20.77"),
    ];
    world.desk.ok("ChangeClusterVxnet", &call);
    world.desk.settle();
    let shown = || {
        let call = [("cluster", cluster), ("cluster_nodes.1", node)];
        first(&world, "DescribeClusterNodes", &call, "node_set")
    };
    assert_eq!((&shown()["private_ip"], &shown()["vxnet_id"]), (&json!("192.168.20.77"), &json!(vxnet)));
    world.desk.ok("ModifyClusterNodeAttributes", &[("cluster_node", node), ("name", "one")]);
    assert_eq!(shown()["name"], "one");
    audited(&world);
}

#[test]
fn a_node_has_a_public_address_until_it_goes() {
    let world = Everything::new();
    let (node, cluster) = (world.id("cluster node"), world.id("cluster"));
    let eip = text(&world.desk.ok("AllocateEips", &[("bandwidth", "2")])["eips"][0]);
    let bind = [("eip", &*eip), ("cluster_node", node)];
    let shown = || first(&world, "DescribeEips", &[("eips.1", &eip)], "eip_set");
    for gone in [false, true] {
        world.desk.ok("AssociateEipToClusterNode", &bind);
        world.desk.settle();
        assert_eq!(shown()["resource"]["resource_type"], "cluster_node");
        let nodes = world.desk.ok("DescribeClusterNodes", &[("cluster", cluster), ("cluster_nodes.1", node)]);
        assert_eq!(nodes["node_set"][0]["eip"], shown()["eip_addr"]);
        if gone {
            world.desk.ok("DeleteClusters", &[("clusters.1", cluster)]);
        } else {
            world.desk.fails(1400, "AssociateEipToClusterNode", &bind);
            world.desk.ok("DissociateEipFromClusterNode", &[("eips.1", &eip)]);
        }
        world.desk.settle();
        assert_eq!(shown()["status"], "available");
    }
    audited(&world);
}

#[test]
fn a_nodes_meters_are_read() {
    let world = Everything::new();
    let call = |meter| {
        [
            ("resource", world.id("cluster node")),
            ("meters.1", meter),
            ("step", "1m"),
            ("start_time", "2026-01-01T00:00:00Z"),
            ("end_time", "2026-01-01T00:10:00Z"),
        ]
    };
    for meter in ["cpu", "memory", "disk-us-volume", "disk-iops-volume", "disk-volume", "stats"] {
        let reply = world.desk.ok("GetClusterMonitor", &call(meter));
        assert_eq!(reply["meter_set"][0]["meter_id"], meter);
        assert!(reply["meter_set"][0]["data_set"].is_array(), "{reply}");
    }
    world.desk.fails(1101, "GetClusterMonitor", &call("traffic"));
}

#[test]
fn a_vpns_certificates_are_a_routers_own_and_stay() {
    let world = Everything::new();
    let certs = |router: &str| world.desk.ok("GetVPNCerts", &[("router", router), ("platform", "mac")]);
    let one = certs(world.id("router"));
    for name in ["ca_cert", "client_crt", "client_key", "static_key", "mac_conf_sample"] {
        assert!(!text(&one[name]).is_empty(), "{name}");
    }
    assert!(text(&one["ca_cert"]).starts_with("-----BEGIN CERTIFICATE-----\n"));
    assert_eq!(one, certs(world.id("router")));
    let other = text(&world.desk.ok("CreateRouters", &[])["routers"][0]);
    world.desk.settle();
    assert_ne!(certs(&other)["client_key"], one["client_key"]);
}

#[test]
fn virtual_addresses_take_places_and_are_no_interfaces() {
    let world = Everything::new();
    let (vxnet, vip) = (world.id("network"), world.id("virtual address"));
    let shown = first(&world, "DescribeVips", &[("vxnets.1", vxnet), ("vip_name", "shared")], "vip_set");
    assert_eq!((&shown["vip_id"], &shown["vip_addr"]), (&json!(vip), &json!("192.168.10.50")));
    let more = [("vxnet_id", vxnet), ("count", "2"), ("vip_range", "192.168.10.50-192.168.10.51")];
    world.desk.fails(5200, "AllocateVips", &more);
    world.desk.fails(1100, "AllocateVips", &[("vxnet_id", vxnet), ("vip_range", "all")]);
    world.desk.fails(2110, "CreateNics", &[("vxnet", vxnet), ("private_ips.1", "192.168.10.50")]);
    world.desk.fails(2100, "DeleteNics", &[("nics.1", vip)]);
    assert_eq!(world.desk.ok("DescribeNics", &[("nics.1", vip)])["total_count"], 0);
    world.desk.ok("ReleaseVips", &[("vips.1", vip)]);
    world.desk.fails(2100, "ReleaseVips", &[("vips.1", vip)]);
    world.desk.ok("CreateNics", &[("vxnet", vxnet), ("private_ips.1", "192.168.10.50")]);
    audited(&world);
}
