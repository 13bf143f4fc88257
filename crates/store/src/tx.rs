//! Typed access to the rows of one transaction.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use crate::memo::Memo;
use crate::range::{Range, decode_key, decode_pair, decode_row, successor};
use crate::savepoint::Undo;
use crate::{Commit, Error, Key, Lookup, Pair, Prefix, Row, Rows, Table, row};

/// The longest encoded key that is stored, in bytes.
pub const KEY_BYTES: usize = 4096;
/// The longest encoded row that is stored, in bytes.
pub const ROW_BYTES: usize = 16 << 20;
/// The most rows that [`Tx::prefix`] and [`Tx::prefix_keys`] list; beyond that lies [`Tx::page`].
pub const LISTED_ROWS: usize = 1_000_000;
/// Rows that one scan of the backend fetches at most.
pub const PAGE_ROWS: usize = 1000;

/// One transaction. All methods take `&self`, so code composes without handing a mutable borrow
/// around; a transaction stays on its thread.
///
/// Once an operation has failed with [`Error::Failed`] or [`Error::Conflict`] the transaction
/// cannot be committed, even if the error was swallowed.
pub struct Tx<'a> {
    pub(crate) rows: Box<dyn Rows + 'a>,
    memo: &'a Memo,
    writable: bool,
    changed: Cell<bool>,
    broken: OnceCell<Error>,
    pub(crate) undo: Undo,
    key: Cell<Vec<u8>>,
    row: Cell<Vec<u8>>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(rows: Box<dyn Rows + 'a>, memo: &'a Memo, writable: bool) -> Self {
        Tx {
            rows,
            memo,
            writable,
            changed: Cell::new(false),
            broken: OnceCell::new(),
            undo: Undo::default(),
            key: Cell::default(),
            row: Cell::default(),
        }
    }

    /// One that changes the world even if its work changes no row.
    pub(crate) fn replacing(rows: Box<dyn Rows + 'a>, memo: &'a Memo) -> Self {
        let tx = Tx::new(rows, memo, true);
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

    pub(crate) fn abandon(self) -> Commit {
        self.rows.abandon()
    }
}

impl Tx<'_> {
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
                .and_then(|()| self.remember(raw))
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
            self.remember(raw)?;
            let was_there = self.noted(self.rows.delete(raw))?;
            self.changed.set(self.changed.get() || was_there);
            Ok(was_there)
        })
    }

    /// All rows whose key begins with the whole components of `prefix`, in order; `&()` lists the
    /// table.
    ///
    /// # Errors
    /// [`Error::TooLarge`] over [`LISTED_ROWS`], [`Error::Failed`], [`Error::Conflict`] or
    /// [`Error::Corrupt`].
    pub fn prefix<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Vec<(K, V)>, Error> {
        self.list(&Range::of(table, prefix), |pair| decode_pair(table, pair))
    }

    /// The keys that [`prefix`](Self::prefix) would list, without decoding a row.
    ///
    /// # Errors
    /// As [`prefix`](Self::prefix).
    pub fn prefix_keys<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Vec<K>, Error> {
        self.list(&Range::of(table, prefix), |(key, _)| decode_key(table, key))
    }

    /// The first row under `prefix`.
    ///
    /// # Errors
    /// [`Error::Failed`], [`Error::Conflict`] or [`Error::Corrupt`].
    pub fn first<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Option<(K, V)>, Error> {
        self.end(&Range::of(table, prefix), false, |pair| decode_pair(table, pair))
    }

    /// The first key under `prefix`; its row is not decoded.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn first_key<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Option<K>, Error> {
        self.end(&Range::of(table, prefix), false, |(key, _)| decode_key(table, key))
    }

    /// The last row under `prefix`.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn last<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Option<(K, V)>, Error> {
        self.end(&Range::of(table, prefix), true, |pair| decode_pair(table, pair))
    }

    /// Up to `limit` rows under `prefix` in order, beginning after the key `after`, which need not
    /// exist.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn page<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
        after: Option<&K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, Error> {
        let mut range = Range::of(table, prefix);
        if let Some(after) = after {
            let mut from = vec![table.id()];
            after.encode(&mut from);
            range.from = range.from.max(successor(&from));
        }
        self.up_to(range, limit, false, |pair| decode_pair(table, pair))
    }

    /// Up to `limit` rows under `prefix` from the last one backwards, beginning before the key
    /// `before`.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn page_back<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
        before: Option<&K>,
        limit: usize,
    ) -> Result<Vec<(K, V)>, Error> {
        let mut range = Range::of(table, prefix);
        if let Some(before) = before {
            let mut to = vec![table.id()];
            before.encode(&mut to);
            range.to = range.to.min(to);
        }
        self.up_to(range, limit, true, |pair| decode_pair(table, pair))
    }

    /// Up to `limit` rows in order whose key is before `end`: with the key `(due, id)`, everything
    /// due before an instant.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn before<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        end: &P,
        limit: usize,
    ) -> Result<Vec<(K, V)>, Error> {
        let range = Range { from: vec![table.id()], to: Range::of(table, end).from };
        self.up_to(range, limit, false, |pair| decode_pair(table, pair))
    }

    /// Every row of every table.
    pub(crate) fn everything(&self) -> Result<Vec<Pair>, Error> {
        let mut range = Range { from: Vec::new(), to: vec![u8::MAX] };
        let mut all = Vec::new();
        while self.fetch(&mut range, PAGE_ROWS, false, |pair| {
            all.push(pair.clone());
            Ok(())
        })? {}
        Ok(all)
    }

    fn list<T>(&self, range: &Range, decode: impl Fn(&Pair) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let found = self.up_to(range.clone(), LISTED_ROWS + 1, false, decode)?;
        within("a list of rows", found.len(), LISTED_ROWS)?;
        Ok(found)
    }

    fn end<T>(
        &self,
        range: &Range,
        reverse: bool,
        decode: impl Fn(&Pair) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let found = self.noted(self.rows.scan(&range.from, &range.to, 1, reverse))?;
        found.first().map(decode).transpose()
    }

    fn up_to<T>(
        &self,
        mut range: Range,
        limit: usize,
        reverse: bool,
        decode: impl Fn(&Pair) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        loop {
            let wanted = (limit - found.len()).min(PAGE_ROWS);
            let more = self.fetch(&mut range, wanted, reverse, |pair| {
                found.push(decode(pair)?);
                Ok(())
            })?;
            if !more || found.len() >= limit {
                return Ok(found);
            }
        }
    }

    /// One scan; moves the range past what it found and tells whether there may be more.
    fn fetch(
        &self,
        range: &mut Range,
        wanted: usize,
        reverse: bool,
        mut each: impl FnMut(&Pair) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        if wanted == 0 {
            return Ok(false);
        }
        let pairs = self.noted(self.rows.scan(&range.from, &range.to, wanted, reverse))?;
        pairs.iter().try_for_each(&mut each)?;
        match pairs.last() {
            Some((key, _)) if reverse => range.to = key.to_vec(),
            Some((key, _)) => range.from = successor(key),
            None => return Ok(false),
        }
        Ok(pairs.len() == wanted)
    }

    /// Encodes into a buffer that the transaction keeps, so that a lookup allocates nothing.
    fn with_key<K: Key, V, T>(
        &self,
        table: &Table<K, V>,
        key: &(impl Lookup<K> + ?Sized),
        work: impl FnOnce(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
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

fn within(what: &'static str, size: usize, limit: usize) -> Result<(), Error> {
    if size > limit { Err(Error::TooLarge { what, size, limit }) } else { Ok(()) }
}
