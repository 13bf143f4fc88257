//! Savepoints: a part of a transaction that is taken back alone.
//!
//! They are kept here and not by the backend, because not every database has them: before a row changes inside an
//! attempt, what it was is remembered, and a failed attempt puts that back.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use crate::{Error, StoredKey, Tx};

/// A key and the row that was there before, if any.
type Before = (StoredKey, Option<Arc<[u8]>>);

/// What rows were before the attempts under way changed them.
#[derive(Default)]
pub(crate) struct Undo {
    attempts: Cell<usize>,
    log: RefCell<Vec<Before>>,
}

impl Tx<'_> {
    /// Runs `work`; if it answers `Err`, its changes are taken back, and the transaction goes on as if it had not run.
    /// Attempts may lie within attempts.
    ///
    /// # Errors
    /// What `work` answers; the store's own error when the changes could not be taken back, and then the transaction
    /// cannot be committed.
    pub fn attempt<T, E: From<Error>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let undo = &self.undo;
        let mark = undo.log.borrow().len();
        undo.attempts.set(undo.attempts.get() + 1);
        let done = work();
        let taken_back = match done {
            Ok(_) => Ok(()),
            Err(_) => self.take_back(mark),
        };
        undo.attempts.set(undo.attempts.get() - 1);
        if undo.attempts.get() == 0 {
            undo.log.borrow_mut().clear();
        }
        taken_back?;
        done
    }

    /// Called before a row changes.
    pub(crate) fn remember(&self, key: &[u8]) -> Result<(), Error> {
        if self.undo.attempts.get() > 0 {
            let before = self.noted(self.rows.get(key))?;
            self.undo.log.borrow_mut().push((key.into(), before));
        }
        Ok(())
    }

    fn take_back(&self, mark: usize) -> Result<(), Error> {
        let changes = self.undo.log.borrow_mut().split_off(mark);
        changes.into_iter().rev().try_for_each(|(key, before)| match before {
            Some(row) => self.noted(self.rows.put(&key, &row)),
            None => self.noted(self.rows.delete(&key)).map(drop),
        })
    }
}
