//! The world's present: what has become due happens before anybody looks or changes, a batch in each transaction, so
//! that others get their turn in between.
//!
//! Whoever changes the world does so when everything has happened that is due. Whoever only looks does not wait for
//! long: where more is due than a few batches, or somebody is at it already, the world is seen as it is so far, and
//! its clock stands just before the first event that has not happened. So a reader at any instant sees all that
//! happened up to it.

use crate::site::{Moment, Site};
use squall_catalogue::System;
use squall_cloud::{Answer, Batch, Realm, Refusal, Span, Time, next_due};
use squall_store::{Commit, Error, Patience, Tx};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The batches that somebody who only looks lets happen first, on a thread of its own.
const LOOK_BATCHES: usize = 8;
/// The batches that may be on their way to the disk at once.
const AHEAD: usize = 16;

/// Somebody who lets everything happen that is due, until dropped.
struct Settling<'a>(&'a AtomicUsize);

impl<'a> Settling<'a> {
    fn begin(count: &'a AtomicUsize) -> Settling<'a> {
        count.fetch_add(1, Ordering::Relaxed);
        Settling(count)
    }
}

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Why a snapshot was not taken.
enum Halt {
    /// More is due than happens in one batch.
    More,
    Refused(Refusal),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Halt {
        Halt::Refused(error.into())
    }
}

impl Moment {
    /// The last instant before an event.
    fn before(self, event: Time) -> Moment {
        Moment { now: event - Span(1), ..self }
    }
}

impl Site {
    /// Looks at the world, as it is at the present instant or so far.
    ///
    /// # Errors
    /// What `work` answers, the store's own error, or [`Error::Lengthy`] where it takes more than patience.
    pub fn look<T, E: From<Refusal> + From<Error>>(
        &self,
        patience: Patience,
        mut work: impl FnMut(&Tx<'_>, Moment) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut look = |is_enough: bool| {
            self.store.read_within(patience, |tx| {
                let moment = self.moment(tx)?;
                match next_due(tx)?.filter(|at| *at <= moment.now) {
                    Some(_) if !is_enough => Ok(None),
                    Some(at) => work(tx, moment.before(at)).map(Some),
                    None => work(tx, moment).map(Some),
                }
            })
        };
        if let Some(seen) = look(self.settling.load(Ordering::Relaxed) > 0)? {
            return Ok(seen);
        }
        match self.settle_some(patience) {
            Err(Refusal::Store(Error::Lengthy)) if patience.is_short() => return Err(Error::Lengthy.into()),
            // Whether all has happened, more is waiting, others write for too long or the disk is full: it is looked at
            // all the same.
            Ok(()) | Err(_) => {}
        }
        look(true)?.ok_or_else(|| Refusal::from(Error::Lengthy).into())
    }

    /// Lets what is due happen, as far as patience goes.
    fn settle_some(&self, patience: Patience) -> Answer<()> {
        if patience.is_short() && self.store.is_durable() {
            return Err(Error::Lengthy.into());
        }
        let batches = if patience.is_short() { 1 } else { LOOK_BATCHES };
        let mut last = Commit::DONE;
        for _ in 0..batches {
            let (batch, commit) = self.store.write_within(patience, |tx| {
                let now = self.moment_of_change(tx)?.now;
                self.settle_batch(tx, now)
            });
            let batch = self.told(batch?);
            last = commit;
            if !batch.more {
                return Ok(last.wait()?);
            }
        }
        last.wait()?;
        if patience.is_short() { Err(Error::Lengthy.into()) } else { Ok(()) }
    }

    /// Changes the world at the present instant, in the same transaction in which the last of what is due happens.
    /// Nobody may be told the answer before the commit has ended well.
    ///
    /// # Errors
    /// What `work` answers, the store's own error, or [`Error::Lengthy`] where it takes more than patience.
    pub fn change<T, E: From<Refusal> + From<Error>>(
        &self,
        patience: Patience,
        mut work: impl FnMut(&Tx<'_>, Moment) -> Result<T, E>,
    ) -> (Result<T, E>, Commit) {
        let (mut settling, mut ahead) = (None, VecDeque::new());
        loop {
            let mut batch = Batch::default();
            let (changed, commit) = self.store.write_within(patience, |tx| {
                let moment = self.moment_of_change(tx)?;
                batch = self.settle_batch(tx, moment.now)?;
                if batch.more { Ok(None) } else { work(tx, moment).map(Some) }
            });
            match changed {
                Ok(Some(answer)) => {
                    self.told(batch);
                    return (Ok(answer), commit);
                }
                Ok(None) => drop(self.told(batch)),
                Err(error) => return (Err(error), commit),
            }
            if patience.is_short() {
                return (Err(Error::Lengthy.into()), Commit::DONE);
            }
            settling.get_or_insert_with(|| Settling::begin(&self.settling));
            ahead.push_back(commit);
            if let Some(Err(lost)) =
                (ahead.len() > AHEAD).then(|| ahead.pop_front()).flatten().map(Commit::wait)
            {
                return (Err(lost.into()), Commit::DONE);
            }
        }
    }

    /// Lets everything happen, in every system, that has become due by the world's present instant; answers that.
    ///
    /// # Errors
    /// Only when the store fails.
    pub fn catch_up(&self) -> Answer<Time> {
        let quiet = self.store.read(|tx| {
            let now = self.moment(tx)?.now;
            Ok::<_, Refusal>(next_due(tx)?.is_none_or(|at| at > now).then_some(now))
        })?;
        if let Some(now) = quiet {
            return Ok(now);
        }
        let _settling = Settling::begin(&self.settling);
        let (now, commit) = self.change(Patience::FULL, |_, moment| Ok::<_, Refusal>(moment.now));
        commit.wait()?;
        now
    }

    /// Keeps the world under a name, when everything has happened that is due, with what `work` changes in it.
    ///
    /// # Errors
    /// What `work` answers, or the store's own.
    pub fn keep(&self, name: &str, work: impl Fn(&Tx<'_>, Moment) -> Answer<()>) -> Answer<()> {
        loop {
            self.catch_up()?;
            let mut batch = Batch::default();
            let kept = self.store.snapshot_with(name, |tx| {
                let moment = self.moment_of_change(tx).map_err(Halt::Refused)?;
                batch = self.settle_batch(tx, moment.now).map_err(Halt::Refused)?;
                if batch.more { Err(Halt::More) } else { work(tx, moment).map_err(Halt::Refused) }
            });
            match kept {
                Ok(()) => {
                    self.told(batch);
                    return Ok(());
                }
                Err(Halt::Refused(refusal)) => return Err(refusal),
                Err(Halt::More) => {}
            }
        }
    }

    fn settle_batch(&self, tx: &Tx<'_>, now: Time) -> Answer<Batch> {
        squall_cloud::settle(tx, now, |realm| self.world(tx, realm, now))
    }

    /// The batch, after the operator was told what failed in it.
    fn told(&self, batch: Batch) -> Batch {
        for (realm, failed) in &batch.failed {
            self.tell(&format!("an event of {} was set aside: {failed}", self.word(*realm)));
        }
        batch
    }

    fn word(&self, realm: Realm) -> &'static str {
        self.systems()
            .find(|system| *system as Realm == realm)
            .map_or("a system that is not built", System::as_str)
    }
}
