use crate::keypair::{delete as delete_key, keypair};
use crate::provider::Provider;
use serde_json::Value;

pub(crate) fn instance(provider: &Provider, more: &[(&str, &str)]) -> String {
    let usual = [
        ("count", "1"),
        ("image_id", "centos7x64d"),
        ("cpu", "1"),
        ("memory", "1024"),
        ("instance_class", "0"),
    ];
    let id = provider.make("RunInstances", &[&usual[..], more].concat(), "/instances/0");
    // It is in no network yet, and joins the base network by a call of its own.
    provider.call("JoinVxnet", &[("vxnet", "vxnet-0"), ("instances.1", &id)]);
    id
}

fn by_key(key: &str) -> [(&'static str, &str); 2] {
    [("login_mode", "keypair"), ("login_keypair", key)]
}

fn read(provider: &Provider, id: &str) -> Value {
    provider.read("DescribeInstances", "instances", id, "instance_set")
}

pub(crate) fn terminate(provider: &Provider, id: &str) {
    provider.call("TerminateInstances", &[("instances.1", id)]);
    provider.is_destroyed("DescribeInstances", "instances", id, "instance_set");
}

#[test]
fn instance_basic_and_import() {
    let provider = Provider::new();
    let key = keypair(&provider);
    let id = instance(&provider, &by_key(&key));
    // Among the keys to attach is the one to log in with.
    provider.call("AttachKeyPairs", &[("keypairs.1", &key), ("instances.1", &id)]);
    let shown = read(&provider, &id);
    assert_eq!(
        (shown["image"]["image_id"].as_str(), shown["extra"]["os_disk_size"].as_u64()),
        (Some("centos7x64d"), Some(20))
    );
    assert_eq!((shown["vcpus_current"].as_u64(), shown["memory_current"].as_u64()), (Some(1), Some(1024)));
    assert_eq!((shown["vxnets"][0]["vxnet_type"].as_u64(), &shown["eip"]), (Some(2), &Value::Null));
    assert_ne!(shown["vxnets"][0]["private_ip"], "");
    assert_eq!(shown["keypair_ids"], serde_json::json!([key]));
    provider
        .call("ModifyInstanceAttributes", &[("instance", &id), ("instance_name", "i"), ("description", "i")]);
    provider.call("StopInstances", &[("instances.1", &id)]);
    let resized = provider.call("ResizeInstances", &[("instances.1", &id), ("cpu", "2"), ("memory", "2048")]);
    let job = resized["job_id"].as_str().unwrap();
    assert_eq!(provider.read("DescribeJobs", "jobs", job, "job_set")["status"], "successful");
    provider.call("StartInstances", &[("instances.1", &id)]);
    let shown = read(&provider, &id);
    assert_eq!((shown["vcpus_current"].as_u64(), shown["status"].as_str()), (Some(2), Some("running")));
    // Another size of the system disk is another instance.
    terminate(&provider, &id);
    let larger = instance(&provider, &[&by_key(&key)[..], &[("os_disk_size", "50")]].concat());
    assert_eq!(read(&provider, &larger)["extra"]["os_disk_size"], 50);
    terminate(&provider, &larger);
    delete_key(&provider, &key);
}

#[test]
fn instance_tag() {
    let provider = Provider::new();
    let id = instance(&provider, &by_key(&keypair(&provider)));
    provider.tags_come_and_go("instance", &id, |provider| read(provider, &id));
}

#[test]
fn instance_multi_keypair_by_count() {
    let provider = Provider::new();
    // All three are the same public key.
    let keys = [keypair(&provider), keypair(&provider), keypair(&provider)];
    let id = instance(&provider, &by_key(&keys[0]));
    let count = || read(&provider, &id)["keypair_ids"].as_array().unwrap().len();
    assert_eq!(count(), 1);
    provider
        .call("AttachKeyPairs", &[("keypairs.1", &keys[1]), ("keypairs.2", &keys[2]), ("instances.1", &id)]);
    assert_eq!(count(), 3);
    provider.call("DetachKeyPairs", &[("keypairs.1", &keys[2]), ("instances.1", &id)]);
    assert_eq!(count(), 2);
    terminate(&provider, &id);
    keys.iter().for_each(|key| delete_key(&provider, key));
}

#[test]
fn instance_multi_volume_by_count() {
    let provider = Provider::new();
    let volumes: Vec<String> = (0..3)
        .map(|_| provider.make("CreateVolumes", &[("size", "10"), ("count", "1")], "/volumes/0"))
        .collect();
    let id = instance(&provider, &by_key(&keypair(&provider)));
    let count = || read(&provider, &id)["volumes"].as_array().unwrap().len();
    provider.call("AttachVolumes", &[("volumes.1", &volumes[0]), ("instance", &id)]);
    assert_eq!(count(), 1);
    provider
        .call("AttachVolumes", &[("volumes.1", &volumes[1]), ("volumes.2", &volumes[2]), ("instance", &id)]);
    assert_eq!(count(), 3);
    provider.call("DetachVolumes", &[("volumes.1", &volumes[2]), ("instance", &id)]);
    assert_eq!(count(), 2);
    terminate(&provider, &id);
    for volume in &volumes {
        provider.call("DeleteVolumes", &[("volumes.1", volume)]);
        provider.is_destroyed("DescribeVolumes", "volumes", volume, "volume_set");
    }
}

#[test]
fn instance_eip() {
    let provider = Provider::new();
    let eip = provider.make("AllocateEips", &[("bandwidth", "2")], "/eips/0");
    let firewall =
        provider.make("CreateSecurityGroup", &[("security_group_name", "first_sg")], "/security_group_id");
    let more = [("security_group", &*firewall)];
    let id = instance(&provider, &[&by_key(&keypair(&provider))[..], &more].concat());
    provider.call("ApplySecurityGroup", &[("security_group", &firewall), ("instances.1", &id)]);
    provider.call("AssociateEip", &[("eip", &eip), ("instance", &id)]);
    let shown = read(&provider, &id);
    assert_eq!(
        (shown["eip"]["eip_id"].as_str(), shown["security_group"]["security_group_id"].as_str()),
        (Some(&*eip), Some(&*firewall))
    );
    provider.call("DissociateEips", &[("eips.1", &eip)]);
    assert_eq!(read(&provider, &id)["eip"], Value::Null);
    terminate(&provider, &id);
    provider.call("DeleteSecurityGroups", &[("security_groups.1", &firewall)]);
    provider.call("ReleaseEips", &[("eips.1", &eip)]);
}

#[test]
fn instance_login_mode() {
    let provider = Provider::new();
    let id = instance(&provider, &[("login_mode", "passwd"), ("login_passwd", "Zhu88jie")]);
    assert_eq!(read(&provider, &id)["keypair_ids"], serde_json::json!([]));
    terminate(&provider, &id);
}
