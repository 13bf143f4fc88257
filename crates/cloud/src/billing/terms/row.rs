//! The term of a row as it is kept, and what is left of it.

use crate::billing::cycle::Cycle;
use crate::billing::money::Money;
use crate::billing::purse::Part;
use crate::billing::rounding::Rounding;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, State, Verb};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

/// The row that is paid for.
pub(crate) const TERMS: Table<(Realm, String), PaidTerm> = Table::new(174, "terms");

/// What becomes of a term when it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum AtEnd {
    /// It renews itself where the purses suffice, and else expires.
    Renews,
    /// What it paid for expires: it goes on for as long as the system's period says, then goes where its law says.
    Expires,
    /// What it paid for goes on and is paid afterwards, by the hour.
    GoesOn,
}

/// How something is to be paid in advance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The cycle.
    pub cycle: Cycle,
    /// How many cycles are paid now.
    pub cycles: u32,
    /// How many cycles an automatic renewal pays.
    pub renews_by: u32,
    /// What becomes of it then.
    pub at_end: AtEnd,
}

/// Where a term stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// Paid.
    Paid,
    /// Its end has come and it was not renewed.
    Overdue,
}

/// The time for which a row is paid.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PaidTerm {
    /// The kind of the row.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its cycle.
    pub cycle: Cycle,
    /// How many cycles it renews itself by.
    pub renews_by: u32,
    /// What becomes of it at its end.
    pub at_end: AtEnd,
    /// Where it stands.
    pub stage: Stage,
    /// What a cycle of the row cost when it was last bought, renewed or changed.
    pub price: Money,
    /// The number of the order by which it was bought.
    pub order: u64,
    /// When it was bought.
    pub since: Time,
    /// Until when it is paid.
    pub paid_until: Time,
    /// What was paid for it and is not over yet, in order of time.
    pub stretches: Vec<Stretch>,
}

/// A part of a term that was paid at once.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Stretch {
    /// From.
    pub from: Time,
    /// To.
    pub until: Time,
    /// What a cycle cost as it is paid for.
    pub price: Money,
    /// How many cycles that is to be taken for.
    pub cycles: u32,
    /// How long those would last from its beginning; longer than it is where less than a cycle was paid.
    pub measure: Span,
    /// Since when `held` is what was paid for the rest of it.
    pub held_since: Time,
    /// What was paid for it from then on.
    pub held: Money,
    /// The account that paid.
    pub payer: String,
    /// What was drawn from its purses and not given back, in the order in which it was drawn.
    pub parts: Vec<Part>,
}

impl Stretch {
    /// What is left of it at an instant.
    pub fn left(&self, now: Time) -> Span {
        Span(self.until.since(now.max(self.from)).0.max(0))
    }

    /// What was paid for what is left of it.
    pub fn unused(&self, now: Time, rounding: Rounding) -> Money {
        let left = self.until.since(now.max(self.held_since));
        rounding.share(self.held, left, self.until.since(self.held_since))
    }
}

impl PaidTerm {
    /// Whether its end has come at an instant.
    pub fn is_over(&self, now: Time) -> bool {
        self.paid_until <= now
    }
}

/// Whether something is in service, so that the end of its term can take it out of it.
pub(crate) fn is_in_service(head: &Head) -> bool {
    let leaving = head.change.is_some_and(|change| change.verb == Verb::Suspend || !change.target.is_live());
    head.state.is_live() && head.state != State::Suspended && !leaving
}

impl World<'_> {
    /// The term of a row, where it has one.
    pub fn term(&self, id: &str) -> Answer<Option<PaidTerm>> {
        Ok(self.tx.get(&TERMS, &(self.realm, id))?)
    }

    /// The term of a row that must have one.
    ///
    /// # Errors
    /// `WrongState`.
    pub fn fetch_term(&self, id: &str) -> Answer<PaidTerm> {
        self.term(id)?.ok_or_else(|| Refusal::WrongState { id: id.to_owned(), needs: "paid in advance" })
    }

    /// What is left of what was paid in advance for a row, as it would be given back.
    pub fn unused(&self, term: &PaidTerm) -> Money {
        term.stretches.iter().map(|stretch| stretch.unused(self.now, self.laws.tariff.rounding)).sum()
    }

    /// Lets something else become of a row when its term ends.
    pub fn set_at_end(&self, id: &str, at_end: AtEnd, renews_by: u32) -> Answer<()> {
        let mut term = self.fetch_term(id)?;
        (term.at_end, term.renews_by) = (at_end, self.must_be_cycles(renews_by)?);
        self.save_term(&term)
    }

    pub(crate) fn save_term(&self, term: &PaidTerm) -> Answer<()> {
        Ok(self.tx.put(&TERMS, &(self.realm, &*term.id), term)?)
    }
}
