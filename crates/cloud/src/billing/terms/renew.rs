//! Renewing: a term is paid for longer, by somebody or by itself.

use crate::billing::draw;
use crate::billing::ledger::Subject;
use crate::billing::order::{Draft, Order, OrderKind};
use crate::billing::purse::Spend;
use crate::billing::terms::begin::stretch;
use crate::billing::terms::deed::Deed;
use crate::billing::terms::row::{PaidTerm, Plan, Stage, Stretch};
use crate::law::RenewedFrom;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::Head;
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};

/// The most stretches of a term that are kept apart; what is renewed beyond, by the same payer at the same price,
/// lengthens the last one.
const STRETCHES_MOST: usize = 64;

impl World<'_> {
    /// Pays so many more cycles of a row, whether it is in service, suspended or in the recycle bin. Once it is paid
    /// beyond the present, what its end has suspended goes on.
    ///
    /// # Errors
    /// `Funds`; `WrongState` when it is not paid in advance; `Invalid` for no cycles or too many.
    pub fn renew(&self, kind: Kind, id: &str, cycles: u32) -> Answer<Order> {
        let order = self.offer_renewal(kind, id, cycles, None)?;
        self.pay_order(&order.subject.owner, order.number)
    }

    /// Makes an order for more of a term that waits for its payment, for ever or for a while, at the price of now. It
    /// is void when the term has ended.
    ///
    /// # Errors
    /// As for `renew`, without `Funds`.
    pub fn offer_renewal(&self, kind: Kind, id: &str, cycles: u32, patience: Option<Span>) -> Answer<Order> {
        let (term, head) = self.term_and_head(kind, id)?;
        let amount = self.quote(kind, &head, term.cycle, self.must_be_cycles(cycles)?)?;
        let from = self.renewed_from(&term);
        let until = term.cycle.after(self.laws.calendar, from, cycles);
        self.must_not_be_too_far(until)?;
        let plan = plan(&term, cycles);
        let subject = Subject::of(kind, &head);
        self.place_order(
            Draft { kind: OrderKind::Renew, term: Some(term.order), subject, plan, amount, from, until },
            patience,
        )
    }

    /// Pays a row until an instant that is no later than the end of one more cycle, for that share of its price.
    ///
    /// # Errors
    /// As for `renew`; `Invalid` for another instant.
    pub fn renew_until(&self, kind: Kind, id: &str, until: Time) -> Answer<Order> {
        let (term, head) = self.term_and_head(kind, id)?;
        let from = self.renewed_from(&term);
        let whole = term.cycle.after(self.laws.calendar, from, 1).since(from);
        let part = until.since(from);
        if part <= Span::ZERO || part > whole {
            return Err(Refusal::Invalid { what: format!("[{until}] is not in the next cycle") });
        }
        let amount = self.laws.tariff.rounding.share(self.quote(kind, &head, term.cycle, 1)?, part, whole);
        let subject = Subject::of(kind, &head);
        let draft = Draft {
            kind: OrderKind::Renew,
            term: Some(term.order),
            subject,
            plan: plan(&term, 0),
            amount,
            from,
            until,
        };
        let order = self.place_order(draft, None)?;
        self.pay_order(&order.subject.owner, order.number)
    }

    /// Renews a term by itself where the operator lets it and the purses suffice.
    pub(super) fn renew_itself(&self, term: &PaidTerm, head: &Head) -> Answer<bool> {
        if !(self.laws.tariff.renews)(self)? {
            return Ok(false);
        }
        let amount = self.quote(term.kind, head, term.cycle, term.renews_by)?;
        let spend = Spend { kind: term.kind, cycle: term.cycle, amount };
        if self.parts_of(&self.payer(&head.owner)?, &spend)?.is_none() {
            return Ok(false);
        }
        self.renew(term.kind, &term.id, term.renews_by).map(|_| true)
    }

    pub(super) fn extend_term(&self, order: &mut Order) -> Answer<()> {
        let (kind, id) = (order.subject.kind, order.subject.id.clone());
        let (mut term, head) = self.term_and_head(kind, &id)?;
        if term.order != order.term {
            return Err(Refusal::WrongState { id, needs: "in the term that the order was made for" });
        }
        order.from = self.renewed_from(&term);
        let cycles = order.plan.cycles;
        if cycles > 0 {
            order.until = term.cycle.after(self.laws.calendar, order.from, cycles);
        }
        self.must_not_be_too_far(order.until)?;
        let parts = self.settle_order(order)?;
        let measure = term.cycle.after(self.laws.calendar, order.from, cycles.max(1)).since(order.from);
        term.stretches.retain(|stretch| stretch.until > self.now);
        term.price = self.quote(kind, &head, term.cycle, 1)?;
        let next = stretch(order, term.price, measure, parts);
        let is_full = term.stretches.len() >= STRETCHES_MOST;
        match term
            .stretches
            .last_mut()
            .filter(|last| is_full && (&last.payer, last.price) == (&next.payer, next.price))
        {
            Some(last) => lengthen(last, next),
            None => term.stretches.push(next),
        }
        term.paid_until = order.until;
        let was_overdue = term.stage == Stage::Overdue;
        if !term.is_over(self.now) {
            term.stage = Stage::Paid;
        }
        self.save_term(&term)?;
        self.expect_term(&term, &head)?;
        if was_overdue && term.stage == Stage::Paid { self.do_to(kind, &id, Deed::PutBack) } else { Ok(()) }
    }

    /// From when a renewal counts.
    fn renewed_from(&self, term: &PaidTerm) -> Time {
        match self.laws.tariff.renewed_from {
            RenewedFrom::End => term.paid_until,
            RenewedFrom::Now => term.paid_until.max(self.now),
        }
    }

    pub(super) fn term_and_head(&self, kind: Kind, id: &str) -> Answer<(PaidTerm, Head)> {
        let absent = || Refusal::Absent { kind, id: id.to_owned() };
        let head = self.head_of(kind, id)?.ok_or_else(absent)?;
        Ok((self.fetch_term(id)?, head))
    }
}

/// How more of a term is paid.
pub(super) fn plan(term: &PaidTerm, cycles: u32) -> Plan {
    let PaidTerm { cycle, renews_by, at_end, .. } = *term;
    Plan { cycle, cycles, renews_by, at_end }
}

/// Makes one stretch of two that follow each other.
fn lengthen(stretch: &mut Stretch, next: Stretch) {
    stretch.until = next.until;
    stretch.cycles += next.cycles;
    stretch.measure.0 += next.measure.0;
    stretch.held += next.held;
    draw::add_parts(&mut stretch.parts, next.parts);
}
