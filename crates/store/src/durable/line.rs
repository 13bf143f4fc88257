//! Those who wait for the disk: what they have changed gathers until it can be written, all of it at once.

use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::Error;
use crate::change::Changes;
use crate::commit::Ticket;
use crate::map::Map;

/// Changes to be written together, where they lead, and the ticket of all who made them.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) changes: Changes,
    pub(super) root: Map,
    pub(super) ticket: Arc<Ticket>,
}

/// The line itself.
#[derive(Default)]
pub(super) struct Line {
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    /// Counts failed commits; a head of an earlier epoch stands upon lost changes.
    epoch: u64,
    gathering: Batch,
    closed: bool,
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn epoch(&self) -> u64 {
        self.state().epoch
    }

    /// Adds what `apply` answers, the changes and where they lead. It is called with no other root left
    /// here, so that it changes nodes in place that nobody else holds.
    ///
    /// # Errors
    /// [`Error::Failed`] when what the changes stand upon was lost.
    pub(super) fn push(
        &self,
        epoch: u64,
        apply: impl FnOnce() -> (Changes, Map),
    ) -> Result<Arc<Ticket>, Error> {
        let mut state = self.state();
        if state.epoch != epoch {
            return Err(Error::Failed("a write that this one has read was lost".to_string()));
        }
        let gathering = &mut state.gathering;
        gathering.root = Map::new();
        let (changes, root) = apply();
        let was_empty = gathering.changes.is_empty();
        gathering.changes.extend(changes);
        gathering.root = root;
        let ticket = gathering.ticket.clone();
        drop(state);
        if was_empty {
            self.work.notify_one();
        }
        Ok(ticket)
    }

    /// The next batch, once there is one; `None` when the line is closed and empty.
    pub(super) fn next(&self) -> Option<Batch> {
        let mut state = self.state();
        while state.gathering.changes.is_empty() {
            if state.closed {
                return None;
            }
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        Some(mem::take(&mut state.gathering))
    }

    /// Tells all of a batch how its commit ended. After a failure those who have gathered meanwhile stand
    /// upon it and fail as well.
    pub(super) fn end(&self, ticket: &Ticket, ended: Result<(), Error>) {
        if ended.is_err() {
            let mut state = self.state();
            state.epoch += 1;
            let lost = mem::take(&mut state.gathering);
            drop(state);
            lost.ticket.end(ended.clone());
        }
        ticket.end(ended);
    }

    /// Lets [`Line::next`] end after what is there.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.work.notify_all();
    }
}
