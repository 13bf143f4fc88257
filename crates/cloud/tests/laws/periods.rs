//! States that end by themselves, and an operator who changes when.

use crate::rig::{Rig, machine};
use squall_cloud::{
    Host, Instance, Kind, Kinds, Law, Laws, PERIOD_MOST, Period, Periods, Placement, Refusal, Span, State,
};

const LAWS: Laws = Laws {
    periods: Periods {
        recycle: Some(Span::hours(2)),
        grace: Some(Span::days(5)),
        memory: Some(Span::days(7)),
        ..Periods::NONE
    },
    kinds: Kinds::of(&[(Kind::Instance, Law::USUAL)]),
    ..Laws::NONE
};

/// A world with a machine in a state.
fn rig(state: State) -> Rig {
    let rig = Rig::new(&LAWS);
    rig.act(|world| {
        world.save_host(&Host { name: "h".to_owned(), ..Host::default() })?;
        let mut machine = machine(world, "vm", Placement { host: "h".to_owned(), ..Placement::default() });
        world.insert(&machine)?;
        world.become_state(&mut machine, state)
    });
    rig
}

fn set(rig: &Rig, period: Period, span: Option<Span>) {
    rig.act(|world| world.set_period(period, span));
}

fn state(rig: &Rig) -> Option<State> {
    rig.act(|world| Ok(world.find::<Instance>("vm")?.map(|machine| machine.head.state)))
}

#[test]
fn without_a_word_of_the_operator_the_laws_hold() {
    let rig = rig(State::Suspended);
    rig.pass(Span::seconds(5 * 86_400 - 1));
    assert_eq!(state(&rig), Some(State::Suspended));
    rig.pass(Span::seconds(1));
    assert_eq!(state(&rig), Some(State::Recycled));
    rig.pass(Span::hours(2));
    assert_eq!(state(&rig), Some(State::Ceased));
    rig.pass(Span::days(7));
    assert_eq!(state(&rig), None);
}

#[test]
fn a_longer_period_holds_for_what_is_in_it_already() {
    let rig = rig(State::Recycled);
    set(&rig, Period::Recycle, Some(Span::hours(5)));
    rig.pass(Span::seconds(5 * 3_600 - 1));
    assert_eq!(state(&rig), Some(State::Recycled));
    rig.pass(Span::seconds(1));
    assert_eq!(state(&rig), Some(State::Ceased));
}

#[test]
fn a_shorter_period_ends_what_has_lasted_longer_at_once_and_not_in_the_past() {
    let rig = rig(State::Recycled);
    rig.pass(Span::hours(1));
    set(&rig, Period::Recycle, Some(Span::minutes(1)));
    rig.pass(Span::ZERO);
    let ceased = rig.row::<Instance>("vm").head;
    assert_eq!((ceased.state, ceased.state_at), (State::Ceased, rig.now()));
}

#[test]
fn what_is_kept_for_ever_ends_when_a_period_is_set_again() {
    let rig = rig(State::Recycled);
    set(&rig, Period::Recycle, None);
    rig.pass(Span::days(400));
    assert_eq!(state(&rig), Some(State::Recycled));
    let ends_at = |rig: &Rig| rig.act(|world| world.ends_at(&world.fetch::<Instance>("vm")?.head));
    assert_eq!(ends_at(&rig), None);
    set(&rig, Period::Recycle, Some(Span::days(500)));
    assert_eq!(ends_at(&rig), Some(rig.now() + Span::days(100)));
    rig.pass(Span::days(100));
    assert_eq!(state(&rig), Some(State::Ceased));
}

#[test]
fn a_period_is_neither_negative_nor_endless() {
    let rig = rig(State::Active);
    for span in [Span::seconds(-1), Span(PERIOD_MOST.0 + 1)] {
        let refused = rig.attempt(|world| world.set_period(Period::Grace, Some(span)));
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{refused:?}");
    }
    set(&rig, Period::Grace, Some(PERIOD_MOST));
    assert_eq!(rig.act(|world| world.period(Period::Grace)), Some(PERIOD_MOST));
}
