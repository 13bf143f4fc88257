//! How a system takes money: what things cost in advance, which purses it draws upon and how it rounds. The engine
//! knows no price: it asks the system's own function.

use crate::billing::{Cycle, Money, PurseSort, Rounding};
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::Head;
use crate::world::{Answer, World};

/// What a price is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Quote<'a> {
    /// The kind of what is to be paid for.
    pub kind: Kind,
    /// What it is; the rest of the row stands on the shelf.
    pub head: &'a Head,
    /// The cycle.
    pub cycle: Cycle,
    /// How many of them.
    pub cycles: u32,
}

/// A system's price list with its discounts: what so many cycles in advance of a row cost as it is now, rounded as the
/// system rounds.
pub type Price = for<'t, 'a> fn(&World<'t>, &Quote<'a>) -> Answer<Money>;

/// From when a renewal counts that comes after the term has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RenewedFrom {
    /// From the end of the term: the time in between is paid for as well.
    End,
    /// From now on.
    Now,
}

/// How a system takes money.
#[derive(Clone, Copy, Debug)]
pub struct Tariff {
    /// What things cost in advance.
    pub price: Price,
    /// Whether anything renews itself in this world at present, as its operator may decide.
    pub renews: for<'t> fn(&World<'t>) -> Answer<bool>,
    /// The purses that pay in advance, in the order in which they are drawn upon.
    pub ahead: &'static [PurseSort],
    /// The purses that pay what accrues by the hour, in the order in which they are drawn upon. `Cash` must be among
    /// them and coupons must not.
    pub afterwards: &'static [PurseSort],
    /// How differences and refunds are rounded, for each stretch of a term by itself.
    pub rounding: Rounding,
    /// From when a late renewal counts.
    pub renewed_from: RenewedFrom,
    /// The cycles in which a higher price is charged for the rest of the term at once; in others from the next renewal.
    pub upgraded_at_once: &'static [Cycle],
    /// The cycles in which a lower price pays the rest of the term back at once; in others it holds from the next
    /// renewal.
    pub downgraded_at_once: &'static [Cycle],
}

impl Tariff {
    /// Of a system that only knows cash, sells nothing in advance but by contract, and rounds nothing but the last
    /// decimal of all.
    pub const CASH: Tariff = Tariff {
        price: sells_nothing,
        renews: always,
        ahead: &[PurseSort::Cash],
        afterwards: &[PurseSort::Cash],
        rounding: Rounding::MICRO_DOWN,
        renewed_from: RenewedFrom::End,
        upgraded_at_once: &[],
        downgraded_at_once: &[],
    };

    /// What cannot be right about it, in words.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !self.afterwards.contains(&PurseSort::Cash) {
            found.push("what accrues is never paid in cash".to_owned());
        }
        if self.afterwards.contains(&PurseSort::Coupon) {
            found.push("a coupon would pay what accrues, but nobody knows for what".to_owned());
        }
        for order in [self.ahead, self.afterwards] {
            let twice = PurseSort::ALL.iter().find(|sort| order.iter().filter(|one| one == sort).count() > 1);
            found.extend(twice.map(|sort| format!("{} is drawn upon twice", sort.word())));
        }
        found
    }
}

fn sells_nothing(_: &World<'_>, quote: &Quote<'_>) -> Answer<Money> {
    Err(Refusal::Invalid { what: format!("a {} is not sold in advance", quote.kind.word()) })
}

fn always(_: &World<'_>) -> Answer<bool> {
    Ok(true)
}
