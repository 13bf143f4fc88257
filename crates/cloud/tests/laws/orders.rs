//! Orders that wait for their payment, differences of upgrades to the cent, and what is given back.

use crate::rig::{OWNER, Rig};
use crate::shop::{GENEROUS, LAWS, head, install, plan, purses, resize, sell, shop, term, yuan};
use squall_cloud::{
    AtEnd, Conditions, Contract, Cycle, Head, Instance, Kind, Money, Order, OrderKind, OrderState, PurseSort,
    Refusal, Span, State, Verb,
};

const HOUR: Span = Span::hours(1);

fn last(rig: &Rig) -> Order {
    rig.act(|world| world.orders_of(OWNER, None, 1)).remove(0)
}

#[test]
fn a_month_is_upgraded_for_the_difference_to_the_cent() {
    let rig = shop(&LAWS, "1000.00");
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    assert_eq!(purses(&rig), "cash 784.00", "720 hours of 0.50 at 60 %");
    // From the twelfth of January 1970 to the twelfth of February: 31 days, of which seven are over.
    rig.pass(Span::days(7));
    let order = rig.act(|world| resize(world, "1", "0.75")).unwrap();
    // (324 - 216) * 24 / 31 = 83.6129...
    assert_eq!((order.kind, order.amount), (OrderKind::Upgrade, yuan("83.61")));
    assert_eq!(purses(&rig), "cash 700.39");
    assert_eq!((order.from, order.until), (rig.now(), term(&rig, "1").paid_until));
    rig.pass(Span::days(24));
    assert_eq!(purses(&rig), "cash 376.39", "it renews itself at the new price");
    rig.act(|world| resize(world, "1", "0.50"));
    assert_eq!((last(&rig).kind, last(&rig).amount), (OrderKind::Downgrade, Money::ZERO));
    rig.act(|world| resize(world, "1", "0.75"));
    assert_eq!((last(&rig).kind, last(&rig).amount), (OrderKind::Upgrade, Money::ZERO), "it is paid for");
    rig.act(|world| resize(world, "1", "0.50"));
    rig.pass(Span::days(31));
    assert_eq!(purses(&rig), "cash 160.39", "a lower price holds from the next renewal");
}

#[test]
fn several_months_are_upgraded_each_for_its_own_share() {
    let rig = shop(&LAWS, "2000.00");
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    rig.act(|world| world.renew(Kind::Instance, "1", 2));
    rig.pass(Span::days(7));
    let order = rig.act(|world| resize(world, "1", "0.75")).unwrap();
    assert_eq!(order.amount, yuan("83.61") + yuan("216.00"));
}

#[test]
fn what_is_given_back_after_an_upgrade_is_the_rest_of_both_payments() {
    let rig = shop(&LAWS, "1000.00");
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    rig.pass(Span::days(7));
    rig.act(|world| resize(world, "1", "0.75"));
    rig.pass(Span::days(12));
    let order = rig.act(|world| world.pay_afterwards(&mut world.fetch::<Instance>("1")?));
    // (216 * 24 / 31 + 83.61) * 12 / 24 = 125.4179...
    assert_eq!(order.amount, yuan("-125.42"));
}

#[test]
fn an_hour_costs_more_from_the_next_one_on() {
    let rig = shop(&LAWS, "10.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    rig.pass(Span::minutes(30));
    let order = rig.act(|world| resize(world, "1", "0.75")).unwrap();
    assert_eq!((order.amount, order.bills.len()), (Money::ZERO, 0));
    rig.pass(Span::minutes(30));
    assert_eq!(purses(&rig), "cash 8.75");
    assert_eq!(rig.act(|world| resize(world, "1", "0.75")), None);
}

#[test]
fn an_upgrade_that_cannot_be_paid_changes_nothing() {
    let rig = shop(&LAWS, "216.00");
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    let refused = rig.attempt(|world| resize(world, "1", "0.75"));
    assert_eq!(refused, Err(Refusal::Funds { account: OWNER.to_owned() }));
    assert_eq!(head(&rig, "1").price, yuan("0.50"));
}

#[test]
fn a_lower_price_is_paid_back_where_the_tariff_says_so_and_never_more_than_was_paid() {
    let rig = shop(&GENEROUS, "300.00");
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    rig.pass(Span::days(7));
    let order = rig.act(|world| resize(world, "1", "0.25")).unwrap();
    // 108 * 24 / 31 = 83.6129..., down to the cent.
    assert_eq!((order.kind, order.amount), (OrderKind::Downgrade, yuan("-83.61")));
    assert_eq!(purses(&rig), "cash 167.61");
    rig.act(|world| resize(world, "1", "0.00"));
    rig.act(|world| world.pay_afterwards(&mut world.fetch::<Instance>("1")?));
    // What seven days of 216.00 came to stays with the platform, and a cent or two of rounding.
    assert_eq!(purses(&rig), "cash 251.22");
}

#[test]
fn the_rest_is_given_back_to_the_purses_that_paid_the_last_first() {
    let rig = shop(&LAWS, "100.00");
    rig.act(|world| world.recharge(OWNER, PurseSort::Gift, "", yuan("100.00"), ""));
    rig.act(|world| world.give_coupon(OWNER, "-a", yuan("10.00"), Conditions::default()));
    rig.act(|world| world.set_credit(OWNER, yuan("50.00")));
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    assert_eq!(purses(&rig), "cash 0.00, gift 0.00, credit -6.00, coupon-a 0.00");
    rig.pass(Span::days(7));
    let order = rig.act(|world| world.pay_afterwards(&mut world.fetch::<Instance>("1")?));
    // 216 * 24 / 31 = 167.2258...
    assert_eq!((order.kind, order.amount), (OrderKind::Refund, yuan("-167.23")));
    assert_eq!(purses(&rig), "cash 100.00, gift 61.23, credit 0.00, coupon-a 0.00");
    assert!(!head(&rig, "1").prepaid);
    rig.pass(HOUR);
    assert_eq!(purses(&rig), "cash 100.00, gift 60.73, credit 0.00, coupon-a 0.00");
}

#[test]
fn what_ceases_before_its_time_gives_the_rest_back_and_the_way_of_paying_can_change() {
    let rig = shop(&LAWS, "100.00");
    rig.act(|world| install(world, "1"));
    rig.pass(HOUR * 2);
    rig.act(|world| world.buy(&mut world.fetch::<Instance>("1")?, plan(Cycle::Day, 2, AtEnd::Expires)));
    assert_eq!(purses(&rig), "cash 75.00");
    rig.pass(HOUR * 12);
    rig.act(|world| world.begin(&mut world.fetch::<Instance>("1")?, Verb::Cease, State::Ceased, Span::ZERO));
    assert_eq!((last(&rig).kind, purses(&rig)), (OrderKind::Refund, "cash 93.00".to_owned()));
    assert_eq!(rig.act(|world| world.term("1")), None);
}

#[test]
fn an_order_waits_for_its_payment_is_called_off_or_lapses() {
    let rig = shop(&LAWS, "0.40");
    let offer = |id: &'static str| {
        rig.act(move |world| {
            let row = install(world, id)?;
            world.offer::<Instance>(&row.head, plan(Cycle::Hour, 1, AtEnd::Expires), Some(HOUR))
        })
    };
    let numbers = [offer("1").number, offer("2").number, offer("3").number];
    let state = |number| rig.act(|world| Ok(world.order(OWNER, number)?.unwrap().state));
    let pay = |number| rig.attempt(|world| world.pay_order(OWNER, number));
    assert_eq!(pay(numbers[0]), Err(Refusal::Funds { account: OWNER.to_owned() }));
    assert_eq!(state(numbers[0]), OrderState::Unpaid);
    rig.act(|world| world.deposit(OWNER, yuan("10.00")));
    rig.pass(Span::minutes(10));
    let paid = pay(numbers[0]).unwrap();
    assert_eq!((paid.from, paid.until, paid.state), (rig.now(), rig.now() + HOUR, OrderState::Paid));
    rig.act(|world| world.cancel_order(OWNER, numbers[1]));
    assert!(matches!(pay(numbers[1]), Err(Refusal::WrongState { .. })));
    assert!(matches!(
        rig.attempt(|world| world.pay_order("other", numbers[2])),
        Err(Refusal::Invalid { .. })
    ));
    rig.pass(HOUR);
    assert_eq!(state(numbers[2]), OrderState::Lapsed);
    assert!(matches!(pay(numbers[2]), Err(Refusal::WrongState { .. })));
}

#[test]
fn an_order_for_more_of_a_term_is_void_when_that_term_has_ended() {
    let rig = shop(&LAWS, "100.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Renews));
    let first = rig.act(|world| world.offer_renewal(Kind::Instance, "1", 3, None));
    let second = rig.act(|world| world.offer_renewal(Kind::Instance, "1", 3, None));
    rig.pass(Span::minutes(150));
    let paid = rig.act(|world| world.pay_order(OWNER, first.number));
    assert_eq!((paid.from, paid.until), (rig.now() + Span::minutes(30), rig.now() + Span::minutes(210)));
    rig.act(|world| world.pay_afterwards(&mut world.fetch::<Instance>("1")?));
    rig.act(|world| world.buy(&mut world.fetch::<Instance>("1")?, plan(Cycle::Day, 1, AtEnd::Renews)));
    let void = rig.attempt(|world| world.pay_order(OWNER, second.number));
    assert!(matches!(void, Err(Refusal::WrongState { .. })), "{void:?}");
}

#[test]
fn a_reserved_contract_is_paid_by_orders_and_bills() {
    let rig = shop(&LAWS, "700.00");
    let (fee, now) = (yuan("310.00"), rig.now());
    let mut contract = Contract {
        head: Head::new("ct".to_owned(), OWNER, "z", "", now),
        covers: Kind::Instance,
        configuration: String::new(),
        count: 1,
        months: 1,
        auto_renew: true,
        fee,
        starts_at: now,
        ends_at: now,
        turns_at: now,
        payments: Vec::new(),
    };
    rig.act(|world| {
        let mut contract = contract.clone();
        world.offer_contract(&mut contract, HOUR)?;
        world.pay_contract(&mut contract)
    });
    rig.pass(Span::days(31));
    contract = rig.row("ct");
    assert_eq!((contract.payments.len(), purses(&rig)), (2, "cash 80.00".to_owned()));
    rig.act(|world| world.refund_contract(&mut contract.clone()));
    let orders = rig.act(|world| world.orders_of(OWNER, None, 9));
    let kinds: Vec<_> = orders.iter().map(|order| (order.kind, order.bills.len())).collect();
    assert_eq!(kinds, [(OrderKind::Refund, 1), (OrderKind::Renew, 1), (OrderKind::Buy, 1)]);
    assert_eq!(purses(&rig), "cash 390.00");
    rig.act(|world| {
        world.offer_contract(
            &mut Contract {
                head: Head::new("no".to_owned(), OWNER, "", "", rig.now()),
                fee: yuan("999.00"),
                ..contract.clone()
            },
            HOUR,
        )
    });
    let refused = rig.attempt(|world| world.pay_contract(&mut world.fetch::<Contract>("no")?));
    assert_eq!(refused, Err(Refusal::Funds { account: OWNER.to_owned() }));
}

#[test]
fn a_part_of_a_cycle_is_paid_for_its_share() {
    let rig = shop(&LAWS, "1000.00");
    sell(&rig, "1", plan(Cycle::Month, 1, AtEnd::Renews));
    let paid_until = term(&rig, "1").paid_until;
    let until = |until| rig.attempt(move |world| world.renew_until(Kind::Instance, "1", until));
    // February has 28 days: 216 * 7 / 28.
    assert_eq!(until(paid_until + Span::days(7)).unwrap().amount, yuan("54.00"));
    assert_eq!(term(&rig, "1").paid_until, paid_until + Span::days(7));
    for wrong in [paid_until, paid_until + Span::days(99)] {
        assert!(matches!(until(wrong), Err(Refusal::Invalid { .. })));
    }
}
