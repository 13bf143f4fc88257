//! The auditor's look at terms: until when something is paid follows from its orders, and what is paid in advance says
//! so.

use crate::billing::money::Money;
use crate::billing::order::{ORDERS, OrderKind, OrderState};
use crate::billing::terms::{PaidTerm, Stage, TERMS};
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State};
use crate::time::instant::Time;
use crate::world::{Answer, World};
use std::collections::BTreeMap;

impl World<'_> {
    /// Everything about terms that does not add up, in words.
    pub(crate) fn audit_terms(&self) -> Answer<Vec<String>> {
        let mut found = Vec::new();
        let ends = self.paid_ends()?;
        for (_, term) in self.tx.prefix(&TERMS, &(self.realm,))? {
            let end = ends.get(&term.order).copied();
            if end != Some(term.paid_until) {
                found.push(format!(
                    "{} is paid until {}, but ordered until {end:?}",
                    term.id, term.paid_until
                ));
            }
            let head = self.head_of(term.kind, &term.id)?;
            if !head.is_some_and(|head| head.prepaid && !head.is_settled_in(State::Ceased)) {
                found.push(format!("{} has a term, but is not there or not paid in advance", term.id));
            }
            self.judge_term(&term, &mut found);
        }
        macro_rules! judge {
            ($($kind:ident),* $(,)?) => {$(self.judge_prepaid::<crate::$kind>(&mut found)?;)*};
        }
        crate::every_kind!(judge);
        Ok(found)
    }

    /// Until when each term was paid by its orders, by the number of the first.
    fn paid_ends(&self) -> Answer<BTreeMap<u64, Time>> {
        let mut ends: BTreeMap<u64, Time> = BTreeMap::new();
        for (_, order) in self.tx.prefix(&ORDERS, &(self.realm,))? {
            let lengthens = matches!(order.kind, OrderKind::Buy | OrderKind::Renew);
            if lengthens && order.state == OrderState::Paid {
                let end = ends.entry(order.term).or_insert(order.until);
                *end = order.until.max(*end);
            }
        }
        Ok(ends)
    }

    fn judge_term(&self, term: &PaidTerm, found: &mut Vec<String>) {
        let id = &term.id;
        if term.stage == Stage::Paid && term.paid_until < self.now {
            found.push(format!("the term of {id} should have ended at {}", term.paid_until));
        }
        if term.stage == Stage::Overdue && term.paid_until > self.now {
            found.push(format!("the term of {id} is overdue, but lasts until {}", term.paid_until));
        }
        let ends: Vec<Time> = term.stretches.iter().map(|stretch| stretch.until).collect();
        let last = ends.last().copied().unwrap_or(term.paid_until);
        if !ends.is_sorted() || last != term.paid_until {
            found.push(format!("the term of {id} ends at {}, its stretches at {ends:?}", term.paid_until));
        }
        for stretch in &term.stretches {
            let drawn: Money = stretch.parts.iter().map(|part| part.amount).sum();
            if stretch.held.is_negative() || stretch.held > drawn {
                let text = format!("{id} holds {} of {drawn} that was drawn for it", stretch.held);
                found.push(text);
            }
        }
    }

    /// What is paid in advance has a term or a contract that pays for it.
    fn judge_prepaid<T: Resource>(&self, found: &mut Vec<String>) -> Answer<()> {
        for row in self.every::<T>()? {
            let head = row.head();
            if !head.prepaid || !head.state.is_live() || self.term(&head.id)?.is_some() {
                continue;
            }
            let mut targets = Vec::new();
            row.links(&mut |target| targets.push(target.to_owned()));
            let mut contracts = targets.iter().map(|id| self.head_of(Kind::Contract, id));
            if !contracts.any(|contract| matches!(contract, Ok(Some(_)))) {
                found.push(format!("{} is paid in advance by nothing", head.id));
            }
        }
        Ok(())
    }
}
