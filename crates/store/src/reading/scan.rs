//! Reading from a root of the map.

use std::ops::Bound;
use std::sync::Arc;

use crate::map::Map;
use crate::{Commit, Error, Pair, Rows, StoredKey};

/// At most `limit` rows with `from <= key < to`, the first or in reverse the last ones.
pub(crate) fn scan(map: &Map, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Vec<Pair> {
    if from >= to {
        return Vec::new();
    }
    let range = map.range(Bound::Included(from), Bound::Excluded(to));
    let owned = |(key, row): (&StoredKey, &Arc<[u8]>)| (key.clone(), row.clone());
    if reverse {
        range.rev().take(limit).map(owned).collect()
    } else {
        range.take(limit).map(owned).collect()
    }
}

/// A read transaction on a root of its own: no lock, no copy.
pub(crate) struct Frozen(pub(crate) Map);

impl Rows for Frozen {
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error> {
        Ok(self.0.get(key).cloned())
    }

    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error> {
        Ok(scan(&self.0, from, to, limit, reverse))
    }

    fn put(&self, _key: &[u8], _row: &[u8]) -> Result<(), Error> {
        Err(Error::ReadOnly)
    }

    fn delete(&self, _key: &[u8]) -> Result<bool, Error> {
        Err(Error::ReadOnly)
    }

    fn commit(self: Box<Self>) -> Result<Commit, Error> {
        Ok(Commit::DONE)
    }

    fn commit_as(self: Box<Self>, _name: &str) -> Result<(), Error> {
        Err(Error::ReadOnly)
    }

    fn savepoint(&self) {}

    fn roll_back(&self) {}

    fn release(&self) {}
}
