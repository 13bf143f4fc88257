//! The end of a term before its time or with its row, and what is given back then.

use crate::billing::draw;
use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::order::{Draft, Order, OrderKind};
use crate::billing::purse::Part;
use crate::billing::rounding::Rounding;
use crate::billing::terms::deed::Deed;
use crate::billing::terms::renew::plan;
use crate::billing::terms::row::{PaidTerm, TERMS};
use crate::rows::resource::{Head, Resource};
use crate::time::due::Purpose;
use crate::world::{Answer, World};

impl World<'_> {
    /// Ends the term of a row and gives back what is left of it; from now on it is paid afterwards, by the hour.
    ///
    /// # Errors
    /// `WrongState` when it is not paid in advance.
    pub fn pay_afterwards<T: Resource>(&self, row: &mut T) -> Answer<Order> {
        let term = self.fetch_term(&row.head().id)?;
        let order = self.refund(&term, row.head())?;
        self.go_on(&term)?;
        *row = self.fetch(&row.head().id)?;
        Ok(order)
    }

    /// A term has ended with its row.
    pub(super) fn conclude_term(&self, term: &PaidTerm, head: &Head) -> Answer<()> {
        self.tx.delete(&TERMS, &(self.realm, &*term.id))?;
        self.retract(&term.id, Purpose::Term)?;
        if self.laws.of(term.kind).is_refunded() && self.unused(term) > Money::ZERO {
            self.refund(term, head)?;
        }
        Ok(())
    }

    /// A term has ended and its row is paid afterwards.
    pub(super) fn go_on(&self, term: &PaidTerm) -> Answer<()> {
        self.tx.delete(&TERMS, &(self.realm, &*term.id))?;
        self.retract(&term.id, Purpose::Term)?;
        self.do_to(term.kind, &term.id, Deed::Prepay(false))?;
        let Some(head) = self.head_of(term.kind, &term.id)? else { return Ok(()) };
        let is_owed = self.payer(&head.owner)?.arrears_since.is_some();
        if is_owed { self.do_to(term.kind, &term.id, Deed::Suspend) } else { Ok(()) }
    }

    fn refund(&self, term: &PaidTerm, head: &Head) -> Answer<Order> {
        let rounding = self.laws.tariff.rounding;
        let owed: Vec<Money> = term
            .stretches
            .iter()
            .map(|stretch| Money::ZERO - stretch.unused(self.now, rounding).min(stretch.held))
            .collect();
        let amount = owed.iter().copied().sum();
        let subject = Subject::of(term.kind, head);
        let (from, until) = (self.now, term.paid_until.max(self.now));
        let draft = Draft {
            kind: OrderKind::Refund,
            term: Some(term.order),
            subject,
            plan: plan(term, 0),
            amount,
            from,
            until,
        };
        let mut order = self.place_order(draft, None)?;
        self.pay_back(&mut order, &mut term.clone(), &owed)?;
        Ok(order)
    }

    /// Gives back, of each stretch, what is less than nothing: to the purses from which it was drawn, the last first.
    /// An account that is gone is given nothing.
    pub(super) fn pay_back(&self, order: &mut Order, term: &mut PaidTerm, owed: &[Money]) -> Answer<()> {
        let mut drawn: Vec<(String, Vec<Part>)> = Vec::new();
        for (stretch, owed) in term.stretches.iter_mut().zip(owed) {
            let rest = stretch.unused(self.now, Rounding::MICRO_DOWN);
            (stretch.held, stretch.held_since) = (rest + *owed, stretch.held_since.max(self.now));
            let parts = draw::take_last(&mut stretch.parts, Money::ZERO - *owed);
            match drawn.last_mut().filter(|(payer, _)| *payer == stretch.payer) {
                Some((_, before)) => draw::add_parts(before, parts),
                None if self.find_account(&stretch.payer)?.is_some() => {
                    drawn.push((stretch.payer.clone(), parts));
                }
                None => {}
            }
        }
        self.repay_order(order, &drawn)
    }
}
