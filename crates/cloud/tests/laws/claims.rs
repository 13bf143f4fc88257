//! What rows claim in which state, and on their way from one to another.

use crate::rig::{OWNER, Rig, machine};
use squall_cloud::{
    Address, Alias, Claims, Head, Host, Instance, Kind, Kinds, Law, Laws, Money, Periods, Placement, Pool,
    Rate, Refusal, Span, State, Verb, World,
};

/// Claims no cores while it is stopped, and little in the recycle bin; costs something even there.
const THRIFTY: Law = Law::USUAL
    .claiming(&[State::Stopped], Claims::ALL.without(Claims::COMPUTE))
    .claiming(&[State::Recycled], Claims::NAMES.and(Claims::PRESENCE).and(Claims::STORAGE))
    .leaving(Claims::ALL.without(Claims::LINKS))
    .charged(&[State::Recycled], Rate::InUse);

const LAWS: Laws = Laws {
    kinds: Kinds::of(&[
        (Kind::Instance, THRIFTY),
        (Kind::KeyPair, Law::USUAL),
        (Kind::Alias, Law::USUAL),
        (Kind::Address, THRIFTY),
    ]),
    periods: Periods { recycle: None, ..Periods::NONE },
    ..Laws::NONE
};

const SOON: Span = Span::seconds(5);

/// A world with one host, on which a machine runs that points at something.
fn rig() -> Rig {
    let rig = Rig::new(&LAWS);
    rig.act(|world| {
        let host = Host { cpu: 4, memory_mib: 4_096, storage_gib: 100, ..Host::default() };
        world.save_host(&Host { name: "h".to_owned(), ..host })?;
        let head = Head::new("key".to_owned(), OWNER, "", "", world.now).in_state(State::Free);
        let key_pair = squall_cloud::KeyPair {
            head,
            method: String::new(),
            public_key: String::new(),
            is_imported: false,
        };
        world.insert(&key_pair)?;
        let room = Placement {
            host: "h".to_owned(),
            cpu: 2,
            memory_mib: 1_024,
            storage_gib: 20,
            ..Placement::default()
        };
        let mut machine = machine(world, "vm", room);
        machine.key_pairs.push("key".to_owned());
        world.insert(&machine)?;
        world.become_state(&mut machine, State::Active)
    });
    rig
}

fn go(rig: &Rig, verb: Verb, target: State) {
    rig.act(|world| world.begin(&mut world.fetch::<Instance>("vm")?, verb, target, SOON));
}

/// Cores, memory and storage in use, the quota in use, whether the key pair is pointed at.
fn held(rig: &Rig) -> (u64, u64, u64, u64, bool) {
    rig.act(|world| {
        let host = world.host("h")?.unwrap();
        let used = world.in_use(&world.account(OWNER)?, "z", "machines")?;
        let links = world.linked_ids(Kind::Instance, "key")?;
        Ok((host.cpu_used, host.memory_used_mib, host.storage_used_gib, used, !links.is_empty()))
    })
}

#[test]
fn a_row_claims_what_its_state_says_and_what_it_is_on_its_way_to() {
    let rig = rig();
    assert_eq!(held(&rig), (2, 1_024, 20, 1, true));
    go(&rig, Verb::Stop, State::Stopped);
    assert_eq!(held(&rig), (2, 1_024, 20, 1, true), "nothing is given back before it has stopped");
    rig.pass(SOON);
    assert_eq!(held(&rig), (0, 0, 20, 1, true));
    go(&rig, Verb::Start, State::Active);
    assert_eq!(held(&rig), (2, 1_024, 20, 1, true), "what it will need is taken from the beginning");
    rig.pass(SOON);
    go(&rig, Verb::Delete, State::Recycled);
    assert_eq!(held(&rig), (2, 1_024, 20, 1, false), "what it pointed at is free at once");
    rig.pass(SOON);
    assert_eq!(held(&rig), (0, 0, 20, 0, false));
    go(&rig, Verb::Recover, State::Stopped);
    assert_eq!(held(&rig), (0, 0, 20, 1, true));
}

#[test]
fn room_is_asked_for_again_when_it_was_given_back() {
    let rig = rig();
    go(&rig, Verb::Stop, State::Stopped);
    rig.pass(SOON);
    let fill = |world: &World<'_>, cpu: u64| {
        let mut host = world.host("h")?.unwrap();
        host.cpu = cpu;
        world.save_host(&host)
    };
    rig.act(|world| fill(world, 1));
    let start = |world: &World<'_>| {
        world.begin(&mut world.fetch::<Instance>("vm")?, Verb::Start, State::Active, SOON)
    };
    assert_eq!(rig.attempt(start), Err(Refusal::Capacity { pool: "h".to_owned() }));
    assert_eq!(rig.row::<Instance>("vm").head.change, None);
    rig.act(|world| fill(world, 2));
    rig.act(start);
}

#[test]
fn aliases_stay_for_as_long_as_what_they_name_is_there() {
    let rig = rig();
    rig.act(|world| {
        let head = Head::new("a".to_owned(), OWNER, "", "", world.now).in_state(State::Free);
        let text = String::new;
        world.insert(&Alias { head, prefix: text(), domain: text(), target: "vm".to_owned() })
    });
    go(&rig, Verb::Delete, State::Recycled);
    rig.pass(SOON);
    assert_eq!(rig.act(|world| world.linked_ids(Kind::Alias, "vm")), ["a"]);
    go(&rig, Verb::Cease, State::Ceased);
    rig.pass(SOON);
    assert_eq!(rig.act(|world| world.find::<Alias>("a")), None);
}

#[test]
fn prices_follow_the_state() {
    let rig = rig();
    let hourly = |rig: &Rig| rig.act(|world| Ok(world.account(OWNER)?.hourly));
    assert_eq!(hourly(&rig), Money::parse("0.50").unwrap());
    go(&rig, Verb::Stop, State::Stopped);
    rig.pass(SOON);
    assert_eq!(hourly(&rig), Money::ZERO);
    go(&rig, Verb::Delete, State::Recycled);
    rig.pass(SOON);
    assert_eq!(hourly(&rig), Money::parse("0.50").unwrap());
}

#[test]
fn a_pool_has_one_less_to_give_out_for_each_address_that_is_held() {
    let rig = rig();
    let free = |rig: &Rig| rig.act(|world| world.pool("public")).free;
    rig.act(|world| world.save_pool("public", &Pool { first: 0x0A00_0001, span: 9, free: 9, cursor: 0 }));
    rig.act(|world| {
        let address = world.next_address::<Address>("public")?;
        let head = Head::new("eip".to_owned(), OWNER, "", "", world.now).in_state(State::Free);
        world.insert(&Address {
            head,
            address,
            bandwidth_mbps: 1,
            billing_mode: String::new(),
            billing_changed_at: None,
            associate_mode: 0,
            needs_licence: false,
            bound_to: None,
        })
    });
    assert_eq!(free(&rig), 8);
    rig.act(|world| world.become_state(&mut world.fetch::<Address>("eip")?, State::Recycled));
    assert_eq!(free(&rig), 8, "its address stays its own in the recycle bin");
    rig.act(|world| world.become_state(&mut world.fetch::<Address>("eip")?, State::Ceased));
    assert_eq!(free(&rig), 9);
}

#[test]
fn a_kind_without_a_law_is_not_put_on_the_shelf() {
    let rig = rig();
    let insert = |world: &World<'_>| {
        let head = Head::new("sg".to_owned(), OWNER, "", "", world.now).in_state(State::Free);
        world.insert(&squall_cloud::Firewall { head, is_default: false, is_applied: true })
    };
    assert_eq!(rig.attempt(insert), Err(Refusal::Invalid { what: "this system has no firewall".to_owned() }));
}
