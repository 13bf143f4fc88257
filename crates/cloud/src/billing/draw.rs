//! Paying in advance out of the purses of an account, in the system's order, and giving it back.

use crate::accounts::account::Account;
use crate::billing::money::Money;
use crate::billing::movement::Cause;
use crate::billing::purse::{Part, Purse, PurseSort, Spend};
use crate::refusal::Refusal;
use crate::time::instant::Time;
use crate::world::{Answer, World};

impl World<'_> {
    /// Asks whether the account that pays for an owner can pay this in advance.
    ///
    /// # Errors
    /// `Funds`, also while the account is in arrears.
    pub fn must_afford(&self, owner: &str, spend: &Spend) -> Answer<()> {
        let payer = self.payer(owner)?;
        self.parts_of(&payer, spend)?.map(drop).ok_or(Refusal::Funds { account: payer.id })
    }

    /// Asks whether the account that pays for an owner has so much for what accrues by the hour.
    ///
    /// # Errors
    /// `Funds`, also while the account is in arrears.
    pub fn must_have(&self, owner: &str, amount: Money) -> Answer<()> {
        let payer = self.payer(owner)?;
        // What other purses have not poured into cash yet is missing there and still in them.
        let funds = payer.balance_at(self.now) + self.reserve(&payer)?;
        let is_enough = funds >= amount && payer.arrears_since.is_none();
        if is_enough { Ok(()) } else { Err(Refusal::Funds { account: payer.id }) }
    }

    /// From which purses of an account this would be paid; `None` when they do not suffice or it is in arrears.
    pub(crate) fn parts_of(&self, payer: &Account, spend: &Spend) -> Answer<Option<Vec<Part>>> {
        let mut left = spend.amount;
        let mut parts = Vec::new();
        if payer.arrears_since.is_some() {
            return Ok(Some(parts).filter(|_| left <= Money::ZERO));
        }
        let mut purses = self.purses(&payer.id)?;
        purses.sort_by_key(expiry);
        for sort in self.laws.tariff.ahead {
            for purse in purses.iter().filter(|purse| purse.sort == *sort) {
                let amount = purse.offers(spend, self.now).min(left);
                left -= amount;
                if amount > Money::ZERO {
                    parts.push(Part { sort: *sort, id: purse.id.clone(), amount });
                }
            }
        }
        Ok(Some(parts).filter(|_| left <= Money::ZERO))
    }

    /// Takes parts out of the purses of an account, for a bill; those that are less than nothing are put in.
    pub(crate) fn move_parts(&self, payer: &str, parts: &[Part], bill: u64) -> Answer<()> {
        parts.iter().try_for_each(|part| {
            let moved = Part { amount: Money::ZERO - part.amount, ..part.clone() };
            self.shift(payer, &moved, Cause::Bill(bill))
        })
    }
}

/// Of coupons, the one that expires first is drawn upon first.
fn expiry(purse: &Purse) -> (PurseSort, Option<Time>, String) {
    (purse.sort, purse.conditions.expires_at.or(Some(Time(i64::MAX))), purse.id.clone())
}

/// Adds parts to those that were drawn before.
pub(crate) fn add_parts(drawn: &mut Vec<Part>, parts: Vec<Part>) {
    for part in parts {
        match drawn.last_mut().filter(|last| (last.sort, &last.id) == (part.sort, &part.id)) {
            Some(last) => last.amount += part.amount,
            None => drawn.push(part),
        }
    }
}

/// Takes so much off the parts that were drawn first.
pub(crate) fn take_first(drawn: &mut Vec<Part>, amount: Money) -> Vec<Part> {
    drawn.reverse();
    let taken = take_last(drawn, amount);
    drawn.reverse();
    taken
}

/// Takes so much off the parts that were drawn last: what was drawn last is given back first.
pub(crate) fn take_last(drawn: &mut Vec<Part>, mut amount: Money) -> Vec<Part> {
    let mut taken = Vec::new();
    while amount > Money::ZERO {
        let Some(last) = drawn.last_mut() else { break };
        let some = last.amount.min(amount);
        (last.amount, amount) = (last.amount - some, amount - some);
        taken.push(Part { amount: some, ..last.clone() });
        if last.amount <= Money::ZERO {
            drawn.pop();
        }
    }
    taken
}
