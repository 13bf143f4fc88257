//! Rates: how many calls a second somebody may make. Like the counts of a day they lie beside the store and start anew
//! with the process.

use crate::forgetting::forget_lower_half;
use squall_catalogue::System;
use squall_cloud::Time;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most callers of a system whose rates are watched; those with full buckets go first, and then those who did not
/// call for longest.
const CALLERS: usize = 100_000;
/// Parts of one call that a bucket is measured in: a microsecond of a rate of one a second is one part.
const PARTS: i64 = 1_000_000;

/// One bucket of calls for each caller, filled at a rate and holding one second's worth.
#[derive(Debug, Default)]
pub struct Throttle {
    buckets: Mutex<BTreeMap<System, BTreeMap<String, Bucket>>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    parts: i64,
    /// The rate at which it was last filled.
    per_second: u32,
    host: Time,
    now: Time,
}

impl Bucket {
    /// What would be in it at a rate.
    fn filled(&self, per_second: u32, host: Time, now: Time) -> i64 {
        let passed = host.since(self.host).0.max(now.since(self.now).0).max(0);
        let rate = i64::from(per_second);
        (rate * PARTS).min(self.parts.saturating_add(passed.saturating_mul(rate)))
    }

    fn is_full(&self, host: Time, now: Time) -> bool {
        self.filled(self.per_second, host, now) >= i64::from(self.per_second) * PARTS
    }

    fn take(&mut self, per_second: u32, host: Time, now: Time) -> bool {
        self.parts = self.filled(per_second, host, now);
        (self.per_second, self.host, self.now) = (per_second, host, now);
        let admitted = self.parts >= PARTS;
        self.parts -= if admitted { PARTS } else { 0 };
        admitted
    }
}

impl Throttle {
    /// Takes one call out of a caller's bucket; answers whether there was one. It fills by whichever of the host's and
    /// the world's clock went further, so that neither a frozen world nor a leap of its time locks anybody out.
    pub fn admits(&self, system: System, caller: &str, per_second: u32, host: Time, now: Time) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let buckets = buckets.entry(system).or_default();
        if let Some(bucket) = buckets.get_mut(caller) {
            return bucket.take(per_second, host, now);
        }
        if buckets.len() >= CALLERS {
            buckets.retain(|_, bucket| !bucket.is_full(host, now));
            if buckets.len() >= CALLERS {
                forget_lower_half(buckets, |bucket| bucket.host);
            }
        }
        let full = Bucket { parts: i64::from(per_second) * PARTS, per_second, host, now };
        buckets.entry(caller.to_owned()).or_insert(full).take(per_second, host, now)
    }

    /// Fills every bucket.
    pub fn clear(&self) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use squall_cloud::Span;

    fn admitted(throttle: &Throttle, calls: usize, host: Time, now: Time) -> usize {
        (0..calls).filter(|_| throttle.admits(System::Huawei, "a", 2, host, now)).count()
    }

    #[test]
    fn a_second_of_either_clock_fills_the_bucket() {
        let (throttle, start) = (Throttle::default(), Time::from_seconds(1_000));
        assert_eq!(admitted(&throttle, 5, start, start), 2);
        assert_eq!(admitted(&throttle, 5, start + Span::millis(500), start), 1);
        let month = start + Span::days(30);
        assert_eq!(admitted(&throttle, 5, start + Span::millis(500), month), 2);
        assert!(throttle.admits(System::Huawei, "b", 2, start, start));
    }

    #[test]
    fn callers_are_forgotten_when_their_buckets_are_full_again_or_when_there_are_too_many() {
        let (throttle, start) = (Throttle::default(), Time::from_seconds(1_000));
        let all = |at: Time, name: char| {
            for n in 0..CALLERS {
                throttle.admits(System::Huawei, &format!("{name}{n}"), 1, at, at);
            }
            throttle.buckets.lock().unwrap()[&System::Huawei].len()
        };
        assert_eq!(all(start, 'a'), CALLERS);
        assert!((CALLERS / 2..=CALLERS).contains(&all(start, 'b')), "at one instant no bucket fills");
        assert!(throttle.admits(System::Huawei, "c", 1, start + Span::seconds(2), start));
        let left = throttle.buckets.lock().unwrap()[&System::Huawei].len();
        assert!(left <= CALLERS, "{left}");
        assert_eq!(all(start + Span::seconds(5), 'd'), CALLERS, "all others were full again");
    }
}
