//! The tables of the two platforms, and what their dialects would order.

use crate::rig::{OWNER, Rig, machine};
use squall_cloud::Kind::*;
use squall_cloud::{
    Aftermath, Answer, Bonds, Cidr, Cidr6, Fate, Head, Holding, Instance as Machine, Kinds, Law, Laws,
    NatScope, NetworkLaw, Placement, Port as Interface, Span, State, Subnet as Part, Tie, Verb, Vpc as Cloud,
    World,
};

pub(crate) const SOON: Span = Span::seconds(5);

/// The blocks that both platforms cut clouds from.
const PRIVATE: &[Cidr] = &[
    Cidr::of([10, 0, 0, 0], 16),
    Cidr::of([10, 1, 0, 0], 16),
    Cidr::of([172, 16, 0, 0], 16),
    Cidr::of([192, 168, 0, 0], 16),
];

/// The gateway and another are the vendor's, besides the network's own and the broadcast address.
const PRIVATE_NETWORK: NetworkLaw = NetworkLaw {
    within: PRIVATE,
    vpc_bits: 16..=29,
    subnet_bits: 16..=29,
    kept_first: 3,
    kept_last: 1,
    further_addresses: 1,
    holders: &[
        Holding::of(Instance).interfaces(6).public(50, 10),
        Holding::of(Balancer).public(1, 0),
        Holding::of(NatGateway).public(50, 0),
    ],
    nat_scope: NatScope::Vpc,
    ..NetworkLaw::NONE
};

const PUBLIC_NETWORK: NetworkLaw = NetworkLaw {
    within: PRIVATE,
    vpc_bits: 16..=28,
    vpc_blocks: 3,
    subnet_bits: 16..=28,
    kept_first: 2,
    kept_last: 1,
    further_addresses: 9,
    firewalls: 5,
    mac_prefix: &[0x20, 0x90, 0x6f],
    holders: &[
        Holding::of(Instance).interfaces(3).public(1, 0),
        Holding::of(Port).public(10, 10),
        Holding::of(Balancer).public(1, 1),
        Holding::of(NatGateway).public(10, 0),
    ],
    ..NetworkLaw::NONE
};

const KINDS: Kinds = Kinds::of(&[
    (
        Instance,
        law(&[
            Tie::of(Port, Fate::Freed).built_in(Fate::Erased),
            Tie::of(Address, Fate::Freed),
            Tie::of(Backend, Fate::Erased),
            Tie::of(NatRule, Fate::Erased),
        ]),
    ),
    (
        Vpc,
        law(&[
            Tie::of(NatGateway, Fate::Erased),
            Tie::of(Subnet, Fate::Erased),
            Tie::of(NatRule, Fate::Erased),
        ]),
    ),
    (Subnet, law(&[Tie::of(Port, Fate::Erased), Tie::of(NatRule, Fate::Erased)])),
    (Port, law(&[Tie::of(Address, Fate::Freed), Tie::of(NatRule, Fate::Erased)])),
    (Address, law(&[Tie::of(NatRule, Fate::Released)])),
    (
        Firewall,
        law(&[
            Tie::of(Port, Fate::Released),
            Tie::of(Instance, Fate::Released),
            Tie::of(Balancer, Fate::Released),
            Tie::of(FirewallRule, Fate::Erased),
        ]),
    ),
    (FirewallRule, law(&[])),
    (
        NatGateway,
        law(&[
            Tie::of(NatRule, Fate::Erased),
            Tie::of(Port, Fate::Freed).built_in(Fate::Erased),
            Tie::of(Address, Fate::Freed),
        ]),
    ),
    (NatRule, law(&[])),
    (
        Balancer,
        law(&[
            Tie::of(Listener, Fate::Erased),
            Tie::of(Backend, Fate::Erased),
            Tie::of(Address, Fate::Freed),
            Tie::of(Port, Fate::Erased),
        ]),
    ),
    (Listener, law(&[Tie::of(Forwarding, Fate::Erased), Tie::of(Backend, Fate::Erased)])),
    (Backend, law(&[Tie::of(Forwarding, Fate::Released)])),
    (Forwarding, law(&[])),
    (Certificate, law(&[Tie::of(Listener, Fate::Released)])),
]);

const fn law(ties: &'static [Tie]) -> Law {
    Law::USUAL.after(&[State::Recycled, State::Ceased], Aftermath::of(ties).bonds(Bonds::Dropped))
}

pub(crate) const PRIVATE_CLOUD: Laws = Laws { network: PRIVATE_NETWORK, kinds: KINDS, ..Laws::NONE };
pub(crate) const PUBLIC_CLOUD: Laws = Laws { network: PUBLIC_NETWORK, kinds: KINDS, ..Laws::NONE };

pub(crate) fn head(world: &World<'_>, id: &str) -> Head {
    Head::new(id.to_owned(), OWNER, "z", "", world.now).in_state(State::Free)
}

pub(crate) fn block(text: &str) -> Cidr {
    Cidr::parse(text).unwrap()
}

/// A cloud `vpc` of 10.0.0.0/16 with addresses of version 6, and in it a subnet `subnet` of a block.
pub(crate) fn platform(laws: &'static Laws, subnet: &str) -> Rig {
    let rig = Rig::new(laws);
    rig.act(|world| {
        let mut vpc = Cloud::new(head(world, "vpc"), block("10.0.0.0/16"));
        assert!(world.laws.network.admits_vpc(vpc.block));
        vpc.block6 = Cidr6::parse("fd00::/48");
        world.insert(&vpc)?;
        world.cut_subnet(head(world, "subnet"), &vpc, block(subnet), Cidr6::parse("fd00::/64")).map(|_| ())
    });
    rig
}

/// A machine that runs, with a built-in interface `<id>-0` in `subnet`.
pub(crate) fn run(world: &World<'_>, id: &str) -> Answer<()> {
    let mut vm: Machine = machine(world, id, Placement::default());
    world.insert(&vm)?;
    world.become_state(&mut vm, State::Active)?;
    let subnet = world.fetch::<Part>("subnet")?;
    let port = head(world, &format!("{id}-0"));
    world.build_port(port, &subnet, None, Some((id, 0)), Span::ZERO)?;
    Ok(())
}

/// An interface of `subnet` without a device.
pub(crate) fn port(world: &World<'_>, id: &str) -> Answer<Interface> {
    let subnet = world.fetch::<Part>("subnet")?;
    world.build_port(head(world, id), &subnet, None, None, Span::ZERO)
}

/// A public address that is bound to nothing.
pub(crate) fn address(world: &World<'_>, id: &str, address: &str) -> Answer<()> {
    world.insert(&squall_cloud::Address {
        head: head(world, id),
        address: address.to_owned(),
        bandwidth_mbps: 1,
        billing_mode: String::new(),
        billing_changed_at: None,
        associate_mode: 0,
        needs_licence: false,
        bound_to: None,
    })
}

/// Begins to bind an address to something of a kind.
pub(crate) fn bind(world: &World<'_>, id: &str, kind: squall_cloud::Kind, target: &str) -> Answer<()> {
    world.bind_address(&mut world.fetch::<squall_cloud::Address>(id)?, kind, target, SOON)
}

/// Begins to bring a machine into a state.
pub(crate) fn change(world: &World<'_>, id: &str, verb: Verb, target: State) -> Answer<()> {
    world.begin(&mut world.fetch::<Machine>(id)?, verb, target, SOON)
}

#[test]
fn the_tables_are_whole() {
    for laws in [&PRIVATE_CLOUD, &PUBLIC_CLOUD] {
        assert_eq!(laws.contradictions(), Vec::<String>::new());
    }
}

#[test]
fn what_may_hold_addresses_must_be_there_and_can() {
    const LAWS: Laws = Laws {
        network: NetworkLaw {
            holders: &[
                Holding::of(Volume).interfaces(1),
                Holding::of(Instance).public(1, 0),
                Holding::of(Subnet).public(0, 1),
            ],
            ..NetworkLaw::NONE
        },
        kinds: KINDS,
        ..Laws::NONE
    };
    let found = LAWS.contradictions();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found.iter().take(2).all(|line| line.contains("volume")) && found[2].contains("subnet"),
        "{found:?}"
    );
}
