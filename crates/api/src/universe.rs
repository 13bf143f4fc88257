//! All systems of one process over one site: routing, founding, and the operator's hold on time and state.

use crate::request::Request;
use crate::site::Site;
use crate::system::Cloud;
use squall_catalogue::System;
use squall_cloud::{Answer, Clock, Realm, SealingKey, SetAside, Span, Time, horizon};
use squall_store::{Patience, Schema, Table, Tx};
use std::sync::Arc;

/// The instant at which a snapshot was taken; part of the snapshot.
const TAKEN_AT: Table<(), Time> = Table::new(120, "snapshot taken at");
/// The systems whose part of the world has been made.
const FOUNDED: Table<Realm, ()> = Table::new(133, "founded systems");
/// How many rounds `settle` goes: each may set off further changes.
const SETTLE_ROUNDS: usize = 1_000;

/// Every table of a universe, for stores that outlive the program.
pub fn schema() -> Schema {
    squall_cloud::schema().with(&TAKEN_AT).with(&FOUNDED)
}

/// All systems of one process over one site.
pub struct Universe {
    /// What they share.
    pub site: Arc<Site>,
    /// The systems, in the order in which they are asked whether a request is theirs.
    pub clouds: Vec<Box<dyn Cloud>>,
    /// The seed of fresh worlds.
    pub seed: u64,
    /// Draws the key of a fresh world, and of one that has none yet. Who can guess it forges whatever is sealed there.
    pub draw_key: fn() -> Answer<SealingKey>,
}

impl Universe {
    /// The system that a request is addressed to.
    pub fn route(&self, request: &Request) -> Option<&dyn Cloud> {
        self.clouds.iter().find(|cloud| cloud.claims(request)).map(AsRef::as_ref)
    }

    /// The system of a word, if it is built.
    pub fn cloud(&self, system: System) -> Option<&dyn Cloud> {
        self.clouds.iter().find(|cloud| cloud.system() == system).map(AsRef::as_ref)
    }

    /// Makes the world, unless the store holds one already; answers whether it did. Both clocks start at `now`. A world
    /// that was made before a system was built gets that system's part.
    pub fn found(&self, now: Time) -> Answer<bool> {
        self.found_with(now, |_| Ok(()))
    }

    /// Whether the store holds a world.
    pub fn is_founded(&self) -> Answer<bool> {
        self.site.store.read(|tx| Ok(Clock::load(tx)?.is_some()))
    }

    /// The seed of the world that the store holds, if it holds one.
    pub fn known_seed(&self) -> Answer<Option<u64>> {
        self.site.store.read(|tx| match (Clock::load(tx)?, self.clouds.first()) {
            (Some(clock), Some(cloud)) => {
                cloud.world(tx, clock.now(self.site.host.reading())).seed().map(Some)
            }
            _ => Ok(None),
        })
    }

    /// As [`Universe::found`], with further settings of a fresh world; when these fail, no world is made.
    pub fn found_with(&self, now: Time, settings: impl Fn(&Tx<'_>) -> Answer<()>) -> Answer<bool> {
        self.site.store.write(|tx| {
            let known = Clock::load(tx)?;
            let is_fresh = known.is_none();
            match known {
                Some(clock) => {
                    let present = clock.now(self.site.host.reading());
                    self.adopt(tx, present)?;
                    self.found_newcomers(tx, present)?;
                }
                None => {
                    self.found_in(tx, now)?;
                    settings(tx)?;
                }
            }
            Ok(is_fresh)
        })
    }

    /// Brings what an older squall has kept into the present order.
    fn adopt(&self, tx: &Tx<'_>, now: Time) -> Answer<()> {
        let realms = self.site.systems().map(|system| system as Realm);
        squall_cloud::adopt(tx, realms, |realm| self.site.world(tx, realm, now))
    }

    fn found_in(&self, tx: &Tx<'_>, now: Time) -> Answer<()> {
        let host = self.site.host.reading();
        Clock::starting(now, host).store(tx)?;
        host.keep(tx)?;
        (self.draw_key)()?.store(tx)?;
        self.adopt(tx, now)?;
        self.clouds.iter().try_for_each(|cloud| {
            let world = cloud.world(tx, now);
            world.set_seed(self.seed)?;
            tx.put(&FOUNDED, &(cloud.system() as Realm), &())?;
            cloud.operator().found(&world)
        })
    }

    /// Makes the parts of systems that were not built yet when the world was made. Worlds of the first version do not
    /// say which systems they hold: those that have accounts.
    fn found_newcomers(&self, tx: &Tx<'_>, now: Time) -> Answer<()> {
        self.must_have_key(tx)?;
        for cloud in &self.clouds {
            let realm = cloud.system() as Realm;
            let world = cloud.world(tx, now);
            if tx.get(&FOUNDED, &realm)?.is_none() {
                if world.accounts()?.is_empty() {
                    cloud.operator().found(&world)?;
                }
                tx.put(&FOUNDED, &realm, &())?;
            }
        }
        Ok(())
    }

    /// A world of before there were keys gets one.
    fn must_have_key(&self, tx: &Tx<'_>) -> Answer<()> {
        if SealingKey::is_known(tx)? { Ok(()) } else { (self.draw_key)()?.store(tx) }
    }

    /// A fresh world, its clocks where a fresh start would put them. Snapshots stay.
    pub fn reset(&self, now: Time) -> Answer<()> {
        // A disk that fails in rehearsal belongs to what is reset.
        self.site.store.fail_writes(0);
        self.site.store.replace(None, |tx| self.found_in(tx, now))?;
        self.site.meter.clear();
        self.site.throttle.clear();
        self.site.sightings.clear();
        self.site.journal.clear();
        self.site.rehearsal.remove(None);
        Ok(())
    }

    /// The world's present instant, after everything has happened that was due.
    pub fn now(&self) -> Answer<Time> {
        self.site.catch_up()
    }

    /// The instant up to which everything has happened that was due, for whoever does not wait for the rest.
    pub fn reached(&self) -> Answer<Time> {
        self.site.look(Patience::LONG, |_, moment| Ok(moment.now))
    }

    /// Moves the world's time forward; everything that becomes due has happened when it answers.
    pub fn advance(&self, span: Span) -> Answer<Time> {
        self.site.set_clock(|clock, host| clock.set_now(clock.now(host) + span, host))?;
        self.now()
    }

    /// How many events of each system were set aside because they failed, and the first of them.
    pub fn set_aside(&self) -> Answer<Vec<(System, Vec<SetAside>)>> {
        self.site.store.read(|tx| {
            let of = |system: System| {
                Ok((system, self.site.world(tx, system as Realm, Time::default()).set_aside()?))
            };
            self.site.systems().map(of).collect()
        })
    }

    /// Lets the events that were set aside happen again, now; answers how many they were. Those that fail again are set
    /// aside again.
    pub fn retry_set_aside(&self) -> Answer<usize> {
        let (tried, commit) = self.site.change(Patience::FULL, |tx, moment| {
            self.site
                .systems()
                .map(|system| self.site.world(tx, system as Realm, moment.now).retry_set_aside())
                .sum()
        });
        commit.wait()?;
        let tried = tried?;
        self.site.catch_up()?;
        Ok(tried)
    }

    /// Finishes every change, lease and job under way, moving the clock no further than needed.
    pub fn settle(&self) -> Answer<Time> {
        let mut now = self.now()?;
        for _ in 0..SETTLE_ROUNDS {
            let Some(at) = self.site.store.read(horizon)?.filter(|at| *at > now) else { break };
            self.site.set_clock(|clock, host| clock.set_now(at, host))?;
            now = self.now()?;
        }
        Ok(now)
    }

    /// Keeps a named copy of the whole world.
    pub fn snapshot(&self, name: &str) -> Answer<()> {
        self.site.keep(name, |tx, moment| Ok(tx.put(&TAKEN_AT, &(), &moment.now)?))
    }

    /// Puts a named copy in the world's place: its time goes on from where the copy was taken, `wire` is untouched.
    /// Answers whether there was one of that name.
    pub fn restore(&self, name: &str) -> Answer<bool> {
        let present = self.site.store.read(|tx| self.site.clock(tx))?;
        let restored = self.site.store.replace(Some(name), |tx| {
            let host = self.site.host.reading();
            host.keep(tx)?;
            let taken_at = tx.get(&TAKEN_AT, &())?.unwrap_or(host.wall);
            self.must_have_key(tx)?;
            self.adopt(tx, taken_at)?;
            Clock::restored(taken_at, &present, host).store(tx)
        })?;
        if restored.is_some() {
            self.site.sightings.clear();
        }
        Ok(restored.is_some())
    }
}
