//! The purses of an account: cash, what was given, credit and coupons. Cash is the account's balance, from which what
//! accrues by the hour is taken as well (`ledger.rs`); the others are rows of their own.

use crate::billing::cycle::Cycle;
use crate::billing::money::Money;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

/// Account, sort and id: every purse but cash.
pub(crate) const PURSES: Table<(Realm, String, u8, String), Purse> = Table::new(170, "purses");

/// The most coupons of an account.
pub const COUPONS_MOST: usize = 100;
/// The most kinds or cycles that a coupon names.
const CONDITIONS_MOST: usize = 64;

/// What sort of money a purse holds. The number is part of stored keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum PurseSort {
    /// What was paid in.
    Cash = 1,
    /// What the platform gave.
    Gift = 2,
    /// What may be owed: its balance is what is owed, below nothing.
    Credit = 3,
    /// What was given under conditions; there can be many of them, each with an id.
    Coupon = 4,
}

impl PurseSort {
    /// All of them, in order of their number.
    pub const ALL: [PurseSort; 4] = [PurseSort::Cash, PurseSort::Gift, PurseSort::Credit, PurseSort::Coupon];

    /// Its name in words.
    pub const fn word(self) -> &'static str {
        match self {
            PurseSort::Cash => "cash",
            PurseSort::Gift => "gift",
            PurseSort::Credit => "credit",
            PurseSort::Coupon => "coupon",
        }
    }
}

/// One of an account's purses.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Purse {
    /// What sort of money it holds.
    pub sort: PurseSort,
    /// A coupon's id; empty for others, of which there is one each.
    pub id: String,
    /// What it holds.
    pub balance: Money,
    /// How far below nothing it may go.
    pub limit: Money,
    /// What a coupon asks for; nothing for others.
    pub conditions: Conditions,
}

/// What a coupon asks for.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Conditions {
    /// The kinds that it pays for; any where there are none.
    pub kinds: Vec<Kind>,
    /// The cycles that it pays for; any where there are none.
    pub cycles: Vec<Cycle>,
    /// The least that must be spent at once.
    pub at_least: Money,
    /// From when on it is worth nothing.
    pub expires_at: Option<Time>,
}

/// Something that is to be paid in advance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spend {
    /// What for.
    pub kind: Kind,
    /// For which cycle.
    pub cycle: Cycle,
    /// How much.
    pub amount: Money,
}

/// What was taken from a purse, or given back to it where it is less than nothing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// The sort of the purse.
    pub sort: PurseSort,
    /// Its id.
    pub id: String,
    /// How much.
    pub amount: Money,
}

impl Purse {
    /// An empty purse; only coupons have an id.
    pub fn empty(sort: PurseSort, id: &str) -> Purse {
        let conditions = Conditions::default();
        Purse { sort, id: id.to_owned(), balance: Money::ZERO, limit: Money::ZERO, conditions }
    }

    /// What can be drawn from it, whatever for.
    pub fn holds(&self) -> Money {
        (self.balance + self.limit).max(Money::ZERO)
    }

    /// What can be drawn from it at an instant for this.
    pub fn offers(&self, spend: &Spend, now: Time) -> Money {
        let Conditions { kinds, cycles, at_least, expires_at } = &self.conditions;
        let fits = (kinds.is_empty() || kinds.contains(&spend.kind))
            && (cycles.is_empty() || cycles.contains(&spend.cycle))
            && spend.amount >= *at_least
            && expires_at.is_none_or(|at| at > now);
        if fits { self.holds() } else { Money::ZERO }
    }
}

impl World<'_> {
    /// One of the purses of an account as it stands in its row: what accrued since may still come out of it. Empty
    /// where there never was any.
    pub(crate) fn purse(&self, account: &str, sort: PurseSort, id: &str) -> Answer<Purse> {
        let found = self.tx.get(&PURSES, &(self.realm, account, sort as u8, id))?;
        Ok(found.unwrap_or_else(|| Purse::empty(sort, id)))
    }

    pub(crate) fn save_purse(&self, account: &str, purse: &Purse) -> Answer<()> {
        Ok(self.tx.put(&PURSES, &(self.realm, account, purse.sort as u8, &*purse.id), purse)?)
    }

    /// The purses of a sort, cash excepted, in order of id.
    pub(crate) fn purses_of_sort(&self, account: &str, sort: PurseSort) -> Answer<Vec<Purse>> {
        let rows = self.tx.prefix(&PURSES, &(self.realm, account, sort as u8))?;
        Ok(rows.into_iter().map(|(_, purse)| purse).collect())
    }

    /// All purses of an account as they are now: cash first, then in order of sort and id.
    pub fn purses(&self, account: &str) -> Answer<Vec<Purse>> {
        let account = self.account(account)?;
        let pours = self.pours(&account)?;
        let poured: Money = pours.iter().map(|(_, amount)| *amount).sum();
        let mut cash = Purse::empty(PurseSort::Cash, "");
        cash.balance = account.balance_at(self.now) + poured;
        let mut purses = vec![cash];
        for (_, mut purse) in self.tx.prefix(&PURSES, &(self.realm, &*account.id))? {
            let pour = pours.iter().find(|(from, _)| (from.sort, &from.id) == (purse.sort, &purse.id));
            purse.balance -= pour.map(|(_, amount)| *amount).unwrap_or_default();
            purses.push(purse);
        }
        Ok(purses)
    }

    /// Lets an account owe so much.
    ///
    /// # Errors
    /// `Invalid` for less than nothing or less than it owes already.
    pub fn set_credit(&self, account: &str, limit: Money) -> Answer<()> {
        let mut account = self.account(account)?;
        self.settle_account(&mut account)?;
        let mut credit = self.purse(&account.id, PurseSort::Credit, "")?;
        credit.limit = limit;
        if limit.is_negative() || (credit.balance + limit).is_negative() {
            return Err(Refusal::Invalid { what: "the account owes more than that".to_owned() });
        }
        self.save_purse(&account.id, &credit)?;
        self.take_stock(account)
    }

    /// Gives an account a coupon that is worth so much.
    ///
    /// # Errors
    /// `Taken` when it has one of that id, `Invalid` when it has too many, for a worth that is not more than nothing
    /// and for conditions that name too much.
    pub fn give_coupon(&self, account: &str, id: &str, worth: Money, conditions: Conditions) -> Answer<()> {
        let has = self.purses_of_sort(account, PurseSort::Coupon)?;
        if has.iter().any(|coupon| coupon.id == id) {
            return Err(Refusal::Taken { kind: Kind::Account, key: id.to_owned() });
        }
        let named = conditions.kinds.len().max(conditions.cycles.len());
        if id.is_empty() || worth <= Money::ZERO || has.len() >= COUPONS_MOST || named > CONDITIONS_MOST {
            return Err(Refusal::Invalid { what: "it cannot have such a coupon".to_owned() });
        }
        let coupon = Purse { conditions, ..Purse::empty(PurseSort::Coupon, id) };
        self.save_purse(account, &coupon)?;
        self.recharge(account, PurseSort::Coupon, id, worth, "")
    }

    /// Takes the purses of an account away, with the account.
    pub(crate) fn drop_purses(&self, account: &str) -> Answer<()> {
        for key in self.tx.prefix_keys(&PURSES, &(self.realm, account))? {
            self.tx.delete(&PURSES, &key)?;
        }
        Ok(())
    }
}
