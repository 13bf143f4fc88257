//! NAT gateways: whose source is translated, which ports lead in, who is let out.

use crate::platforms::{PRIVATE_CLOUD, PUBLIC_CLOUD, SOON, address, bind, block, head, platform, run};
use crate::rig::Rig;
use squall_cloud::{
    Address, Answer, Instance, Kind, Laws, NatGateway, NatRule, Port, PortMap, Refusal, State, Subnet,
    Translation, Vpc, World,
};

fn gateway(world: &World<'_>, id: &str, lists: bool) -> Answer<()> {
    world.insert(&NatGateway {
        head: head(world, id).in_state(State::Active),
        vpc: "vpc".to_owned(),
        size: String::new(),
        bandwidth_mbps: 100,
        lists,
        nodes: Vec::new(),
    })?;
    let subnet = world.fetch::<Subnet>("subnet")?;
    let port = head(world, &format!("{id}-0"));
    world.build_port(port, &subnet, None, Some((id, 0)), squall_cloud::Span::ZERO).map(|_| ())
}

/// A machine `vm` and two gateways, each with a public address of its own.
fn rig(laws: &'static Laws, lists: bool) -> Rig {
    let rig = platform(laws, "10.0.1.0/24");
    rig.act(|world| run(world, "vm"));
    for (id, eip, text) in [("nat", "eip", "1.0.0.1"), ("other", "second", "1.0.0.2")] {
        rig.act(|world| gateway(world, id, lists));
        rig.act(|world| address(world, eip, text));
        rig.act(|world| bind(world, eip, Kind::NatGateway, id));
    }
    rig.pass(SOON);
    rig
}

fn add(
    rig: &Rig,
    id: &str,
    gateway: &str,
    what: Translation,
    subject: &str,
    eip: Option<&str>,
) -> Answer<()> {
    rig.attempt(|world| {
        let gateway = world.fetch::<NatGateway>(gateway)?;
        world.add_nat_rule(head(world, id), &gateway, what.clone(), subject, eip).map(|_| ())
    })
}

fn map(protocol: &str, outer: (u16, u16), inner: u16) -> Translation {
    Translation::Target(PortMap { protocol: protocol.to_owned(), outer, inner })
}

fn way_out(rig: &Rig) -> Option<String> {
    let rule = rig.act(|world| world.way_out(&world.fetch::<Port>("vm-0")?));
    rule.map(|rule| rule.head.id)
}

#[test]
fn the_nearest_rule_is_the_way_out() {
    let rig = rig(&PRIVATE_CLOUD, false);
    assert_eq!(way_out(&rig), None);
    for (id, gateway, subject) in
        [("of-cloud", "nat", "vpc"), ("of-subnet", "other", "subnet"), ("of-machine", "nat", "vm")]
    {
        assert_eq!(add(&rig, id, gateway, Translation::Source, subject, None), Ok(()));
        assert_eq!(way_out(&rig).as_deref(), Some(id));
    }
    rig.act(|world| world.become_state(&mut world.fetch::<NatGateway>("nat")?, State::Stopped));
    assert_eq!(way_out(&rig).as_deref(), Some("of-subnet"), "a gateway that does not work lets nobody out");
    rig.act(|world| world.unbind_address(&mut world.fetch::<Address>("second")?, SOON));
    rig.pass(SOON);
    assert_eq!(way_out(&rig), None, "nor does one without an address");
}

#[test]
fn one_source_has_one_rule_in_the_scope_that_the_platform_names() {
    for (laws, twice) in [(&PRIVATE_CLOUD, false), (&PUBLIC_CLOUD, true)] {
        let rig = rig(laws, false);
        assert_eq!(add(&rig, "a", "nat", Translation::Source, "subnet", None), Ok(()));
        assert!(matches!(
            add(&rig, "b", "nat", Translation::Source, "subnet", None),
            Err(Refusal::Taken { .. })
        ));
        assert_eq!(add(&rig, "b", "other", Translation::Source, "subnet", None).is_ok(), twice);
    }
}

#[test]
fn ports_of_an_address_lead_to_one_place() {
    let rig = rig(&PUBLIC_CLOUD, false);
    let lead = |id: &str, eip, what| add(&rig, id, "nat", what, "vm", eip);
    assert_eq!(lead("web", Some("eip"), map("tcp", (80, 89), 8_080)), Ok(()));
    assert!(matches!(lead("b", Some("eip"), map("tcp", (89, 90), 1)), Err(Refusal::Taken { .. })));
    assert_eq!(lead("udp", Some("eip"), map("udp", (80, 80), 53)), Ok(()));
    assert_eq!(lead("next", Some("eip"), map("tcp", (90, 90), 90)), Ok(()));
    for (eip, what) in [
        (Some("second"), map("tcp", (1, 1), 1)),
        (None, map("tcp", (1, 1), 1)),
        (Some("eip"), map("tcp", (0, 1), 1)),
        (Some("eip"), map("tcp", (2, 1), 1)),
        (Some("eip"), map("tcp", (1, 2), 65_535)),
    ] {
        let refused = lead("wrong", eip, what.clone());
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{eip:?} {what:?}: {refused:?}");
    }
    assert_eq!(add(&rig, "source", "nat", Translation::Source, "vm", Some("eip")), Ok(()));
    rig.act(|world| world.unbind_address(&mut world.fetch::<Address>("eip")?, SOON));
    rig.pass(SOON);
    assert_eq!(rig.act(|world| world.find::<NatRule>("web")), None, "the address leads nowhere any more");
    assert_eq!(rig.row::<NatRule>("source").address, None);
}

#[test]
fn a_gateway_that_lists_who_may_lets_nobody_else_out() {
    let rig = rig(&PRIVATE_CLOUD, true);
    assert_eq!(add(&rig, "source", "nat", Translation::Source, "vpc", None), Ok(()));
    assert_eq!(way_out(&rig), None);
    assert_eq!(add(&rig, "listed", "nat", Translation::Listed, "vm", None), Ok(()));
    assert_eq!(way_out(&rig).as_deref(), Some("source"));
    assert!(matches!(add(&rig, "again", "nat", Translation::Listed, "vm", None), Err(Refusal::Taken { .. })));
}

#[test]
fn rules_are_for_what_is_in_the_cloud_and_go_with_it() {
    let rig = rig(&PRIVATE_CLOUD, false);
    rig.act(|world| world.insert(&Vpc::new(head(world, "far"), block("10.1.0.0/16"))));
    let refused = add(&rig, "far-rule", "nat", Translation::Source, "far", None);
    assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{refused:?}");
    assert_eq!(add(&rig, "a", "nat", Translation::Source, "vm", None), Ok(()));
    assert_eq!(add(&rig, "b", "other", Translation::Source, "subnet", None), Ok(()));
    rig.act(|world| world.dissolve(world.fetch::<Instance>("vm")?));
    assert_eq!(rig.act(|world| world.find::<NatRule>("a")), None);
    rig.act(|world| world.dissolve(world.fetch::<NatGateway>("other")?));
    assert_eq!(rig.act(|world| Ok((world.count::<NatRule>()?, world.find::<Port>("other-0")?))), (0, None));
    assert_eq!(rig.row::<Address>("second").head.state, State::Free);
}
