use crate::provider::Provider;

fn eip(provider: &Provider, name: &str) -> String {
    let call = [
        ("bandwidth", "2"),
        ("billing_mode", "traffic"),
        ("need_icp", "0"),
        ("count", "1"),
        ("eip_name", name),
    ];
    provider.make("AllocateEips", &call, "/eips/0")
}

#[test]
fn eip_basic_and_import() {
    let provider = Provider::new();
    let id = eip(&provider, "");
    let read = || provider.read("DescribeEips", "eips", &id, "eip_set");
    assert_eq!((read()["billing_mode"].as_str(), read()["bandwidth"].as_u64()), (Some("traffic"), Some(2)));
    assert_eq!((read()["description"].as_str(), read()["eip_name"].as_str()), (Some(""), Some("")));
    // The provider looks into it without asking whether it is there.
    assert_eq!(read()["resource"]["resource_id"], "");
    provider.call("ChangeEipsBandwidth", &[("eips.1", &id), ("bandwidth", "4")]);
    provider.call("ChangeEipsBillingMode", &[("eips.1", &id), ("billing_mode", "bandwidth")]);
    provider.call("ModifyEipAttributes", &[("eip", &id), ("eip_name", "eip"), ("description", "eip")]);
    assert_eq!((read()["billing_mode"].as_str(), read()["bandwidth"].as_u64()), (Some("bandwidth"), Some(4)));
    assert_eq!((read()["description"].as_str(), read()["eip_name"].as_str()), (Some("eip"), Some("eip")));
    provider.call("ModifyEipAttributes", &[("eip", &id), ("eip_name", ""), ("description", "")]);
    assert_eq!((read()["description"].as_str(), read()["eip_name"].as_str()), (Some(""), Some("")));
    provider.call("ReleaseEips", &[("eips.1", &id)]);
    provider.is_destroyed("DescribeEips", "eips", &id, "eip_set");
}

#[test]
fn eip_tag() {
    let provider = Provider::new();
    let id = eip(&provider, "");
    provider.tags_come_and_go("eip", &id, |provider| provider.read("DescribeEips", "eips", &id, "eip_set"));
}
