//! Bills: what was deducted in advance, from which purses and for which time; or what was paid back.

use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::purse::Part;
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

/// Payer and number.
pub(crate) const BILLS: Table<(Realm, String, u64), Bill> = Table::new(172, "bills");

/// What was deducted for an order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bill {
    /// Its number, unique in its system.
    pub number: u64,
    /// The account that paid.
    pub payer: String,
    /// The number of the order; it stands with the owner of the subject.
    pub order: u64,
    /// What for.
    pub subject: Subject,
    /// How much; less than nothing where it was paid back.
    pub amount: Money,
    /// From which purses, in the order in which they were drawn upon.
    pub parts: Vec<Part>,
    /// When.
    pub at: Time,
    /// The time that it is for: from.
    pub from: Time,
    /// To.
    pub until: Time,
}

impl World<'_> {
    /// A bill of an account.
    pub fn bill(&self, payer: &str, number: u64) -> Answer<Option<Bill>> {
        Ok(self.tx.get(&BILLS, &(self.realm, payer, number))?)
    }

    /// The bills of an account, the latest first, before a number and so many.
    pub fn bills_of(&self, payer: &str, before: Option<u64>, limit: usize) -> Answer<Vec<Bill>> {
        let before = before.map(|number| (self.realm, payer.to_owned(), number));
        let rows = self.tx.page_back(&BILLS, &(self.realm, payer), before.as_ref(), limit)?;
        Ok(rows.into_iter().map(|(_, bill)| bill).collect())
    }

    pub(crate) fn save_bill(&self, bill: &Bill) -> Answer<()> {
        self.move_parts(&bill.payer, &bill.parts, bill.number)?;
        Ok(self.tx.put(&BILLS, &(self.realm, &*bill.payer, bill.number), bill)?)
    }
}
