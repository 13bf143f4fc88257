//! What moves in and out of purses. Every movement is a record; what accrues from cash by the hour is recorded where it
//! is charged (`ledger.rs`).

use crate::accounts::account::Account;
use crate::billing::money::Money;
use crate::billing::purse::{Part, Purse, PurseSort};
use crate::refusal::Refusal;
use crate::time::instant::Time;
use crate::world::{Answer, Realm, Stream, World};
use serde::{Deserialize, Serialize};
use squall_store::{PAGE_ROWS, Table};

/// Account and number.
pub(crate) const MOVEMENTS: Table<(Realm, String, u64), Movement> = Table::new(171, "movements");

/// Account: all that was ever paid in, less what was taken out by hand.
pub(crate) const DEPOSITS: Table<(Realm, String), Money> = Table::new(110, "deposits");

/// The longest reference of a movement in bytes.
pub const REFERENCE_BYTES: usize = 200;

/// Why money moved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Cause {
    /// An operator changed a balance.
    ByHand,
    /// It was paid in or given, with the payment's reference.
    Recharge {
        /// The reference, as whoever paid named it.
        reference: String,
    },
    /// A bill was paid, or paid back; its number.
    Bill(u64),
    /// It was poured into cash for what had accrued by the hour.
    Accrued,
    /// What there was when movements began to be recorded.
    Carried,
}

/// A movement in or out of a purse.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Movement {
    /// When.
    pub at: Time,
    /// The sort of the purse.
    pub sort: PurseSort,
    /// Its id.
    pub id: String,
    /// How much came in; less than nothing where it went out.
    pub amount: Money,
    /// What was in the purse then.
    pub left: Money,
    /// Why.
    pub cause: Cause,
}

impl World<'_> {
    /// The movements of an account with their numbers, the latest first, before a number and so many.
    pub fn movements_of(
        &self,
        account: &str,
        before: Option<u64>,
        limit: usize,
    ) -> Answer<Vec<(u64, Movement)>> {
        let before = before.map(|number| (self.realm, account.to_owned(), number));
        let rows = self.tx.page_back(&MOVEMENTS, &(self.realm, account), before.as_ref(), limit)?;
        Ok(rows.into_iter().map(|((_, _, number), movement)| (number, movement)).collect())
    }

    /// All that was ever paid into the cash of an account, less what was taken out by hand or for orders.
    pub fn deposits(&self, account: &str) -> Answer<Money> {
        Ok(self.tx.get(&DEPOSITS, &(self.realm, account))?.unwrap_or_default())
    }

    /// Pays into an account by hand, or takes out of it when negative, and lets suspended resources go on when it
    /// suffices.
    pub fn deposit(&self, account: &str, amount: Money) -> Answer<()> {
        let cash = Part { sort: PurseSort::Cash, id: String::new(), amount };
        self.shift(account, &cash, Cause::ByHand)
    }

    /// Pays so much into a purse.
    ///
    /// # Errors
    /// `Invalid` for less than nothing, for a reference that is too long, and where more is paid back than was owed.
    pub fn recharge(
        &self,
        account: &str,
        sort: PurseSort,
        id: &str,
        amount: Money,
        reference: &str,
    ) -> Answer<()> {
        if amount.is_negative() || reference.len() > REFERENCE_BYTES {
            return Err(Refusal::Invalid { what: "that cannot be paid in".to_owned() });
        }
        let part = Part { sort, id: id.to_owned(), amount };
        self.shift(account, &part, Cause::Recharge { reference: reference.to_owned() })
    }

    /// Puts so much into a purse, or takes it out, and lets suspended things go on when it suffices.
    pub(crate) fn shift(&self, account: &str, part: &Part, cause: Cause) -> Answer<()> {
        let mut account = self.account(account)?;
        self.settle_account(&mut account)?;
        if part.sort == PurseSort::Cash {
            account.balance += part.amount;
            self.note_deposit(&account.id, part.amount)?;
            self.note_movement(&account.id, part, account.balance, cause)?;
            return self.take_stock(account);
        }
        let mut purse = self.purse(&account.id, part.sort, &part.id)?;
        purse.balance += part.amount;
        let overpaid = purse.sort == PurseSort::Credit && purse.balance > Money::ZERO;
        if overpaid || (purse.balance + purse.limit).is_negative() {
            let what = format!("[{}] cannot hold [{}]", purse.sort.word(), purse.balance);
            return Err(Refusal::Invalid { what });
        }
        self.save_purse(&account.id, &purse)?;
        self.note_movement(&account.id, part, purse.balance, cause)?;
        self.take_stock(account)
    }

    /// Lets what an account pays for go on when its money suffices, and expects it back when the money runs out.
    pub(crate) fn take_stock(&self, mut account: Account) -> Answer<()> {
        if self.has_funds(&account)? {
            self.resume_all(&mut account)?;
        }
        self.reckon(&mut account)
    }

    /// Charges an account up to now, from the purses in their order. Whoever asks saves the account.
    pub(crate) fn settle_account(&self, account: &mut Account) -> Answer<()> {
        let pours = self.pours(account)?;
        account.settle(self.now);
        for (mut purse, amount) in pours {
            purse.balance -= amount;
            self.save_purse(&account.id, &purse)?;
            let part = Part { sort: purse.sort, id: purse.id, amount: Money::ZERO - amount };
            self.note_movement(&account.id, &part, purse.balance, Cause::Accrued)?;
            account.balance += amount;
            self.note_deposit(&account.id, amount)?;
        }
        Ok(())
    }

    /// What other purses are to pour into cash for what has accrued, and for what is owed, by the system's order.
    pub(crate) fn pours(&self, account: &Account) -> Answer<Vec<(Purse, Money)>> {
        let mut pours = Vec::new();
        let order = self.laws.tariff.afterwards;
        if order == [PurseSort::Cash] {
            return Ok(pours);
        }
        let mut cash = account.balance.max(Money::ZERO);
        let mut owed = (cash - account.balance_at(self.now)).max(Money::ZERO);
        for sort in order {
            if *sort == PurseSort::Cash {
                let pays = cash.min(owed);
                (cash, owed) = (cash - pays, owed - pays);
                continue;
            }
            for purse in self.purses_of_sort(&account.id, *sort)? {
                let pays = purse.holds().min(owed);
                owed -= pays;
                if pays > Money::ZERO {
                    pours.push((purse, pays));
                }
            }
        }
        Ok(pours)
    }

    /// What is in purses that pay for what accrues, besides cash, of an account that is settled.
    pub(crate) fn reserve(&self, account: &Account) -> Answer<Money> {
        let mut reserve = Money::ZERO;
        for sort in self.laws.tariff.afterwards.iter().filter(|sort| **sort != PurseSort::Cash) {
            reserve += self.purses_of_sort(&account.id, *sort)?.iter().map(Purse::holds).sum();
        }
        Ok(reserve)
    }

    /// Whether an account that is settled has anything to pay for what accrues.
    pub(crate) fn has_funds(&self, account: &Account) -> Answer<bool> {
        Ok(account.balance + self.reserve(account)? > Money::ZERO)
    }

    fn note_deposit(&self, account: &str, amount: Money) -> Answer<()> {
        let paid = self.deposits(account)? + amount;
        Ok(self.tx.put(&DEPOSITS, &(self.realm, account), &paid)?)
    }

    fn note_movement(&self, account: &str, part: &Part, left: Money, cause: Cause) -> Answer<()> {
        let Part { sort, id, amount } = part.clone();
        let movement = Movement { at: self.now, sort, id, amount, left, cause };
        let number = self.next(Stream::Records)?;
        Ok(self.tx.put(&MOVEMENTS, &(self.realm, account, number), &movement)?)
    }

    /// Begins the record of what older squalls have only kept the sum of.
    pub(crate) fn adopt_deposits(&self) -> Answer<()> {
        let mut last = None;
        loop {
            let page = self.tx.page(&DEPOSITS, &(self.realm,), last.as_ref(), PAGE_ROWS)?;
            for ((_, account), paid) in &page {
                if self.tx.first_key(&MOVEMENTS, &(self.realm, &**account))?.is_some() {
                    continue;
                }
                let cash = Part { sort: PurseSort::Cash, id: String::new(), amount: *paid };
                let left = self.find_account(account)?.map_or(*paid, |account| account.balance);
                self.note_movement(account, &cash, left, Cause::Carried)?;
            }
            let Some((key, _)) = page.into_iter().next_back() else { return Ok(()) };
            last = Some(key);
        }
    }
}
