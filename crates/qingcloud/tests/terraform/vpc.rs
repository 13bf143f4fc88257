use crate::provider::Provider;
use serde_json::Value;

pub(crate) fn vpc(provider: &Provider) -> (String, String) {
    let firewall =
        provider.make("CreateSecurityGroup", &[("security_group_name", "first_sg")], "/security_group_id");
    let call = [
        ("security_group", &*firewall),
        ("vpc_network", "192.168.0.0/16"),
        ("router_type", "1"),
        ("count", "1"),
    ];
    (provider.make("CreateRouters", &call, "/routers/0"), firewall)
}

fn read(provider: &Provider, id: &str) -> Value {
    provider.read("DescribeRouters", "routers", id, "router_set")
}

pub(crate) fn destroy(provider: &Provider, (router, firewall): (&str, &str)) {
    provider.call("DeleteRouters", &[("routers.1", router)]);
    provider.is_destroyed("DescribeRouters", "routers", router, "router_set");
    provider.call("DeleteSecurityGroups", &[("security_groups.1", firewall)]);
}

#[test]
fn vpc_basic() {
    let provider = Provider::new();
    let (id, firewall) = vpc(&provider);
    let shown = read(&provider, &id);
    assert_eq!(
        (shown["router_type"].as_u64(), shown["vpc_network"].as_str()),
        (Some(1), Some("192.168.0.0/16"))
    );
    // The provider looks into it without asking whether it is there.
    assert_eq!(shown["eip"]["eip_id"], "");
    // Another type or range is another router, behind the same firewall.
    provider.call("DeleteRouters", &[("routers.1", &id)]);
    let call = [
        ("security_group", &*firewall),
        ("vpc_network", "172.24.0.0/16"),
        ("router_type", "2"),
        ("router_name", "vpc"),
    ];
    let other = provider.make("CreateRouters", &call, "/routers/0");
    provider.call(
        "ModifyRouterAttributes",
        &[("router", &other), ("router_name", "vpc"), ("description", "test")],
    );
    assert_eq!(read(&provider, &other)["description"], "test");
    destroy(&provider, (&other, &firewall));
}

#[test]
fn vpc_eip_with_the_update_that_the_provider_forgets() {
    let provider = Provider::new();
    let (id, firewall) = vpc(&provider);
    let eip = provider.make("AllocateEips", &[("bandwidth", "2")], "/eips/0");
    for wanted in [&*eip, ""] {
        provider.call("ModifyRouterAttributes", &[("router", &id), ("eip", wanted)]);
        provider.call("UpdateRouters", &[("routers.1", &id)]);
        assert_eq!(read(&provider, &id)["eip"]["eip_id"], *wanted);
    }
    destroy(&provider, (&id, &firewall));
}

#[test]
fn vpc_tag() {
    let provider = Provider::new();
    let (id, _) = vpc(&provider);
    provider.tags_come_and_go("router", &id, |provider| read(provider, &id));
}
