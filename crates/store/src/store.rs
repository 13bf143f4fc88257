//! The store as the rest of the program holds it: transactions, snapshots and the rehearsal of a
//! failing disk.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::memo::Memo;
use crate::{Backend, Commit, Durable, Error, Memory, OpenError, Patience, Schema, Tx};

/// How often a write is tried when the backend keeps answering [`Error::Conflict`].
pub const WRITE_ATTEMPTS: u32 = 8;
/// The longest name of a snapshot, in bytes.
pub const SNAPSHOT_NAME_BYTES: usize = 255;
/// The most snapshots a store keeps.
pub const SNAPSHOTS: usize = 1000;

/// An encoded key, which begins with its table's id, and its encoded row.
pub type RawRow = (Vec<u8>, Vec<u8>);

/// Tables of rows with serialisable transactions.
pub struct Store {
    backend: Box<dyn Backend>,
    failing: AtomicU64,
    memo: Memo,
}

impl Store {
    /// A store that lives as long as the process.
    pub fn memory() -> Store {
        Store::over(Box::new(Memory::new()))
    }

    /// A durable store in the directory `dir`, which is made if it does not exist, with the tables
    /// of `schema` and no others. Opening reads all of it. `report` hears, in one sentence each time,
    /// that the world cannot be written, and that it can be again.
    ///
    /// # Errors
    /// One sentence for the operator: not a directory, no permission, in use by another process,
    /// not a file of squall, of another format or with rows of another shape, or damaged. The files are then as they
    /// were.
    pub fn open(
        dir: &Path,
        schema: Schema,
        report: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Store, OpenError> {
        Ok(Store::over(Box::new(Durable::open(dir, schema, report)?)))
    }

    /// A store on a backend of one's own.
    pub fn over(backend: Box<dyn Backend>) -> Store {
        Store { backend, failing: AtomicU64::new(0), memo: Memo::default() }
    }

    /// Whether an acknowledged write outlives the process.
    pub fn is_durable(&self) -> bool {
        self.backend.is_durable()
    }

    /// `memory` or `data`.
    pub fn kind(&self) -> &'static str {
        self.backend.kind()
    }

    /// Runs `work` on one unchanging state of the store.
    ///
    /// # Errors
    /// What `work` answers, or the store's own error when no transaction can begin.
    pub fn read<T, E: From<Error>>(&self, work: impl FnOnce(&Tx) -> Result<T, E>) -> Result<T, E> {
        self.read_within(Patience::FULL, work)
    }

    /// As [`read`](Self::read), within some patience. Where that ends, `work` may have swallowed the error: before
    /// anybody is told what it answers, it asks [`Tx::is_lengthy`].
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_within<T, E: From<Error>>(
        &self,
        patience: Patience,
        work: impl FnOnce(&Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        work(&Tx::reading(self.backend.begin_read()?, &self.memo, patience))
    }

    /// Runs `work` and keeps its changes if it answers `Ok`; an `Err` drops every one of them.
    ///
    /// On a conflict the work runs again from the start, at most [`WRITE_ATTEMPTS`] times in all,
    /// so it must not change anything but the transaction. A write inside a write of the same
    /// thread fails.
    ///
    /// # Errors
    /// What `work` answers; [`Error::Conflict`] after the last attempt; [`Error::Failed`] when the
    /// changes could not be kept.
    pub fn write<T, E: From<Error>>(&self, work: impl FnMut(&Tx) -> Result<T, E>) -> Result<T, E> {
        let (answer, commit) = self.write_ahead(work);
        commit.wait()?;
        answer
    }

    /// As [`write`](Self::write), without waiting for the disk. Nobody may be told the answer, be it `Ok`
    /// or `Err`, before the commit has ended well; if it has not, its error is the answer.
    pub fn write_ahead<T, E: From<Error>>(
        &self,
        work: impl FnMut(&Tx) -> Result<T, E>,
    ) -> (Result<T, E>, Commit) {
        self.write_within(Patience::FULL, work)
    }

    /// As [`write_ahead`](Self::write_ahead), within some patience.
    pub fn write_within<T, E: From<Error>>(
        &self,
        patience: Patience,
        mut work: impl FnMut(&Tx) -> Result<T, E>,
    ) -> (Result<T, E>, Commit) {
        persist(|| match self.backend.begin_write(patience) {
            Ok(rows) => {
                let tx = Tx::writing(rows, &self.memo, patience);
                self.attempt(tx, &mut work, None)
            }
            Err(error) => Attempt::refused(error),
        })
    }

    /// Puts another world in the present one's place, with what `work` changes in it, all in one
    /// step: that of a snapshot, or without a name an empty one. `None`, and no change, if there is
    /// no such snapshot. Snapshots stay.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn replace<T, E: From<Error>>(
        &self,
        name: Option<&str>,
        mut work: impl FnMut(&Tx) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        let (answer, commit) = persist(|| match self.backend.begin_anew(name) {
            Ok(Some(rows)) => {
                let tx = Tx::replacing(rows, &self.memo);
                self.attempt(tx, &mut |tx| work(tx).map(Some), None)
            }
            Ok(None) => Attempt::Ended(Ok(None), Commit::DONE),
            Err(error) => Attempt::refused(error),
        });
        commit.wait()?;
        answer
    }

    fn attempt<T, E: From<Error>>(
        &self,
        tx: Tx<'_>,
        work: &mut impl FnMut(&Tx) -> Result<T, E>,
        kept_as: Option<&str>,
    ) -> Attempt<T, E> {
        let answer = work(&tx);
        match (answer, tx.broken().cloned()) {
            (Err(answer), Some(Error::Conflict)) => Attempt::Met(answer),
            (Err(answer), Some(_)) => Attempt::Ended(Err(answer), Commit::DONE),
            (Err(answer), None) => Attempt::Ended(Err(answer), tx.abandon()),
            (Ok(_), Some(error)) => Attempt::refused(error),
            (Ok(answer), None) => match self.finish(tx, kept_as) {
                Ok(commit) => Attempt::Ended(Ok(answer), commit),
                Err(error) => Attempt::refused(error),
            },
        }
    }

    fn finish(&self, tx: Tx<'_>, kept_as: Option<&str>) -> Result<Commit, Error> {
        if tx.changed() && self.take_failure() {
            return Err(Error::Failed("a failing disk is being rehearsed".to_string()));
        }
        match kept_as {
            Some(name) => tx.commit_as(name).map(|()| Commit::DONE),
            None => tx.commit(),
        }
    }

    fn take_failure(&self) -> bool {
        let one_less = |left: u64| left.checked_sub(1);
        self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok()
    }

    /// The operator's rehearsal of a failing disk: the next `next` write transactions that change
    /// anything end in [`Error::Failed`] without a trace; 0 disarms.
    pub fn fail_writes(&self, next: u64) {
        self.failing.store(next, Ordering::SeqCst);
    }

    /// Keeps the whole world as it is now under `name`, instead of what the name stood for before.
    ///
    /// # Errors
    /// [`Error::TooLarge`] over [`SNAPSHOT_NAME_BYTES`] or [`SNAPSHOTS`], or [`Error::Failed`].
    pub fn snapshot(&self, name: &str) -> Result<(), Error> {
        self.snapshot_with(name, |_| Ok(()))
    }

    /// As [`snapshot`](Self::snapshot), of the world with what `work` changes in it, all in one step.
    ///
    /// # Errors
    /// What `work` answers, or those of [`snapshot`](Self::snapshot).
    pub fn snapshot_with<T, E: From<Error>>(
        &self,
        name: &str,
        mut work: impl FnMut(&Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.may_keep(name)?;
        let (answer, commit) = persist(|| match self.backend.begin_write(Patience::FULL) {
            Ok(rows) => {
                let tx = Tx::writing(rows, &self.memo, Patience::FULL);
                self.attempt(tx, &mut work, Some(name))
            }
            Err(error) => Attempt::refused(error),
        });
        commit.wait()?;
        answer
    }

    fn may_keep(&self, name: &str) -> Result<(), Error> {
        if name.len() > SNAPSHOT_NAME_BYTES {
            let (size, limit) = (name.len(), SNAPSHOT_NAME_BYTES);
            return Err(Error::TooLarge { what: "a snapshot's name", size, limit });
        }
        let names = self.backend.snapshots()?;
        if names.len() >= SNAPSHOTS && !names.iter().any(|known| known == name) {
            let (size, limit) = (names.len() + 1, SNAPSHOTS);
            return Err(Error::TooLarge { what: "a list of snapshots", size, limit });
        }
        Ok(())
    }

    /// Makes the world what it was under `name`; `false`, and no change, if there is no such
    /// snapshot.
    ///
    /// # Errors
    /// [`Error::Failed`].
    pub fn restore(&self, name: &str) -> Result<bool, Error> {
        Ok(self.replace(Some(name), |_| Ok::<_, Error>(()))?.is_some())
    }

    /// Forgets a snapshot; `false` if there was none.
    ///
    /// # Errors
    /// [`Error::Failed`].
    pub fn forget(&self, name: &str) -> Result<bool, Error> {
        self.backend.forget(name)
    }

    /// The names of all snapshots, in order.
    ///
    /// # Errors
    /// [`Error::Failed`].
    pub fn snapshots(&self) -> Result<Vec<String>, Error> {
        self.backend.snapshots()
    }

    /// Empties the world. Snapshots stay.
    ///
    /// # Errors
    /// [`Error::Failed`].
    pub fn clear(&self) -> Result<(), Error> {
        self.replace(None, |_| Ok::<_, Error>(())).map(drop)
    }

    /// Every row in key order, to compare worlds.
    ///
    /// # Errors
    /// [`Error::Failed`].
    pub fn dump(&self) -> Result<Vec<RawRow>, Error> {
        let all = self.read(|tx| tx.everything())?;
        Ok(all.iter().map(|(key, row)| (key.to_vec(), row.to_vec())).collect())
    }
}

/// Tries again for as long as attempts only meet other transactions, [`WRITE_ATTEMPTS`] times at
/// most.
fn persist<T, E>(mut attempt: impl FnMut() -> Attempt<T, E>) -> (Result<T, E>, Commit) {
    let mut attempts = 1;
    loop {
        match attempt() {
            Attempt::Ended(answer, commit) => return (answer, commit),
            Attempt::Met(_) if attempts < WRITE_ATTEMPTS => attempts += 1,
            Attempt::Met(answer) => return (Err(answer), Commit::DONE),
        }
    }
}

enum Attempt<T, E> {
    Ended(Result<T, E>, Commit),
    /// Met another transaction, and what to answer if that was the last attempt.
    Met(E),
}

impl<T, E: From<Error>> Attempt<T, E> {
    fn refused(error: Error) -> Self {
        match error {
            Error::Conflict => Attempt::Met(error.into()),
            _ => Attempt::Ended(Err(error.into()), Commit::DONE),
        }
    }
}
