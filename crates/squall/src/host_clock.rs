//! The host's clock as a running squall reads it: as it is set, and steadily.

use squall_api::HostClock;
use squall_cloud::{Reading, Span, Time};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The host's clock, as it is set.
pub struct HostTime;

impl HostClock for HostTime {
    #[allow(clippy::disallowed_methods, reason = "the edge is where the host's clock is read")]
    fn now(&self) -> Time {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that can be set beside a stopwatch that cannot.
pub struct RunningClock<H = HostTime> {
    host: H,
    begun: Instant,
    steady: Steady,
}

impl<H: HostClock> RunningClock<H> {
    /// Begins with what a clock shows.
    #[allow(clippy::disallowed_methods, reason = "the edge is where the host's clock is read")]
    pub fn over(host: H) -> RunningClock<H> {
        RunningClock { host, begun: Instant::now(), steady: Steady::default() }
    }

    fn watch(&self) -> Span {
        Span(i64::try_from(self.begun.elapsed().as_micros()).unwrap_or(i64::MAX))
    }
}

impl<H: HostClock> HostClock for RunningClock<H> {
    fn now(&self) -> Time {
        self.host.now()
    }

    fn reading(&self) -> Reading {
        // The stopwatch is read last: a thread that is halted in between then only seems to be late.
        let wall = self.now();
        self.steady.read(wall, self.watch())
    }

    fn resume(&self, earliest: Time) {
        self.steady.resume(earliest, self.watch());
    }
}

/// What a clock that can be set shows beyond a stopwatch that cannot: the most there ever was, so that the sum of both
/// never goes back, never stands still, and is the clock again as soon as that has caught up.
struct Steady {
    ahead: AtomicI64,
}

impl Default for Steady {
    fn default() -> Steady {
        Steady { ahead: AtomicI64::new(i64::MIN) }
    }
}

impl Steady {
    fn read(&self, wall: Time, watch: Span) -> Reading {
        self.resume(wall, watch);
        Reading { steady: Time(watch.0) + Span(self.ahead.load(Ordering::Relaxed)), wall }
    }

    fn resume(&self, earliest: Time, watch: Span) {
        let ahead = earliest.0.saturating_sub(watch.0);
        // Nearly always there is nothing new, and then no thread takes the value from another.
        if ahead > self.ahead.load(Ordering::Relaxed) {
            self.ahead.fetch_max(ahead, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(steady: &Steady, wall: i64, watch: i64) -> i64 {
        let reading = steady.read(Time(wall), Span(watch));
        assert_eq!(reading.wall, Time(wall));
        reading.steady.0
    }

    #[test]
    fn a_clock_that_is_set_back_is_outrun_until_it_has_caught_up() {
        let steady = Steady::default();
        assert_eq!(read(&steady, 5_000, 0), 5_000);
        assert_eq!(read(&steady, 5_010, 10), 5_010);
        assert_eq!(read(&steady, 1_020, 20), 5_020, "set back, and time goes on");
        assert_eq!(read(&steady, 1_500, 500), 5_500);
        assert_eq!(read(&steady, 5_300, 510), 5_510, "set forward, and still behind");
        assert_eq!(read(&steady, 9_000, 520), 9_000, "set forward, as after a sleep");
        assert_eq!(read(&steady, 9_001, 521), 9_001);
    }

    #[test]
    fn what_it_resumes_at_is_the_least() {
        let steady = Steady::default();
        steady.resume(Time(8_000), Span(10));
        assert_eq!(read(&steady, 5_000, 11), 8_001);
        steady.resume(Time(6_000), Span(12));
        assert_eq!(read(&steady, 5_002, 13), 8_003);
        assert_eq!(read(&steady, 9_000, 14), 9_000);
    }

    #[test]
    fn the_running_clock_runs() {
        let clock = RunningClock::over(HostTime);
        let before = clock.reading();
        clock.resume(before.steady + Span::hours(1));
        let after = clock.reading();
        assert!(after.steady >= before.steady + Span::hours(1) && after.wall < before.wall + Span::hours(1));
    }
}
