//! The life of load balancers, what they are made of and what they take.

use crate::rig::{
    address, audit, backend, balancer, instance, is, listener, listening, network, show, standing, state_of,
    text,
};
use serde_json::json;
use squall_api::cloud::{Balancer, Span, State};
use squall_simulate::Desk;

#[test]
fn the_life_of_a_public_balancer() {
    let desk = Desk::new();
    let eip = address(&desk);
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &eip), ("loadbalancer_type", "2")]);
    let id = text(&made["loadbalancer_id"]);
    is(standing(&desk, &id), "pending", "creating");
    desk.fails(1400, "AddLoadBalancerListeners", &listening(&id, "80"));
    desk.settle();
    is(standing(&desk, &id), "active", "");
    let shown = show(&desk, &id);
    assert_eq!(
        (&shown["is_applied"], &shown["loadbalancer_type"], &shown["node_count"]),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!((&shown["eips"][0]["eip_id"], &shown["eips"][0]["bandwidth"]), (&json!(eip), &json!(4)));
    assert!(shown["security_group_id"].as_str().unwrap().starts_with("sg-"));
    assert_eq!(state_of(&desk, &eip), State::Bound);

    let listener = listener(&desk, &id, "80");
    let vm = instance(&desk);
    let backend = backend(&desk, &listener, &vm);
    let shown = show(&desk, &id);
    assert_eq!(shown["is_applied"], 0);
    assert_eq!(shown["listeners"][0]["listener_port"], 80);
    assert_eq!(shown["listeners"][0]["loadbalancer_listener_name"], "");
    assert_eq!(shown["listeners"][0]["healthy_check_option"], "10|5|2|5");
    assert_eq!(shown["listeners"][0]["backends"][0]["status"], "up");
    desk.ok("UpdateLoadBalancers", &[("loadbalancers.1", &id)]);
    is(standing(&desk, &id), "active", "updating");
    desk.settle();
    assert_eq!(show(&desk, &id)["is_applied"], 1);

    desk.ok("DeleteLoadBalancers", &[("loadbalancers.1", &id)]);
    is(standing(&desk, &id), "active", "deleting");
    desk.settle();
    is(standing(&desk, &id), "deleted", "");
    assert_eq!(state_of(&desk, &eip), State::Free);
    assert_eq!(
        desk.ok("DescribeLoadBalancerListeners", &[("loadbalancer_listeners.1", &listener)])["total_count"],
        0
    );
    assert_eq!(
        desk.ok("DescribeLoadBalancerBackends", &[("loadbalancer_backends.1", &backend)])["total_count"],
        0
    );
    let message = desk.fails(1400, "DeleteLoadBalancers", &[("loadbalancers.1", &id)]);
    assert!(message.contains("has already been deleted"), "{message}");
    desk.advance(Span::hours(2));
    is(standing(&desk, &id), "ceased", "");
    audit(&desk);
}

#[test]
fn a_balancer_is_made_of_what_is_there() {
    let desk = Desk::new();
    let eip = address(&desk);
    let make = |call: &[(&str, &str)], code| desk.fails(code, "CreateLoadBalancer", call);
    make(&[("loadbalancer_name", "nowhere")], 1100);
    make(&[("eips.1", &eip), ("loadbalancer_type", "6")], 1101);
    make(&[("eips.1", &eip), ("http_header_size", "128")], 1101);
    make(&[("eips.1", &eip), ("private_ip", "192.168.1.9")], 1101);
    make(&[("eips.1", "eip-00000000")], 2100);
    make(&[("eips.1", &eip), ("security_group", "sg-00000000")], 2100);
    let bound = text(&show(&desk, &balancer(&desk))["eips"][0]["eip_id"]);
    make(&[("eips.1", &bound)], 1400);
    desk.patch_account("demo", &json!({"quotas": {"loadbalancer": 1}}));
    make(&[("eips.1", &eip)], 2500);
    desk.patch_account("demo", &json!({"quotas": {"loadbalancer": 9}, "balance": "0.05"}));
    make(&[("eips.1", &eip)], 2400);
    desk.patch_account("demo", &json!({"balance": "100.00"}));
    desk.patch_world(&json!({"services": {"network": "updating"}}));
    make(&[("eips.1", &eip)], 5400);
    desk.patch_world(&json!({"services": {"network": "up", "loadbalancer": "updating"}}));
    make(&[("eips.1", &eip)], 5300);
}

#[test]
fn nodes_take_room_on_hosts() {
    let desk = Desk::new();
    let eip = address(&desk);
    let host = |name, cpu| json!({"name": name, "cpu": cpu, "memory_mib": 4096});
    desk.patch_world(&json!({"hosts": [host("one", 2), host("two", 1)]}));
    desk.fails(5200, "CreateLoadBalancer", &[("eips.1", &eip), ("node_count", "4")]);
    desk.fails(5200, "CreateLoadBalancer", &[("eips.1", &eip), ("loadbalancer_type", "5")]);
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &eip), ("node_count", "2")]);
    let id = text(&made["loadbalancer_id"]);
    desk.settle();
    let hosts: Vec<_> =
        desk.look(|world| world.fetch::<Balancer>(&id)).nodes.into_iter().map(|room| room.host).collect();
    assert_eq!(hosts, ["one", "two"]);
    desk.fails(5200, "ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("node_count", "4")]);
    desk.ok("ModifyLoadBalancerAttributes", &[("loadbalancer", &id), ("node_count", "3")]);
    assert_eq!((&show(&desk, &id)["node_count"], &show(&desk, &id)["is_applied"]), (&json!(3), &json!(0)));
    audit(&desk);
}

#[test]
fn a_private_balancer_has_an_address_of_its_own() {
    let desk = Desk::new();
    let vxnet = network(&desk);
    let make = |ip: &str| desk.ok("CreateLoadBalancer", &[("vxnet", &vxnet), ("private_ip", ip)]);
    let first = text(&make("192.168.1.9")["loadbalancer_id"]);
    let call = [("vxnet", &*vxnet), ("private_ip", "192.168.1.9")];
    desk.fails(2110, "CreateLoadBalancer", &call);
    for wrong in ["192.168.1.1", "192.168.2.9", "nine"] {
        desk.fails(1101, "CreateLoadBalancer", &[("vxnet", &vxnet), ("private_ip", wrong)]);
    }
    let second = text(&desk.ok("CreateLoadBalancer", &[("vxnet", &vxnet)])["loadbalancer_id"]);
    desk.settle();
    let shown = show(&desk, &first);
    assert_eq!((&shown["private_ips"], &shown["vxnet_id"]), (&json!(["192.168.1.9"]), &json!(vxnet)));
    assert_eq!((&shown["eips"], &shown["security_group_id"]), (&json!([]), &json!("")));
    desk.fails(
        2110,
        "ModifyLoadBalancerAttributes",
        &[("loadbalancer", &second), ("private_ip", "192.168.1.9")],
    );
    let eip = address(&desk);
    desk.ok("AssociateEipsToLoadBalancer", &[("loadbalancer", &first), ("eips.1", &eip)]);
    desk.settle();
    assert_eq!(show(&desk, &first)["eips"][0]["eip_id"], *eip);
    desk.ok("DeleteLoadBalancers", &[("loadbalancers.1", &first)]);
    desk.settle();
    desk.ok("ModifyLoadBalancerAttributes", &[("loadbalancer", &second), ("private_ip", "192.168.1.9")]);
    audit(&desk);
}

#[test]
fn a_balancer_is_stopped_resized_and_started() {
    let desk = Desk::new();
    let made = desk.ok("CreateLoadBalancer", &[("eips.1", &address(&desk))]);
    let id = text(&made["loadbalancer_id"]);
    let one = [("loadbalancers.1", &*id)];
    desk.fails(1400, "DeleteLoadBalancers", &one);
    desk.advance(Span::seconds(15));
    let message = desk.fails(1400, "DeleteLoadBalancers", &one);
    let early = format!("PermissionDenied, resource [{id}] lease info not ready yet, please try later");
    assert_eq!(message, early);
    desk.settle();
    desk.fails(1400, "StartLoadBalancers", &one);
    desk.fails(1400, "ResizeLoadBalancers", &[("loadbalancers.1", &id), ("loadbalancer_type", "1")]);
    desk.ok("StopLoadBalancers", &one);
    desk.settle();
    is(standing(&desk, &id), "stopped", "");
    let message = desk.fails(1400, "StopLoadBalancers", &one);
    assert_eq!(message, format!("PermissionDenied, loadbalancer [{id}] is not active, can not be stopped"));
    desk.fails(1100, "ResizeLoadBalancers", &one);
    desk.ok("ResizeLoadBalancers", &[("loadbalancers.1", &id), ("loadbalancer_type", "4")]);
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "1.99"}));
    desk.fails(2400, "StartLoadBalancers", &one);
    desk.patch_account("demo", &json!({"balance": "10.00"}));
    desk.ok("StartLoadBalancers", &one);
    desk.settle();
    is(standing(&desk, &id), "active", "");
    assert_eq!(show(&desk, &id)["loadbalancer_type"], 4);
    audit(&desk);
}

#[test]
fn addresses_come_and_go_up_to_four() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let eips: Vec<String> = (0..4).map(|_| address(&desk)).collect();
    let bind = |eip: &str| [("loadbalancer".to_owned(), id.clone()), ("eips.1".to_owned(), eip.to_owned())];
    let call = |action: &str, eip: &str, code: u32| {
        let parameters = bind(eip);
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        if code == 0 {
            desk.ok(action, &parameters);
            desk.settle();
        } else {
            desk.fails(code, action, &parameters);
        }
    };
    for eip in &eips[..3] {
        call("AssociateEipsToLoadBalancer", eip, 0);
    }
    call("AssociateEipsToLoadBalancer", &eips[3], 1400);
    call("DissociateEipsFromLoadBalancer", &eips[3], 1400);
    call("AssociateEipsToLoadBalancer", &eips[0], 1400);
    call("DissociateEipsFromLoadBalancer", &eips[0], 0);
    assert_eq!(state_of(&desk, &eips[0]), State::Free);
    call("AssociateEipsToLoadBalancer", &eips[3], 0);
    assert_eq!(show(&desk, &id)["eips"].as_array().unwrap().len(), 4);
    audit(&desk);
}

#[test]
fn a_forfeited_balancer_lets_everything_go() {
    let desk = Desk::new();
    let id = balancer(&desk);
    let listener = listener(&desk, &id, "80");
    let eip = text(&show(&desk, &id)["eips"][0]["eip_id"]);
    desk.patch_account("demo", &json!({"balance": "0.10"}));
    desk.advance(Span::hours(2));
    is(standing(&desk, &id), "suspended", "");
    desk.fails(1400, "AddLoadBalancerListeners", &listening(&id, "443"));
    desk.advance(Span::days(5));
    is(standing(&desk, &id), "deleted", "");
    assert_eq!(
        desk.ok("DescribeLoadBalancerListeners", &[("loadbalancer_listeners.1", &listener)])["total_count"],
        0
    );
    assert_eq!(state_of(&desk, &eip), State::Recycled);
    audit(&desk);
}

#[test]
fn topping_up_brings_a_balancer_back() {
    let desk = Desk::new();
    let id = balancer(&desk);
    desk.patch_account("demo", &json!({"balance": "0.10"}));
    desk.advance(Span::hours(2));
    is(standing(&desk, &id), "suspended", "");
    desk.patch_account("demo", &json!({"balance": "50.00"}));
    desk.settle();
    is(standing(&desk, &id), "active", "");
    audit(&desk);
}
