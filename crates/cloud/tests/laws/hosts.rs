//! Where something finds room: by amounts, by strategy, by condition, zone and set.

use crate::rig::Rig;
use squall_cloud::{
    Amounts, Audience, Condition, Host, HostSet, Kinds, Laws, Need, Placement, Refusal, StoragePool,
    Strategy, World, Zone,
};

const fn laws(placing: Strategy) -> Laws {
    Laws { placing, kinds: Kinds::NONE, ..Laws::NONE }
}
const FIRST: Laws = laws(Strategy::FirstFit);
const MOST: Laws = laws(Strategy::MostFree);
const SPREAD: Laws = laws(Strategy::Spread);

/// Name, zone, set, cores, memory in GiB, graphics processors; of each half the cores of the ones before are in use.
const HOSTS: [(&str, &str, &str, u64, u64, u64); 4] = [
    ("a", "z1", "s1", 8, 16, 0),
    ("b", "z1", "s1", 32, 64, 0),
    ("c", "z1", "s2", 16, 128, 4),
    ("d", "z2", "s3", 64, 256, 0),
];

fn rig(laws: &'static Laws) -> Rig {
    let rig = Rig::new(laws);
    rig.act(|world| {
        for (name, zone, set, cpu, memory_gib, gpu) in HOSTS {
            let memory_mib = memory_gib * 1_024;
            let (name, zone, set) = (name.to_owned(), zone.to_owned(), set.to_owned());
            world.save_host(&Host { name, zone, set, cpu, memory_mib, gpu, ..Host::default() })?;
        }
        for id in ["z1", "z2"] {
            world.save_zone(&Zone { id: id.to_owned(), region: "r".to_owned(), ..Zone::default() })?;
        }
        for (id, zone) in [("s1", "z1"), ("s2", "z1"), ("s3", "z2")] {
            world.save_host_set(&HostSet {
                id: id.to_owned(),
                zone: zone.to_owned(),
                ..HostSet::default()
            })?;
        }
        Ok(())
    });
    rig
}

fn room(cpu: u64, memory_gib: u64, gpu: u64) -> Placement {
    Placement { cpu, memory_mib: memory_gib * 1_024, gpu, ..Placement::default() }
}

fn found(rig: &Rig, need: &Need<'_>) -> String {
    match rig.attempt(|world| world.find_room(need.clone())) {
        Ok(room) => room.host,
        Err(Refusal::Capacity { .. }) => "none".to_owned(),
        Err(other) => panic!("{other}"),
    }
}

fn condition(rig: &Rig, name: &str, condition: Condition) {
    rig.act(|world| world.save_host(&Host { condition, ..world.host(name)?.unwrap() }));
}

#[test]
fn a_strategy_chooses_among_those_with_room() {
    for (laws, small, large) in [(&FIRST, "a", "b"), (&MOST, "d", "d"), (&SPREAD, "a", "b")] {
        let rig = rig(laws);
        assert_eq!(found(&rig, &Need::of(room(1, 1, 0))), small);
        assert_eq!(found(&rig, &Need::of(room(20, 1, 0))), large);
        assert_eq!(found(&rig, &Need::of(room(1, 1, 1))), "c", "only there are graphics processors");
        assert_eq!(found(&rig, &Need::of(room(65, 1, 0))), "none");
        assert_eq!(found(&rig, &Need::of(room(20, 1, 1))), "none", "no one host has both");
    }
}

#[test]
fn spreading_goes_by_the_share_that_is_in_use() {
    let rig = rig(&SPREAD);
    let used = |world: &World<'_>, name: &str, cpu_used| {
        world.save_host(&Host { cpu_used, ..world.host(name)?.unwrap() })
    };
    // The auditor would miss the rows.
    let seen = rig.peek(|world| {
        [("a", 2), ("b", 7), ("c", 5), ("d", 32)].iter().try_for_each(|(name, n)| used(world, name, *n))?;
        world.find_room(Need::of(room(1, 1, 0)))
    });
    assert_eq!(seen.host, "b", "7 of 32 are less than 2 of 8");
}

#[test]
fn nothing_is_placed_where_host_set_or_zone_are_closed() {
    use Condition::*;
    for closed in [Locked, EnteringMaintenance, Maintenance, Preparing, Down] {
        let rig = rig(&FIRST);
        condition(&rig, "a", closed);
        assert_eq!(found(&rig, &Need::of(room(1, 1, 0))), "b", "{closed:?}");
        let (id, zone) = ("s1".to_owned(), "z1".to_owned());
        let set = HostSet { id, zone, condition: closed, ..HostSet::default() };
        rig.act(|world| world.save_host_set(&set));
        assert_eq!(found(&rig, &Need::of(room(1, 1, 0))), "c", "{closed:?}");
        let zone = Zone { id: "z1".to_owned(), region: "r".to_owned(), condition: closed };
        rig.act(|world| world.save_zone(&zone));
        assert_eq!(found(&rig, &Need::of(room(1, 1, 0))), "d", "{closed:?}");
        assert_eq!(found(&rig, &Need::of(room(1, 1, 0)).in_zone("z1")), "none", "{closed:?}");
    }
}

#[test]
fn zones_and_sets_can_be_asked_for_and_what_is_free_there_is_told() {
    let rig = rig(&FIRST);
    let sets = ["s2".to_owned(), "s3".to_owned()];
    assert_eq!(found(&rig, &Need::of(room(1, 1, 0)).in_sets(&sets)), "c");
    assert_eq!(found(&rig, &Need::of(room(1, 1, 0)).in_sets(&sets).in_zone("z2")), "d");
    assert_eq!(found(&rig, &Need::of(room(1, 1, 0)).in_sets(&[])), "none");
    let free = |need: &Need<'_>| rig.act(|world| world.free_room(need));
    let all = Amounts { cpu: 120, memory_mib: 464 * 1_024, gpu: 4, storage_gib: 0 };
    assert_eq!(free(&Need::default()), all);
    let both = Amounts { cpu: 80, memory_mib: 384 * 1_024, ..all };
    assert_eq!(free(&Need::default().in_sets(&sets)), both);
}

#[test]
fn a_set_with_hosts_stays() {
    let rig = rig(&FIRST);
    let erase = |id: &'static str| rig.attempt(move |world| world.erase_host_set(id));
    assert_eq!(erase("s2"), Err(Refusal::InUse { id: "s2".to_owned(), by: "c".to_owned() }));
    rig.act(|world| world.erase_host(&world.host("c")?.unwrap()));
    assert_eq!(erase("s2"), Ok(()));
}

#[test]
fn storage_is_found_by_type_zone_account_and_condition() {
    let rig = rig(&MOST);
    let pool = |id: &str, capacity_gib| StoragePool {
        id: id.to_owned(),
        zone: "z1".to_owned(),
        storage_type: "SSD".to_owned(),
        capacity_gib,
        ..StoragePool::default()
    };
    let only = |name: &str| Audience::Only(vec![name.to_owned()]);
    rig.act(|world| {
        world.save_storage_pool(&pool("p1", 100))?;
        world.save_storage_pool(&pool("p2", 300))?;
        world.save_storage_pool(&StoragePool { audience: only("bob"), ..pool("p3", 900) })?;
        world.save_storage_pool(&StoragePool { condition: Condition::Locked, ..pool("p4", 900) })?;
        world.save_storage_pool(&StoragePool { storage_type: "HDD".to_owned(), ..pool("p5", 900) })?;
        world.save_storage_pool(&StoragePool { zone: "z2".to_owned(), ..pool("p6", 900) })
    });
    let find = |account: &'static str, gib| {
        rig.attempt(move |world| world.find_storage(&world.open_storage("z1", "SSD", account)?, gib))
    };
    assert_eq!(find("ann", 50).unwrap().pool, "p2");
    assert_eq!(find("bob", 50).unwrap().pool, "p3");
    assert!(matches!(find("ann", 301), Err(Refusal::Capacity { .. })));
}

#[test]
fn an_audience_is_all_some_or_all_but_some() {
    let some = || vec!["ann".to_owned()];
    let admits = |audience: Audience| (audience.admits("ann"), audience.admits("bob"));
    assert_eq!(admits(Audience::All), (true, true));
    assert_eq!(admits(Audience::Only(some())), (true, false));
    assert_eq!(admits(Audience::AllBut(some())), (false, true));
}
