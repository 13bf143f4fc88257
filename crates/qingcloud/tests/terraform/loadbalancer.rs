use crate::provider::Provider;
use serde_json::Value;

pub(crate) fn eip(provider: &Provider) -> String {
    provider.make("AllocateEips", &[("bandwidth", "2")], "/eips/0")
}

/// Public ones are said to be in the base network, which is the provider's default.
pub(crate) fn balancer(provider: &Provider, eip: &str) -> String {
    let call = [
        ("vxnet", "vxnet-0"),
        ("http_header_size", "15"),
        ("loadbalancer_type", "0"),
        ("eips.1", eip),
        ("loadbalancer_name", "test"),
    ];
    provider.make("CreateLoadBalancer", &call, "/loadbalancer_id")
}

fn read(provider: &Provider, id: &str) -> Value {
    provider.read("DescribeLoadBalancers", "loadbalancers", id, "loadbalancer_set")
}

pub(crate) fn destroy(provider: &Provider, id: &str) {
    provider.call("DeleteLoadBalancers", &[("loadbalancers.1", id)]);
    provider.is_destroyed("DescribeLoadBalancers", "loadbalancers", id, "loadbalancer_set");
}

#[test]
fn loadbalancer_basic_but_for_the_resize_of_an_active_one() {
    let provider = Provider::new();
    let address = eip(&provider);
    let id = balancer(&provider, &address);
    provider.call("ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("description", "test")]);
    let shown = read(&provider, &id);
    assert_eq!((shown["loadbalancer_type"].as_u64(), shown["node_count"].as_u64()), (Some(0), Some(1)));
    assert_eq!((shown["vxnet_id"].as_str(), shown["description"].as_str()), (Some("vxnet-0"), Some("test")));
    assert_eq!(shown["cluster"][0]["eip_id"], *address);
    let changed = [
        ("loadbalancer", &*id),
        ("loadbalancer_name", "test1"),
        ("description", "test1"),
        ("http_header_size", "10"),
        ("node_count", "2"),
    ];
    provider.call("ModifyLoadBalancerAttributes", &changed);
    provider.call("UpdateLoadBalancers", &[("loadbalancers.1", &id)]);
    assert_eq!(read(&provider, &id)["node_count"], 2);
    provider.0.fails(1400, "ResizeLoadBalancers", &[("loadbalancers.1", &id), ("loadbalancer_type", "1")]);
    destroy(&provider, &id);
    provider.call("ReleaseEips", &[("eips.1", &address)]);
}

#[test]
fn loadbalancer_tag() {
    let provider = Provider::new();
    let id = balancer(&provider, &eip(&provider));
    provider.tags_come_and_go("loadbalancer", &id, |provider| read(provider, &id));
}

#[test]
fn loadbalancer_muti_eips_by_count() {
    let provider = Provider::new();
    let eips = [eip(&provider), eip(&provider), eip(&provider)];
    let id = balancer(&provider, &eips[0]);
    let count = || read(&provider, &id)["cluster"].as_array().unwrap().len();
    assert_eq!(count(), 1);
    let more = [("loadbalancer", &*id), ("eips.1", &*eips[1]), ("eips.2", &*eips[2])];
    let job = provider.call("AssociateEipsToLoadBalancer", &more)["job_id"].clone();
    assert!(job.is_string());
    assert_eq!(count(), 3);
    provider.call("DissociateEipsFromLoadBalancer", &[("loadbalancer", &id), ("eips.1", &eips[2])]);
    assert_eq!(count(), 2);
    destroy(&provider, &id);
}

#[test]
fn loadbalancer_inter_private_ip() {
    let provider = Provider::new();
    let router =
        provider.make("CreateRouters", &[("vpc_network", "192.168.0.0/16"), ("count", "1")], "/routers/0");
    let vxnet = provider.make("CreateVxnets", &[("vxnet_type", "1"), ("count", "1")], "/vxnets/0");
    provider.call("JoinRouter", &[("vxnet", &vxnet), ("router", &router), ("ip_network", "192.168.0.0/24")]);
    let call = [("vxnet", &*vxnet), ("private_ip", "192.168.0.3"), ("loadbalancer_type", "0")];
    let id = provider.make("CreateLoadBalancer", &call, "/loadbalancer_id");
    assert_eq!(read(&provider, &id)["private_ips"][0], "192.168.0.3");
    provider.call("ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("private_ip", "192.168.0.4")]);
    provider.call("UpdateLoadBalancers", &[("loadbalancers.1", &id)]);
    assert_eq!(read(&provider, &id)["private_ips"][0], "192.168.0.4");
    destroy(&provider, &id);
}
