//! A row that was changed and now costs more or less: the difference for the rest of its term.

use crate::billing::draw;
use crate::billing::ledger::Subject;
use crate::billing::money::Money;
use crate::billing::order::{Draft, Order, OrderKind};
use crate::billing::rounding::Rounding;
use crate::billing::terms::renew::plan;
use crate::billing::terms::row::{PaidTerm, Stretch};
use crate::law::Tariff;
use crate::rows::kind::Kind;
use crate::world::{Answer, World};

impl World<'_> {
    /// What the rest of a term costs more, or less than nothing where it costs less, if a cycle of its row cost this
    /// from now on; nothing where the system lets that hold from the next renewal.
    pub fn difference(&self, term: &PaidTerm, price: Money) -> Money {
        self.differences(term, price).into_iter().sum()
    }

    fn differences(&self, term: &PaidTerm, price: Money) -> Vec<Money> {
        let share = |stretch: &Stretch| {
            let more = (price - stretch.price).times(u64::from(stretch.cycles));
            self.laws.tariff.rounding.share(more, stretch.left(self.now), stretch.measure)
        };
        let differs = |stretch: &Stretch| self.is_charged_at_once(term, stretch, price);
        let stretches = term.stretches.iter();
        stretches.map(|each| if differs(each) { share(each) } else { Money::ZERO }).collect()
    }

    /// What was paid for at a higher price stays paid for where a lower one is not paid back.
    fn is_charged_at_once(&self, term: &PaidTerm, stretch: &Stretch, price: Money) -> bool {
        let Tariff { upgraded_at_once, downgraded_at_once, .. } = self.laws.tariff;
        let at_once = if price < stretch.price { downgraded_at_once } else { upgraded_at_once };
        at_once.contains(&term.cycle)
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
        let charged: Vec<bool> =
            term.stretches.iter().map(|stretch| self.is_charged_at_once(&term, stretch, price)).collect();
        let stretches = term.stretches.iter_mut().zip(charged).filter(|(_, charged)| *charged);
        stretches.for_each(|(stretch, _)| stretch.price = price);
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
