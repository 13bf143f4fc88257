use crate::provider::Provider;

fn volume(provider: &Provider) -> String {
    provider.make("CreateVolumes", &[("size", "10"), ("count", "1"), ("volume_type", "0")], "/volumes/0")
}

#[test]
fn volume_basic_and_import() {
    let provider = Provider::new();
    let id = volume(&provider);
    let read = || provider.read("DescribeVolumes", "volumes", &id, "volume_set");
    assert_eq!(read()["size"], 10);
    provider.call(
        "ModifyVolumeAttributes",
        &[("volume", &id), ("volume_name", "volume"), ("description", "volume")],
    );
    provider.call("ResizeVolumes", &[("volumes.1", &id), ("size", "20")]);
    assert_eq!((read()["size"].as_u64(), read()["volume_name"].as_str()), (Some(20), Some("volume")));
    assert_eq!(read()["status"], "available");
    provider.call("DeleteVolumes", &[("volumes.1", &id)]);
    provider.is_destroyed("DescribeVolumes", "volumes", &id, "volume_set");
}

#[test]
fn volume_tag() {
    let provider = Provider::new();
    let id = volume(&provider);
    provider.tags_come_and_go("volume", &id, |provider| {
        provider.read("DescribeVolumes", "volumes", &id, "volume_set")
    });
}
