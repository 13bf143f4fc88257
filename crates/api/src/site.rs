//! What all systems of one process share: the store, the clocks, the journal, the fault rules, the counters.

use crate::meter::Meter;
use crate::record::Journal;
use crate::rehearsal::Rehearsal;
use crate::sightings::Sightings;
use crate::throttle::Throttle;
use squall_catalogue::System;
use squall_cloud::{Answer, Clock, Laws, Realm, Refusal, Time, World, next_due, settle};
use squall_store::{Store, Tx};

/// The host's clock. Only the edge has a real one.
pub trait HostClock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Time;
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
    /// A site over a store for some systems, each with its laws; nothing recorded and nothing rehearsed yet.
    pub fn new(store: Store, host: Box<dyn HostClock>, laws: &'static [(System, &'static Laws)]) -> Site {
        let (meter, throttle, sightings, journal, rehearsal) = Default::default();
        Site { store, host, meter, throttle, sightings, journal, rehearsal, laws }
    }

    /// The clocks as this transaction sees them; the host's own where the world has none yet.
    pub fn clock(&self, tx: &Tx<'_>) -> Answer<Clock> {
        Ok(Clock::load(tx)?.unwrap_or_else(|| {
            let host = self.host.now();
            Clock::starting(host, host)
        }))
    }

    /// The present instant as this transaction sees it.
    pub fn moment(&self, tx: &Tx<'_>) -> Answer<Moment> {
        let (clock, host) = (self.clock(tx)?, self.host.now());
        Ok(Moment { now: clock.now(host), wire: clock.wire(host) })
    }

    /// Changes the clocks.
    pub fn set_clock(&self, change: impl Fn(&mut Clock, Time)) -> Answer<Clock> {
        self.store.write(|tx| {
            let mut clock = self.clock(tx)?;
            change(&mut clock, self.host.now());
            clock.store(tx)?;
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
                let now = self.moment(tx)?.now;
                settle(tx, now, |realm| World { tx, realm, now, laws: self.laws_of(realm) })
            })?;
        }
    }

    fn laws_of(&self, realm: Realm) -> &'static Laws {
        let known = self.laws.iter().find(|(system, _)| *system as Realm == realm);
        known.map_or(&Laws::NONE, |(_, laws)| laws)
    }
}
