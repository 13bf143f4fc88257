//! Interfaces on machines, their firewalls, and public addresses that move.

use crate::platforms::{PRIVATE_CLOUD, PUBLIC_CLOUD, SOON, address, bind, head, platform, port, run};
use squall_cloud::{
    Address, Answer, Firewall, FirewallRule, Instance, Kind, Operand, Pool6, Port, Refusal, State, World,
};

fn attach(world: &World<'_>, id: &str) -> Answer<()> {
    world.attach_port(&mut world.fetch::<Port>(id)?, Kind::Instance, "vm", SOON)
}

fn firewall(world: &World<'_>, id: &str) -> Answer<()> {
    let row = Firewall { head: head(world, id), is_default: false, is_applied: true };
    world.insert(&row)?;
    world.insert(&FirewallRule {
        head: head(world, &format!("{id}-rule")),
        firewall: id.to_owned(),
        priority: 1,
        protocol: "tcp".to_owned(),
        is_egress: false,
        is_accept: true,
        is_disabled: false,
        values: ["80", "80", "0.0.0.0/0"].map(|text| Operand::Plain(text.to_owned())),
    })
}

#[test]
fn a_machine_has_as_many_further_interfaces_as_its_platform_says() {
    for (laws, most) in [(&PRIVATE_CLOUD, 6), (&PUBLIC_CLOUD, 3)] {
        let rig = platform(laws, "10.0.1.0/24");
        rig.act(|world| run(world, "vm"));
        for place in 1..=most {
            let id = format!("nic-{place}");
            rig.act(|world| port(world, &id));
            rig.act(|world| attach(world, &id));
            let pending = rig.row::<Port>(&id);
            assert_eq!(
                (pending.place, pending.head.state),
                (place, State::Free),
                "counted while it is on its way"
            );
        }
        rig.act(|world| port(world, "more"));
        let refused = rig.attempt(|world| attach(world, "more"));
        assert!(
            matches!(refused, Err(Refusal::Quota { limit, .. }) if limit == u64::from(most)),
            "{refused:?}"
        );
        rig.pass(SOON);

        rig.act(|world| world.detach_port(&mut world.fetch::<Port>("nic-2")?, SOON));
        rig.pass(SOON);
        assert_eq!(rig.row::<Port>("nic-2").head.state, State::Free);
        rig.act(|world| attach(world, "more"));
        rig.pass(SOON);
        let interfaces = rig.act(|world| world.interfaces_of("vm"));
        let ids: Vec<&str> = interfaces.iter().take(3).map(|interface| &*interface.id).collect();
        assert_eq!(ids, ["vm-0", "nic-1", "more"], "the first place that was free");
        assert!(interfaces[0].is_built_in && !interfaces[1].is_built_in);
        let built_in = rig.attempt(|world| world.detach_port(&mut world.fetch::<Port>("vm-0")?, SOON));
        assert!(matches!(built_in, Err(Refusal::WrongState { .. })));
    }
}

#[test]
fn hardware_addresses_begin_as_the_platform_says() {
    for (laws, prefix) in [(&PRIVATE_CLOUD, "52:54:"), (&PUBLIC_CLOUD, "20:90:6f:")] {
        let rig = platform(laws, "10.0.1.0/24");
        rig.act(|world| run(world, "vm"));
        let mac = rig.row::<Port>("vm-0").mac;
        assert!(mac.starts_with(prefix) && mac.len() == 17, "{mac}");
    }
}

#[test]
fn what_came_with_a_machine_goes_with_it_and_the_rest_is_free() {
    let rig = platform(&PRIVATE_CLOUD, "10.0.1.0/24");
    rig.act(|world| run(world, "vm"));
    rig.act(|world| port(world, "nic"));
    rig.act(|world| attach(world, "nic"));
    rig.act(|world| address(world, "eip", "1.0.0.1"));
    rig.act(|world| bind(world, "eip", Kind::Instance, "vm"));
    rig.pass(SOON);
    rig.act(|world| world.dissolve(world.fetch::<Instance>("vm")?));
    assert_eq!(rig.act(|world| world.find::<Port>("vm-0")), None);
    let (port, eip) = (rig.row::<Port>("nic"), rig.row::<Address>("eip"));
    assert_eq!((port.device, port.head.state), (None, State::Free));
    assert_eq!((eip.bound_to, eip.head.state), (None, State::Free));
}

#[test]
fn each_interface_stands_behind_firewalls_of_its_own() {
    for (laws, most) in [(&PRIVATE_CLOUD, 1), (&PUBLIC_CLOUD, 5)] {
        let rig = platform(laws, "10.0.1.0/24");
        rig.act(|world| run(world, "vm"));
        rig.act(|world| port(world, "nic"));
        rig.act(|world| attach(world, "nic"));
        let ids: Vec<String> = (0..=most).map(|n| format!("sg-{n}")).collect();
        rig.act(|world| ids.iter().try_for_each(|id| firewall(world, id)));
        rig.act(|world| world.guard_port(&mut world.fetch::<Port>("vm-0")?, &ids[..1]));
        rig.act(|world| world.guard_port(&mut world.fetch::<Port>("nic")?, &ids[1..]));
        let more = rig.attempt(|world| world.guard_port(&mut world.fetch::<Port>("nic")?, &ids));
        assert!(matches!(more, Err(Refusal::Quota { .. })), "{more:?}");
        let behind = |id: &'static str| {
            let rows = rig.act(|world| world.behind_firewall(id));
            rows.into_iter().map(|(_, id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!((behind("sg-0"), behind("sg-1")), (vec!["vm-0".to_owned()], vec!["nic".to_owned()]));
        let asked = rig.act(|world| world.interfaces_of("vm"));
        assert_eq!(asked[1].firewalls, &ids[1..], "in the order in which they are asked");
        rig.act(|world| world.dissolve(world.fetch::<Firewall>("sg-1")?));
        assert_eq!(rig.row::<Port>("nic").firewalls, &ids[2..]);
        assert_eq!(rig.act(|world| world.find::<FirewallRule>("sg-1-rule")), None);
    }
}

#[test]
fn an_address_moves_from_a_machine_to_an_interface() {
    let rig = platform(&PUBLIC_CLOUD, "10.0.1.0/24");
    rig.act(|world| run(world, "vm"));
    rig.act(|world| run(world, "other"));
    rig.act(|world| address(world, "eip", "1.0.0.1"));
    rig.act(|world| address(world, "second", "1.0.0.2"));
    rig.act(|world| bind(world, "eip", Kind::Instance, "vm"));
    let twice = rig.attempt(|world| bind(world, "second", Kind::Instance, "vm"));
    assert!(matches!(twice, Err(Refusal::Quota { limit: 1, used: 1, .. })), "{twice:?}");
    assert!(matches!(
        rig.attempt(|world| bind(world, "eip", Kind::Port, "other-0")),
        Err(Refusal::WrongState { .. })
    ));
    rig.pass(SOON);
    rig.act(|world| world.unbind_address(&mut world.fetch::<Address>("eip")?, SOON));
    rig.pass(SOON);
    rig.act(|world| bind(world, "eip", Kind::Port, "other-0"));
    rig.act(|world| bind(world, "second", Kind::Port, "other-0"));
    rig.pass(SOON);
    let bound = rig.act(|world| world.linked_ids(Kind::Address, "other-0"));
    assert_eq!(bound, ["eip", "second"]);
    rig.act(|world| world.dissolve(world.fetch::<Instance>("other")?));
    assert_eq!(rig.row::<Address>("eip").head.state, State::Free);
}

#[test]
fn pools_give_public_addresses_of_either_version() {
    let rig = platform(&PUBLIC_CLOUD, "10.0.1.0/24");
    let first = "2001:db8::ffff:ffff:ffff:ffff".parse::<std::net::Ipv6Addr>().unwrap().to_bits();
    rig.act(|world| world.save_pool6("six", &Pool6 { first, span: 2, free: 2, cursor: 0 }));
    let given = |id: &'static str| {
        rig.attempt(|world| {
            let given = world.next_address::<Address>("six")?;
            address(world, id, &given)?;
            Ok(given)
        })
    };
    assert_eq!(given("a").unwrap(), "2001:db8::ffff:ffff:ffff:ffff");
    assert_eq!(given("b").unwrap(), "2001:db8:0:1::");
    assert_eq!(given("c"), Err(Refusal::Capacity { pool: "six".to_owned() }));
    rig.act(|world| world.dissolve(world.fetch::<Address>("a")?));
    assert_eq!(rig.act(|world| world.pool6("six")).free, 1);
    assert_eq!(given("c").unwrap(), "2001:db8::ffff:ffff:ffff:ffff");
}

#[test]
fn each_version_has_a_number_of_its_own() {
    let rig = platform(&PRIVATE_CLOUD, "10.0.1.0/24");
    rig.act(|world| run(world, "vm"));
    for n in 1..=10 {
        let id = format!("six-{n}");
        rig.act(|world| address(world, &id, &format!("2001:db8::{n:x}")));
        rig.act(|world| bind(world, &id, Kind::Instance, "vm"));
    }
    rig.act(|world| address(world, "six", "2001:db8::b"));
    let full = rig.attempt(|world| bind(world, "six", Kind::Instance, "vm"));
    assert!(matches!(full, Err(Refusal::Quota { limit: 10, used: 10, .. })), "{full:?}");
    rig.act(|world| address(world, "four", "1.0.0.1"));
    rig.act(|world| bind(world, "four", Kind::Instance, "vm"));
    let port = rig.attempt(|world| bind(world, "six", Kind::Port, "vm-0"));
    assert!(
        matches!(port, Err(Refusal::Quota { limit: 0, .. })),
        "this platform has none on interfaces: {port:?}"
    );
}
