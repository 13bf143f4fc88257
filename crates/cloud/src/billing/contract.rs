//! A reserved contract: so many resources of one configuration, paid for months in advance.
//!
//! A contract waits for its payment and lapses without it; paid, it becomes effective at its start and ends
//! after its months, unless it renews itself. While it is effective, resources of its configuration may be
//! bound to it; they cost nothing by the hour until it ends.

use crate::billing::cycle::Cycle;
use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::order::{Draft, Order, OrderKind};
use crate::billing::purse::{Part, PurseSort};
use crate::billing::terms::{AtEnd, Plan};
use crate::machines::instance::Instance;
use crate::machines::volume::Volume;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::rows::shelf::LINKS;
use crate::time::due::{Due, Purpose};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// The rows that are looked at or changed to loosen what a contract has paid for before the rest is left to the next
/// batch.
const LOOSENED_WORK: u64 = 2_000;
/// Resources that are loosened before the work is looked at.
const LOOSENED_PAGE: usize = 50;

/// A reserved contract. Pending: awaits payment; stopped: paid, not effective yet; active: effective; ceased:
/// lapsed, ended or refunded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Contract {
    /// What every resource carries.
    pub head: Head,
    /// The kind of resource it pays for.
    pub covers: Kind,
    /// What such a resource must look like, in the dialect's words.
    pub configuration: String,
    /// How many resources it pays for at a time.
    pub count: u64,
    /// How many months a term has.
    pub months: u32,
    /// Whether it pays for another term when one ends.
    pub auto_renew: bool,
    /// What a term costs, for all its resources.
    pub fee: Money,
    /// When its term begins, or was asked to begin.
    pub starts_at: Time,
    /// When its term ends.
    pub ends_at: Time,
    /// When it lapses, begins or ends next.
    pub turns_at: Time,
    /// What was paid for it and when; a refund is negative.
    pub payments: Vec<(Time, Money)>,
}

impl Resource for Contract {
    const KIND: Kind = Kind::Contract;
    headed!();
}

impl World<'_> {
    /// Puts an application for a contract on the shelf. It lapses unless it is paid within the span.
    pub fn offer_contract(&self, contract: &mut Contract, patience: Span) -> Answer<()> {
        contract.turns_at = self.now + patience;
        self.insert(contract)?;
        self.expect_turn(contract)
    }

    /// Takes the fee from the account that pays for its owner; its term begins now, or when it was asked to.
    ///
    /// # Errors
    /// `Funds`.
    pub fn pay_contract(&self, contract: &mut Contract) -> Answer<()> {
        contract.starts_at = contract.starts_at.max(self.now);
        contract.ends_at = Cycle::Month.after(self.laws.calendar, contract.starts_at, contract.months);
        let is_first = contract.payments.is_empty();
        let kind = if is_first { OrderKind::Buy } else { OrderKind::Renew };
        let mut order = self.order_contract(contract, kind, contract.fee)?;
        self.settle_order(&mut order)?;
        contract.payments.push((self.now, contract.fee));
        let waits = contract.starts_at > self.now;
        contract.turns_at = if waits { contract.starts_at } else { contract.ends_at };
        self.become_state(contract, if waits { State::Stopped } else { State::Active })?;
        self.expect_turn(contract)
    }

    /// What is left of the fee of the present term.
    pub fn unused_fee(&self, contract: &Contract) -> Money {
        let (starts_at, ends_at) = (contract.starts_at, contract.ends_at);
        let left = ends_at.since(self.now.max(starts_at).min(ends_at));
        self.laws.tariff.rounding.share(contract.fee, left, ends_at.since(starts_at))
    }

    /// Ends a contract before its time and pays back what is left of the fee.
    pub fn refund_contract(&self, contract: &mut Contract) -> Answer<Money> {
        let left = self.unused_fee(contract);
        self.end_contract(contract)?;
        let mut order = self.order_contract(contract, OrderKind::Refund, Money::ZERO - left)?;
        let payer = self.payer(&contract.head.owner)?.id;
        let cash = Part { sort: PurseSort::Cash, id: String::new(), amount: left };
        self.repay_order(&mut order, &[(payer, vec![cash])])?;
        contract.payments.push((self.now, Money::ZERO - left));
        self.save(contract)?;
        Ok(left)
    }

    /// How many more resources may be bound to a contract.
    pub fn contract_room(&self, contract: &Contract) -> Answer<u64> {
        let bound = self.linked_ids(contract.covers, &contract.head.id)?.len() as u64;
        Ok(contract.count.saturating_sub(bound))
    }

    /// Something happens to a contract: it lapses, begins, renews itself or ends, or it has ended and there was too
    /// much that it paid for to be loosened at once.
    pub(crate) fn happen_turn(&self, id: &str) -> Answer<()> {
        let Some(mut contract) = self.find::<Contract>(id)?.filter(|found| found.turns_at <= self.now) else {
            return Ok(());
        };
        match contract.head.state {
            State::Stopped => {
                contract.turns_at = contract.ends_at;
                self.become_state(&mut contract, State::Active)?;
                self.expect_turn(&contract)
            }
            State::Active if self.may_renew(&contract)? => {
                contract.starts_at = contract.ends_at;
                self.pay_contract(&mut contract)
            }
            State::Pending | State::Active => self.end_contract(&mut contract),
            State::Ceased => self.loosen(&mut contract),
            State::Free
            | State::Bound
            | State::Deprecated
            | State::Suspended
            | State::Recycled
            | State::Failed => Ok(()),
        }
    }

    fn may_renew(&self, contract: &Contract) -> Answer<bool> {
        let payer = self.payer(&contract.head.owner)?;
        let can_pay = payer.arrears_since.is_none() && payer.balance_at(self.now) >= contract.fee;
        Ok(contract.auto_renew && can_pay)
    }

    /// Ends a contract; what it paid for is charged by the hour from now on.
    fn end_contract(&self, contract: &mut Contract) -> Answer<()> {
        self.become_state(contract, State::Ceased)?;
        self.retract(&contract.head.id, Purpose::Turn)?;
        self.loosen(contract)
    }

    /// Loosens what a contract has paid for: as much as may be done at once, and the rest in the next batch.
    fn loosen(&self, contract: &mut Contract) -> Answer<()> {
        let most = self.tx.work() + LOOSENED_WORK;
        let all = self.loosen_kind::<Instance>(contract, most, |instance| &mut instance.contract)?
            && self.loosen_kind::<Volume>(contract, most, |volume| &mut volume.contract)?;
        if all {
            return Ok(());
        }
        contract.turns_at = self.now;
        self.save(contract)?;
        self.expect_turn(contract)
    }

    /// Answers whether all of a kind are loosened.
    fn loosen_kind<T: Resource>(
        &self,
        contract: &Contract,
        most: u64,
        payer: fn(&mut T) -> &mut Option<String>,
    ) -> Answer<bool> {
        let linked = (self.realm, &*contract.head.id, T::KIND as u8);
        loop {
            let page = self.tx.page(&LINKS, &linked, None, LOOSENED_PAGE)?;
            if page.is_empty() || self.tx.work() > most {
                return Ok(page.is_empty());
            }
            for ((.., id), ()) in page {
                let mut row = self.fetch::<T>(&id)?;
                *payer(&mut row) = None;
                self.end_prepayment(row)?;
            }
        }
    }

    fn end_prepayment<T: Resource>(&self, mut row: T) -> Answer<()> {
        row.head_mut().prepaid = false;
        self.save(&row)?;
        if self.payer(&row.head().owner)?.arrears_since.is_some() {
            return self.suspend::<T>(&row.head().id);
        }
        Ok(())
    }

    fn order_contract(&self, contract: &Contract, kind: OrderKind, amount: Money) -> Answer<Order> {
        let at_end = if contract.auto_renew { AtEnd::Renews } else { AtEnd::Expires };
        let Contract { months, starts_at: from, ends_at: until, .. } = *contract;
        let plan = Plan { cycle: Cycle::Month, cycles: months, renews_by: months, at_end };
        let subject = Subject::of(Kind::Contract, &contract.head);
        self.place_order(Draft { kind, term: None, subject, plan, amount, from, until }, None)
    }

    fn expect_turn(&self, contract: &Contract) -> Answer<()> {
        self.expect(contract.turns_at, Due::Turn { contract: contract.head.id.clone() })
    }
}
