//! All systems of one process over one site: routing, founding, and the operator's hold on time and state.

use crate::call::Request;
use crate::pipeline::Cloud;
use crate::site::Site;
use squall_catalogue::System;
use squall_cloud::{Answer, Clock, Realm, Refusal, Span, Time, World, horizon};
use squall_store::{Table, Tx};
use std::sync::Arc;

/// The instant at which a snapshot was taken; part of the snapshot.
const TAKEN_AT: Table<(), Time> = Table::new(120, "snapshot taken at");
/// The systems whose part of the world has been made.
const FOUNDED: Table<Realm, ()> = Table::new(133, "founded systems");
/// How many rounds `settle` goes: each may set off further changes.
const SETTLE_ROUNDS: usize = 1_000;

/// All systems of one process over one site.
pub struct Universe {
    /// What they share.
    pub site: Arc<Site>,
    /// The systems, in the order in which they are asked whether a request is theirs.
    pub clouds: Vec<Box<dyn Cloud>>,
    /// The seed of fresh worlds.
    pub seed: u64,
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
        self.site.store.write(|tx| {
            let known = Clock::load(tx)?;
            let is_fresh = known.is_none();
            let clock = known.unwrap_or_else(|| Clock::starting(now, self.site.host.now()));
            if is_fresh {
                clock.store(tx)?;
            }
            for cloud in &self.clouds {
                let world = cloud.world(tx, clock.now(self.site.host.now()));
                if is_fresh {
                    world.set_seed(self.seed)?;
                }
                if !self.is_founded(tx, cloud.as_ref(), &world)? {
                    tx.put(&FOUNDED, &(cloud.system() as Realm), &())?;
                    cloud.operator().found(&world)?;
                }
            }
            Ok(is_fresh)
        })
    }

    /// Directories of the first version do not say which systems they hold: those that have accounts.
    fn is_founded(&self, tx: &Tx<'_>, cloud: &dyn Cloud, world: &World<'_>) -> Answer<bool> {
        let says = tx.get(&FOUNDED, &(cloud.system() as Realm))?.is_some();
        Ok(says || !world.accounts()?.is_empty())
    }

    /// A fresh world, its clocks where a fresh start would put them. Snapshots stay.
    pub fn reset(&self, now: Time) -> Answer<()> {
        self.site.store.clear()?;
        self.site.meter.clear();
        self.site.throttle.clear();
        self.site.sightings.clear();
        self.site.journal.clear();
        self.site.rehearsal.remove(None);
        self.site.store.fail_writes(0);
        self.found(now).map(drop)
    }

    /// The world's present instant, after everything has happened that was due.
    pub fn now(&self) -> Answer<Time> {
        self.site.catch_up()?;
        self.site.store.read(|tx| Ok(self.site.clock(tx)?.now(self.site.host.now())))
    }

    /// Moves the world's time forward; everything that becomes due has happened when it answers.
    pub fn advance(&self, span: Span) -> Answer<Time> {
        self.site.set_clock(|clock, host| clock.set_now(clock.now(host) + span, host))?;
        self.now()
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
        let now = self.now()?;
        self.site.store.write(|tx| Ok::<_, Refusal>(tx.put(&TAKEN_AT, &(), &now)?))?;
        Ok(self.site.store.snapshot(name)?)
    }

    /// Puts a named copy in the world's place: its time goes on from where the copy was taken, `wire` is untouched.
    /// Answers whether there was one of that name.
    pub fn restore(&self, name: &str) -> Answer<bool> {
        let present = self.site.store.read(|tx| self.site.clock(tx))?;
        if !self.site.store.restore(name)? {
            return Ok(false);
        }
        self.site.sightings.clear();
        self.site.store.write(|tx| {
            let host = self.site.host.now();
            let taken_at = tx.get(&TAKEN_AT, &())?.unwrap_or(host);
            Clock::restored(taken_at, &present, host).store(tx)
        })?;
        Ok(true)
    }
}
