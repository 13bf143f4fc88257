//! Typed access to the rows of one transaction.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use crate::memo::Memo;
use crate::reading::range::decode_row;
use crate::{Commit, Error, Key, Lookup, Patience, Row, Rows, Table, row};

/// The longest encoded key that is stored, in bytes.
pub const KEY_BYTES: usize = 4096;
/// The longest encoded row that is stored, in bytes.
pub const ROW_BYTES: usize = 16 << 20;
/// So many bytes of a row count as much as another row.
pub(crate) const UNIT_BYTES: usize = 1024;

/// One transaction. All methods take `&self`, so code composes without handing a mutable borrow
/// around; a transaction stays on its thread.
///
/// Once an operation has failed with [`Error::Failed`], [`Error::Conflict`] or [`Error::Lengthy`] the
/// transaction cannot be committed, even if the error was swallowed.
pub struct Tx<'a> {
    pub(crate) rows: Box<dyn Rows + 'a>,
    memo: &'a Memo,
    patience: Patience,
    writable: bool,
    /// Rows looked at or changed so far, and what else was spent.
    work: Cell<u64>,
    changed: Cell<bool>,
    broken: OnceCell<Error>,
    key: Cell<Vec<u8>>,
    row: Cell<Vec<u8>>,
}

impl<'a> Tx<'a> {
    pub(crate) fn reading(rows: Box<dyn Rows + 'a>, memo: &'a Memo, patience: Patience) -> Self {
        Tx {
            rows,
            memo,
            patience,
            writable: false,
            work: Cell::new(0),
            changed: Cell::new(false),
            broken: OnceCell::new(),
            key: Cell::default(),
            row: Cell::default(),
        }
    }

    pub(crate) fn writing(rows: Box<dyn Rows + 'a>, memo: &'a Memo, patience: Patience) -> Self {
        Tx { writable: true, ..Tx::reading(rows, memo, patience) }
    }

    /// One that changes the world even if its work changes no row.
    pub(crate) fn replacing(rows: Box<dyn Rows + 'a>, memo: &'a Memo) -> Self {
        let tx = Tx::writing(rows, memo, Patience::FULL);
        tx.changed.set(true);
        tx
    }

    pub(crate) fn changed(&self) -> bool {
        self.changed.get()
    }

    pub(crate) fn broken(&self) -> Option<&Error> {
        self.broken.get()
    }

    pub(crate) fn commit(self) -> Result<Commit, Error> {
        self.rows.commit()
    }

    pub(crate) fn commit_as(self, name: &str) -> Result<(), Error> {
        self.rows.commit_as(name)
    }

    pub(crate) fn abandon(self) -> Commit {
        self.rows.abandon()
    }
}

impl Tx<'_> {
    /// How much work was done so far: rows looked at or changed, and whatever else was spent.
    pub fn work(&self) -> u64 {
        self.work.get()
    }

    /// Counts work that is done beside the rows; a unit is worth about as much as reading one.
    ///
    /// # Errors
    /// [`Error::Lengthy`] when it is more than the transaction's [`Patience`] allows.
    pub fn spend(&self, work: u64) -> Result<(), Error> {
        let spent = self.work.get().saturating_add(work);
        self.work.set(spent);
        if spent > self.patience.work { self.noted(Err(Error::Lengthy)) } else { Ok(()) }
    }

    /// Whether it has taken more work than its [`Patience`] allows, so that whatever was found out is void.
    pub fn is_lengthy(&self) -> bool {
        self.broken.get() == Some(&Error::Lengthy)
    }

    /// Runs a part of the work that may fail alone: an `Err` takes back what it has changed, and the transaction goes
    /// on as if it had not run. Attempts may lie within attempts.
    ///
    /// # Errors
    /// What `work` answers.
    pub fn attempt<T, E: From<Error>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.rows.savepoint();
        let done = work();
        match done {
            Ok(_) => self.rows.release(),
            Err(_) => self.rows.roll_back(),
        }
        done
    }

    /// The row at `key`, which may be given in a borrowed form such as `(1, "i-abc")`.
    ///
    /// # Errors
    /// [`Error::Failed`], [`Error::Conflict`], or [`Error::Corrupt`] when the row is none of this
    /// table.
    pub fn get<K: Key, V: Row>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
    ) -> Result<Option<V>, Error> {
        self.with_key(table, key, |raw| {
            let Some(found) = self.noted(self.rows.get(raw))? else {
                return Ok(None);
            };
            self.spend((found.len() / UNIT_BYTES) as u64)?;
            decode_row(table, raw, &found).map(Some)
        })
    }

    /// The row at `key` for whoever only looks at it: a row that is asked for often is decoded once.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn shared<K: Key, V: Row + Send + Sync + 'static>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
    ) -> Result<Option<Arc<V>>, Error> {
        self.with_key(table, key, |raw| {
            let Some(found) = self.noted(self.rows.get(raw))? else {
                return Ok(None);
            };
            self.memo.row(&found, || decode_row(table, raw, &found)).map(Some)
        })
    }

    /// Whether there is a row at `key`; its value is not decoded.
    ///
    /// # Errors
    /// [`Error::Failed`] or [`Error::Conflict`].
    pub fn exists<K: Key, V: Row>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
    ) -> Result<bool, Error> {
        self.with_key(table, key, |raw| Ok(self.noted(self.rows.get(raw))?.is_some()))
    }

    /// Stores a row, replacing what was there.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] in a read transaction, [`Error::TooLarge`] over [`KEY_BYTES`] or
    /// [`ROW_BYTES`], [`Error::Failed`] or [`Error::Conflict`].
    pub fn put<K: Key, V: Row>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
        row: &V,
    ) -> Result<(), Error> {
        self.may_write()?;
        self.with_key(table, key, |raw| {
            within("a key", raw.len(), KEY_BYTES)?;
            let mut bytes = self.row.take();
            bytes.clear();
            let stored = row::encode(row, &mut bytes)
                .map_err(|why| {
                    Error::Failed(format!("a row of table {} cannot be encoded: {why}", table.name()))
                })
                .and_then(|()| within("a row", bytes.len(), ROW_BYTES))
                .and_then(|()| self.spend((bytes.len() / UNIT_BYTES) as u64))
                .and_then(|()| self.noted(self.rows.put(raw, &bytes)));
            self.row.set(bytes);
            stored?;
            self.changed.set(true);
            Ok(())
        })
    }

    /// Removes a row; `true` if it was there, as this transaction sees it.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] in a read transaction, [`Error::Failed`] or [`Error::Conflict`].
    pub fn delete<K: Key, V: Row>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
    ) -> Result<bool, Error> {
        self.may_write()?;
        self.with_key(table, key, |raw| {
            let was_there = self.noted(self.rows.delete(raw))?;
            self.changed.set(self.changed.get() || was_there);
            Ok(was_there)
        })
    }

    /// Encodes into a buffer that the transaction keeps, so that a lookup allocates nothing.
    fn with_key<K: Key, V, T>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
        work: impl FnOnce(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.spend(1)?;
        let mut raw = self.key.take();
        raw.clear();
        raw.push(table.id());
        key.encode_lookup(&mut raw);
        let done = work(&raw);
        self.key.set(raw);
        done
    }

    fn may_write(&self) -> Result<(), Error> {
        if self.writable { Ok(()) } else { Err(Error::ReadOnly) }
    }

    /// Remembers the backend's first failure, which forbids the commit.
    pub(crate) fn noted<T>(&self, done: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &done {
            self.broken.get_or_init(|| error.clone());
        }
        done
    }
}

pub(crate) fn within(what: &'static str, size: usize, limit: usize) -> Result<(), Error> {
    if size > limit { Err(Error::TooLarge { what, size, limit }) } else { Ok(()) }
}
