//! Counting calls by the day, for vendors that sell a number of them. Counts live beside the store, not in
//! it: they are written by every call, reads included, and a day's count is not worth a disk write a call.
//! They start anew with the process.

use crate::forgetting::forget_lower_half;
use squall_catalogue::System;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most accounts of a system that are counted; the oldest days go first, and then who called least.
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
            if counts.len() >= ACCOUNTS {
                forget_lower_half(counts, |(_, calls)| *calls);
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_accounts_are_counted_than_there_is_room_for() {
        let meter = Meter::default();
        assert_eq!([1, 2].map(|_| meter.count(System::Huawei, "often", 1)), [1, 2]);
        for n in 0..=ACCOUNTS {
            meter.count(System::Huawei, &format!("a{n}"), 1);
        }
        assert!(meter.counts.lock().unwrap()[&System::Huawei].len() <= ACCOUNTS);
        assert_eq!(meter.count(System::Huawei, "often", 1), 3);
        assert_eq!(meter.count(System::Huawei, "often", 2), 1);
    }
}
