//! Letting happen what has become due: in order of time, each event at its own instant, a batch in each transaction. An
//! event that fails is set aside and told, and everything else goes on.

use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::time::due::{self, Due, Purpose};
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::{Error, Table, Tx};
use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Subject and purpose of what failed.
pub(crate) const SET_ASIDE: Table<(Realm, String, u8), SetAside> = Table::new(155, "set aside");
/// The most events of a batch.
pub const BATCH_EVENTS: usize = 250;
/// The rows that a batch looks at or changes before it ends. An event that touches more expects itself again
/// (`arrears.rs`), so a batch exceeds this by little, and whoever waits for it waits for a few milliseconds.
pub const BATCH_WORK: u64 = 2_000;
/// The most events that were set aside that are listed.
const LISTED_MOST: usize = 1_000;
/// The most bytes of a reason that are kept.
const WHY_BYTES: usize = 500;

/// An event that was to happen and failed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// What was to happen.
    pub due: Due,
    /// When.
    pub at: Time,
    /// Why it failed, in words.
    pub why: String,
}

/// What became of a batch.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Batch {
    /// Whether more is waiting.
    pub more: bool,
    /// What failed, and in which system.
    pub failed: Vec<(Realm, SetAside)>,
}

/// Lets a batch of what is due by `now` happen. `world` maps each system to its own view, because every system has its
/// own spans.
///
/// # Errors
/// Only when the store fails: what an event fails with is set aside.
pub fn settle<'t>(tx: &'t Tx<'t>, now: Time, world: impl Fn(Realm) -> World<'t>) -> Answer<Batch> {
    let (mut batch, mut events, began) = (Batch::default(), 0, tx.work());
    let mut last = None;
    while let Some((place, due)) = due::first_after(tx, last.as_ref())?.filter(|((at, ..), _)| *at <= now.0) {
        if events == BATCH_EVENTS || tx.work() - began > BATCH_WORK {
            batch.more = true;
            break;
        }
        let world = world(place.2).at(Time(place.0));
        world.take(&place, &due)?;
        if let Some(failed) = world.try_happen(due)? {
            batch.failed.push((world.realm, failed));
        }
        (last, events) = (Some(place), events + 1);
    }
    Ok(batch)
}

impl World<'_> {
    /// Lets an event happen, or sets it aside.
    fn try_happen(&self, due: Due) -> Answer<Option<SetAside>> {
        let why = match self.tx.attempt(|| contained(|| self.happen(&due))) {
            Ok(()) => return Ok(None),
            // Nothing is wrong with the event: the whole transaction has failed.
            Err(Refusal::Store(
                error @ (Error::Failed(_) | Error::Conflict | Error::Lengthy | Error::ReadOnly),
            )) => {
                return Err(error.into());
            }
            Err(refusal) => refusal.to_string(),
        };
        let failed = SetAside { due, at: self.now, why: cut(why) };
        if let Some((_, subject, purpose)) = failed.due.subject() {
            self.tx.put(&SET_ASIDE, &(self.realm, subject, purpose as u8), &failed)?;
        }
        Ok(Some(failed))
    }

    /// What was set aside in this system, and not taken up again since: the first thousand.
    pub fn set_aside(&self) -> Answer<Vec<SetAside>> {
        let rows = self.tx.page(&SET_ASIDE, &(self.realm,), None, LISTED_MOST)?;
        Ok(rows.into_iter().map(|(_, failed)| failed).collect())
    }

    /// Expects what was set aside again, now; answers how many events those are.
    pub fn retry_set_aside(&self) -> Answer<usize> {
        let failed = self.set_aside()?;
        for SetAside { due, .. } in &failed {
            self.expect(self.now, due.clone())?;
        }
        Ok(failed.len())
    }

    /// What failed is void: the same is expected anew, or not at all any more.
    pub(crate) fn take_up(&self, subject: &str, purpose: Purpose) -> Answer<()> {
        self.tx.delete(&SET_ASIDE, &(self.realm, subject, purpose as u8))?;
        Ok(())
    }

    pub(crate) fn take_up_all(&self, subject: &str) -> Answer<()> {
        for key in self.tx.prefix_keys(&SET_ASIDE, &(self.realm, subject))? {
            self.tx.delete(&SET_ASIDE, &key)?;
        }
        Ok(())
    }
}

impl SetAside {
    /// The kind and id of whom it was to happen to, and what it was for.
    pub fn subject(&self) -> (Kind, &str, Purpose) {
        // Whatever has no subject cannot fail: it does nothing.
        self.due.subject().unwrap_or((Kind::Account, "", Purpose::Sweep))
    }
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, id, purpose) = self.subject();
        write!(f, "the {} of {} [{id}] at {} failed: {}", purpose.word(), kind.word(), self.at, self.why)
    }
}

/// A panic is a mistake of ours, and no reason to keep everybody else from going on.
fn contained(work: impl FnOnce() -> Answer<()>) -> Answer<()> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(Refusal::Invalid { what: format!("it panicked: {}", words(&*panic)) }))
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}

fn cut(mut text: String) -> String {
    let end = (0..=WHY_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
    text
}
