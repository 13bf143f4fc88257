//! Which purse pays what, what a coupon asks for, and what moved.

use crate::rig::{OWNER, Rig};
use crate::shop::{LAWS, head, install, plan, purses, sell, shop, yuan};
use squall_cloud::{
    Account, AtEnd, COUPONS_MOST, Cause, Conditions, Cycle, Instance, Kind, Money, PurseSort, Refusal, Span,
    State, Time,
};

const HOUR: Span = Span::hours(1);

fn recharge(rig: &Rig, sort: PurseSort, amount: &str) {
    rig.act(|world| world.recharge(OWNER, sort, "", yuan(amount), "serial 7"));
}

fn coupon(rig: &Rig, id: &str, worth: &str, conditions: Conditions) {
    rig.act(|world| world.give_coupon(OWNER, id, yuan(worth), conditions.clone()));
}

fn expiring(at: Time) -> Conditions {
    Conditions { expires_at: Some(at), ..Conditions::default() }
}

#[test]
fn purses_are_drawn_upon_in_the_order_of_the_tariff() {
    let rig = shop(&LAWS, "0.15");
    recharge(&rig, PurseSort::Gift, "0.10");
    rig.act(|world| world.set_credit(OWNER, yuan("5.00")));
    coupon(&rig, "-a", "0.05", Conditions::default());
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    assert_eq!(purses(&rig), "cash 0.00, gift 0.00, credit -0.20, coupon-a 0.00");
    let bill = rig.act(|world| world.bills_of(OWNER, None, 1)).remove(0);
    let parts: Vec<_> = bill.parts.iter().map(|part| (part.sort, part.amount.to_string())).collect();
    let paid = |sort, amount: &str| (sort, amount.to_owned());
    assert_eq!(
        parts,
        [
            paid(PurseSort::Coupon, "0.05"),
            paid(PurseSort::Gift, "0.10"),
            paid(PurseSort::Cash, "0.15"),
            paid(PurseSort::Credit, "0.20")
        ]
    );
    assert_eq!((bill.amount, bill.until.since(bill.from)), (yuan("0.50"), HOUR));
    let beyond = rig.attempt(|world| world.renew(Kind::Instance, "1", 10));
    assert_eq!(beyond, Err(Refusal::Funds { account: OWNER.to_owned() }), "credit has a limit");
    let lower = rig.attempt(|world| world.set_credit(OWNER, yuan("0.19")));
    assert!(matches!(lower, Err(Refusal::Invalid { .. })), "it owes more: {lower:?}");
    let over = rig.attempt(|world| world.recharge(OWNER, PurseSort::Credit, "", yuan("0.21"), ""));
    assert!(matches!(over, Err(Refusal::Invalid { .. })), "no more is paid back than is owed: {over:?}");
    recharge(&rig, PurseSort::Credit, "0.20");
    assert_eq!(purses(&rig), "cash 0.00, gift 0.00, credit 0.00, coupon-a 0.00");
}

#[test]
fn a_coupon_pays_what_it_is_for_and_the_first_to_expire_pays_first() {
    let rig = shop(&LAWS, "100.00");
    let at = rig.now() + Span::hours(3);
    coupon(&rig, "-disks", "9.00", Conditions { kinds: vec![Kind::Volume], ..Conditions::default() });
    coupon(&rig, "-years", "9.00", Conditions { cycles: vec![Cycle::Year], ..Conditions::default() });
    coupon(&rig, "-much", "9.00", Conditions { at_least: yuan("1.00"), ..Conditions::default() });
    coupon(&rig, "-any", "9.00", Conditions::default());
    coupon(&rig, "-soon", "0.30", expiring(at));
    coupon(&rig, "-over", "9.00", expiring(rig.now()));
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    let shown = purses(&rig);
    assert_eq!(
        shown,
        "cash 100.00, coupon-any 8.80, coupon-disks 9.00, coupon-much 9.00, coupon-over 9.00, coupon-soon 0.00, \
         coupon-years 9.00"
    );
    let twice = rig.attempt(|world| world.give_coupon(OWNER, "-any", yuan("1.00"), Conditions::default()));
    assert!(matches!(twice, Err(Refusal::Taken { .. })), "{twice:?}");
}

#[test]
fn an_account_has_so_many_coupons_and_no_more() {
    let rig = shop(&LAWS, "0.00");
    let give = |n: usize| {
        rig.attempt(|world| world.give_coupon(OWNER, &format!("-{n}"), yuan("1.00"), Conditions::default()))
    };
    (0..COUPONS_MOST).for_each(|n| give(n).unwrap());
    assert!(matches!(give(COUPONS_MOST), Err(Refusal::Invalid { .. })));
}

#[test]
fn what_accrues_is_paid_from_gifts_then_cash_then_credit_to_the_instant() {
    let rig = shop(&LAWS, "1.00");
    recharge(&rig, PurseSort::Gift, "0.25");
    rig.act(|world| world.set_credit(OWNER, yuan("0.50")));
    let has = |amount| rig.attempt(move |world| world.must_have(OWNER, yuan(amount)));
    assert_eq!(has("1.75"), Ok(()));
    rig.act(|world| install(world, "1"));
    rig.pass(Span::minutes(15));
    assert_eq!(has("1.625"), Ok(()));
    assert_eq!(has("1.63"), Err(Refusal::Funds { account: OWNER.to_owned() }));
    assert_eq!(purses(&rig), "cash 1.00, gift 0.125, credit 0.00");
    rig.pass(Span::minutes(45));
    assert_eq!(purses(&rig), "cash 0.75, gift 0.00, credit 0.00");
    rig.pass(HOUR * 2);
    assert_eq!(purses(&rig), "cash 0.00, gift 0.00, credit -0.25");
    assert_eq!(head(&rig, "1").state, State::Active);
    rig.pass(Span::minutes(31));
    assert_eq!(head(&rig, "1").state, State::Suspended);
    recharge(&rig, PurseSort::Gift, "3.00");
    rig.pass(Span::minutes(1));
    assert_eq!(head(&rig, "1").state, State::Active, "a gift is enough for it to go on");
}

#[test]
fn nothing_is_paid_in_advance_from_an_account_in_arrears() {
    let rig = shop(&LAWS, "0.10");
    coupon(&rig, "-a", "50.00", Conditions::default());
    rig.act(|world| install(world, "1"));
    rig.pass(HOUR);
    let refused = rig
        .attempt(|world| world.buy(&mut world.fetch::<Instance>("1")?, plan(Cycle::Hour, 1, AtEnd::Renews)));
    assert_eq!(refused, Err(Refusal::Funds { account: OWNER.to_owned() }));
}

#[test]
fn a_user_without_a_purse_is_paid_for_by_its_master() {
    let rig = shop(&LAWS, "10.00");
    rig.act(|world| {
        let master = Some(OWNER.to_owned());
        world.save_account(&Account { master, ..Account::new("user".to_owned(), world.now) })?;
        let mut row = install(world, "1")?;
        world.dissolve(row.clone())?;
        row.head.owner = "user".to_owned();
        world.insert(&row)?;
        world.buy(&mut row, plan(Cycle::Hour, 2, AtEnd::Renews)).map(drop)
    });
    assert_eq!(purses(&rig), "cash 9.00");
    let of = |account: &'static str| {
        rig.act(move |world| {
            Ok((world.orders_of(account, None, 9)?.len(), world.bills_of(account, None, 9)?.len()))
        })
    };
    assert_eq!((of("user"), of(OWNER)), ((1, 0), (0, 1)), "orders are their owner's, bills the payer's");
    rig.act(|world| world.evict(&world.account("user")?));
    assert_eq!(purses(&rig), "cash 10.00", "what was not used is given back to whoever paid");
}

#[test]
fn movements_are_listed_by_account_the_latest_first() {
    let rig = shop(&LAWS, "0.00");
    recharge(&rig, PurseSort::Cash, "3.00");
    sell(&rig, "1", plan(Cycle::Hour, 1, AtEnd::Expires));
    let all = rig.act(|world| world.movements_of(OWNER, None, 100));
    let newest = &all[0].1;
    assert_eq!((newest.amount, newest.left), (Money::ZERO - yuan("0.50"), yuan("2.50")));
    assert!(matches!(newest.cause, Cause::Bill(_)));
    assert_eq!(all[1].1.cause, Cause::Recharge { reference: "serial 7".to_owned() });
    let older = rig.act(|world| world.movements_of(OWNER, Some(all[0].0), 1));
    assert_eq!(older, all[1..2]);
    assert_eq!(rig.act(|world| world.movements_of("own", None, 100)), Vec::new());
}
