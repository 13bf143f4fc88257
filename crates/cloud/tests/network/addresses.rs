//! Blocks, and the addresses that are given out of them.

use crate::platforms::{PRIVATE_CLOUD, PUBLIC_CLOUD, block, head, platform, port, run};
use crate::rig::Rig;
use squall_cloud::{Cidr6, Family, Instance, Port, Refusal, Span, State, Subnet, Vpc};
use std::net::{IpAddr, Ipv4Addr};

#[test]
fn a_subnet_of_eight_addresses_gives_four_and_is_full() {
    let rig = platform(&PRIVATE_CLOUD, "10.0.1.0/29");
    let free = |rig: &Rig| rig.act(|world| world.free_addresses(&world.fetch::<Subnet>("subnet")?));
    for (id, last) in [("a", 3), ("b", 4), ("c", 5), ("d", 6)] {
        rig.act(|world| run(world, id));
        assert_eq!(rig.row::<Port>(&format!("{id}-0")).address.to_be_bytes(), [10, 0, 1, last]);
    }
    assert_eq!(free(&rig), 0);
    let full = rig.attempt(|world| run(world, "e"));
    assert_eq!(full, Err(Refusal::Capacity { pool: "subnet".to_owned() }));
    rig.act(|world| world.dissolve(world.fetch::<Instance>("b")?));
    assert_eq!(free(&rig), 1);
    rig.act(|world| run(world, "e"));
    assert_eq!(rig.row::<Port>("e-0").address.to_be_bytes(), [10, 0, 1, 4]);
}

#[test]
fn what_is_kept_is_the_platforms_own() {
    for (laws, kept) in [(&PRIVATE_CLOUD, 4), (&PUBLIC_CLOUD, 3)] {
        let rig = platform(laws, "10.0.1.0/28");
        let subnet = rig.row::<Subnet>("subnet");
        let handed_out = (0..16).filter(|n| subnet.hands_out(subnet.block.first + n)).count();
        assert_eq!(handed_out, 16 - kept);
        assert_eq!(rig.act(|world| world.free_addresses(&subnet)), handed_out as u64);
    }
}

#[test]
fn a_named_address_is_had_by_one_alone() {
    let rig = platform(&PUBLIC_CLOUD, "10.0.1.0/24");
    let build = |id: &'static str, address: [u8; 4]| {
        rig.attempt(|world| {
            let subnet = world.fetch::<Subnet>("subnet")?;
            let address = Some(u32::from_be_bytes(address));
            world.build_port(head(world, id), &subnet, address, None, Span::ZERO).map(|_| ())
        })
    };
    assert_eq!(build("a", [10, 0, 1, 9]), Ok(()));
    assert!(matches!(build("b", [10, 0, 1, 9]), Err(Refusal::Taken { .. })));
    rig.act(|world| port(world, "b"));
    let given = rig.act(|world| {
        let mut port = world.fetch::<Port>("b")?;
        let asked = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 1, 9)));
        assert!(matches!(
            world.tx.attempt(|| world.add_address(&mut port, Family::V4, asked)),
            Err(Refusal::Taken { .. })
        ));
        let kept = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 1, 1)));
        let mut port = world.fetch::<Port>("b")?;
        assert!(matches!(world.add_address(&mut port, Family::V4, kept), Err(Refusal::Invalid { .. })));
        world.add_address(&mut port, Family::V4, None)
    });
    assert_eq!(given.to_string(), "10.0.1.3");
}

#[test]
fn addresses_of_version_6_come_from_the_same_room() {
    let rig = platform(&PUBLIC_CLOUD, "10.0.1.0/24");
    rig.act(|world| run(world, "vm"));
    rig.act(|world| port(world, "other"));
    let add = |id: &'static str, address: Option<&'static str>| {
        rig.attempt(|world| {
            let address = address.map(|text| text.parse().unwrap());
            world.add_address(&mut world.fetch::<Port>(id)?, Family::V6, address)
        })
    };
    assert_eq!(add("vm-0", None).unwrap().to_string(), "fd00::2");
    assert_eq!(add("other", Some("fd00::3")).unwrap().to_string(), "fd00::3");
    assert_eq!(add("vm-0", None).unwrap().to_string(), "fd00::4");
    assert!(matches!(add("vm-0", Some("fd00::3")), Err(Refusal::Taken { .. })));
    assert!(matches!(add("vm-0", Some("fd00:0:0:1::3")), Err(Refusal::Invalid { .. })));
    assert!(matches!(add("vm-0", Some("10.0.1.77")), Err(Refusal::Invalid { .. })));
    rig.act(|world| {
        let vpc = world.fetch::<Vpc>("vpc")?;
        world.cut_subnet(head(world, "four"), &vpc, block("10.0.2.0/24"), None).map(|_| ())
    });
    let alone = rig.attempt(|world| {
        let subnet = world.fetch::<Subnet>("four")?;
        let mut port = world.build_port(head(world, "p"), &subnet, None, None, Span::ZERO)?;
        world.add_address(&mut port, Family::V6, None)
    });
    assert_eq!(alone, Err(Refusal::Capacity { pool: "four".to_owned() }));
}

#[test]
fn blocks_lie_inside_and_apart() {
    let rig = platform(&PUBLIC_CLOUD, "10.0.1.0/24");
    let cut = |of: &'static str, v6: Option<&'static str>| {
        rig.attempt(|world| {
            let vpc = world.fetch::<Vpc>("vpc")?;
            let block6 = v6.map(|text| Cidr6::parse(text).unwrap());
            world.cut_subnet(head(world, of), &vpc, block(of), block6).map(|_| ())
        })
    };
    assert!(matches!(cut("10.0.1.128/25", None), Err(Refusal::Taken { .. })));
    assert!(matches!(cut("10.1.1.0/24", None), Err(Refusal::Invalid { .. })), "outside");
    assert!(matches!(cut("10.0.2.0/29", None), Err(Refusal::Invalid { .. })), "too small for this platform");
    assert!(matches!(cut("10.0.2.0/24", Some("fd00::/65")), Err(Refusal::Taken { .. })));
    assert!(matches!(cut("10.0.2.0/24", Some("fd01::/64")), Err(Refusal::Invalid { .. })));
    assert_eq!(cut("10.0.2.0/24", Some("fd00:0:0:1::/64")), Ok(()));
    assert_eq!(rig.act(|world| world.clash("vpc", block("10.0.2.8/29"))), Some("10.0.2.0/24".to_owned()));

    let add = |text: &'static str| {
        rig.attempt(|world| world.add_block(&mut world.fetch::<Vpc>("vpc")?, block(text)))
    };
    assert!(matches!(add("11.0.0.0/16"), Err(Refusal::Invalid { .. })));
    assert!(matches!(add("10.0.128.0/17"), Err(Refusal::Taken { .. })));
    assert_eq!((add("10.1.0.0/16"), add("172.16.0.0/17")), (Ok(()), Ok(())));
    assert!(matches!(add("192.168.0.0/16"), Err(Refusal::Quota { limit: 3, used: 3, .. })));
    assert_eq!(cut("10.1.1.0/24", None), Ok(()));
}

#[test]
fn a_subnet_that_goes_takes_its_interfaces_along() {
    let rig = platform(&PRIVATE_CLOUD, "10.0.1.0/24");
    rig.act(|world| run(world, "vm"));
    rig.act(|world| world.dissolve(world.fetch::<Vpc>("vpc")?));
    assert_eq!(rig.act(|world| Ok((world.count::<Subnet>()?, world.count::<Port>()?))), (0, 0));
    assert_eq!(rig.row::<Instance>("vm").head.state, State::Active);
}
