//! What programs that nobody here wrote found to be otherwise, one fact a test.

use crate::everything::Everything;
use serde_json::{Value, json};
use squall_simulate::Desk;

const LOGIN: [(&str, &str); 4] = [
    ("image_id", "centos7x64d"),
    ("instance_type", "c1m1"),
    ("login_mode", "passwd"),
    ("login_passwd", "Squall2026x"),
];

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

#[test]
fn a_public_balancer_is_in_the_base_network_with_its_addresses_twice() {
    let desk = Desk::new();
    let eip = text(&desk.ok("AllocateEips", &[("bandwidth", "2")])["eips"][0]);
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &eip), ("vxnet", "vxnet-0")]);
    desk.settle();
    let listed = desk.ok("DescribeLoadBalancers", &[("loadbalancers.1", &text(&made["loadbalancer_id"]))]);
    let shown = &listed["loadbalancer_set"][0];
    assert_eq!(shown["vxnet_id"], "vxnet-0");
    for name in ["cluster", "eips"] {
        assert_eq!(shown[name][0]["eip_id"], *eip, "{name}");
    }
    let call = [("eips.1", &*eip)];
    let taken = desk.fails(1400, "CreateLoadBalancer", &call);
    let sentence = "is not available, can not be associated to loadbalancer";
    assert_eq!(taken, format!("PermissionDenied, public IP [{eip}] {sentence}"));
}

#[test]
fn any_port_is_from_0_to_0_and_a_firewall_needs_no_name() {
    let desk = Desk::new();
    let id = text(&desk.ok("CreateSecurityGroup", &[])["security_group_id"]);
    for (protocol, priority) in [("tcp", "1"), ("udp", "2")] {
        let rule = [
            ("security_group", &*id),
            ("rules.1.protocol", protocol),
            ("rules.1.priority", priority),
            ("rules.1.val1", "0"),
            ("rules.1.val2", "0"),
        ];
        desk.ok("AddSecurityGroupRules", &rule);
    }
}

#[test]
fn volumes_come_as_small_as_10_and_in_the_storage_drivers_types() {
    let desk = Desk::new();
    for (kind, size) in [("0", "10"), ("100", "10"), ("6", "20"), ("7", "20"), ("20", "10"), ("5", "24000")] {
        desk.ok("CreateVolumes", &[("volume_type", kind), ("size", size)]);
    }
    desk.fails(1101, "CreateVolumes", &[("volume_type", "5"), ("size", "24010")]);
}

#[test]
fn instances_come_in_the_storage_drivers_classes() {
    let desk = Desk::new();
    for class in ["7", "202", "203", "400", "1002", "1003"] {
        let call = [&LOGIN[..], &[("instance_class", class)]].concat();
        desk.ok("RunInstances", &call);
    }
}

#[test]
fn what_only_a_terminated_instance_used_is_free_at_once() {
    let world = Everything::new();
    let desk = &world.desk;
    let (key, firewall) =
        (world.id("key pair"), text(&desk.ok("CreateSecurityGroup", &[])["security_group_id"]));
    let network = text(&desk.ok("CreateVxnets", &[("vxnet_type", "1")])["vxnets"][0]);
    let call = [&LOGIN[..], &[("vxnets.1", &*network), ("security_group", &firewall)]].concat();
    let instance = text(&desk.ok("RunInstances", &call)["instances"][0]);
    desk.settle();
    desk.ok("DetachKeyPairs", &[("keypairs.1", key), ("instances.1", world.id("instance"))]);
    desk.ok("AttachKeyPairs", &[("keypairs.1", key), ("instances.1", &instance)]);
    desk.settle();
    desk.fails(5400, "DeleteSecurityGroups", &[("security_groups.1", &firewall)]);
    desk.ok("TerminateInstances", &[("instances.1", &instance)]);
    desk.ok("DeleteKeyPairs", &[("keypairs.1", key)]);
    desk.ok("DeleteSecurityGroups", &[("security_groups.1", &firewall)]);
    desk.ok("DeleteVxnets", &[("vxnets.1", &network)]);
    desk.settle();
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn a_snapshot_is_found_by_its_name() {
    let world = Everything::new();
    let found =
        |name: &str| world.desk.ok("DescribeSnapshots", &[("snapshot_name", name)])["total_count"].clone();
    assert_eq!((found("first"), found("firs")), (json!(1), json!(0)));
}

#[test]
fn users_of_an_image_are_told_with_their_names() {
    let world = Everything::new();
    let reply = world.desk.ok("DescribeImageUsers", &[("image_id", world.id("image"))]);
    let user = &reply["image_user_set"][0];
    assert_eq!(user["image_id"], world.id("image"));
    assert_eq!(
        (&user["user"]["user_id"], &user["user"]["email"]),
        (&json!(world.id("account")), &json!("bob@example.cn"))
    );
    assert!(user["create_time"].is_string() && user["user"]["user_name"].is_string());
    let none = world.desk.fails(2100, "DescribeImageUsers", &[("image_id", "img-00000000")]);
    assert!(none.contains("img-00000000"), "{none}");
}

#[test]
fn networks_on_routers_have_owners_and_others_no_router() {
    let world = Everything::new();
    let joined = world.desk.ok("DescribeRouterVxnets", &[("router", world.id("router"))]);
    assert!(text(&joined["router_vxnet_set"][0]["owner"]).starts_with("usr-"));
    let alone = text(&world.desk.ok("CreateVxnets", &[("vxnet_type", "1")])["vxnets"][0]);
    let shown = world.desk.ok("DescribeVxnets", &[("vxnets.1", &alone)]);
    assert_eq!(shown["vxnet_set"][0]["router"], Value::Null);
    let router = world.desk.ok("DescribeRouters", &[("routers.1", world.id("router")), ("verbose", "1")]);
    let vxnets = router["router_set"][0]["vxnets"].as_array().unwrap();
    let joined = vxnets.iter().find(|vxnet| vxnet["vxnet_id"] == world.id("network")).unwrap();
    assert_eq!(joined["vxnet_type"], 1);
    assert_eq!(joined["router"]["ip_network"], "192.168.10.0/24");
}

#[test]
fn a_listener_takes_options_up_to_1023() {
    let world = Everything::new();
    let call = |option| [("loadbalancer_listener", world.id("listener")), ("listener_option", option)];
    world.desk.ok("ModifyLoadBalancerListenerAttributes", &call("1023"));
    world.desk.fails(1101, "ModifyLoadBalancerListenerAttributes", &call("1024"));
}

#[test]
fn the_job_of_snapshots_is_a_text_or_a_list_as_the_operator_likes() {
    let world = Everything::new();
    let shown = |world: &Everything| world.desk.look(|look| world.desk.cloud().operator().show_world(look));
    world.desk.patch_world(&json!({"snapshot_job_id": "string"}));
    assert_eq!(shown(&world)["snapshot_job_id"], "string");
    world.desk.patch_world(&json!({"snapshot_job_id": "list"}));
    assert_eq!(shown(&world)["snapshot_job_id"], "list");
    let reply = world.desk.ok("CreateSnapshots", &[("resources.1", world.id("volume"))]);
    world.desk.settle();
    let jobs = world.desk.ok("DescribeJobs", &[("jobs.1", &text(&reply["job_id"][0]))]);
    assert_eq!(jobs["job_set"][0]["status"], "successful");
    world.desk.patch_world(&json!({"snapshot_job_id": "string"}));
    let reply = world.desk.ok("CreateSnapshots", &[("resources.1", world.id("volume"))]);
    assert!(reply["job_id"].is_string());
}

#[test]
fn an_unknown_key_is_told_to_be_illegal() {
    let desk = Desk::new();
    let nobody = squall_api::client::Credentials::Key { id: "NOBODY".to_owned(), secret: "x".to_owned() };
    let reply = desk.call_as(&nobody, "DescribeZones", &[]);
    assert_eq!(reply["message"], "AuthFailure, illegal access key [NOBODY]");
}

#[test]
fn too_many_calls_of_a_day_are_told_in_the_vendors_words() {
    let desk = Desk::new();
    desk.patch_account("demo", &json!({"quotas": {"api_calls_per_day": 0}}));
    let reply = desk.call("DescribeZones", &[]);
    let sentence = "access too frequently, your requests will be rejected for a period of time";
    assert_eq!(reply["message"], format!("QuotasExceeded, {sentence}"));
}
