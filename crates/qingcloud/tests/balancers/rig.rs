//! What the tests of load balancers are made with.

use serde_json::Value;
use squall_api::cloud::{Address, Head, Money, Network, State};
use squall_simulate::Desk;

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// An address, put there by the engine.
pub(crate) fn address(desk: &Desk) -> String {
    desk.change(|world| {
        let owner = world.account_named("demo")?.unwrap_or_default();
        let address = world.next_address::<Address>("eip")?;
        let id = world.mint("eip-", 8)?;
        let row = serde_json::json!({
            "head": Head::new(id.clone(), &owner, "pek3", "", world.now)
                .in_state(State::Free)
                .priced(Money::micros(1_000), Money::ZERO),
            "address": address, "bandwidth_mbps": 4, "billing_mode": "bandwidth", "associate_mode": 0,
            "needs_licence": false, "bound_to": null, "billing_changed_at": null,
        });
        world.insert(&serde_json::from_value::<Address>(row).unwrap())?;
        Ok(id)
    })
}

/// A network that has joined some router, put there by the engine.
pub(crate) fn network(desk: &Desk) -> String {
    desk.change(|world| {
        let owner = world.account_named("demo")?.unwrap_or_default();
        let id = world.mint("vxnet-", 7)?;
        world.insert(&Network {
            head: Head::new(id.clone(), &owner, "pek3", "", world.now).in_state(State::Free),
            network_type: 1,
            router: None,
            cidr: "192.168.1.0/24".to_owned(),
            manager_ip: "192.168.1.1".to_owned(),
            dhcp: None,
            features: 1,
        })?;
        Ok(id)
    })
}

pub(crate) fn instance(desk: &Desk) -> String {
    let call = [
        ("image_id", "centos7x64d"),
        ("instance_type", "c1m1"),
        ("login_mode", "passwd"),
        ("login_passwd", "Squall2026x"),
        ("vxnets.1", "vxnet-0"),
    ];
    let reply = desk.ok("RunInstances", &call);
    desk.settle();
    text(&reply["instances"][0])
}

pub(crate) fn balancer(desk: &Desk) -> String {
    let reply = desk.ok("CreateLoadBalancer", &[("eips.1", &address(desk)), ("loadbalancer_name", "front")]);
    desk.settle();
    text(&reply["loadbalancer_id"])
}

pub(crate) fn listener(desk: &Desk, balancer: &str, port: &str) -> String {
    let reply = desk.ok("AddLoadBalancerListeners", &listening(balancer, port));
    text(&reply["loadbalancer_listeners"][0])
}

pub(crate) fn listening<'a>(balancer: &'a str, port: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("loadbalancer", balancer),
        ("listeners.1.listener_port", port),
        ("listeners.1.listener_protocol", "http"),
        ("listeners.1.backend_protocol", "http"),
        ("listeners.1.loadbalancer_listener_name", "None"),
    ]
}

pub(crate) fn backend(desk: &Desk, listener: &str, resource: &str) -> String {
    let call = [
        ("loadbalancer_listener", listener),
        ("backends.1.resource_id", resource),
        ("backends.1.port", "8080"),
    ];
    text(&desk.ok("AddLoadBalancerBackends", &call)["loadbalancer_backends"][0])
}

pub(crate) fn show(desk: &Desk, id: &str) -> Value {
    let reply = desk.ok("DescribeLoadBalancers", &[("loadbalancers.1", id), ("verbose", "2")]);
    reply["loadbalancer_set"][0].clone()
}

pub(crate) fn standing(desk: &Desk, id: &str) -> (String, String) {
    let shown = show(desk, id);
    (text(&shown["status"]), text(&shown["transition_status"]))
}

pub(crate) fn state_of(desk: &Desk, address: &str) -> State {
    desk.look(|world| world.fetch::<Address>(address)).head.state
}

pub(crate) fn audit(desk: &Desk) {
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

pub(crate) fn is(standing: (String, String), status: &str, transition: &str) {
    assert_eq!((&*standing.0, &*standing.1), (status, transition));
}
