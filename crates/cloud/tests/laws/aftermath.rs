//! What becomes of whatever points at a row that goes.

use crate::rig::{Rig, machine, network, nic, volume};
use squall_cloud::{
    Aftermath, Bonds, Claims, Fate, Host, Instance, Kind, Kinds, Law, Laws, Nic, Period, Placement, Span,
    State, Tie, Verb, Volume,
};

const PRESENT: Claims = Claims::PRESENCE;

/// In the recycle bin, interfaces that came with a machine stay and others are freed; disks come along.
const RECYCLED: Aftermath = Aftermath::of(&[
    Tie::of(Kind::Nic, Fate::Freed).built_in(Fate::Kept),
    Tie::of(Kind::Volume, Fate::Follows),
]);
/// For good, nothing is left of either.
const CEASED: Aftermath =
    Aftermath::of(&[Tie::of(Kind::Nic, Fate::Erased), Tie::of(Kind::Volume, Fate::Follows)])
        .bonds(Bonds::Dropped);
const IN_NETWORK: Aftermath = Aftermath::of(&[Tie::of(Kind::Nic, Fate::Erased)]);

const LAWS: Laws = Laws {
    kinds: Kinds::of(&[
        (
            Kind::Instance,
            Law::USUAL
                .claiming(&[State::Recycled], PRESENT)
                .after(&[State::Recycled], RECYCLED)
                .after(&[State::Ceased], CEASED),
        ),
        (Kind::Network, Law::USUAL.after(&[State::Recycled, State::Ceased], IN_NETWORK)),
        (Kind::Nic, Law::USUAL),
        (
            Kind::Volume,
            Law::USUAL
                .claiming(&[State::Recycled], Claims::LINKS)
                .after(&[State::Ceased], Aftermath::NONE.bonds(Bonds::Dropped)),
        ),
    ]),
    ..Laws::NONE
};

const SOON: Span = Span::seconds(5);

/// A machine with two interfaces and a disk.
fn rig() -> Rig {
    let rig = Rig::new(&LAWS);
    rig.act(|world| {
        [Period::Recycle, Period::Memory].iter().try_for_each(|period| world.set_period(*period, None))?;
        world.save_host(&Host { name: "h".to_owned(), storage_gib: 10, ..Host::default() })?;
        let room = |storage_gib| Placement { host: "h".to_owned(), storage_gib, ..Placement::default() };
        let mut machine = machine(world, "vm", room(0));
        world.insert(&machine)?;
        world.become_state(&mut machine, State::Stopped)?;
        world.insert(&network(world, "net"))?;
        world.insert(&nic(world, "builtin", "10.0.0.2", true))?;
        world.insert(&nic(world, "elastic", "10.0.0.3", false))?;
        world.insert(&volume(world, "disk", room(10)))
    });
    rig
}

fn go(rig: &Rig, verb: Verb, target: State) {
    rig.act(|world| world.begin(&mut world.fetch::<Instance>("vm")?, verb, target, SOON));
    rig.pass(SOON);
}

#[test]
fn each_fate_is_drawn_at_the_arrival_that_the_table_names() {
    assert_eq!(LAWS.contradictions(), Vec::<String>::new());
    let rig = rig();
    go(&rig, Verb::Delete, State::Recycled);
    let (builtin, elastic) = (rig.row::<Nic>("builtin"), rig.row::<Nic>("elastic"));
    assert_eq!((builtin.head.state, builtin.instance), (State::Bound, Some("vm".to_owned())));
    assert_eq!((elastic.head.state, elastic.instance), (State::Free, None));
    let disk = rig.row::<Volume>("disk");
    assert_eq!((disk.head.state, disk.instance), (State::Recycled, Some("vm".to_owned())));
    go(&rig, Verb::Cease, State::Ceased);
    assert_eq!(rig.act(|world| world.find::<Nic>("builtin")), None);
    let disk = rig.row::<Volume>("disk");
    assert_eq!((disk.head.state, disk.instance), (State::Ceased, None));
    assert_eq!(rig.row::<Nic>("elastic").private_ip, "10.0.0.3");
}

#[test]
fn what_ends_by_itself_leaves_no_less_behind_than_what_was_ended() {
    let rig = rig();
    go(&rig, Verb::Delete, State::Recycled);
    rig.act(|world| world.set_period(Period::Recycle, Some(SOON)));
    rig.pass(SOON);
    assert_eq!(rig.row::<Instance>("vm").head.state, State::Ceased);
    assert_eq!(rig.act(|world| world.find::<Nic>("builtin")), None);
}

#[test]
fn what_is_taken_away_takes_along_what_hangs_on_it() {
    let rig = rig();
    rig.act(|world| world.dissolve(world.fetch::<squall_cloud::Network>("net")?));
    assert_eq!(rig.act(|world| world.owned_ids(Kind::Nic, crate::rig::OWNER)), Vec::<String>::new());
    assert_eq!(rig.row::<Instance>("vm").head.state, State::Stopped);
}

#[test]
fn a_forgotten_fate_is_found() {
    const FORGETFUL: Laws = Laws {
        kinds: Kinds::of(&[
            (
                Kind::Instance,
                Law::USUAL.after(&[State::Ceased], Aftermath::of(&[Tie::of(Kind::Nic, Fate::Kept)])),
            ),
            (Kind::Nic, Law::USUAL.claiming(&[State::Ceased], Claims::NAMES)),
        ]),
        ..Laws::NONE
    };
    let found = FORGETFUL.contradictions();
    let expected = [
        "nobody says what becomes of a network interface when its instance is Recycled",
        "a network interface would point at a instance that is Ceased and not there",
        "a network interface claims Claims(2) although it is gone",
    ];
    assert_eq!(found, expected);
}
