//! Instants at which something was seen, by key: failed logins, the last use of a session. They lie beside
//! the store, not in it, because they must outlive a call that fails, whose transaction leaves no trace, and
//! a call that only looks, which has none to write in. They start anew with the process.

use crate::forgetting::forget_lower_half;
use squall_catalogue::System;
use squall_cloud::Time;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most keys of a system that are remembered; those not seen for longest go first.
const KEYS: usize = 100_000;
/// The most instants that are remembered of one key.
const INSTANTS: usize = 10_000;
/// The most instants of a system that are remembered together: 16 MiB of them.
const TOGETHER: usize = 2 << 20;

/// What was seen in a system, and how many instants that is.
#[derive(Debug, Default)]
struct Seen {
    keys: BTreeMap<String, VecDeque<Time>>,
    instants: usize,
}

impl Seen {
    fn make_room(&mut self) {
        if self.keys.len() >= KEYS || self.instants >= TOGETHER {
            forget_lower_half(&mut self.keys, |instants| instants.back().copied());
            self.instants = self.keys.values().map(VecDeque::len).sum();
        }
    }
}

/// Instants by key, oldest first.
#[derive(Debug, Default)]
pub struct Sightings {
    seen: Mutex<BTreeMap<System, Seen>>,
}

impl Sightings {
    fn seen(&self) -> MutexGuard<'_, BTreeMap<System, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an instant; of one key the newest `most` are kept, and never more than 10,000.
    pub fn note(&self, system: System, key: String, at: Time, most: usize) {
        let mut all = self.seen();
        let seen = all.entry(system).or_default();
        seen.make_room();
        let instants = seen.keys.entry(key).or_default();
        let before = instants.len();
        instants.push_back(at);
        while instants.len() > most.clamp(1, INSTANTS) {
            instants.pop_front();
        }
        seen.instants = seen.instants + instants.len() - before.min(seen.instants);
    }

    /// The instants noted of a key, oldest first.
    pub fn of(&self, system: System, key: &str) -> Vec<Time> {
        let all = self.seen();
        let instants = all.get(&system).and_then(|seen| seen.keys.get(key));
        instants.map(|instants| instants.iter().copied().collect()).unwrap_or_default()
    }

    /// How many instants of a key lie behind one.
    pub fn since(&self, system: System, key: &str, after: Time) -> usize {
        let all = self.seen();
        let instants = all.get(&system).and_then(|seen| seen.keys.get(key));
        instants.map_or(0, |instants| instants.iter().rev().take_while(|at| **at > after).count())
    }

    /// The newest instant noted of a key.
    pub fn last(&self, system: System, key: &str) -> Option<Time> {
        self.seen().get(&system)?.keys.get(key)?.back().copied()
    }

    /// Forgets one key.
    pub fn forget(&self, system: System, key: &str) {
        if let Some(seen) = self.seen().get_mut(&system) {
            let gone = seen.keys.remove(key).map_or(0, |instants| instants.len());
            seen.instants -= gone.min(seen.instants);
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.seen().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_newest_of_each_key() {
        let sightings = Sightings::default();
        for second in 1..=7 {
            sightings.note(System::QingCloud, "a".to_owned(), Time::from_seconds(second), 5);
        }
        let kept: Vec<i64> = sightings.of(System::QingCloud, "a").iter().map(|at| at.seconds()).collect();
        assert_eq!(kept, [3, 4, 5, 6, 7]);
        assert_eq!(sightings.last(System::QingCloud, "b"), None);
        assert_eq!(sightings.last(System::Tencent, "a"), None);
    }

    #[test]
    fn makes_room_by_forgetting_what_was_not_seen_for_longest() {
        let sightings = Sightings::default();
        for n in 0..=KEYS as i64 {
            sightings.note(System::QingCloud, format!("k{n}"), Time(n), 1);
        }
        assert!(sightings.seen()[&System::QingCloud].keys.len() <= KEYS);
        assert_eq!(sightings.last(System::QingCloud, "k0"), None);
        assert_eq!(sightings.last(System::QingCloud, &format!("k{KEYS}")), Some(Time(KEYS as i64)));
    }
}
