//! The auditor's look at what is expected: one event for each subject and purpose that rows call for, and no other.

use crate::billing::contract::Contract;
use crate::billing::money::Money;
use crate::billing::order::{ORDERS, OrderState};
use crate::billing::terms::TERMS;
use crate::rows::resource::{Resource, State};
use crate::time::due::{DUE, EXPECTED, LATER, Purpose};
use crate::time::instant::Time;
use crate::time::settle::SET_ASIDE;
use crate::world::{Answer, World};
use std::collections::{BTreeMap, BTreeSet};

/// Subject and the number of a purpose.
type Key = (String, u8);

/// What rows call for.
#[derive(Default)]
struct Called {
    /// Where there is one instant only at which it can be.
    at: BTreeMap<Key, Time>,
    /// Where it must be at one or earlier.
    by: BTreeMap<Key, Time>,
    /// Where it may be at any.
    some_time: BTreeSet<Key>,
    /// Everybody who may be the subject of anything.
    subjects: BTreeSet<String>,
    findings: Vec<String>,
}

impl World<'_> {
    /// Everything about events that does not add up, in words.
    pub(crate) fn audit_events(&self) -> Answer<Vec<String>> {
        let mut called = Called::default();
        macro_rules! call {
            ($($kind:ident),* $(,)?) => {$(self.call_for::<crate::$kind>(&mut called)?;)*};
        }
        crate::every_kind!(call);
        self.call_for_others(&mut called)?;
        let expected = self.tx.prefix(&EXPECTED, &(self.realm,))?;
        let expected: BTreeMap<Key, (i64, u64)> =
            expected.into_iter().map(|((_, subject, purpose), place)| ((subject, purpose), place)).collect();
        self.compare_queues(&expected, &mut called)?;
        let aside = self.tx.prefix_keys(&SET_ASIDE, &(self.realm,))?;
        let aside: BTreeSet<Key> =
            aside.into_iter().map(|(_, subject, purpose)| (subject, purpose)).collect();
        let Called { at, by, some_time, subjects, mut findings } = called;
        for (key, time) in at.iter().filter(|(key, _)| !aside.contains(key)) {
            let found = expected.get(key).map(|(at, _)| Time(*at));
            if found != Some(*time) {
                findings.push(format!("{key:?} is called for at {time}, but expected at {found:?}"));
            }
        }
        for (key, time) in by.iter().filter(|(key, _)| !aside.contains(key)) {
            if expected.get(key).is_none_or(|(at, _)| *at > time.0) {
                findings.push(format!("{key:?} is called for by {time}, but not expected until then"));
            }
        }
        for key in some_time.iter().filter(|key| !aside.contains(key) && !expected.contains_key(key)) {
            findings.push(format!("{key:?} is called for, but not expected"));
        }
        for key in expected.keys() {
            let free = [Purpose::Oblivion, Purpose::Forfeit].map(|purpose| purpose as u8);
            let is_free = free.contains(&key.1) && subjects.contains(&key.0);
            if !is_free && !at.contains_key(key) && !by.contains_key(key) && !some_time.contains(key) {
                findings.push(format!("{key:?} is expected, but nothing calls for it"));
            }
        }
        Ok(findings)
    }

    fn call_for<T: Resource>(&self, called: &mut Called) -> Answer<()> {
        for row in self.every::<T>()? {
            let head = row.head();
            called.subjects.insert(head.id.clone());
            if let Some(change) = head.change {
                called.at.insert((head.id.clone(), Purpose::Arrival as u8), change.due_at);
            }
            let ends = self.ends_at(head)?.is_some();
            if ends && head.state == State::Recycled {
                called.some_time.insert((head.id.clone(), Purpose::Expiry as u8));
            }
            if ends && head.state == State::Ceased {
                called.some_time.insert((head.id.clone(), Purpose::Oblivion as u8));
            }
            if self.suspends_any() && head.price != Money::ZERO && !self.laws.suspends(T::KIND) {
                called.findings.push(format!("{} has a price, but want of money never suspends it", head.id));
            }
        }
        Ok(())
    }

    fn call_for_others(&self, called: &mut Called) -> Answer<()> {
        for account in self.accounts()? {
            if let Some(at) = account.exhausted_at {
                called.by.insert((account.id, Purpose::Exhausted as u8), at);
            }
        }
        for contract in self.every::<Contract>()? {
            if contract.head.state != State::Ceased {
                called.at.insert((contract.head.id, Purpose::Turn as u8), contract.turns_at);
            }
        }
        for (_, term) in self.tx.prefix(&TERMS, &(self.realm,))? {
            let Some(head) = self.head_of(term.kind, &term.id)? else { continue };
            if let Some(at) = self.term_turns_at(&term, &head)? {
                called.at.insert((term.id, Purpose::Term as u8), at);
            }
        }
        for (_, order) in self.tx.prefix(&ORDERS, &(self.realm,))? {
            let waits = order.lapses_at.filter(|_| order.state == OrderState::Unpaid);
            if let Some(at) = waits {
                called.at.insert((order.number.to_string(), Purpose::Lapse as u8), at);
            }
        }
        Ok(())
    }

    /// Each queue holds exactly what is expected.
    fn compare_queues(&self, expected: &BTreeMap<Key, (i64, u64)>, called: &mut Called) -> Answer<()> {
        let mut queued = BTreeMap::new();
        for queue in [&DUE, &LATER] {
            for ((at, sequence, realm), due) in self.tx.prefix(queue, &())? {
                if let Some((_, subject, purpose)) = due.subject().filter(|_| realm == self.realm) {
                    queued.insert((subject.to_owned(), purpose as u8), (at, sequence));
                }
                if at < self.now.0 {
                    called.findings.push(format!("{due:?} should have happened at {}", Time(at)));
                }
            }
        }
        if queued != *expected {
            called.findings.push(format!("the queues hold {queued:?}, but expected is {expected:?}"));
        }
        Ok(())
    }

    /// How many events are queued, in all systems.
    ///
    /// # Errors
    /// Only when the store fails.
    pub fn events_queued(&self) -> Answer<usize> {
        Ok(self.tx.prefix_keys(&DUE, &())?.len() + self.tx.prefix_keys(&LATER, &())?.len())
    }
}
