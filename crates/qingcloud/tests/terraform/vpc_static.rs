use crate::provider::Provider;
use crate::vpc::{destroy, vpc};

#[test]
fn vpc_static_basic() {
    let provider = Provider::new();
    let (router, firewall) = vpc(&provider);
    let call = [
        ("router", &*router),
        ("statics.1.router_id", &*router),
        ("statics.1.static_type", "1"),
        ("statics.1.val1", "80"),
        ("statics.1.val2", "192.168.0.3"),
        ("statics.1.val3", "81"),
    ];
    let id = provider.make("AddRouterStatics", &call, "/router_statics/0");
    let read = || {
        let call = [("router", &*router), ("router_statics.1", &*id)];
        provider.0.ok("DescribeRouterStatics", &call)["router_static_set"][0].clone()
    };
    assert_eq!((read()["val1"].as_str(), read()["val3"].as_str()), (Some("80"), Some("81")));
    let changed = [
        ("router_static", &*id),
        ("router_static_name", "test"),
        ("val1", "81"),
        ("val2", "192.168.0.4"),
        ("val3", "82"),
        ("val4", "udp"),
        ("val5", ""),
    ];
    provider.call("ModifyRouterStaticAttributes", &changed);
    assert_eq!((read()["val4"].as_str(), read()["router_static_name"].as_str()), (Some("udp"), Some("test")));
    provider.call("DeleteRouterStatics", &[("router_statics.1", &id)]);
    assert!(read().is_null());
    destroy(&provider, (&router, &firewall));
}
