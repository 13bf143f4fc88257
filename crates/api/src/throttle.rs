//! Rates: how many calls a second somebody may make. Like the counts of a day they lie beside the store and start anew
//! with the process.

use squall_catalogue::System;
use squall_cloud::Time;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most callers of a system whose rates are watched; those with full buckets go first.
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
    host: Time,
    now: Time,
}

impl Bucket {
    fn take(&mut self, per_second: u32, host: Time, now: Time) -> bool {
        let (most, passed) =
            (i64::from(per_second) * PARTS, host.since(self.host).0.max(now.since(self.now).0).max(0));
        self.parts = most.min(self.parts.saturating_add(passed.saturating_mul(i64::from(per_second))));
        (self.host, self.now) = (host, now);
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
        let most = i64::from(per_second) * PARTS;
        if buckets.len() >= CALLERS {
            buckets.retain(|_, bucket| bucket.parts < most);
        }
        let full = Bucket { parts: most, host, now };
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
}
