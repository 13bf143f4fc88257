use crate::loadbalancer::{balancer, destroy, eip};
use crate::provider::Provider;
use crate::server_certificate::certificate;

const LISTING: [&str; 3] =
    ["DescribeLoadBalancerListeners", "loadbalancer_listeners", "loadbalancer_listener_set"];

pub(crate) fn listener(provider: &Provider, balancer: &str, more: &[(&str, &str)]) -> String {
    let call = [&[("loadbalancer", balancer), ("listeners.1.forwardfor", "0")][..], more].concat();
    let id = provider.make("AddLoadBalancerListeners", &call, "/loadbalancer_listeners/0");
    provider.call("UpdateLoadBalancers", &[("loadbalancers.1", balancer)]);
    id
}

pub(crate) const HTTP: [(&str, &str); 5] = [
    ("listeners.1.listener_port", "80"),
    ("listeners.1.listener_protocol", "http"),
    ("listeners.1.backend_protocol", "http"),
    ("listeners.1.balance_mode", "roundrobin"),
    ("listeners.1.timeout", "50"),
];

#[test]
fn loadbalancer_listener_basic() {
    let provider = Provider::new();
    let (balancer, certificate) = (balancer(&provider, &eip(&provider)), certificate(&provider));
    let [listing, list, set] = LISTING;
    let http = listener(&provider, &balancer, &HTTP);
    let shown = provider.read(listing, list, &http, set);
    assert_eq!((shown["listener_port"].as_u64(), shown["timeout"].as_u64()), (Some(80), Some(50)));
    // Another port is another listener.
    provider.call("DeleteLoadBalancerListeners", &[("loadbalancer_listeners.1", &http)]);
    provider.call("UpdateLoadBalancers", &[("loadbalancers.1", &balancer)]);
    provider.is_destroyed(listing, list, &http, set);
    let https = [
        ("listeners.1.listener_port", "443"),
        ("listeners.1.listener_protocol", "https"),
        ("listeners.1.backend_protocol", "http"),
        ("listeners.1.server_certificate_id", &*certificate),
        ("listeners.1.listener_option", "256"),
    ];
    let id = listener(&provider, &balancer, &https);
    assert_eq!(provider.read(listing, list, &id, set)["listener_option"], 256);
    let changed = [
        ("loadbalancer_listener", &*id),
        ("balance_mode", "source"),
        ("listener_option", "207"),
        ("healthy_check_method", "http|/index.html|vhost.example.com"),
        ("healthy_check_option", "10|5|5|5"),
        ("forwardfor", "7"),
        ("session_sticky", "prefix|sk"),
        ("timeout", "40"),
    ];
    provider.call("ModifyLoadBalancerListenerAttributes", &changed);
    provider.call("UpdateLoadBalancers", &[("loadbalancers.1", &balancer)]);
    let shown = provider.read(listing, list, &id, set);
    for (name, value) in
        [("balance_mode", "source"), ("healthy_check_option", "10|5|5|5"), ("session_sticky", "prefix|sk")]
    {
        assert_eq!(shown[name], value);
    }
    assert_eq!((shown["timeout"].as_u64(), shown["forwardfor"].as_u64()), (Some(40), Some(7)));
    destroy(&provider, &balancer);
    provider.is_destroyed(listing, list, &id, set);
}
