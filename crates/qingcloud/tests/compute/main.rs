//! Making instances, and what their life is.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod periods;
mod volumes;

use serde_json::{Value, json};
use squall_api::cloud::{Account, Span};
use squall_simulate::Desk;

const SMALL: [(&str, &str); 5] = [
    ("image_id", "centos7x64d"),
    ("instance_type", "c1m1"),
    ("login_mode", "passwd"),
    ("login_passwd", "Squall2026x"),
    ("vxnets.1", "vxnet-0"),
];

/// A call to make small instances with some parameters besides or instead of the usual ones; an empty one is
/// left out.
fn small<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = SMALL.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

fn run(desk: &Desk, more: &[(&str, &str)]) -> String {
    let reply = desk.ok("RunInstances", &small(more));
    reply["instances"][0].as_str().unwrap().to_owned()
}

fn running(desk: &Desk) -> String {
    let id = run(desk, &[]);
    desk.settle();
    id
}

fn stopped(desk: &Desk) -> String {
    let id = running(desk);
    desk.ok("StopInstances", &[("instances.1", &id)]);
    desk.settle();
    id
}

fn show(desk: &Desk, id: &str) -> Value {
    let reply = desk.ok("DescribeInstances", &[("instances.1", id), ("verbose", "1")]);
    reply["instance_set"][0].clone()
}

#[test]
fn an_instance_is_pending_first_and_then_runs_with_all_that_was_asked_for() {
    let desk = Desk::new();
    let key = desk.ok("CreateTag", &[("tag_name", "a")])["tag_id"].clone();
    assert!(key.is_string());
    let id = run(&desk, &[("instance_name", "web"), ("hostname", "web-1"), ("count", "2")]);
    let shown = show(&desk, &id);
    assert_eq!((&shown["status"], &shown["transition_status"]), (&json!("pending"), &json!("creating")));
    let job = desk.ok("DescribeJobs", &[("job_action", "RunInstances")]);
    assert_eq!(job["job_set"][0]["resource_ids"].as_str().unwrap().split(' ').count(), 2);
    desk.settle();
    let shown = show(&desk, &id);
    assert_eq!((&shown["status"], &shown["transition_status"]), (&json!("running"), &json!("")));
    assert_eq!(shown["instance_name"], "web");
    assert_eq!((&shown["vcpus_current"], &shown["memory_current"]), (&json!(1), &json!(1024)));
    assert_eq!(shown["extra"]["os_disk_size"], 20);
    assert_eq!(shown["image"]["image_id"], "centos7x64d");
    assert_eq!(shown["image"]["provider"], "system");
    assert_eq!(shown["eip"], Value::Null);
    assert_eq!(shown["security_group"]["is_default"], 1);
    let network = &shown["vxnets"][0];
    assert_eq!(network["vxnet_id"], "vxnet-0");
    assert!(network["private_ip"].as_str().unwrap().starts_with("10."), "{network}");
    assert!(network["nic_id"].as_str().unwrap().starts_with("52:54:"));
    assert_eq!(desk.ok("DescribeInstances", &[])["total_count"], 2);
}

#[test]
fn cores_and_memory_win_over_a_type() {
    let desk = Desk::new();
    let both = [("instance_type", "c4m8"), ("cpu", "1"), ("memory", "2048")];
    let shown = show(&desk, &run(&desk, &both));
    assert_eq!((&shown["vcpus_current"], &shown["memory_current"]), (&json!(1), &json!(2048)));
    assert_eq!(shown["instance_type"], "c1m2");
    let shown = show(&desk, &run(&desk, &[("instance_type", "e1.xlarge.r2")]));
    assert_eq!((&shown["vcpus_current"], &shown["memory_current"]), (&json!(4), &json!(8192)));
    assert_eq!(shown["instance_class"], 201);
}

#[test]
fn what_cannot_be_made_is_refused_with_its_reason() {
    let desk = Desk::new();
    for (code, more) in [
        (1100, &[("image_id", "")][..]),
        (1100, &[("instance_type", "")]),
        (1100, &[("instance_type", ""), ("cpu", "1")]),
        (1100, &[("login_mode", "")]),
        (1100, &[("login_passwd", "")]),
        (1100, &[("login_mode", "keypair")]),
        (1100, &[("vxnets.1", "vxnet-0|here")]),
        (1101, &[("cpu", "3"), ("memory", "1024")]),
        (1101, &[("cpu", "1"), ("memory", "1000")]),
        (1101, &[("instance_type", "huge")]),
        (1101, &[("login_mode", "telnet")]),
        (1101, &[("login_passwd", "short1A")]),
        (1101, &[("os_disk_size", "10")]),
        (1101, &[("os_disk_size", "101")]),
        (1101, &[("count", "0")]),
        (1101, &[("cpu", "4"), ("memory", "1024"), ("cpu_max", "2")]),
        (1101, &[("hypervisor", "bm"), ("os_disk_encryption", "1")]),
        (1101, &[("need_userdata", "1"), ("userdata_type", "plain"), ("userdata_value", "???")]),
        (1101, &[("vxnets.1", "vxnet-0|10.96.0.9")]),
        (2100, &[("image_id", "img-00000000")]),
        (2100, &[("vxnets.1", "vxnet-0000000")]),
        (2100, &[("security_group", "sg-00000000")]),
        (2100, &[("volumes.1", "vol-00000000")]),
        (2100, &[("login_mode", "keypair"), ("login_keypair", "kp-00000000")]),
        (1400, &[("image_id", "centos58x86a")]),
        (1400, &[("target_user", "usr-nobody00")]),
    ] {
        desk.fails(code, "RunInstances", &small(more));
    }
}

#[test]
fn quota_then_balance_then_room_decide() {
    let desk = Desk::new();
    desk.patch_world(&json!({"hosts": [{"name": "h1", "cpu": 2, "memory_mib": 4096, "storage_gib": 1000}]}));
    desk.patch_account("demo", &json!({"quotas": {"cpu": 2}, "balance": "0.00"}));
    desk.fails(2500, "RunInstances", &small(&[("count", "3")]));
    desk.patch_account("demo", &json!({"quotas": {"cpu": 20}}));
    desk.fails(2400, "RunInstances", &small(&[("count", "3")]));
    desk.patch_account("demo", &json!({"balance": "100.00"}));
    desk.fails(5200, "RunInstances", &small(&[("count", "3")]));
    desk.ok("RunInstances", &small(&[("count", "2")]));
    desk.fails(5200, "RunInstances", &small(&[]));
}

#[test]
fn what_another_service_is_needed_for_waits_for_it() {
    let desk = Desk::new();
    desk.patch_world(&json!({"services": {"network": "updating"}}));
    desk.fails(5400, "RunInstances", &small(&[]));
    desk.ok("RunInstances", &small(&[("vxnets.1", "")]));
    desk.patch_world(&json!({"services": {"network": "up", "compute": "updating"}}));
    desk.fails(5300, "RunInstances", &small(&[]));
}

#[test]
fn unknown_ids_are_left_out_of_a_listing() {
    let desk = Desk::new();
    let id = running(&desk);
    let asked = [("instances.1", "i-00000000"), ("instances.2", &*id)];
    assert_eq!(desk.ok("DescribeInstances", &asked)["total_count"], 1);
    assert_eq!(desk.ok("DescribeInstances", &asked[..1])["total_count"], 0);
    desk.fails(1101, "DescribeInstances", &[("status.1", "foo")]);
    desk.advance(Span::ZERO);
}

#[test]
fn states_forbid_what_does_not_fit_them() {
    let desk = Desk::new();
    let id = run(&desk, &[]);
    let one = [("instances.1", &*id)];
    let message = desk.fails(1400, "TerminateInstances", &one);
    assert_eq!(message, format!("PermissionDenied, resource [{id}] is [creating], please try later"));
    desk.advance(Span::seconds(12));
    let message = desk.fails(1400, "TerminateInstances", &one);
    assert!(message.ends_with("lease info not ready yet, please try later"), "{message}");
    desk.settle();
    for action in ["StartInstances", "CeaseInstances", "RecoverInstances"] {
        desk.fails(1400, action, &one);
    }
    let message = desk.fails(1400, "StartInstances", &one);
    assert_eq!(message, format!("PermissionDenied, instance [{id}] is not stopped, can not be started"));
    desk.fails(1400, "ResizeInstances", &[("instances.1", &id), ("cpu", "2"), ("memory", "2048")]);
    desk.ok("RestartInstances", &one);
    assert_eq!(show(&desk, &id)["transition_status"], "restarting");
    desk.settle();
    desk.ok("StopInstances", &one);
    desk.fails(1400, "TerminateInstances", &one);
    desk.settle();
    desk.fails(1400, "RestartInstances", &one);
    let twice = [("instances.1", &*id), ("instances.2", "i-00000000")];
    desk.fails(2100, "StartInstances", &twice);
    desk.ok("StartInstances", &one);
    desk.settle();
    desk.ok("TerminateInstances", &one);
    desk.settle();
    assert!(desk.fails(1400, "TerminateInstances", &one).contains("has already been deleted"));
}

#[test]
fn what_is_terminated_comes_back_loose_or_ceases() {
    let desk = Desk::new();
    let id = running(&desk);
    let one = [("instances.1", &*id)];
    desk.ok("TerminateInstances", &one);
    desk.settle();
    let shown = show(&desk, &id);
    assert_eq!((&shown["status"], &shown["vxnets"]), (&json!("terminated"), &json!([])));
    desk.advance(Span::hours(1));
    desk.ok("RecoverInstances", &one);
    let shown = show(&desk, &id);
    assert_eq!((&shown["status"], &shown["transition_status"]), (&json!("terminated"), &json!("recovering")));
    desk.fails(1400, "CeaseInstances", &one);
    desk.settle();
    assert_eq!(show(&desk, &id)["status"], "running");
    desk.advance(Span::hours(2));
    assert_eq!(show(&desk, &id)["status"], "running");
    desk.ok("TerminateInstances", &[("instances.1", &id), ("direct_cease", "1")]);
    desk.settle();
    assert_eq!(show(&desk, &id)["status"], "ceased");
    assert_eq!(desk.ok("DescribeInstances", &[])["total_count"], 0);
    desk.fails(1400, "RecoverInstances", &one);
}

#[test]
fn room_is_kept_for_what_is_coming_back() {
    let desk = Desk::new();
    desk.patch_world(&json!({"hosts": [{"name": "h1", "cpu": 1, "memory_mib": 1024, "storage_gib": 1000}]}));
    let id = running(&desk);
    desk.ok("TerminateInstances", &[("instances.1", &id)]);
    desk.settle();
    let other = running(&desk);
    desk.fails(5200, "RecoverInstances", &[("instances.1", &id)]);
    desk.ok("TerminateInstances", &[("instances.1", &other)]);
    desk.settle();
    desk.ok("RecoverInstances", &[("instances.1", &id)]);
    desk.fails(5200, "RunInstances", &small(&[]));
    desk.settle();
    assert_eq!(show(&desk, &id)["status"], "running");
}

#[test]
fn a_size_is_changed_within_quota_balance_and_room() {
    let desk = Desk::new();
    let id = stopped(&desk);
    let to = |cpu, memory| [("instances.1", &*id), ("cpu", cpu), ("memory", memory)];
    desk.patch_account("demo", &json!({"quotas": {"cpu": 3}}));
    desk.fails(2500, "ResizeInstances", &to("4", "1024"));
    desk.patch_account("demo", &json!({"balance": "0.01"}));
    desk.fails(2400, "ResizeInstances", &to("2", "4096"));
    desk.patch_account("demo", &json!({"balance": "100.00"}));
    desk.patch_world(
        &json!({"hosts": [{"name": "host-1", "cpu": 2, "memory_mib": 2048, "storage_gib": 1000}]}),
    );
    desk.fails(5200, "ResizeInstances", &to("2", "4096"));
    desk.fails(1101, "ResizeInstances", &[("instances.1", &id), ("os_disk_size", "10")]);
    desk.fails(1100, "ResizeInstances", &[("instances.1", &id)]);
    desk.ok("ResizeInstances", &to("2", "2048"));
    assert_eq!(show(&desk, &id)["transition_status"], "updating");
    desk.settle();
    let shown = show(&desk, &id);
    assert_eq!((&shown["vcpus_current"], &shown["instance_type"]), (&json!(2), &json!("c2m2")));
    desk.ok("ResizeInstances", &[("instances.1", &id), ("os_disk_size", "50")]);
    assert_eq!(show(&desk, &id)["extra"]["os_disk_size"], 50);
}

#[test]
fn a_running_instance_costs_its_size_and_a_stopped_one_its_disk() {
    let desk = Desk::new();
    let id = running(&desk);
    let balance =
        || desk.look(|world| Ok(world.payer(&world.account_named("demo")?.unwrap())?.balance_at(world.now)));
    let before = balance();
    desk.advance(Span::hours(10));
    // 0.06 for a core and 0.00004 for each MiB, ten times.
    assert_eq!((before - balance()).to_string(), "1.0096");
    desk.ok("StopInstances", &[("instances.1", &id)]);
    desk.settle();
    let before = balance();
    desk.advance(Span::hours(10));
    assert_eq!((before - balance()).to_string(), "0.40");
}

#[test]
fn a_copy_is_like_its_original_at_an_address_of_its_own() {
    let desk = Desk::new();
    let id = stopped(&desk);
    let reply = desk.ok("CloneInstances", &[("instances.1", &id)]);
    let copy = reply["instances"][0].as_str().unwrap();
    assert_eq!(reply["instance_set"][&id]["instance_map"][&id], copy);
    desk.settle();
    let (one, other) = (show(&desk, &id), show(&desk, copy));
    assert_eq!(other["status"], "running");
    assert_eq!(one["image"], other["image"]);
    assert_ne!(one["vxnets"][0]["private_ip"], other["vxnets"][0]["private_ip"]);
    desk.fails(1101, "CloneInstances", &[("instances.1", &id), ("vxnets.1", "i-00000000|vxnet-0")]);
}

#[test]
fn a_reset_needs_a_login_and_ends_where_it_began() {
    let desk = Desk::new();
    let id = stopped(&desk);
    desk.fails(1100, "ResetInstances", &[("instances.1", &id)]);
    desk.ok(
        "ResetInstances",
        &[("instances.1", &id), ("login_mode", "passwd"), ("login_passwd", "Squall2026x")],
    );
    assert_eq!(show(&desk, &id)["transition_status"], "resetting");
    desk.settle();
    assert_eq!(show(&desk, &id)["status"], "stopped");
}

#[test]
fn a_master_makes_instances_for_its_users_and_acts_on_them() {
    let desk = Desk::new();
    let user = desk.change(|world| {
        let mut user = Account::new(world.mint_mixed("usr-", 8)?, world.now);
        user.master = world.account_named("demo")?;
        user.own_quotas = true;
        user.quotas.insert("instance".to_owned(), 1);
        world.save_account(&user)?;
        Ok(user.id)
    });
    let for_user = [("target_user", &*user), ("vxnets.1", "")];
    let id = run(&desk, &for_user);
    desk.settle();
    assert_eq!(show(&desk, &id)["owner"], *user);
    assert_eq!(desk.ok("DescribeInstances", &[])["total_count"], 0);
    assert_eq!(desk.ok("DescribeInstances", &[("owner", &user)])["total_count"], 1);
    desk.fails(2500, "RunInstances", &small(&for_user));
    desk.ok("StopInstances", &[("instances.1", &id)]);
    desk.open_account("other");
    let other = desk.look(|world| world.account_named("other")).unwrap();
    desk.fails(1400, "RunInstances", &small(&[("target_user", &other)]));
}

#[test]
fn networks_give_each_instance_one_address_of_its_own() {
    let desk = Desk::new();
    let network = |call: &[(&str, &str)]| {
        let reply = desk.ok("CreateVxnets", call);
        reply["vxnets"][0].as_str().unwrap().to_owned()
    };
    let (one, other) = (network(&[("vxnet_type", "1")]), network(&[("vxnet_type", "1")]));
    let loose = network(&[("vxnet_type", "0")]);
    desk.fails(1400, "RunInstances", &small(&[("vxnets.1", &one), ("vxnets.2", &other)]));
    desk.fails(1101, "RunInstances", &small(&[("vxnets.1", &one), ("vxnets.2", &one)]));
    desk.fails(1101, "RunInstances", &small(&[("vxnets.1", &format!("{one}|192.168.1.9"))]));
    let reply = desk.ok("CreateRouters", &[("vpc_network", "192.168.0.0/16")]);
    let router = reply["routers"][0].as_str().unwrap().to_owned();
    desk.settle();
    desk.ok("JoinRouter", &[("vxnet", &one), ("router", &router), ("ip_network", "192.168.1.0/24")]);
    desk.settle();
    let at = format!("{one}|192.168.1.9");
    desk.fails(1101, "RunInstances", &small(&[("vxnets.1", &at), ("count", "2")]));
    desk.fails(1101, "RunInstances", &small(&[("vxnets.1", &format!("{one}|192.168.2.9"))]));
    let id = run(&desk, &[("vxnets.1", &at), ("vxnets.2", &loose)]);
    let shown = show(&desk, &id);
    assert_eq!(shown["vxnets"][0]["private_ip"], "192.168.1.9");
    assert_eq!(shown["vxnets"][1]["private_ip"], "");
    assert_eq!(shown["security_group"], Value::Null);
    desk.fails(2110, "RunInstances", &small(&[("vxnets.1", &at)]));
    let next = run(&desk, &[("vxnets.1", &one)]);
    assert_ne!(show(&desk, &next)["vxnets"][0]["private_ip"], "192.168.1.9");
}

fn volume(desk: &Desk, more: &[(&str, &str)]) -> String {
    let reply = desk.ok("CreateVolumes", &[&[("size", "20")], more].concat());
    desk.settle();
    reply["volumes"][0].as_str().unwrap().to_owned()
}

fn shown_volume(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeVolumes", &[("volumes.1", id)])["volume_set"][0].clone()
}

#[test]
fn what_is_terminated_can_be_ceased_before_its_time() {
    let desk = Desk::new();
    let id = run(&desk, &[]);
    desk.settle();
    desk.ok("TerminateInstances", &[("instances.1", &id)]);
    desk.settle();
    desk.ok("CeaseInstances", &[("instances.1", &id)]);
    desk.settle();
    assert_eq!(desk.ok("DescribeInstances", &[("instances.1", &id)])["instance_set"][0]["status"], "ceased");
}
