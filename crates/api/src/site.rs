//! What all systems of one process share: the store, the clocks, the journal, the fault rules, the counters.

use crate::journal::Journal;
use crate::meter::Meter;
use crate::rehearsal::Rehearsal;
use crate::sightings::Sightings;
use crate::throttle::Throttle;
use squall_catalogue::System;
use squall_cloud::{Answer, Clock, Laws, Reading, Realm, Time, World, earliest};
use squall_store::{Store, Tx};
use std::sync::atomic::AtomicUsize;

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
    /// How many are about to let everything happen that is due, however much it is.
    pub(crate) settling: AtomicUsize,
    laws: &'static [(System, &'static Laws)],
    report: Box<dyn Fn(&str) + Send + Sync>,
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
        let (settling, report) = (AtomicUsize::new(0), Box::new(|_: &str| {}));
        Site { store, host, meter, throttle, sightings, journal, rehearsal, settling, laws, report }
    }

    /// The same site, which tells somebody in a sentence what an operator should know.
    #[must_use]
    pub fn telling(self, report: impl Fn(&str) + Send + Sync + 'static) -> Site {
        Site { report: Box::new(report), ..self }
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

    /// Changes the clocks. What becomes due by that happens later: by [`Site::catch_up`], or before the next change.
    pub fn set_clock(&self, change: impl Fn(&mut Clock, Reading)) -> Answer<Clock> {
        self.store.write(|tx| {
            let (mut clock, host) = (self.clock(tx)?, self.host.reading());
            change(&mut clock, host);
            clock.store(tx)?;
            host.keep(tx)?;
            Ok(clock)
        })
    }

    /// A system's world at an instant.
    pub(crate) fn world<'t>(&self, tx: &'t Tx<'t>, realm: Realm, now: Time) -> World<'t> {
        World { tx, realm, now, laws: self.laws_of(realm) }
    }

    /// The systems that there are, by their numbers.
    pub fn systems(&self) -> impl Iterator<Item = System> + use<> {
        self.laws.iter().map(|(system, _)| *system)
    }

    /// Tells the operator something.
    pub(crate) fn tell(&self, sentence: &str) {
        (self.report)(sentence);
    }

    fn laws_of(&self, realm: Realm) -> &'static Laws {
        let known = self.laws.iter().find(|(system, _)| *system as Realm == realm);
        known.map_or(&Laws::NONE, |(_, laws)| laws)
    }
}
