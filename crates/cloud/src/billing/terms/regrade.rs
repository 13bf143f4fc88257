//! A row that was changed and now costs more or less: the difference for the rest of its term.

use crate::billing::draw;
use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::order::{Draft, Order, OrderKind};
use crate::billing::rounding::Rounding;
use crate::billing::terms::renew::plan;
use crate::billing::terms::row::PaidTerm;
use crate::rows::kind::Kind;
use crate::world::{Answer, World};

impl World<'_> {
    /// What the rest of a term costs more, or less than nothing where it costs less, if a cycle of its row cost this
    /// from now on; nothing where the system lets that hold from the next renewal.
    pub fn difference(&self, term: &PaidTerm, price: Money) -> Money {
        self.differences(term, price).into_iter().sum()
    }

    fn differences(&self, term: &PaidTerm, price: Money) -> Vec<Money> {
        let tariff = &self.laws.tariff;
        let more = price - term.price;
        let at_once = if more.is_negative() { tariff.downgraded_at_once } else { tariff.upgraded_at_once };
        let share = |stretch: &super::Stretch| {
            let cycles = more.times(u64::from(stretch.cycles));
            tariff.rounding.share(cycles, stretch.left(self.now), stretch.measure)
        };
        let differs = at_once.contains(&term.cycle);
        term.stretches.iter().map(|stretch| if differs { share(stretch) } else { Money::ZERO }).collect()
    }

    /// Charges the difference that a change of a row makes to the rest of its term, or pays it back, as the system
    /// does. The row stands on the shelf as it is now. `None` where it costs what it did.
    ///
    /// # Errors
    /// `Funds`; `WrongState` when it is not paid in advance.
    pub fn regrade(&self, kind: Kind, id: &str) -> Answer<Option<Order>> {
        let (mut term, head) = self.term_and_head(kind, id)?;
        let price = self.quote(kind, &head, term.cycle, 1)?;
        if price == term.price {
            return Ok(None);
        }
        term.stretches.retain(|stretch| stretch.until > self.now);
        let differences = self.differences(&term, price);
        let kind_of_order = if price > term.price { OrderKind::Upgrade } else { OrderKind::Downgrade };
        let owed: Vec<Money> = term
            .stretches
            .iter()
            .zip(&differences)
            // No more is given back than was paid for what is left.
            .map(|(stretch, differs)| {
                (*differs).max(Money::ZERO - stretch.unused(self.now, Rounding::MICRO_DOWN))
            })
            .collect();
        let amount = owed.iter().copied().sum();
        let subject = Subject::of(kind, &head);
        let (from, until) = (self.now, term.paid_until);
        let draft = Draft {
            kind: kind_of_order,
            term: Some(term.order),
            subject,
            plan: plan(&term, 0),
            amount,
            from,
            until,
        };
        let mut order = self.place_order(draft, None)?;
        if amount.is_negative() {
            self.pay_back(&mut order, &mut term, &owed)?;
        } else {
            self.charge(&mut order, &mut term, &owed)?;
        }
        term.price = price;
        self.save_term(&term)?;
        Ok(Some(order))
    }

    fn charge(&self, order: &mut Order, term: &mut PaidTerm, owed: &[Money]) -> Answer<()> {
        let mut parts = self.settle_order(order)?;
        for (stretch, owed) in term.stretches.iter_mut().zip(owed) {
            let rest = stretch.unused(self.now, Rounding::MICRO_DOWN);
            (stretch.held, stretch.held_since) = (rest + *owed, stretch.held_since.max(self.now));
            draw::add_parts(&mut stretch.parts, draw::take_first(&mut parts, *owed));
        }
        Ok(())
    }
}
