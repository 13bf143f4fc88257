use crate::provider::Provider;
use crate::vpc::{destroy, vpc};
use serde_json::Value;

fn vxnet(provider: &Provider, kind: &str) -> String {
    provider.make("CreateVxnets", &[("vxnet_type", kind), ("count", "1")], "/vxnets/0")
}

fn read(provider: &Provider, id: &str) -> Value {
    provider.read("DescribeVxnets", "vxnets", id, "vxnet_set")
}

#[test]
fn vxnet_basic_and_import() {
    let provider = Provider::new();
    let id = vxnet(&provider, "1");
    provider
        .call("ModifyVxnetAttributes", &[("vxnet", &id), ("vxnet_name", "vxnet"), ("description", "vxnet")]);
    let shown = read(&provider, &id);
    assert_eq!((shown["vxnet_type"].as_u64(), shown["vxnet_name"].as_str()), (Some(1), Some("vxnet")));
    assert_eq!((&shown["router"], shown["vpc_router_id"].as_str()), (&Value::Null, Some("")));
    provider.call("DeleteVxnets", &[("vxnets.1", &id)]);
    assert!(read(&provider, &id).is_null());
    let other = vxnet(&provider, "0");
    assert_eq!(read(&provider, &other)["vxnet_type"], 0);
    provider.call("DeleteVxnets", &[("vxnets.1", &other)]);
}

#[test]
fn vxnet_tag() {
    let provider = Provider::new();
    let id = vxnet(&provider, "1");
    provider.tags_come_and_go("vxnet", &id, |provider| read(provider, &id));
}

#[test]
fn vxnet_vpc() {
    let provider = Provider::new();
    let (router, firewall) = vpc(&provider);
    let id = vxnet(&provider, "1");
    let join = [("vxnet", &*id), ("router", &*router), ("ip_network", "192.168.0.0/24")];
    for _ in 0..2 {
        provider.call("JoinRouter", &join);
        let shown = read(&provider, &id);
        assert_eq!(
            (shown["vpc_router_id"].as_str(), shown["router"]["ip_network"].as_str()),
            (Some(&*router), Some("192.168.0.0/24"))
        );
        let joined = provider.0.ok("DescribeRouterVxnets", &[("router", &router), ("verbose", "1")]);
        assert_eq!(joined["router_vxnet_set"][0]["vxnet_id"], *id);
        provider.call("LeaveRouter", &[("router", &router), ("vxnets.1", &id)]);
        assert_eq!(read(&provider, &id)["vpc_router_id"], "");
    }
    provider.call("DeleteVxnets", &[("vxnets.1", &id)]);
    destroy(&provider, (&router, &firewall));
}
