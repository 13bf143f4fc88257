//! The two clocks. `now` is the world's time; `wire` is the time by which clients' dates are judged. Both follow the
//! host's clock, which only the edge reads, from wherever they were set.

use crate::time::{Span, Time};
use crate::world::Answer;
use serde::{Deserialize, Serialize};
use squall_store::{Table, Tx};

pub(crate) const CLOCK: Table<(), Clock> = Table::new(107, "clock");

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
    /// A clock that shows `now` while the host shows `host`.
    pub fn starting(now: Time, host: Time) -> Clock {
        let offset = now.since(host);
        Clock { now_offset: offset, frozen_at: None, wire_offset: offset }
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
    pub fn now(&self, host: Time) -> Time {
        self.frozen_at.unwrap_or(host + self.now_offset)
    }

    /// The time by which signed dates are judged.
    pub fn wire(&self, host: Time) -> Time {
        host + self.wire_offset
    }

    /// Whether the world's time runs.
    pub fn is_running(&self) -> bool {
        self.frozen_at.is_none()
    }

    /// Sets the world's time. It only ever moves forward: an earlier instant changes nothing.
    pub fn set_now(&mut self, now: Time, host: Time) {
        if now > self.now(host) {
            match self.frozen_at {
                Some(_) => self.frozen_at = Some(now),
                None => self.now_offset = now.since(host),
            }
        }
    }

    /// Sets the time by which signed dates are judged, in either direction.
    pub fn set_wire(&mut self, wire: Time, host: Time) {
        self.wire_offset = wire.since(host);
    }

    /// Freezes the world's time or lets it run on from where it stands.
    pub fn set_running(&mut self, running: bool, host: Time) {
        match (running, self.frozen_at) {
            (true, Some(at)) => {
                self.now_offset = at.since(host);
                self.frozen_at = None;
            }
            (false, None) => self.frozen_at = Some(self.now(host)),
            _ => {}
        }
    }

    /// The snapshot's `now` goes on from where it was taken; `wire` stays as it is in the present.
    pub fn restored(taken_at: Time, present: &Clock, host: Time) -> Clock {
        let mut clock =
            Clock { now_offset: taken_at.since(host), frozen_at: None, wire_offset: present.wire_offset };
        clock.set_running(present.is_running(), host);
        clock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_follows_the_host_whatever_now_does() {
        let host = Time::from_seconds(1_000);
        let mut clock = Clock::starting(host, host);
        clock.set_now(host + Span::days(31), host);
        let later = host + Span::seconds(5);
        assert_eq!(clock.now(later), later + Span::days(31));
        assert_eq!(clock.wire(later), later);
        clock.set_running(false, later);
        assert_eq!(clock.now(later + Span::hours(1)), later + Span::days(31));
        clock.set_running(true, later + Span::hours(1));
        assert_eq!(clock.now(later + Span::hours(2)), later + Span::days(31) + Span::hours(1));
        clock.set_now(host, host);
        assert!(clock.now(host) > host, "the world's time never runs back");
    }
}
