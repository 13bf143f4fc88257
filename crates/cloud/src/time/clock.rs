//! The two clocks. `now` is the world's time; `wire` is the time by which clients' dates are judged. Both follow the
//! host's clock, which only the edge reads, from wherever they were set.
//!
//! A host's clock may be set back. `wire` goes back with it, because so do the dates that clients sign with. `now` must
//! not: what has happened would lie in the future. So the host's clock is read in two ways at once.

use crate::time::instant::{Span, Time};
use crate::world::Answer;
use serde::{Deserialize, Serialize};
use squall_store::{Table, Tx};

pub(crate) const CLOCK: Table<(), Clock> = Table::new(107, "clock");
/// The steady reading of the host's clock at the latest change of the world, give or take a [`GRAIN`].
pub(crate) const LATEST: Table<(), Time> = Table::new(145, "latest instant");

/// How far a change may be later than the instant that is kept of it: one write more in this time.
const GRAIN: Span = Span::millis(100);

/// What the host's clock shows at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Never earlier than at a moment before: where the host's clock was set back, it runs on until that has caught up.
    pub steady: Time,
    /// As the host's clock is set.
    pub wall: Time,
}

impl Reading {
    /// The reading of a clock that is never set back.
    pub fn exact(at: Time) -> Reading {
        Reading { steady: at, wall: at }
    }

    /// Keeps this moment as that of a change, for [`earliest`].
    pub fn keep(self, tx: &Tx<'_>) -> Answer<()> {
        match tx.get(&LATEST, &())? {
            Some(kept) if self.steady < kept + GRAIN => Ok(()),
            _ => Ok(tx.put(&LATEST, &(), &self.steady)?),
        }
    }
}

/// The steady reading that a process which opens this world must begin with at the earliest, so that nothing in it lies
/// in the future.
pub fn earliest(tx: &Tx<'_>) -> Answer<Option<Time>> {
    Ok(tx.get(&LATEST, &())?.map(|kept| kept + GRAIN))
}

/// Both clocks, as offsets to the host's. It lies in the store, so a snapshot remembers when it was taken.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// `now` minus the host's clock, while running.
    now_offset: Span,
    /// The instant at which `now` stands still, if it does.
    frozen_at: Option<Time>,
    /// `wire` minus the host's clock.
    wire_offset: Span,
}

impl Clock {
    /// A clock that shows `now`, on both its sides, at the moment of a reading.
    pub fn starting(now: Time, host: Reading) -> Clock {
        Clock { now_offset: now.since(host.steady), frozen_at: None, wire_offset: now.since(host.wall) }
    }

    /// The stored clock, if the world has one.
    pub fn load(tx: &Tx<'_>) -> Answer<Option<Clock>> {
        Ok(tx.get(&CLOCK, &())?)
    }

    /// Stores it.
    pub fn store(&self, tx: &Tx<'_>) -> Answer<()> {
        Ok(tx.put(&CLOCK, &(), self)?)
    }

    /// The world's time.
    pub fn now(&self, host: Reading) -> Time {
        self.frozen_at.unwrap_or(host.steady + self.now_offset)
    }

    /// The time by which signed dates are judged.
    pub fn wire(&self, host: Reading) -> Time {
        host.wall + self.wire_offset
    }

    /// Whether the world's time runs.
    pub fn is_running(&self) -> bool {
        self.frozen_at.is_none()
    }

    /// Sets the world's time. It only ever moves forward: an earlier instant changes nothing.
    pub fn set_now(&mut self, now: Time, host: Reading) {
        if now > self.now(host) {
            match self.frozen_at {
                Some(_) => self.frozen_at = Some(now),
                None => self.now_offset = now.since(host.steady),
            }
        }
    }

    /// Sets the time by which signed dates are judged, in either direction.
    pub fn set_wire(&mut self, wire: Time, host: Reading) {
        self.wire_offset = wire.since(host.wall);
    }

    /// Freezes the world's time or lets it run on from where it stands.
    pub fn set_running(&mut self, running: bool, host: Reading) {
        match (running, self.frozen_at) {
            (true, Some(at)) => {
                self.now_offset = at.since(host.steady);
                self.frozen_at = None;
            }
            (false, None) => self.frozen_at = Some(self.now(host)),
            _ => {}
        }
    }

    /// The snapshot's `now` goes on from where it was taken; `wire` stays as it is in the present.
    pub fn restored(taken_at: Time, present: &Clock, host: Reading) -> Clock {
        let now_offset = taken_at.since(host.steady);
        let mut clock = Clock { now_offset, frozen_at: None, wire_offset: present.wire_offset };
        clock.set_running(present.is_running(), host);
        clock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Reading {
        Reading::exact(Time::from_seconds(seconds))
    }

    #[test]
    fn wire_follows_the_host_whatever_now_does() {
        let host = Time::from_seconds(1_000);
        let mut clock = Clock::starting(host, at(1_000));
        clock.set_now(host + Span::days(31), at(1_000));
        let later = Time::from_seconds(1_005);
        assert_eq!(clock.now(at(1_005)), later + Span::days(31));
        assert_eq!(clock.wire(at(1_005)), later);
        clock.set_running(false, at(1_005));
        assert_eq!(clock.now(at(4_605)), later + Span::days(31));
        clock.set_running(true, at(4_605));
        assert_eq!(clock.now(at(8_205)), later + Span::days(31) + Span::hours(1));
        clock.set_now(host, at(1_000));
        assert!(clock.now(at(1_000)) > host, "the world's time never runs back");
    }

    #[test]
    fn a_host_that_is_set_back_takes_wire_along_and_not_now() {
        let start = Time::from_seconds(5_000);
        let clock = Clock::starting(start, at(5_000));
        let back = Reading { steady: Time::from_seconds(5_060), wall: Time::from_seconds(1_460) };
        assert_eq!(clock.now(back), start + Span::minutes(1));
        assert_eq!(clock.wire(back), start + Span::minutes(1) - Span::hours(1));
    }

    #[test]
    fn changes_are_kept_at_most_once_a_grain_and_never_lie_ahead_of_the_earliest_start() {
        let store = squall_store::Store::memory();
        let kept = || store.read(earliest).unwrap();
        assert_eq!(kept(), None);
        for (micros, shown) in [(1_000_000, 1_100_000), (1_099_999, 1_100_000), (1_100_000, 1_200_000)] {
            store.write(|tx| Reading::exact(Time(micros)).keep(tx)).unwrap();
            assert_eq!(kept(), Some(Time(shown)), "{micros}");
        }
    }
}
