//! A seeded random life over terms and purses, with the auditor after each step, and ten years of many terms.

use crate::rig::{OWNER, Rig};
use crate::shop::{GENEROUS, ISOLATING, LAWS, install, plan, resize, sell, shop, yuan};
use squall_cloud::{
    Answer, AtEnd, Conditions, Cycle, Instance, Kind, Laws, Money, OrderState, Period, PurseSort, Refusal,
    Resource, Span, State, Verb, World,
};

/// A stream of numbers that follows from its seed: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most as u64) as usize
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn cents(&mut self, most: usize) -> Money {
        Money::cents(self.below(most) as i64)
    }
}

const ENDS: [AtEnd; 3] = [AtEnd::Renews, AtEnd::Expires, AtEnd::GoesOn];

const CYCLES: [Cycle; 6] = [Cycle::Hour, Cycle::Hour, Cycle::Day, Cycle::Month, Cycle::Month, Cycle::Year];

/// Does something that somebody might, which may be refused, and tells what.
fn step(rig: &Rig, chance: &mut Chance, n: usize) -> (usize, Answer<()>) {
    let id = chance.below(6).to_string();
    let (cycle, cycles) = (chance.pick(&CYCLES), 1 + chance.below(3) as u32);
    let (at_end, cents) = (chance.pick(&ENDS), chance.cents(40_000));
    let what = chance.below(16);
    let span = Span::minutes(chance.pick(&[1, 45, 60, 600, 1_440, 1_440, 20_000]));
    let machine = |world: &World<'_>| world.fetch::<Instance>(&id);
    let answer = rig.attempt(|world| match what {
        0 | 1 if world.find::<Instance>(&id)?.is_none() => install(world, &id).map(drop),
        0..=2 => world.buy(&mut machine(world)?, plan(cycle, cycles, at_end)).map(drop),
        3 => world.renew(Kind::Instance, &id, cycles).map(drop),
        4 => world.renew_until(Kind::Instance, &id, world.fetch_term(&id)?.paid_until + span).map(drop),
        5 => resize(world, &id, &cents.share(Span(1), Span(400)).to_string()).map(drop),
        6 => world.pay_afterwards(&mut machine(world)?).map(drop),
        7 => world.set_at_end(&id, at_end, cycles),
        8 => world.recharge(OWNER, chance_sort(n), "", cents, "any"),
        9 => world.set_credit(OWNER, cents),
        10 => {
            let expires_at = n.is_multiple_of(2).then(|| world.now + span);
            let conditions = Conditions { expires_at, at_least: yuan("1.00"), ..Conditions::default() };
            world.give_coupon(OWNER, &n.to_string(), cents, conditions)
        }
        11 => move_to(world, machine(world)?, n),
        12 => {
            let head = machine(world)?.head;
            let order = match world.term(&id)? {
                Some(_) => world.offer_renewal(Kind::Instance, &id, cycles, Some(span))?,
                None => world.offer::<Instance>(&head, plan(cycle, cycles, at_end), Some(span))?,
            };
            if n.is_multiple_of(3) { world.cancel_order(OWNER, order.number).map(drop) } else { Ok(()) }
        }
        13 => {
            let orders = world.orders_of(OWNER, None, 9)?;
            let mut unpaid = orders.iter().filter(|order| order.state == OrderState::Unpaid);
            unpaid.try_for_each(|order| world.pay_order(OWNER, order.number).map(drop))
        }
        14 => world.set_period(Period::Overdue, Some(span)),
        _ => world.deposit(OWNER, cents.times(10) - yuan("500.00")),
    });
    rig.pass(span);
    (what, answer)
}

fn chance_sort(n: usize) -> PurseSort {
    [PurseSort::Cash, PurseSort::Gift, PurseSort::Credit][n % 3]
}

/// Lets a machine go on its way between service, the bin and nowhere.
fn move_to(world: &World<'_>, mut machine: Instance, n: usize) -> Answer<()> {
    let (verb, state) = match (machine.head().state, n % 3) {
        (State::Recycled, 0) => (Verb::Cease, State::Ceased),
        (State::Recycled, _) => (Verb::Recover, State::Stopped),
        (State::Ceased, _) => return Ok(()),
        (_, 0) => (Verb::Stop, State::Stopped),
        _ => (Verb::Delete, State::Recycled),
    };
    world.begin(&mut machine, verb, state, Span::seconds(30))
}

/// How often each of what can be done was done in a life.
fn live(laws: &'static Laws, seed: u64) -> [usize; 16] {
    let rig = shop(laws, "500.00");
    let mut chance = Chance(seed);
    let mut done = [0; 16];
    for n in 0..200 {
        match step(&rig, &mut chance, n) {
            (what, Ok(())) => done[what] += 1,
            (_, Err(Refusal::Store(error))) => panic!("{error}"),
            (_, Err(_)) => {}
        }
    }
    let queued = rig.act(|world| world.events_queued());
    let unpaid = rig.act(|world| world.orders_of(OWNER, None, 10_000)).len();
    assert!(queued <= 6 * 4 + 1 + unpaid, "{queued} events of six machines and {unpaid} orders");
    done
}

#[test]
fn a_random_life_adds_up_after_every_step() {
    let mut done = [0; 16];
    for seed in 0..4 {
        for (laws, first) in [(&LAWS, 0), (&ISOLATING, 100), (&GENEROUS, 200)] {
            let life = live(laws, first + seed);
            done.iter_mut().zip(life).for_each(|(all, once)| *all += once);
        }
    }
    assert!(done.iter().all(|times| *times > 10), "something is hardly ever done: {done:?}");
}

#[test]
fn ten_years_of_many_terms_leave_one_event_for_each() {
    let rig = shop(&LAWS, "9000000.00");
    for n in 0..40 {
        sell(&rig, &n.to_string(), plan(Cycle::Month, 1, AtEnd::Renews));
    }
    let queued = |rig: &Rig| rig.act(|world| world.events_queued());
    let before = queued(&rig);
    for _ in 0..10 {
        rig.pass(Span::days(365));
        assert_eq!(queued(&rig), before);
    }
    let orders = rig.act(|world| world.orders_of(OWNER, None, 10_000)).len();
    assert_eq!(orders, 40 * 120, "each was bought and renewed every month");
}
