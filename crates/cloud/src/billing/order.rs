//! Orders: what somebody wanted to pay for in advance, whether it was paid, and for which time.

use crate::billing::bill::Bill;
use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::purse::{Part, Spend};
use crate::billing::terms::Plan;
use crate::refusal::Refusal;
use crate::time::due::{Due, Purpose};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, Realm, Stream, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

/// Owner and number.
pub(crate) const ORDERS: Table<(Realm, String, u64), Order> = Table::new(173, "orders");

/// What an order is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OrderKind {
    /// A first term.
    Buy,
    /// More of a term.
    Renew,
    /// A higher price for the rest of a term.
    Upgrade,
    /// A lower price for the rest of a term, or from the next renewal.
    Downgrade,
    /// The rest of a term given back.
    Refund,
}

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OrderState {
    /// It waits for its payment.
    Unpaid,
    /// It was paid and carried out.
    Paid,
    /// Somebody called it off.
    Cancelled,
    /// It was not paid in time.
    Lapsed,
}

/// An order. It outlives what it was for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Its number, unique in its system.
    pub number: u64,
    /// What it is for.
    pub kind: OrderKind,
    /// The number of the order that began the term which it is about: its own of the first.
    pub term: u64,
    /// Where it stands.
    pub state: OrderState,
    /// What is paid for, and whose it is.
    pub subject: Subject,
    /// How it is paid. There are no cycles in a renewal to a given instant.
    pub plan: Plan,
    /// What it costs; less than nothing where it pays back.
    pub amount: Money,
    /// When it was made.
    pub made_at: Time,
    /// When it was paid, called off or lapsed.
    pub settled_at: Option<Time>,
    /// When it lapses while it is not paid.
    pub lapses_at: Option<Time>,
    /// The time that it is for: from.
    pub from: Time,
    /// To.
    pub until: Time,
    /// The account that paid, and the number of its bill; none of what costs nothing, and more than one where several
    /// accounts are paid back.
    pub bills: Vec<(String, u64)>,
}

/// What an order is made of.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) kind: OrderKind,
    pub(crate) term: Option<u64>,
    pub(crate) subject: Subject,
    pub(crate) plan: Plan,
    pub(crate) amount: Money,
    pub(crate) from: Time,
    pub(crate) until: Time,
}

impl Order {
    /// What it is to be paid for.
    pub fn spend(&self) -> Spend {
        Spend { kind: self.subject.kind, cycle: self.plan.cycle, amount: self.amount }
    }
}

impl World<'_> {
    /// An order of an owner.
    pub fn order(&self, owner: &str, number: u64) -> Answer<Option<Order>> {
        Ok(self.tx.get(&ORDERS, &(self.realm, owner, number))?)
    }

    /// The orders of an owner, the latest first, before a number and so many.
    pub fn orders_of(&self, owner: &str, before: Option<u64>, limit: usize) -> Answer<Vec<Order>> {
        let before = before.map(|number| (self.realm, owner.to_owned(), number));
        let rows = self.tx.page_back(&ORDERS, &(self.realm, owner), before.as_ref(), limit)?;
        Ok(rows.into_iter().map(|(_, order)| order).collect())
    }

    /// Calls an order off that was not paid.
    ///
    /// # Errors
    /// `WrongState` when it does not wait for its payment, `Invalid` where there is none.
    pub fn cancel_order(&self, owner: &str, number: u64) -> Answer<Order> {
        let mut order = self.unpaid_order(owner, number)?;
        self.close_order(&mut order, OrderState::Cancelled)?;
        Ok(order)
    }

    /// An order that waits for its payment.
    pub(crate) fn unpaid_order(&self, owner: &str, number: u64) -> Answer<Order> {
        let Some(order) = self.order(owner, number)? else {
            return Err(Refusal::Invalid { what: format!("[{owner}] has no order [{number}]") });
        };
        if order.state != OrderState::Unpaid {
            return Err(Refusal::WrongState { id: number.to_string(), needs: "unpaid" });
        }
        Ok(order)
    }

    /// Makes an order that waits for its payment, for ever or for a while.
    pub(crate) fn place_order(&self, draft: Draft, patience: Option<Span>) -> Answer<Order> {
        let Draft { kind, term, subject, plan, amount, from, until } = draft;
        let number = self.next(Stream::Records)?;
        let order = Order {
            number,
            kind,
            term: term.unwrap_or(number),
            state: OrderState::Unpaid,
            subject,
            plan,
            amount,
            made_at: self.now,
            settled_at: None,
            lapses_at: patience.map(|span| self.now + span),
            from,
            until,
            bills: Vec::new(),
        };
        self.save_order(&order)?;
        if let Some(at) = order.lapses_at {
            let owner = order.subject.owner.clone();
            self.expect(at, Due::Lapse { owner, order: order.number.to_string() })?;
        }
        Ok(order)
    }

    /// Takes what an order costs from the account that pays for its owner.
    ///
    /// # Errors
    /// `Funds`.
    pub(crate) fn settle_order(&self, order: &mut Order) -> Answer<Vec<Part>> {
        let payer = self.payer(&order.subject.owner)?;
        let parts = self.parts_of(&payer, &order.spend())?;
        let parts = parts.ok_or(Refusal::Funds { account: payer.id.clone() })?;
        self.book_bill(order, &payer.id, &parts)?;
        self.close_order(order, OrderState::Paid)?;
        Ok(parts)
    }

    /// Puts back into the purses of accounts what was drawn from them.
    pub(crate) fn repay_order(&self, order: &mut Order, drawn: &[(String, Vec<Part>)]) -> Answer<()> {
        order.amount = Money::ZERO - drawn.iter().flat_map(|(_, parts)| parts).map(|part| part.amount).sum();
        for (payer, parts) in drawn {
            let parts = parts.iter().map(|part| Part { amount: Money::ZERO - part.amount, ..part.clone() });
            self.book_bill(order, payer, &parts.collect::<Vec<_>>())?;
        }
        self.close_order(order, OrderState::Paid)
    }

    fn book_bill(&self, order: &mut Order, payer: &str, parts: &[Part]) -> Answer<()> {
        if parts.is_empty() {
            return Ok(());
        }
        let number = self.next(Stream::Records)?;
        order.bills.push((payer.to_owned(), number));
        self.save_bill(&Bill {
            number,
            payer: payer.to_owned(),
            order: order.number,
            subject: order.subject.clone(),
            amount: parts.iter().map(|part| part.amount).sum(),
            parts: parts.to_vec(),
            at: self.now,
            from: order.from,
            until: order.until,
        })
    }

    fn close_order(&self, order: &mut Order, state: OrderState) -> Answer<()> {
        (order.state, order.settled_at) = (state, Some(self.now));
        if order.lapses_at.is_some() {
            self.retract(&order.number.to_string(), Purpose::Lapse)?;
        }
        self.save_order(order)
    }

    fn save_order(&self, order: &Order) -> Answer<()> {
        Ok(self.tx.put(&ORDERS, &(self.realm, &*order.subject.owner, order.number), order)?)
    }

    /// An order was not paid in time.
    pub(crate) fn happen_lapse(&self, owner: &str, number: &str) -> Answer<()> {
        let number = number.parse().unwrap_or_default();
        match self.order(owner, number)? {
            Some(mut order) if order.state == OrderState::Unpaid => {
                self.close_order(&mut order, OrderState::Lapsed)
            }
            _ => Ok(()),
        }
    }

    /// Calls off what an account that goes has not paid, so that nothing is expected of it.
    pub(crate) fn drop_orders(&self, owner: &str) -> Answer<()> {
        for (_, mut order) in self.tx.prefix(&ORDERS, &(self.realm, owner))? {
            if order.state == OrderState::Unpaid {
                self.close_order(&mut order, OrderState::Cancelled)?;
            }
        }
        Ok(())
    }
}
