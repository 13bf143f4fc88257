//! Hosts that are taken out of use, and what runs on them meanwhile.

use crate::rig::{OWNER, Rig, machine};
use squall_cloud::{
    Balancer, Condition, Head, Host, Instance, Kind, Kinds, Law, Laws, Money, Placement, Refusal, Span,
    State, Verb, World,
};

const LAWS: Laws =
    Laws { kinds: Kinds::of(&[(Kind::Instance, Law::USUAL), (Kind::Balancer, Law::USUAL)]), ..Laws::NONE };
const MOVE: Span = Span::seconds(90);

fn on(host: &str, cpu: u64) -> Placement {
    Placement { host: host.to_owned(), cpu, ..Placement::default() }
}

fn start(world: &World<'_>, id: &str, placement: Placement) -> squall_cloud::Answer<()> {
    let mut machine = machine(world, id, placement);
    world.insert(&machine)?;
    world.become_state(&mut machine, State::Active)
}

/// Two hosts of four cores; a machine of two and a balancer with a node of one on the first.
fn rig() -> Rig {
    let rig = Rig::new(&LAWS);
    rig.act(|world| {
        for name in ["h1", "h2"] {
            world.save_host(&Host { name: name.to_owned(), cpu: 4, ..Host::default() })?;
        }
        start(world, "vm", on("h1", 2))?;
        let head = Head::new("lb".to_owned(), OWNER, "", "", world.now).in_state(State::Active);
        world.insert(&Balancer {
            head: head.priced(Money::ZERO, Money::ZERO),
            balancer_type: 0,
            network: None,
            private_ip: String::new(),
            firewall: None,
            is_applied: true,
            mode: 0,
            http_header_kib: 0,
            nodes: vec![on("h1", 1)],
        })
    });
    rig
}

fn used(rig: &Rig) -> [(Condition, u64); 2] {
    ["h1", "h2"].map(|name| {
        let host = rig.act(|world| world.host(name)).unwrap();
        (host.condition, host.cpu_used)
    })
}

#[test]
fn a_host_is_locked_entered_and_left_in_that_order_only() {
    let rig = rig();
    let refused = |work: fn(&World<'_>) -> squall_cloud::Answer<()>| {
        matches!(rig.attempt(work), Err(Refusal::WrongState { .. }))
    };
    let enter = |world: &World<'_>| world.enter_maintenance("h2", MOVE).map(drop);
    assert!(refused(enter) && refused(|world| world.unlock_host("h2")));
    rig.act(|world| world.lock_host("h2"));
    assert!(refused(|world| world.lock_host("h2")) && refused(|world| world.exit_maintenance("h2")));
    assert_eq!(rig.act(|world| world.enter_maintenance("h2", MOVE)), Condition::Maintenance);
    assert!(refused(|world| world.unlock_host("h2")));
    rig.act(|world| world.exit_maintenance("h2"));
    rig.act(|world| world.unlock_host("h2"));
    assert_eq!(used(&rig)[1], (Condition::Available, 0));
}

#[test]
fn what_runs_on_a_host_is_moved_before_its_maintenance() {
    let rig = rig();
    rig.act(|world| world.lock_host("h1"));
    let condition = rig.act(|world| world.enter_maintenance("h1", MOVE));
    assert_eq!(condition, Condition::EnteringMaintenance);
    assert_eq!(
        used(&rig),
        [(Condition::EnteringMaintenance, 2), (Condition::Available, 3)],
        "it has both rooms"
    );
    let moving = rig.row::<Instance>("vm").head;
    assert_eq!((moving.state, moving.change.unwrap().verb), (State::Active, Verb::Migrate));
    rig.pass(MOVE);
    assert_eq!(used(&rig), [(Condition::Maintenance, 0), (Condition::Available, 3)]);
    assert_eq!(rig.row::<Instance>("vm").placement, on("h2", 2));
}

#[test]
fn what_only_has_its_room_on_a_host_is_moved_at_once() {
    let rig = rig();
    rig.act(|world| world.become_state(&mut world.fetch::<Instance>("vm")?, State::Stopped));
    rig.act(|world| world.lock_host("h1"));
    assert_eq!(rig.act(|world| world.enter_maintenance("h1", MOVE)), Condition::Maintenance);
    assert_eq!(used(&rig), [(Condition::Maintenance, 0), (Condition::Available, 3)]);
}

#[test]
fn a_host_from_which_one_cannot_be_moved_is_not_entered() {
    let rig = rig();
    rig.act(|world| start(world, "full", on("h2", 3)));
    rig.act(|world| world.lock_host("h1"));
    let enter = |world: &World<'_>| world.enter_maintenance("h1", MOVE);
    assert!(matches!(rig.attempt(enter), Err(Refusal::Capacity { .. })));
    assert_eq!(used(&rig), [(Condition::Locked, 3), (Condition::Available, 3)]);
    rig.act(|world| {
        world.dissolve(world.fetch::<Instance>("full")?)?;
        world.begin(&mut world.fetch::<Instance>("vm")?, Verb::Restart, State::Active, MOVE)
    });
    assert!(matches!(rig.attempt(enter), Err(Refusal::WrongState { .. })), "it is being restarted");
}

#[test]
fn a_move_that_fails_leaves_the_host_locked() {
    let rig = rig();
    rig.act(|world| world.lock_host("h1"));
    rig.act(|world| world.enter_maintenance("h1", MOVE));
    rig.act(|world| world.save_host(&Host { condition: Condition::Down, ..world.host("h2")?.unwrap() }));
    rig.pass(MOVE);
    assert_eq!(rig.row::<Instance>("vm").placement, on("h1", 2));
    assert_eq!(used(&rig), [(Condition::Locked, 2), (Condition::Down, 1)]);
}

#[test]
fn a_move_that_something_else_overtakes_gives_its_room_back() {
    let rig = rig();
    rig.act(|world| world.lock_host("h1"));
    rig.act(|world| world.enter_maintenance("h1", MOVE));
    rig.act(|world| world.begin(&mut world.fetch::<Instance>("vm")?, Verb::Cease, State::Ceased, MOVE));
    assert_eq!(used(&rig), [(Condition::EnteringMaintenance, 2), (Condition::Available, 1)]);
    rig.pass(MOVE);
    assert_eq!(used(&rig), [(Condition::Maintenance, 0), (Condition::Available, 1)]);
}

#[test]
fn what_ran_on_a_broken_host_goes_on_elsewhere_as_far_as_there_is_room() {
    let rig = rig();
    rig.act(|world| start(world, "large", on("h1", 1)));
    rig.act(|world| start(world, "full", on("h2", 2)));
    let left = rig.act(|world| {
        let host = Host { condition: Condition::Down, ..world.host("h1")?.unwrap() };
        world.save_host(&host)?;
        world.evacuate(&host, MOVE)
    });
    let left: Vec<&str> = left.iter().map(|(id, _)| &**id).collect();
    assert_eq!(left, ["vm"], "the others took the room");
    rig.pass(MOVE);
    assert_eq!(used(&rig), [(Condition::Down, 2), (Condition::Available, 4)]);
}
