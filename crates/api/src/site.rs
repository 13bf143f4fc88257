//! What all systems of one process share: the store, the clocks, the journal, the fault rules, the counters.

use crate::journal::Journal;
use crate::meter::Meter;
use crate::rehearsal::Rehearsal;
use crate::sightings::Sightings;
use crate::throttle::Throttle;
use squall_catalogue::System;
use squall_cloud::{Answer, Clock, Laws, Reading, Realm, Refusal, Time, World, earliest, next_due, settle};
use squall_store::{Store, Tx};

/// The host's clock. Only the edge has a real one.
pub trait HostClock: Send + Sync {
    /// The present instant, as the clock is set.
    fn now(&self) -> Time;

    /// The present instant on both sides; a clock that is never set back has but one.
    fn reading(&self) -> Reading {
        Reading::exact(self.now())
    }

    /// Has the steady side go on from an instant, if it is not there yet.
    fn resume(&self, _earliest: Time) {}
}

/// An instant by both of the world's clocks.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The world's time.
    pub now: Time,
    /// The time by which signed dates are judged.
    pub wire: Time,
}

/// What all systems of one process share.
pub struct Site {
    /// Where every world lies.
    pub store: Store,
    /// The host's clock.
    pub host: Box<dyn HostClock>,
    /// Calls by the day.
    pub meter: Meter,
    /// Calls by the second.
    pub throttle: Throttle,
    /// What was seen when, where it must not be written into the world.
    pub sightings: Sightings,
    /// What was asked and answered.
    pub journal: Journal,
    /// What is to go wrong on purpose.
    pub rehearsal: Rehearsal,
    laws: &'static [(System, &'static Laws)],
}

impl Site {
    /// A site over a store for some systems, each with its laws; nothing recorded and nothing rehearsed yet. Its time
    /// begins no earlier than what lies in the store.
    pub fn new(store: Store, host: Box<dyn HostClock>, laws: &'static [(System, &'static Laws)]) -> Site {
        // A store that cannot be read says so to the first who asks for something.
        if let Ok(Some(earliest)) = store.read(earliest) {
            host.resume(earliest);
        }
        let (meter, throttle, sightings, journal, rehearsal) = Default::default();
        Site { store, host, meter, throttle, sightings, journal, rehearsal, laws }
    }

    /// The clocks as this transaction sees them; the host's own where the world has none yet.
    pub fn clock(&self, tx: &Tx<'_>) -> Answer<Clock> {
        Ok(Clock::load(tx)?.unwrap_or_else(|| {
            let host = self.host.reading();
            Clock::starting(host.wall, host)
        }))
    }

    /// The present instant as this transaction sees it.
    pub fn moment(&self, tx: &Tx<'_>) -> Answer<Moment> {
        self.moment_at(tx, self.host.reading())
    }

    /// The present instant for a transaction that changes the world, which remembers it.
    pub fn moment_of_change(&self, tx: &Tx<'_>) -> Answer<Moment> {
        let host = self.host.reading();
        host.keep(tx)?;
        self.moment_at(tx, host)
    }

    /// Remembers the present instant although nothing changes, for whoever opens the world next.
    pub fn remember_moment(&self) -> Answer<()> {
        self.store.write(|tx| self.host.reading().keep(tx))
    }

    fn moment_at(&self, tx: &Tx<'_>, host: Reading) -> Answer<Moment> {
        let clock = self.clock(tx)?;
        Ok(Moment { now: clock.now(host), wire: clock.wire(host) })
    }

    /// Changes the clocks.
    pub fn set_clock(&self, change: impl Fn(&mut Clock, Reading)) -> Answer<Clock> {
        self.store.write(|tx| {
            let (mut clock, host) = (self.clock(tx)?, self.host.reading());
            change(&mut clock, host);
            clock.store(tx)?;
            host.keep(tx)?;
            Ok(clock)
        })
    }

    /// Lets everything happen, in every system, that has become due by the world's present instant.
    pub fn catch_up(&self) -> Answer<()> {
        self.look(|_, _| Ok(()))
    }

    /// Looks at the world as it is at the present instant, when everything has happened that has become due by then.
    ///
    /// # Errors
    /// What `work` answers, or the store's own error.
    pub fn look<T, E: From<Refusal> + From<squall_store::Error>>(
        &self,
        mut work: impl FnMut(&Tx<'_>, Moment) -> Result<T, E>,
    ) -> Result<T, E> {
        loop {
            let seen = self.store.read(|tx| {
                let moment = self.moment(tx)?;
                if next_due(tx)?.is_some_and(|at| at <= moment.now) {
                    return Ok::<_, E>(None);
                }
                work(tx, moment).map(Some)
            })?;
            if let Some(seen) = seen {
                return Ok(seen);
            }
            self.store.write(|tx| {
                let now = self.moment_of_change(tx)?.now;
                settle(tx, now, |realm| World { tx, realm, now, laws: self.laws_of(realm) })
            })?;
        }
    }

    fn laws_of(&self, realm: Realm) -> &'static Laws {
        let known = self.laws.iter().find(|(system, _)| *system as Realm == realm);
        known.map_or(&Laws::NONE, |(_, laws)| laws)
    }
}
