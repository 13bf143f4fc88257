//! Volumes, snapshots and tags.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_api::cloud::{Image, Span, State};
use squall_simulate::Desk;

const RUN: [(&str, &str); 5] = [
    ("image_id", "centos7x64d"),
    ("instance_type", "c1m1"),
    ("login_mode", "passwd"),
    ("login_passwd", "Squall2026x"),
    ("vxnets.1", "vxnet-0"),
];

fn run(desk: &Desk, more: &[(&str, &str)]) -> String {
    let reply = desk.ok("RunInstances", &[&RUN[..], more].concat());
    desk.settle();
    reply["instances"][0].as_str().unwrap().to_owned()
}

fn create(desk: &Desk, more: &[(&str, &str)]) -> String {
    let reply = desk.ok("CreateVolumes", &[&[("size", "20")][..], more].concat());
    desk.settle();
    reply["volumes"][0].as_str().unwrap().to_owned()
}

fn volume(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeVolumes", &[("volumes.1", id)])["volume_set"][0].clone()
}

fn status(shown: &Value) -> (&str, &str) {
    (shown["status"].as_str().unwrap(), shown["transition_status"].as_str().unwrap())
}

fn snapshot(desk: &Desk, of: &str, more: &[(&str, &str)]) -> String {
    let reply = desk.ok("CreateSnapshots", &[&[("resources.1", of)][..], more].concat());
    assert!(reply["job_id"].is_string());
    desk.settle();
    reply["snapshots"][0].as_str().unwrap().to_owned()
}

fn point(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeSnapshots", &[("snapshots.1", id)])["snapshot_set"][0].clone()
}

/// Quotas, rooms, links and bills follow from the rows.
fn must_add_up(desk: &Desk) {
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn a_volume_goes_through_its_whole_life() {
    let desk = Desk::new();
    let instance = run(&desk, &[]);
    let reply = desk.ok("CreateVolumes", &[("size", "20"), ("volume_name", "data"), ("count", "2")]);
    assert_eq!(reply["volumes"].as_array().unwrap().len(), 2);
    let id = reply["volumes"][0].as_str().unwrap();
    assert_eq!(status(&volume(&desk, id)), ("pending", "creating"));
    let early = desk.fails(1400, "AttachVolumes", &[("volumes.1", id), ("instance", &instance)]);
    assert!(early.contains("please try later"), "{early}");
    desk.settle();
    desk.ok("AttachVolumes", &[("volumes.1", id), ("instance", &instance)]);
    assert_eq!(status(&volume(&desk, id)), ("available", "attaching"));
    desk.settle();
    let shown = volume(&desk, id);
    assert_eq!(status(&shown), ("in-use", ""));
    assert_eq!(shown["instance"]["instance_id"], *instance);
    assert_eq!(shown["instance"]["device"], "/dev/vdc");
    desk.fails(1400, "DeleteVolumes", &[("volumes.1", id)]);
    desk.fails(1400, "ResizeVolumes", &[("volumes.1", id), ("size", "30")]);
    desk.ok("DetachVolumes", &[("volumes.1", id), ("instance", &instance)]);
    desk.settle();
    assert_eq!(status(&volume(&desk, id)), ("available", ""));
    assert_eq!(volume(&desk, id)["instance"], Value::Null);
    desk.fails(1400, "DetachVolumes", &[("volumes.1", id), ("instance", &instance)]);
    desk.fails(1101, "ResizeVolumes", &[("volumes.1", id), ("size", "20")]);
    desk.fails(1101, "ResizeVolumes", &[("volumes.1", id), ("size", "35")]);
    desk.ok("ResizeVolumes", &[("volumes.1", id), ("size", "40")]);
    assert_eq!(volume(&desk, id)["size"], 40);
    desk.ok("DeleteVolumes", &[("volumes.1", id)]);
    desk.settle();
    assert_eq!(status(&volume(&desk, id)), ("deleted", ""));
    let again = desk.fails(1400, "DeleteVolumes", &[("volumes.1", id)]);
    assert!(again.contains("has already been deleted"), "{again}");
    desk.ok("RecoverVolumes", &[("volumes.1", id)]);
    assert_eq!(status(&volume(&desk, id)), ("deleted", "recovering"));
    desk.settle();
    assert_eq!(status(&volume(&desk, id)), ("available", ""));
    desk.ok("DeleteVolumes", &[("volumes.1", id)]);
    desk.settle();
    desk.advance(Span::hours(2));
    assert_eq!(status(&volume(&desk, id)), ("ceased", ""));
    desk.fails(1400, "RecoverVolumes", &[("volumes.1", id)]);
    assert_eq!(desk.ok("DescribeVolumes", &[])["total_count"], 1);
    desk.advance(Span::days(7));
    desk.fails(2100, "DescribeVolumes", &[("volumes.1", id)]);
    must_add_up(&desk);
}

#[test]
fn a_recovery_that_takes_longer_than_the_bin_keeps_is_not_lost() {
    let desk = Desk::new();
    let id = create(&desk, &[]);
    desk.ok("DeleteVolumes", &[("volumes.1", &id)]);
    desk.settle();
    desk.advance(Span::seconds(7_199));
    desk.ok("RecoverVolumes", &[("volumes.1", &id)]);
    desk.advance(Span::seconds(30));
    assert_eq!(status(&volume(&desk, &id)), ("available", ""));
}

#[test]
fn volumes_have_sizes_types_quotas_room_and_a_price() {
    let desk = Desk::new();
    for size in ["15", "5", "2010", "25"] {
        desk.fails(1101, "CreateVolumes", &[("size", size)]);
    }
    desk.fails(1101, "CreateVolumes", &[("size", "20"), ("volume_type", "4")]);
    desk.fails(1100, "CreateVolumes", &[("size", "large")]);
    desk.fails(1100, "CreateVolumes", &[]);
    desk.ok("CreateVolumes", &[("size", "10"), ("round_up", "1")]);
    desk.ok("CreateVolumes", &[("size", "5000"), ("volume_type", "2")]);
    desk.patch_account("demo", &json!({"quotas": {"volume": 3, "volume_size": 50}}));
    desk.fails(2500, "CreateVolumes", &[("size", "20"), ("count", "3")]);
    desk.fails(2500, "CreateVolumes", &[("size", "50"), ("count", "1")]);
    let id = create(&desk, &[]);
    desk.fails(2500, "ResizeVolumes", &[("volumes.1", &id), ("size", "50")]);
    desk.patch_account("demo", &json!({"balance": "0.00", "quotas": {"volume": 100, "volume_size": 9000}}));
    desk.fails(2400, "CreateVolumes", &[("size", "20")]);
    desk.patch_account("demo", &json!({"balance": "100.00"}));
    desk.settle();
    let hosts = json!({"hosts": [{"name": "host-1", "cpu": 4, "memory_mib": 4096, "storage_gib": 5050}]});
    desk.patch_world(&hosts);
    desk.fails(5200, "CreateVolumes", &[("size", "30")]);
    desk.ok("ResizeVolumes", &[("volumes.1", &id), ("size", "40")]);
    desk.settle();
    desk.fails(5200, "ResizeVolumes", &[("volumes.1", &id), ("size", "50")]);
    must_add_up(&desk);
}

#[test]
fn attaching_asks_for_existence_owner_state_class_and_encryption() {
    let desk = Desk::new();
    let instance = run(&desk, &[]);
    let secret = create(&desk, &[("encryption", "1"), ("cipher_alg", "aes256")]);
    let plain = create(&desk, &[]);
    let fast = create(&desk, &[("volume_type", "3")]);
    desk.fails(2100, "AttachVolumes", &[("volumes.1", "vol-00000000"), ("instance", &instance)]);
    desk.fails(2100, "AttachVolumes", &[("volumes.1", &plain), ("instance", "i-00000000")]);
    desk.fails(1400, "AttachVolumes", &[("volumes.1", &fast), ("instance", &instance)]);
    desk.fails(
        5600,
        "AttachVolumes",
        &[("volumes.1", &plain), ("volumes.2", &secret), ("instance", &instance)],
    );
    let capable = run(&desk, &[("os_disk_encryption", "1")]);
    desk.ok("AttachVolumes", &[("volumes.1", &secret), ("instance", &capable)]);
    desk.ok("AttachVolumes", &[("volumes.1", &plain), ("instance", &instance)]);
    desk.fails(1400, "AttachVolumes", &[("volumes.1", &plain), ("instance", &instance)]);
    let bob = desk.open_account("bob");
    for (name, call) in [("AttachVolumes", ("volumes.1", &*fast)), ("DeleteVolumes", ("volumes.1", &*fast))] {
        let reply = desk.call_as(&bob, name, &[call, ("instance", &instance)]);
        assert_eq!(reply["ret_code"], 1400, "{reply}");
    }
    desk.ok("TerminateInstances", &[("instances.1", &instance)]);
    desk.settle();
    assert_eq!(status(&volume(&desk, &plain)), ("available", ""));
    must_add_up(&desk);
}

#[test]
fn a_lease_must_be_ready_before_it_can_be_given_back() {
    let desk = Desk::new();
    let reply = desk.ok("CreateVolumes", &[("size", "20")]);
    let id = reply["volumes"][0].as_str().unwrap();
    desk.advance(Span::seconds(3));
    let text = desk.fails(1400, "DeleteVolumes", &[("volumes.1", id)]);
    assert_eq!(text, format!("PermissionDenied, resource [{id}] lease info not ready yet, please try later"));
    desk.fails(2300, "DeleteVolumes", &[("volumes.1", id), ("unlease", "1")]);
    let lease = desk.ok("GetLeaseInfo", &[("resource", id)]);
    assert_eq!(lease["lease_info"]["status"], "creating");
    desk.advance(Span::seconds(3));
    let lease = desk.ok("GetLeaseInfo", &[("resource", id)]);
    assert_eq!(lease["lease_info"]["status"], "active");
    assert_eq!(lease["lease_info"]["contract"]["price"], "0.02");
    desk.ok("DeleteVolumes", &[("volumes.1", id), ("unlease", "1"), ("direct_cease", "1")]);
    desk.settle();
    assert_eq!(status(&volume(&desk, id)), ("ceased", ""));
}

#[test]
fn volumes_are_cloned_renamed_and_filtered() {
    let desk = Desk::new();
    let id = create(&desk, &[("volume_name", "a")]);
    let copies = desk.ok("CloneVolumes", &[("volume", &id), ("count", "2"), ("volume_name", "b")]);
    desk.settle();
    let copy = copies["volumes"][1].as_str().unwrap();
    assert_eq!(volume(&desk, copy)["size"], 20);
    desk.ok("ModifyVolumeAttributes", &[("volume", copy), ("volume_name", "c"), ("description", "copy")]);
    let found = desk.ok("DescribeVolumes", &[("search_word", "c"), ("status", "available")]);
    let names: Vec<&str> =
        found["volume_set"].as_array().unwrap().iter().map(|v| v["volume_name"].as_str().unwrap()).collect();
    assert!(names.contains(&"c"));
    desk.fails(1101, "DescribeVolumes", &[("status.1", "blue")]);
    desk.fails(2100, "CloneVolumes", &[("volume", "vol-00000000")]);
    let elsewhere = desk.ok("CloneVolumes", &[("volume", &id), ("zone", "gd2")]);
    let there = elsewhere["volumes"][0].as_str().unwrap();
    desk.fails(2100, "DescribeVolumes", &[("volumes.1", there)]);
    assert_eq!(desk.ok("DescribeVolumes", &[("zone", "gd2")])["volume_set"][0]["volume_id"], *there);
}

#[test]
fn deleting_a_point_takes_every_later_one_along() {
    let desk = Desk::new();
    let disk = create(&desk, &[]);
    let points: Vec<String> = (0..4).map(|_| snapshot(&desk, &disk, &[])).collect();
    let root = point(&desk, &points[0]);
    assert_eq!((&root["snapshot_type"], &root["parent_id"]), (&json!(1), &json!("self")));
    assert_eq!((&root["total_count"], &root["head_chain"]), (&json!(4), &json!(1)));
    assert_eq!(root["lastest_snapshot_time"], root["latest_snapshot_time"]);
    let last = point(&desk, &points[3]);
    assert_eq!((&last["parent_id"], &last["root_id"]), (&json!(points[2]), &json!(points[0])));
    assert_eq!((&last["is_head"], &last["snapshot_type"]), (&json!(1), &json!(0)));
    desk.ok("DeleteSnapshots", &[("snapshots.1", &points[2])]);
    assert_eq!(status(&point(&desk, &points[3])), ("available", "deleting"));
    desk.settle();
    assert_eq!(status(&point(&desk, &points[2])), ("deleted", ""));
    assert_eq!(status(&point(&desk, &points[3])), ("deleted", ""));
    assert_eq!(point(&desk, &points[1])["is_head"], 1, "the volume goes on from the point before");
    desk.fails(1400, "RecoverSnapshots", &[("snapshots.1", &points[3])]);
    desk.ok("DeleteSnapshots", &[("snapshots.1", &points[0])]);
    desk.settle();
    assert_eq!(status(&point(&desk, &points[1])), ("deleted", ""));
    desk.ok("RecoverSnapshots", &[("snapshots.1", &points[0])]);
    desk.settle();
    let root = point(&desk, &points[0]);
    assert_eq!((status(&root), &root["total_count"]), (("available", ""), &json!(1)));
    desk.fails(1400, "RecoverSnapshots", &[("snapshots.1", &points[1])]);
    must_add_up(&desk);
}

#[test]
fn going_back_to_a_point_opens_a_branch() {
    let desk = Desk::new();
    let instance = run(&desk, &[]);
    let disk = create(&desk, &[]);
    desk.ok("AttachVolumes", &[("volumes.1", &disk), ("instance", &instance)]);
    desk.settle();
    let (root, a) = (snapshot(&desk, &disk, &[]), snapshot(&desk, &disk, &[]));
    desk.ok("ApplySnapshots", &[("snapshots.1", &root)]);
    let restarting = desk.ok("DescribeInstances", &[("instances.1", &instance)]);
    assert_eq!(restarting["instance_set"][0]["transition_status"], "restarting");
    desk.settle();
    let b = snapshot(&desk, &disk, &[]);
    assert_eq!(point(&desk, &b)["parent_id"], *root);
    desk.ok("DeleteSnapshots", &[("snapshots.1", &a)]);
    desk.settle();
    assert_eq!(status(&point(&desk, &b)), ("available", ""), "another branch is no later point");
    let fresh = snapshot(&desk, &disk, &[("is_full", "1")]);
    assert_eq!(point(&desk, &fresh)["root_id"], *fresh);
    assert_eq!(point(&desk, &root)["head_chain"], 0);
}

#[test]
fn volumes_and_images_come_from_available_snapshots() {
    let desk = Desk::new();
    let disk = create(&desk, &[("volume_type", "2")]);
    let taken = desk.ok("CreateSnapshots", &[("resources.1", &disk)]);
    let id = taken["snapshots"][0].as_str().unwrap();
    let text = desk.fails(1400, "CreateVolumeFromSnapshot", &[("snapshot", id)]);
    let sentence = "is not available, can not create volume from it";
    assert_eq!(text, format!("PermissionDenied, snapshot [{id}] {sentence}"));
    desk.fails(1400, "CreateSnapshots", &[("resources.1", &disk)]);
    desk.settle();
    let made = desk.ok("CreateVolumeFromSnapshot", &[("snapshot", id), ("volume_name", "again")]);
    desk.settle();
    let shown = volume(&desk, made["volume_id"].as_str().unwrap());
    assert_eq!((&shown["size"], &shown["volume_type"]), (&json!(20), &json!(2)));
    desk.fails(1400, "CaptureInstanceFromSnapshot", &[("snapshot", id)]);
    let instance = run(&desk, &[]);
    let system = snapshot(&desk, &instance, &[("snapshot_name", "os")]);
    desk.fails(1400, "CreateVolumeFromSnapshot", &[("snapshot", &system)]);
    let image = desk.ok("CaptureInstanceFromSnapshot", &[("snapshot", &system), ("image_name", "mine")]);
    desk.settle();
    let image: Image = desk.look(|world| world.fetch(image["image_id"].as_str().unwrap()));
    assert_eq!((&*image.os_family, image.size_gib, image.head.state), ("centos", 20, State::Free));
    desk.ok("DeleteSnapshots", &[("snapshots.1", id)]);
    desk.settle();
    let text = desk.fails(1400, "CreateVolumeFromSnapshot", &[("snapshot", id)]);
    assert!(text.contains(sentence), "{text}");
    desk.fails(2100, "CreateSnapshots", &[("resources.1", "vol-00000000")]);
    assert_eq!(desk.ok("DescribeSnapshots", &[("snapshots.1", "ss-00000000")])["total_count"], 0);
    desk.patch_account("demo", &json!({"quotas": {"snapshot": 1}}));
    desk.fails(2500, "CreateSnapshots", &[("resources.1", &disk)]);
}

#[test]
fn tags_stay_on_what_lives() {
    let desk = Desk::new();
    let tag = desk.ok("CreateTag", &[("tag_name", "a")])["tag_id"].as_str().unwrap().to_owned();
    desk.ok("CreateTag", &[("tag_name", "b")]);
    let disk = create(&desk, &[]);
    let pair = |kind: &'static str, id: &str| {
        vec![
            ("resource_tag_pairs.1.tag_id", tag.clone()),
            ("resource_tag_pairs.1.resource_type", kind.to_owned()),
            ("resource_tag_pairs.1.resource_id", id.to_owned()),
        ]
    };
    let send = |code: u32, action: &str, pair: &[(&str, String)]| {
        let pair: Vec<(&str, &str)> = pair.iter().map(|(name, value)| (*name, &**value)).collect();
        if code == 0 { drop(desk.ok(action, &pair)) } else { drop(desk.fails(code, action, &pair)) }
    };
    send(1101, "AttachTags", &pair("banana", &disk));
    send(2100, "AttachTags", &pair("instance", &disk));
    send(2100, "AttachTags", &pair("volume", "vol-00000000"));
    send(0, "AttachTags", &pair("volume", &disk));
    send(0, "AttachTags", &pair("volume", &disk));
    assert_eq!(volume(&desk, &disk)["tags"][0]["tag_name"], "a");
    let shown = desk.ok("DescribeTags", &[("tags.1", &tag), ("verbose", "1")])["tag_set"][0].clone();
    assert_eq!(shown["resource_count"], 1);
    assert_eq!(shown["resource_type_count"], json!([{"resource_type": "volume", "count": 1}]));
    assert_eq!(desk.ok("DescribeVolumes", &[("tags.1", &tag)])["total_count"], 1);
    send(0, "DetachTags", &pair("volume", &disk));
    assert_eq!(desk.ok("DescribeVolumes", &[("tags.1", &tag)])["total_count"], 0);
    send(0, "AttachTags", &pair("volume", &disk));
    desk.ok("DeleteVolumes", &[("volumes.1", &disk)]);
    desk.settle();
    assert_eq!(desk.ok("DescribeTags", &[("tags.1", &tag)])["tag_set"][0]["resource_count"], 0);
    send(1400, "AttachTags", &pair("volume", &disk));
    desk.fails(2110, "ModifyTagAttributes", &[("tag", &tag), ("tag_name", "b")]);
    desk.ok("ModifyTagAttributes", &[("tag", &tag), ("tag_name", "c"), ("color", "red")]);
    desk.ok("DeleteTags", &[("tags.1", &tag)]);
    assert_eq!(desk.ok("DescribeTags", &[("tags.1", &tag)])["total_count"], 0);
    desk.ok("CreateTag", &[("tag_name", "c")]);
    must_add_up(&desk);
}
