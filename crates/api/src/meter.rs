//! Counting calls by the day, for vendors that sell a number of them. Counts live beside the store, not in
//! it: they are written by every call, reads included, and a day's count is not worth a disk write a call.
//! They start anew with the process.

use squall_catalogue::System;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most accounts of a system that are counted; the oldest days go first.
const ACCOUNTS: usize = 100_000;

/// The day and the calls of each account.
type Days = BTreeMap<String, (i64, u64)>;

/// Calls by account and day.
#[derive(Debug, Default)]
pub struct Meter {
    counts: Mutex<BTreeMap<System, Days>>,
}

impl Meter {
    /// Counts one call of an account on a day; answers how many there were with it.
    pub fn count(&self, system: System, account: &str, day: i64) -> u64 {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = counts.entry(system).or_default();
        if let Some((counted, calls)) = counts.get_mut(account)
            && *counted == day
        {
            *calls += 1;
            return *calls;
        }
        if counts.len() >= ACCOUNTS {
            counts.retain(|_, (counted, _)| *counted == day);
        }
        counts.insert(account.to_owned(), (day, 1));
        1
    }

    /// The calls of an account on a day.
    pub fn counted(&self, system: System, account: &str, day: i64) -> u64 {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts
            .get(&system)
            .and_then(|counts| counts.get(account))
            .filter(|(counted, _)| *counted == day)
            .map_or(0, |(_, n)| *n)
    }

    /// Forgets all counts.
    pub fn clear(&self) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
