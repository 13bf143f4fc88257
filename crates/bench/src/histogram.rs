//! Latencies, counted in buckets that grow with what they hold.

use std::time::Duration;

/// Buckets for each doubling: what is read back is at most 1/64 too small.
const STEPS: u64 = 64;
const STEP_BITS: u32 = STEPS.trailing_zeros();
/// Doublings of a nanosecond that are told apart; the last one ends beyond an hour.
const DOUBLINGS: usize = 42;

/// How many latencies fell where.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    /// Nothing counted yet.
    pub(crate) fn new() -> Histogram {
        Histogram { counts: vec![0; STEPS as usize * DOUBLINGS], total: 0 }
    }

    /// Counts one latency; beyond the last bucket it counts there.
    pub(crate) fn record(&mut self, latency: Duration) {
        let nanos = u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX);
        let last = self.counts.len() - 1;
        self.counts[bucket(nanos).min(last)] += 1;
        self.total += 1;
    }

    /// The latency that so many percent do not exceed, to within a bucket; zero where nothing was counted.
    pub(crate) fn percentile(&self, percent: f64) -> Duration {
        let wanted = (self.total as f64 * percent / 100.0).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return Duration::from_nanos(least(index));
            }
        }
        Duration::ZERO
    }
}

/// Below `STEPS` a bucket is a nanosecond wide, and from there on twice as wide with every doubling.
fn bucket(nanos: u64) -> usize {
    let doubling = nanos.checked_ilog2().unwrap_or(0).saturating_sub(STEP_BITS - 1);
    let step = nanos >> doubling.saturating_sub(1);
    match doubling {
        0 => nanos as usize,
        _ => (u64::from(doubling) * STEPS + (step - STEPS)) as usize,
    }
}

/// The smallest latency of a bucket, in nanoseconds.
fn least(bucket: usize) -> u64 {
    let (doubling, step) = (bucket as u64 / STEPS, bucket as u64 % STEPS);
    match doubling {
        0 => step,
        _ => (STEPS + step) << (doubling - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_follow_each_other_without_a_gap() {
        for bucket_number in 0..STEPS as usize * DOUBLINGS - 1 {
            assert_eq!(bucket(least(bucket_number)), bucket_number);
            assert_eq!(bucket(least(bucket_number + 1) - 1), bucket_number);
        }
    }

    #[test]
    fn percentiles_are_told_to_within_a_bucket() {
        let mut histogram = Histogram::new();
        assert_eq!(histogram.percentile(50.0), Duration::ZERO);
        (1..=1_000).for_each(|micros| histogram.record(Duration::from_micros(micros)));
        for percent in [1.0, 50.0, 99.0, 100.0] {
            let (told, real) = (histogram.percentile(percent).as_nanos() as f64, percent * 10_000.0);
            assert!(told <= real && told > real * (1.0 - 1.0 / STEPS as f64), "{percent}: {told} {real}");
        }
        histogram.record(Duration::MAX);
        assert!(histogram.percentile(100.0) > Duration::from_secs(3_600));
    }
}
