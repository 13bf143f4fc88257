use crate::instance::instance;
use crate::loadbalancer::{balancer, eip};
use crate::loadbalancer_listener::{HTTP, listener};
use crate::provider::Provider;

#[test]
fn loadbalancer_backend_basic() {
    let provider = Provider::new();
    let balancer = balancer(&provider, &eip(&provider));
    let listener = listener(&provider, &balancer, &HTTP);
    let instance = instance(&provider, &[("login_mode", "passwd"), ("login_passwd", "Zhu88jie")]);
    let call = [
        ("loadbalancer_listener", &*listener),
        ("backends.1.resource_id", &*instance),
        ("backends.1.port", "80"),
        ("backends.1.weight", "1"),
    ];
    let id = provider.make("AddLoadBalancerBackends", &call, "/loadbalancer_backends/0");
    provider.call("UpdateLoadBalancers", &[("loadbalancers.1", &balancer)]);
    let read = || {
        provider.read(
            "DescribeLoadBalancerBackends",
            "loadbalancer_backends",
            &id,
            "loadbalancer_backend_set",
        )
    };
    assert_eq!((read()["port"].as_u64(), read()["weight"].as_u64()), (Some(80), Some(1)));
    let changed = [
        ("loadbalancer_backend", &*id),
        ("port", "81"),
        ("weight", "2"),
        ("loadbalancer_backend_name", "test"),
    ];
    provider.call("ModifyLoadBalancerBackendAttributes", &changed);
    assert_eq!(
        (read()["port"].as_u64(), read()["loadbalancer_backend_name"].as_str()),
        (Some(81), Some("test"))
    );
    provider.call("DeleteLoadBalancerBackends", &[("loadbalancer_backends.1", &id)]);
    assert!(read().is_null());
}
