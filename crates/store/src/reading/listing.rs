//! Rows of a transaction by the beginnings of their keys.

use crate::reading::range::{Range, decode_key, decode_pair, successor};
use crate::tx::{UNIT_BYTES, within};
use crate::{Error, Key, Pair, Prefix, Row, Table, Tx};

/// The most rows that [`Tx::prefix`] and [`Tx::prefix_keys`] list; beyond that lies [`Tx::page`].
pub const LISTED_ROWS: usize = 1_000_000;
/// Rows that one scan of the backend fetches at most.
pub const PAGE_ROWS: usize = 1000;

impl Tx<'_> {
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

    /// The last key under `prefix`; its row is not decoded.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn last_key<K: Key, V: Row, P: Prefix<K> + ?Sized>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Option<K>, Error> {
        self.end(&Range::of(table, prefix), true, |(key, _)| decode_key(table, key))
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
        self.spend(1)?;
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
        self.spend(pairs.iter().map(|(_, row)| 1 + (row.len() / UNIT_BYTES) as u64).sum())?;
        pairs.iter().try_for_each(&mut each)?;
        match pairs.last() {
            Some((key, _)) if reverse => range.to = key.to_vec(),
            Some((key, _)) => range.from = successor(key),
            None => return Ok(false),
        }
        Ok(pairs.len() == wanted)
    }
}
