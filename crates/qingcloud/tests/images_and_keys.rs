//! Images, key pairs, user data, access keys, and what is left of quotas.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::Desk;

const SMALL: [(&str, &str); 4] =
    [("instance_type", "c1m1"), ("login_mode", "passwd"), ("login_passwd", "Squall2026x"), ("count", "1")];
const PUBLIC: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@example.cn";

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn running(desk: &Desk, image: &str) -> String {
    let mut call = SMALL.to_vec();
    call.push(("image_id", image));
    let id = text(&desk.ok("RunInstances", &call)["instances"][0]);
    desk.settle();
    id
}

fn captured(desk: &Desk) -> String {
    let id = running(desk, "centos7x64d");
    desk.fails(1400, "CaptureInstance", &[("instance", &id)]);
    desk.ok("StopInstances", &[("instances.1", &id)]);
    desk.settle();
    let image = text(&desk.ok("CaptureInstance", &[("instance", &id), ("image_name", "base")])["image_id"]);
    desk.settle();
    image
}

fn image(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeImages", &[("images.1", id)])["image_set"][0].clone()
}

#[test]
fn an_image_is_captured_used_and_deleted_while_its_instances_stay() {
    let desk = Desk::new();
    let id = captured(&desk);
    let shown = image(&desk, &id);
    assert_eq!((&shown["status"], &shown["provider"]), (&json!("available"), &json!("self")));
    assert_eq!((&shown["size"], &shown["os_family"]), (&json!(20), &json!("centos")));
    desk.ok("ModifyImageAttributes", &[("image", &id), ("image_name", "other")]);
    assert_eq!(image(&desk, &id)["image_name"], "other");
    let web = running(&desk, &id);
    desk.ok("DeleteImages", &[("images.1", &id)]);
    assert_eq!(image(&desk, &id)["transition_status"], "deleting");
    let call = [SMALL.as_slice(), &[("image_id", &id)]].concat();
    desk.fails(1400, "RunInstances", &call);
    desk.settle();
    assert_eq!(image(&desk, &id)["status"], "deleted");
    desk.fails(1400, "DeleteImages", &[("images.1", &id)]);
    desk.advance(Span::days(8));
    desk.fails(2100, "DescribeImages", &[("images.1", &id)]);
    let shown = desk.ok("DescribeInstances", &[("instances.1", &web)]);
    assert_eq!(shown["instance_set"][0]["image"]["image_id"], *id);
}

#[test]
fn the_vendors_images_are_everybodys_and_nobodys_to_change() {
    let desk = Desk::new();
    let all = desk.ok("DescribeImages", &[("provider", "system"), ("limit", "100")]);
    assert_eq!(all["total_count"], 6);
    assert_eq!(desk.ok("DescribeImages", &[("os_family", "windows")])["total_count"], 1);
    assert_eq!(desk.ok("DescribeImages", &[("status.1", "deprecated")])["total_count"], 1);
    desk.fails(1400, "DeleteImages", &[("images.1", "centos7x64d")]);
    desk.fails(1400, "ModifyImageAttributes", &[("image", "centos7x64d"), ("image_name", "mine")]);
    desk.fails(2100, "DescribeImages", &[("images.1", "img-00000000")]);
    desk.fails(1101, "DescribeImages", &[("status.1", "running")]);
}

#[test]
fn an_image_is_shared_by_a_grant_and_no_longer_than_that() {
    let desk = Desk::new();
    let id = captured(&desk);
    let guest = desk.open_account("guest");
    let user = desk.look(|world| world.account_named("guest")).unwrap();
    let asked = [("images.1", &*id)];
    assert_eq!(desk.call_as(&guest, "DescribeImages", &asked)["ret_code"], 1400);
    desk.fails(2100, "GrantImageToUsers", &[("image", &id), ("users.1", "usr-nobody00")]);
    desk.ok("GrantImageToUsers", &[("image", &id), ("users.1", &user)]);
    assert_eq!(desk.call_as(&guest, "DescribeImages", &asked)["total_count"], 1);
    assert_eq!(desk.call_as(&guest, "DescribeImages", &[("provider", "self")])["total_count"], 1);
    let call = [SMALL.as_slice(), &[("image_id", &id)]].concat();
    assert_eq!(desk.call_as(&guest, "RunInstances", &call)["ret_code"], 0);
    assert_eq!(desk.call_as(&guest, "DeleteImages", &asked)["ret_code"], 1400);
    desk.ok("RevokeImageFromUsers", &[("image", &id), ("users.1", &user)]);
    assert_eq!(desk.call_as(&guest, "RunInstances", &call)["ret_code"], 1400);
}

#[test]
fn images_and_key_pairs_have_quotas() {
    let desk = Desk::new();
    let id = running(&desk, "centos7x64d");
    desk.ok("StopInstances", &[("instances.1", &id)]);
    desk.settle();
    desk.patch_account("demo", &json!({"quotas": {"image": 0, "keypair": 1}}));
    desk.fails(2500, "CaptureInstance", &[("instance", &id)]);
    desk.ok("CreateKeyPair", &[]);
    desk.fails(2500, "CreateKeyPair", &[]);
    desk.patch_account("demo", &json!({"quotas": {"image": 1}, "balance": "0.001"}));
    desk.fails(2400, "CaptureInstance", &[("instance", &id)]);
}

#[test]
fn a_key_pair_lets_nobody_delete_it_while_it_is_let_in() {
    let desk = Desk::new();
    let made = desk.ok("CreateKeyPair", &[("keypair_name", "ops")]);
    let pair = text(&made["keypair_id"]);
    assert!(text(&made["private_key"]).starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    let mut call = SMALL.to_vec();
    call.retain(|(name, _)| !name.starts_with("login"));
    call.extend([("image_id", "centos7x64d"), ("login_mode", "keypair"), ("login_keypair", &pair)]);
    let id = text(&desk.ok("RunInstances", &call)["instances"][0]);
    desk.settle();
    let listed = desk.ok("DescribeKeyPairs", &[("keypairs.1", &pair), ("verbose", "1")]);
    assert_eq!(listed["keypair_set"][0]["instance_ids"][0], *id);
    assert_eq!(listed["keypair_set"][0]["encrypt_method"], "ssh-rsa");
    let message = desk.fails(5400, "DeleteKeyPairs", &[("keypairs.1", &pair)]);
    assert_eq!(message, format!("DependencyExists, resource [{pair}] is in use by [{id}]"));
    let both = [("keypairs.1", &*pair), ("instances.1", &*id)];
    desk.ok("AttachKeyPairs", &both);
    desk.settle();
    assert!(desk.ok("DetachKeyPairs", &both)["job_id"].is_string());
    desk.ok("DetachKeyPairs", &both);
    desk.ok("AttachKeyPairs", &both);
    desk.settle();
    desk.ok("TerminateInstances", &[("instances.1", &id)]);
    desk.settle();
    assert_eq!(desk.ok("DeleteKeyPairs", &[("keypairs.1", &pair)])["keypairs"], json!([pair]));
    assert_eq!(desk.ok("DescribeKeyPairs", &[("keypairs.1", &pair)])["total_count"], 0);
}

#[test]
fn a_public_key_is_imported_as_often_as_one_likes() {
    let desk = Desk::new();
    let user = |key| [("mode", "user"), ("public_key", key)];
    desk.fails(1100, "CreateKeyPair", &[("mode", "user")]);
    desk.fails(1101, "CreateKeyPair", &user("ssh-rsa AAAA"));
    let made = desk.ok("CreateKeyPair", &user(PUBLIC));
    assert_eq!(made["private_key"], "");
    let same = PUBLIC.replace("me@example.cn", "someone else");
    let again = desk.ok("CreateKeyPair", &user(&same));
    assert_ne!(again["keypair_id"], made["keypair_id"]);
    let listed = desk.ok("DescribeKeyPairs", &[("encrypt_method", "ssh-ed25519")]);
    assert_eq!(listed["total_count"], 2);
    // Terraform's provider puts the method before it.
    assert_eq!(listed["keypair_set"][0]["pub_key"], PUBLIC.split(' ').nth(1).unwrap());
    desk.ok("DeleteKeyPairs", &[("keypairs.1", made["keypair_id"].as_str().unwrap())]);
    desk.ok("CreateKeyPair", &user(PUBLIC));
}

#[test]
fn user_data_is_uploaded_for_instances_to_come() {
    let desk = Desk::new();
    desk.fails(1100, "UploadUserDataAttachment", &[]);
    desk.fails(1101, "UploadUserDataAttachment", &[("attachment_content", "???")]);
    let id =
        text(&desk.ok("UploadUserDataAttachment", &[("attachment_content", "aGVsbG8=")])["attachment_id"]);
    let call = |value| {
        let given = [("need_userdata", "1"), ("userdata_type", "tar"), ("userdata_value", value)];
        [SMALL.as_slice(), &[("image_id", "centos7x64d")], &given].concat()
    };
    desk.fails(2100, "RunInstances", &call("uda-00000000"));
    desk.ok("RunInstances", &call(&id));
}

#[test]
fn what_is_left_of_a_quota_is_what_is_not_used() {
    let desk = Desk::new();
    desk.patch_account("demo", &json!({"quotas": {"instance": 3, "tag": 5}}));
    running(&desk, "centos7x64d");
    desk.ok("CreateTag", &[("tag_name", "a")]);
    let asked = [("resource_types.1", "instance"), ("resource_types.2", "tag")];
    let left = desk.ok("GetQuotaLeft", &asked);
    assert_eq!(
        left["quota_left_set"],
        json!([{"resource_type": "instance", "left": 2}, {"resource_type": "tag", "left": 4}])
    );
    assert_eq!(desk.ok("DescribeQuotas", &[])["quota_set"][0]["instance"], 3);
    desk.fails(1101, "GetQuotaLeft", &[("resource_types.1", "unicorn")]);
}

#[test]
fn a_deleted_access_key_no_longer_signs() {
    let desk = Desk::new();
    let keys = desk.ok("DescribeAccessKeys", &[("status.1", "active")]);
    assert_eq!(keys["access_key_set"][0]["access_key_id"], "SQUALLDEMOKEY");
    assert!(!keys.to_string().contains("squall-demo-secret"));
    desk.open_account("guest");
    desk.fails(1400, "DeleteAccessKeys", &[("access_keys.1", "KEY-guest")]);
    assert_eq!(desk.ok("DescribeAccessKeys", &[("access_keys.1", "NOPE")])["total_count"], 0);
    desk.ok("DeleteAccessKeys", &[("access_keys.1", "SQUALLDEMOKEY")]);
    assert_eq!(desk.call("DescribeAccessKeys", &[])["ret_code"], 1200);
}

#[test]
fn sizes_are_listed_by_name() {
    let desk = Desk::new();
    let listed = desk.ok("DescribeInstanceTypes", &[("instance_types.1", "c1m1")]);
    assert_eq!(listed["total_count"], 1);
    assert_eq!(listed["instance_type_set"][0]["memory_current"], 1024);
    assert_eq!(listed["instance_type_set"][0]["zone_id"], "pek3");
}

#[test]
fn limits_are_those_that_orders_keep_to() {
    let desk = Desk::new();
    let limit = desk.ok("GetResourceLimit", &[("volume_type", "2")]);
    assert_eq!((&limit["min-size"], &limit["step"]), (&json!(20), &json!(10)));
    let most = limit["max-size"].to_string();
    let order = |size| [("volume_type", "2"), ("size", size)];
    desk.ok("CreateVolumes", &order(&most));
    let more = (limit["max-size"].as_u64().unwrap() + 10).to_string();
    desk.fails(1101, "CreateVolumes", &order(&more));
    assert_eq!(limit["resource_limits"]["valid_cpu_cores"], json!([1, 2, 4, 8, 16]));
    desk.fails(1101, "GetResourceLimit", &[("volume_type", "9")]);
    desk.fails(1100, "GetResourceLimit", &[("zone", "")]);
}
