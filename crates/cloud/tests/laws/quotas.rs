//! Places for which quotas are counted, and limits of accounts and of the platform.

use crate::rig::{OWNER, Rig, machine};
use squall_cloud::{
    Account, EVERYWHERE, Host, Kind, Kinds, Law, Laws, Placement, QuotaScope, Refusal, State, World, Zone,
};

const fn laws(quota_scope: QuotaScope) -> Laws {
    Laws { quota_scope, kinds: Kinds::of(&[(Kind::Instance, Law::USUAL)]), ..Laws::NONE }
}
const BY_ZONE: Laws = laws(QuotaScope::Zone);
const BY_REGION: Laws = laws(QuotaScope::Region);
const EVERYWHERE_ALIKE: Laws = laws(QuotaScope::Everywhere);

/// One machine in each of three zones, two of which are of one region.
fn rig(laws: &'static Laws) -> Rig {
    let rig = Rig::new(laws);
    rig.act(|world| {
        world.save_host(&Host { name: "h".to_owned(), ..Host::default() })?;
        for (zone, region) in [("n1", "north"), ("n2", "north"), ("s1", "south")] {
            let (id, region) = (zone.to_owned(), region.to_owned());
            world.save_zone(&Zone { id, region, ..Zone::default() })?;
            let mut machine =
                machine(world, zone, Placement { host: "h".to_owned(), ..Placement::default() });
            machine.head.zone = zone.to_owned();
            world.insert(&machine)?;
        }
        Ok(())
    });
    rig
}

fn used(rig: &Rig, place: &str) -> u64 {
    rig.act(|world| world.in_use(&world.account(OWNER)?, place, "machines"))
}

fn ask(rig: &Rig, zone: &'static str) -> Result<(), (u64, u64)> {
    match rig.attempt(|world| world.must_be_within(&world.account(OWNER)?, zone, "machines", 1)) {
        Ok(()) => Ok(()),
        Err(Refusal::Quota { limit, used, .. }) => Err((limit, used)),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn each_scope_counts_in_places_of_its_own() {
    for (laws, counters) in [
        (&BY_ZONE, [1, 1, 1, 0, 0, 3]),
        (&BY_REGION, [0, 0, 0, 2, 1, 3]),
        (&EVERYWHERE_ALIKE, [0, 0, 0, 0, 0, 3]),
    ] {
        let rig = rig(laws);
        let places = ["n1", "n2", "s1", "north", "south", EVERYWHERE];
        assert_eq!(places.map(|place| used(&rig, place)), counters, "{:?}", laws.quota_scope);
    }
}

#[test]
fn a_limit_of_the_place_and_one_of_everywhere_hold_together() {
    let rig = rig(&BY_REGION);
    let set = |account: Option<&'static str>, place: &'static str, most| {
        rig.act(move |world| world.set_limit(account, place, "machines", most));
    };
    assert_eq!(ask(&rig, "n1"), Ok(()), "nothing was limited");
    set(None, "north", Some(2));
    assert_eq!((ask(&rig, "n1"), ask(&rig, "s1")), (Err((2, 2)), Ok(())), "the platform's holds for all");
    set(Some(OWNER), "north", Some(3));
    assert_eq!(ask(&rig, "n2"), Ok(()), "its own comes first");
    set(Some(OWNER), EVERYWHERE, Some(3));
    assert_eq!((ask(&rig, "n2"), ask(&rig, "s1")), (Err((3, 3)), Err((3, 3))));
    set(Some(OWNER), EVERYWHERE, None);
    set(Some(OWNER), "north", None);
    assert_eq!(ask(&rig, "n1"), Err((2, 2)));
}

#[test]
fn limits_go_with_their_account() {
    let rig = rig(&BY_REGION);
    rig.act(|world| {
        world.save_account(&Account::new("other".to_owned(), world.now))?;
        world.set_limit(Some("other"), "north", "machines", Some(1))
    });
    let limits = |rig: &Rig| rig.act(|world| world.limits_of(Some("other")));
    assert_eq!(limits(&rig), [("north".to_owned(), "machines".to_owned(), 1)]);
    rig.act(|world| world.evict(&world.account("other")?));
    assert_eq!(limits(&rig), []);
}

#[test]
fn a_zone_stays_in_its_region() {
    let rig = rig(&BY_REGION);
    let moved = |world: &World<'_>| {
        world.save_zone(&Zone { id: "n1".to_owned(), region: "south".to_owned(), ..Zone::default() })
    };
    assert!(matches!(rig.attempt(moved), Err(Refusal::WrongState { .. })));
    rig.act(|world| world.become_state(&mut world.fetch::<squall_cloud::Instance>("n1")?, State::Active));
    assert_eq!(used(&rig, "north"), 2);
}
