//! What is paid in advance: it renews itself, runs out, goes on for a while and expires.

use crate::rig::{OWNER, Rig, nic};
use crate::shop::{
    AUTO_RENEW, GENEROUS, ISOLATING, LAWS, OVERDUE, PRICELESS, RECYCLE, head, install, plan, purses, sell,
    shop, term, yuan,
};
use squall_cloud::{
    AtEnd, Cycle, Instance, Kind, Kinds, Law, Laws, Nic, OrderKind, Period, PurseSort, Refusal, Span, State,
    Tariff, TermStage, Verb, Volume,
};

const HOUR: Span = Span::hours(1);
const BRIEFLY: Span = Span::seconds(10);

fn used(rig: &Rig) -> u64 {
    rig.act(|world| world.in_use(&world.account(OWNER)?, "z", "machines"))
}

fn orders(rig: &Rig) -> Vec<OrderKind> {
    let mut orders = rig.act(|world| world.orders_of(OWNER, None, 100));
    orders.reverse();
    orders.into_iter().map(|order| order.kind).collect()
}

#[test]
fn the_tables_are_whole() {
    assert_eq!(LAWS.contradictions(), Vec::<String>::new());
    assert_eq!(ISOLATING.contradictions(), Vec::<String>::new());
    assert_eq!(GENEROUS.contradictions(), Vec::<String>::new());
}

#[test]
fn an_hour_renews_itself_until_the_money_is_gone() {
    let rig = shop(&LAWS, "1.70");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    let bought = rig.now();
    assert_eq!(purses(&rig), "cash 1.20");
    rig.pass(HOUR);
    assert_eq!((purses(&rig), term(&rig, "1").paid_until), ("cash 0.70".to_owned(), bought + HOUR * 2));
    rig.pass(HOUR * 5);
    assert_eq!((purses(&rig), term(&rig, "1").paid_until), ("cash 0.20".to_owned(), bought + HOUR * 3));
    assert_eq!(orders(&rig), [OrderKind::Buy, OrderKind::Renew, OrderKind::Renew]);
    assert_eq!((term(&rig, "1").stage, head(&rig, "1").state), (TermStage::Overdue, State::Active));
}

#[test]
fn what_is_over_goes_on_for_a_week_and_into_the_bin_and_keeps_its_address() {
    let rig = shop(&LAWS, "0.50");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    rig.pass(HOUR);
    rig.pass(Span(OVERDUE.0 - Span::seconds(1).0));
    assert_eq!((head(&rig, "1").state, used(&rig)), (State::Active, 1));
    rig.pass(Span::seconds(1));
    assert_eq!((head(&rig, "1").state, used(&rig)), (State::Recycled, 0));
    assert_eq!(rig.row::<Volume>("1-boot").instance, Some("1".to_owned()));
    let taken = rig.attempt(|world| world.insert(&nic(world, "other", "10.0.0.1", false)));
    assert!(matches!(taken, Err(Refusal::Taken { .. })), "{taken:?}");
    rig.pass(RECYCLE);
    assert_eq!(head(&rig, "1").state, State::Ceased);
    assert_eq!(rig.act(|world| world.find::<Nic>("1-nic")), None);
    assert_eq!(rig.act(|world| world.term("1")), None);
}

#[test]
fn a_renewal_counts_from_the_end_and_brings_back_what_has_expired() {
    let rig = shop(&LAWS, "0.50");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    let bought = rig.now();
    rig.pass(Span::minutes(90));
    assert_eq!(
        rig.attempt(|world| world.renew(Kind::Instance, "1", 1)),
        Err(Refusal::Funds { account: OWNER.to_owned() })
    );
    rig.act(|world| world.deposit(OWNER, yuan("10.00")));
    rig.pass(HOUR * 2);
    rig.act(|world| world.renew(Kind::Instance, "1", 1));
    assert_eq!((term(&rig, "1").paid_until, term(&rig, "1").stage), (bought + HOUR * 2, TermStage::Overdue));
    rig.act(|world| world.renew(Kind::Instance, "1", 10));
    assert_eq!((term(&rig, "1").paid_until, term(&rig, "1").stage), (bought + HOUR * 12, TermStage::Paid));
    assert_eq!(purses(&rig), "cash 4.50");
}

#[test]
fn the_bin_neither_renews_nor_expires_and_a_renewed_thing_comes_back_with_its_term() {
    let rig = shop(&LAWS, "100.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    let change = |verb, state| {
        rig.act(|world| world.begin(&mut world.fetch::<Instance>("1")?, verb, state, BRIEFLY));
        rig.pass(BRIEFLY);
    };
    change(Verb::Delete, State::Recycled);
    rig.pass(HOUR * 3);
    assert_eq!((head(&rig, "1").state, term(&rig, "1").stage), (State::Recycled, TermStage::Overdue));
    assert_eq!(purses(&rig), "cash 99.50");
    rig.act(|world| world.renew(Kind::Instance, "1", 5));
    change(Verb::Recover, State::Stopped);
    let paid_until = term(&rig, "1").paid_until;
    rig.pass(HOUR * 3);
    assert_eq!((head(&rig, "1").state, term(&rig, "1").stage), (State::Stopped, TermStage::Paid));
    assert!(term(&rig, "1").paid_until > paid_until, "it renews itself again");
}

#[test]
fn nothing_is_expected_of_what_is_overdue_in_the_bin() {
    let rig = shop(&LAWS, "100.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    rig.act(|world| world.set_period(Period::Recycle, None));
    rig.pass(Span::days(1));
    assert_eq!(rig.act(|world| world.events_queued()), 1);
    let change = |verb, state| {
        rig.act(|world| world.begin(&mut world.fetch::<Instance>("1")?, verb, state, BRIEFLY));
        rig.pass(BRIEFLY);
    };
    change(Verb::Delete, State::Recycled);
    assert_eq!(rig.act(|world| world.events_queued()), 0);
    change(Verb::Recover, State::Stopped);
    rig.pass(Span::hours(145));
    assert_eq!(head(&rig, "1").state, State::Recycled, "its week went on while it lay there");
}

#[test]
fn what_is_over_may_be_suspended_and_a_renewal_puts_it_back() {
    let rig = shop(&ISOLATING, "0.50");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    rig.pass(HOUR);
    rig.pass(BRIEFLY);
    assert_eq!(head(&rig, "1").state, State::Suspended);
    rig.act(|world| world.deposit(OWNER, yuan("10.00")));
    rig.pass(BRIEFLY);
    assert_eq!(head(&rig, "1").state, State::Suspended, "money alone does not renew it");
    rig.act(|world| world.renew(Kind::Instance, "1", 2));
    rig.pass(BRIEFLY);
    assert_eq!(head(&rig, "1").state, State::Active);
    rig.act(|world| world.set_at_end("1", AtEnd::Expires, 1));
    rig.pass(HOUR * 3);
    assert_eq!(head(&rig, "1").state, State::Suspended);
    // It was out of service for an hour already.
    rig.pass(Span::hours(167));
    assert_eq!(head(&rig, "1").state, State::Ceased);
}

#[test]
fn money_brings_back_what_it_was_wanting_for_and_not_what_has_expired() {
    let rig = shop(&ISOLATING, "0.60");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    rig.act(|world| install(world, "2"));
    rig.pass(HOUR * 2);
    assert_eq!((head(&rig, "1").state, head(&rig, "2").state), (State::Suspended, State::Suspended));
    rig.act(|world| world.deposit(OWNER, yuan("10.00")));
    rig.pass(BRIEFLY);
    assert_eq!((head(&rig, "1").state, head(&rig, "2").state), (State::Suspended, State::Active));
}

#[test]
fn what_is_over_may_go_on_by_the_hour_and_want_of_money_suspends_it() {
    let rig = shop(&LAWS, "2.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::GoesOn));
    rig.pass(HOUR * 2);
    assert_eq!((purses(&rig), head(&rig, "1").prepaid), ("cash 1.00".to_owned(), false));
    rig.pass(HOUR * 3);
    assert_eq!(head(&rig, "1").state, State::Suspended);
}

#[test]
fn an_operator_changes_how_long_what_is_over_goes_on() {
    let rig = shop(&LAWS, "0.50");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    rig.act(|world| world.set_period(Period::Overdue, None));
    rig.pass(Span::days(400));
    assert_eq!(head(&rig, "1").state, State::Active);
    rig.act(|world| world.set_period(Period::Overdue, Some(Span::days(500))));
    rig.pass(Span::days(99));
    assert_eq!(head(&rig, "1").state, State::Active);
    rig.act(|world| world.set_period(Period::Overdue, Some(HOUR)));
    assert_eq!(head(&rig, "1").state, State::Recycled);
}

#[test]
fn an_operator_may_let_nothing_renew_itself() {
    let rig = shop(&LAWS, "100.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    rig.act(|world| {
        let mut platform = world.platform()?;
        platform.switches.insert(AUTO_RENEW.to_owned(), false);
        world.save_platform(&platform)
    });
    rig.pass(HOUR);
    assert_eq!((term(&rig, "1").stage, purses(&rig)), (TermStage::Overdue, "cash 99.50".to_owned()));
}

#[test]
fn a_term_cannot_be_dropped_by_hand_nor_bought_twice() {
    let rig = shop(&LAWS, "100.00");
    sell(&rig, "1", plan(Cycle::Day, 1, AtEnd::Renews));
    let dropped = rig.attempt(|world| {
        let mut row = world.fetch::<Instance>("1")?;
        row.head.prepaid = false;
        world.save(&row)
    });
    assert!(matches!(dropped, Err(Refusal::Invalid { .. })), "{dropped:?}");
    let again = rig
        .attempt(|world| world.buy(&mut world.fetch::<Instance>("1")?, plan(Cycle::Hour, 1, AtEnd::Renews)));
    assert!(matches!(again, Err(Refusal::WrongState { .. })), "{again:?}");
    for cycles in [0, squall_cloud::CYCLES_MOST + 1] {
        let refused = rig.attempt(|world| world.renew(Kind::Instance, "1", cycles));
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{refused:?}");
    }
}

#[test]
fn a_late_renewal_may_count_from_the_present() {
    let rig = shop(&GENEROUS, "100.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    rig.pass(HOUR * 20);
    rig.act(|world| world.renew(Kind::Instance, "1", 1));
    assert_eq!(term(&rig, "1").paid_until, rig.now() + HOUR);
    rig.act(|world| world.renew(Kind::Instance, "1", 1));
    assert_eq!(term(&rig, "1").paid_until, rig.now() + HOUR * 2);
}

#[test]
fn nothing_is_paid_for_more_than_a_century_ahead_and_a_term_has_so_many_stretches() {
    let rig = shop(&LAWS, "9000000.00");
    let far = rig.attempt(|world| {
        let mut row = install(world, "2")?;
        world.buy(&mut row, plan(Cycle::Year, 101, AtEnd::Expires))
    });
    assert!(matches!(far, Err(Refusal::Invalid { .. })), "{far:?}");
    sell(&rig, "1", plan(Cycle::Day, 1, AtEnd::Expires));
    for _ in 0..100 {
        rig.act(|world| world.renew(Kind::Instance, "1", 1));
    }
    let term = term(&rig, "1");
    assert_eq!((term.stretches.len(), term.paid_until), (64, rig.now() + Span::days(101)));
    rig.pass(Span::days(1));
    rig.act(|world| world.pay_afterwards(&mut world.fetch::<Instance>("1")?));
    assert_eq!(purses(&rig), "cash 8999988.00", "a day of it was used");
    let far = rig.attempt(|world| world.renew(Kind::Instance, "1", 1_200));
    assert!(matches!(far, Err(Refusal::WrongState { .. })), "{far:?}");
}

#[test]
fn a_price_that_cannot_be_told_sets_one_renewal_aside_and_no_other() {
    let rig = shop(&LAWS, "100.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    sell(&rig, "2", plan(Cycle::Hour, 1, AtEnd::Renews));
    rig.act(|world| {
        let mut row = world.fetch::<Instance>("1")?;
        row.head.name = PRICELESS.to_owned();
        world.save(&row)
    });
    let failed = rig.pass_failing(HOUR);
    assert_eq!(
        failed,
        ["the term of instance [1] at 1970-01-12T14:46:40Z failed: there is no price for that"]
    );
    assert_eq!(term(&rig, "2").paid_until, rig.now() + HOUR);
}

#[test]
fn a_tariff_that_contradicts_itself_is_found() {
    const CONFUSED: Laws = Laws {
        tariff: Tariff {
            ahead: &[PurseSort::Gift, PurseSort::Gift],
            afterwards: &[PurseSort::Coupon],
            ..Tariff::CASH
        },
        kinds: Kinds::of(&[(Kind::Instance, Law::USUAL.expiring_to(State::Active))]),
        ..Laws::NONE
    };
    assert_eq!(CONFUSED.contradictions().len(), 4, "{:?}", CONFUSED.contradictions());
}
