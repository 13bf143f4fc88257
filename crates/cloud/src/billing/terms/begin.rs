//! Buying: what was ordered is paid in advance from then on.

use crate::billing::cycle::Cycle;
use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::order::{Draft, Order, OrderKind};
use crate::billing::purse::Part;
use crate::billing::terms::deed::Deed;
use crate::billing::terms::row::{PaidTerm, Plan, Stage, Stretch};
use crate::law::Quote;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};

/// The most cycles that are paid at once.
pub const CYCLES_MOST: u32 = 1_200;
/// How far ahead anything can be paid.
pub(super) const AHEAD_MOST: Span = Span::days(36_500);

impl World<'_> {
    /// What so many cycles in advance of a row cost by the system's price list.
    ///
    /// # Errors
    /// Those of the price list.
    pub fn quote(&self, kind: Kind, head: &Head, cycle: Cycle, cycles: u32) -> Answer<Money> {
        (self.laws.tariff.price)(self, &Quote { kind, head, cycle, cycles })
    }

    /// Pays for a row in advance from now on; until now it was paid afterwards, or is new. It is taken as it stands on
    /// the shelf.
    ///
    /// # Errors
    /// `Funds`; `WrongState` when it is paid in advance already; `Invalid` for no cycles or too many.
    pub fn buy<T: Resource>(&self, row: &mut T, plan: Plan) -> Answer<Order> {
        let order = self.offer::<T>(row.head(), plan, None)?;
        let order = self.pay_order(&order.subject.owner, order.number)?;
        *row = self.fetch(&row.head().id)?;
        Ok(order)
    }

    /// Makes an order for a row that waits for its payment, for ever or for a while, at the price of now.
    ///
    /// # Errors
    /// As for `buy`, without `Funds`.
    pub fn offer<T: Resource>(&self, head: &Head, plan: Plan, patience: Option<Span>) -> Answer<Order> {
        self.must_be_cycles(plan.renews_by)?;
        self.must_not_be_prepaid(head)?;
        let amount = self.quote(T::KIND, head, plan.cycle, self.must_be_cycles(plan.cycles)?)?;
        let until = plan.cycle.after(self.laws.calendar, self.now, plan.cycles);
        self.must_not_be_too_far(until)?;
        let subject = Subject::of(T::KIND, head);
        let draft = Draft { kind: OrderKind::Buy, term: None, subject, plan, amount, from: self.now, until };
        self.place_order(draft, patience)
    }

    /// Pays an order and carries it out: what it is for is counted from now on.
    ///
    /// # Errors
    /// `Funds`; `WrongState` when it does not wait for its payment; `Absent` when what it is for is gone.
    pub fn pay_order(&self, owner: &str, number: u64) -> Answer<Order> {
        let mut order = self.unpaid_order(owner, number)?;
        match order.kind {
            OrderKind::Buy => self.begin_term(&mut order)?,
            OrderKind::Renew => self.extend_term(&mut order)?,
            OrderKind::Upgrade | OrderKind::Downgrade | OrderKind::Refund => {
                return Err(Refusal::Invalid { what: format!("order [{number}] is paid at once") });
            }
        }
        Ok(order)
    }

    fn begin_term(&self, order: &mut Order) -> Answer<()> {
        let (kind, id, plan) = (order.subject.kind, order.subject.id.clone(), order.plan);
        let absent = || Refusal::Absent { kind, id: id.clone() };
        let head = self.head_of(kind, &id)?.ok_or_else(absent)?;
        self.must_not_be_prepaid(&head)?;
        (order.from, order.until) = (self.now, plan.cycle.after(self.laws.calendar, self.now, plan.cycles));
        let parts = self.settle_order(order)?;
        let price = self.quote(kind, &head, plan.cycle, 1)?;
        let term = PaidTerm {
            kind,
            id: id.clone(),
            cycle: plan.cycle,
            renews_by: plan.renews_by,
            at_end: plan.at_end,
            stage: Stage::Paid,
            price,
            order: order.number,
            since: self.now,
            paid_until: order.until,
            stretches: vec![stretch(order, price, order.until.since(order.from), parts)],
        };
        self.do_to(kind, &id, Deed::Prepay(true))?;
        self.save_term(&term)?;
        self.expect_term(&term, &head)
    }

    fn must_not_be_prepaid(&self, head: &Head) -> Answer<()> {
        if head.prepaid || !head.state.is_live() {
            return Err(Refusal::WrongState { id: head.id.clone(), needs: "live and paid afterwards" });
        }
        Ok(())
    }

    pub(super) fn must_be_cycles(&self, cycles: u32) -> Answer<u32> {
        if cycles == 0 || cycles > CYCLES_MOST {
            return Err(Refusal::Invalid { what: format!("[{cycles}] cycles cannot be paid at once") });
        }
        Ok(cycles)
    }

    pub(super) fn must_not_be_too_far(&self, until: Time) -> Answer<()> {
        if until > self.now + AHEAD_MOST {
            return Err(Refusal::Invalid { what: format!("nothing is paid as far ahead as [{until}]") });
        }
        Ok(())
    }
}

/// What an order has paid for.
pub(super) fn stretch(order: &Order, price: Money, measure: Span, parts: Vec<Part>) -> Stretch {
    Stretch {
        from: order.from,
        until: order.until,
        price,
        cycles: order.plan.cycles.max(1),
        measure,
        held_since: order.from,
        held: order.amount,
        payer: order.bills.first().map(|(payer, _)| payer.clone()).unwrap_or_default(),
        parts,
    }
}
