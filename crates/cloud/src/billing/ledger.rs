//! The ledger: accounts are charged to the instant for what their resources cost in the state they are in.
//!
//! An account remembers its balance at an instant and the sum of its hourly prices since then; what it has
//! now is a calculation, so time costs nothing until somebody looks. Each resource keeps the record of its
//! own charges, and the two sides always add up: what left the balances is what the records show.

use crate::accounts::account::Account;
use crate::billing::money::Money;
use crate::rows::kind::Kind;
use crate::rows::resource::Head;
use crate::time::due::{Due, Purpose};
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::{PAGE_ROWS, Table};

/// Resource: what it is being charged since when.
pub(crate) const OPEN: Table<(Realm, String), OpenCharge> = Table::new(108, "open charges");
/// Resource and start: a closed charge.
pub(crate) const CHARGES: Table<(Realm, String, i64), Charge> = Table::new(109, "charges");
/// Owner and resource: what there are charges of.
pub(crate) const BILLED: Table<(Realm, String, String), ()> = Table::new(158, "billed");

/// What is charged for. It outlives the resource, so that bills can still be told apart.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Subject {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// The zone it lives in.
    pub zone: String,
    /// Its name when the charge began.
    pub name: String,
}

/// A price that is running.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OpenCharge {
    /// What for.
    pub subject: Subject,
    /// Who pays.
    pub payer: String,
    /// The hourly price.
    pub hourly: Money,
    /// Since when.
    pub since: Time,
}

/// A span for which a resource was charged one price.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Charge {
    /// What for.
    pub subject: Subject,
    /// Who paid.
    pub payer: String,
    /// The hourly price.
    pub hourly: Money,
    /// From.
    pub since: Time,
    /// To.
    pub until: Time,
    /// The amount taken.
    pub amount: Money,
}

impl Subject {
    pub(crate) fn of(kind: Kind, head: &Head) -> Subject {
        Subject {
            kind,
            id: head.id.clone(),
            owner: head.owner.clone(),
            zone: head.zone.clone(),
            name: head.name.clone(),
        }
    }
}

impl Charge {
    /// The part of it that falls between two instants; `None` when none does.
    pub fn within(&self, from: Time, to: Time) -> Option<Charge> {
        let (since, until) = (self.since.max(from), self.until.min(to));
        let amount = self.hourly.over(until.since(since));
        (since < until).then(|| Charge { since, until, amount, ..self.clone() })
    }
}

impl World<'_> {
    /// The closed charges of a resource, in order of time, and the running one as if it ended now.
    pub fn charges_of(&self, resource: &str) -> Answer<Vec<Charge>> {
        let rows = self.tx.prefix(&CHARGES, &(self.realm, resource))?;
        let mut charges: Vec<Charge> = rows.into_iter().map(|(_, charge)| charge).collect();
        if let Some(open) = self.tx.get(&OPEN, &(self.realm, resource))? {
            charges.push(self.closed(open));
        }
        Ok(charges)
    }

    /// The ids of everything of an account that was ever charged for, in order, whether it is still there or not.
    pub fn billed(&self, owner: &str) -> Answer<Vec<String>> {
        let keys = self.tx.prefix_keys(&BILLED, &(self.realm, owner))?;
        Ok(keys.into_iter().map(|(_, _, id)| id).collect())
    }

    /// Every charge of this system, closed and running. For checkers.
    pub fn all_charges(&self) -> Answer<Vec<Charge>> {
        let closed = self.tx.prefix(&CHARGES, &(self.realm,))?.into_iter().map(|(_, charge)| charge);
        let open = self.tx.prefix(&OPEN, &(self.realm,))?.into_iter().map(|(_, open)| self.closed(open));
        Ok(closed.chain(open).collect())
    }

    /// Saves an account and expects it back at the instant its money runs out.
    pub(crate) fn reckon(&self, account: &mut Account) -> Answer<()> {
        self.settle_account(account)?;
        let funds = account.balance + self.reserve(account)?;
        let lasts = funds.lasts(account.hourly).filter(|_| account.arrears_since.is_none());
        account.exhausted_at = lasts.map(|span| account.since + span);
        match account.exhausted_at {
            Some(at) => self.expect_by(at, Due::Exhausted { account: account.id.clone() })?,
            None => self.retract(&account.id, Purpose::Exhausted)?,
        }
        self.save_account(account)
    }

    /// Charges the difference that a changed row makes, and keeps the record.
    pub(crate) fn rebill(&self, kind: Kind, old: Option<&Head>, new: &Head) -> Answer<()> {
        let law = self.laws.of(kind);
        let (before, after) = (old.map(|old| law.hourly(old)).unwrap_or_default(), law.hourly(new));
        if before == after {
            return Ok(());
        }
        let key = (self.realm, &*new.id);
        if let Some(open) = self.tx.get(&OPEN, &key)? {
            let charge = self.closed(open);
            if charge.amount != Money::ZERO {
                self.tx.put(&CHARGES, &(self.realm, &*new.id, charge.since.0), &charge)?;
            }
            self.tx.delete(&OPEN, &key)?;
        }
        let mut payer = self.payer(&new.owner)?;
        self.settle_account(&mut payer)?;
        payer.hourly = payer.hourly - before + after;
        if after != Money::ZERO {
            let subject = Subject::of(kind, new);
            let open = OpenCharge { subject, payer: payer.id.clone(), hourly: after, since: self.now };
            self.note_billed(&open.subject)?;
            self.tx.put(&OPEN, &key, &open)?;
        }
        self.reckon(&mut payer)
    }

    fn note_billed(&self, subject: &Subject) -> Answer<()> {
        let key = (self.realm, &*subject.owner, &*subject.id);
        if self.tx.exists(&BILLED, &key)? { Ok(()) } else { Ok(self.tx.put(&BILLED, &key, &())?) }
    }

    /// Notes what older squalls have charged for.
    pub(crate) fn adopt_bills(&self) -> Answer<()> {
        let mut last = None;
        loop {
            let page = self.tx.page(&CHARGES, &(self.realm,), last.as_ref(), PAGE_ROWS)?;
            page.iter().try_for_each(|(_, charge)| self.note_billed(&charge.subject))?;
            let Some((key, _)) = page.into_iter().next_back() else { break };
            last = Some(key);
        }
        let mut last = None;
        loop {
            let page = self.tx.page(&OPEN, &(self.realm,), last.as_ref(), PAGE_ROWS)?;
            page.iter().try_for_each(|(_, open)| self.note_billed(&open.subject))?;
            let Some((key, _)) = page.into_iter().next_back() else { return Ok(()) };
            last = Some(key);
        }
    }

    fn closed(&self, open: OpenCharge) -> Charge {
        let amount = open.hourly.over(self.now.since(open.since));
        let OpenCharge { subject, payer, hourly, since } = open;
        Charge { subject, payer, hourly, since, until: self.now, amount }
    }
}
