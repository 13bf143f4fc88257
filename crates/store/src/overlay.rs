//! What a transaction has changed, laid over the rows it began with.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Bound;
use std::sync::Arc;

use crate::map::Map;
use crate::scan;
use crate::{Pair, StoredKey};

/// Rows put, or with `None` removed.
pub(crate) type Changes = BTreeMap<StoredKey, Option<Arc<[u8]>>>;

/// Rows with changes over them. They are applied at the end, to a map that by then often nobody else holds, so
/// that no node of it is copied.
pub(crate) struct Overlay {
    below: Map,
    changes: RefCell<Changes>,
}

impl Overlay {
    pub(crate) fn new(below: Map) -> Self {
        Overlay { below, changes: RefCell::default() }
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<Arc<[u8]>> {
        match self.changes.borrow().get(key) {
            Some(change) => change.clone(),
            None => self.below.get(key).cloned(),
        }
    }

    pub(crate) fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Vec<Pair> {
        if from >= to {
            return Vec::new();
        }
        let changes = self.changes.borrow();
        let changed = changes.range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)));
        let mut changed: Vec<_> = changed.map(|(key, row)| (key.clone(), row.clone())).collect();
        if changed.is_empty() {
            return scan::scan(&self.below, from, to, limit, reverse);
        }
        // Each row removed may hide one from below.
        let below = scan::scan(&self.below, from, to, limit.saturating_add(changed.len()), reverse);
        if reverse {
            changed.reverse();
        }
        merged(below, changed, limit, reverse)
    }

    pub(crate) fn put(&self, key: &[u8], row: &[u8]) {
        self.changes.borrow_mut().insert(key.into(), Some(row.into()));
    }

    /// Whether there was such a row.
    pub(crate) fn delete(&self, key: &[u8]) -> bool {
        let was_there = self.get(key).is_some();
        if was_there {
            self.changes.borrow_mut().insert(key.into(), None);
        }
        was_there
    }

    /// Whether nothing was put or removed.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.borrow().is_empty()
    }

    /// Makes `root` what the transaction sees, and answers the changes. What is left of `root`, if it was
    /// another world, is handed back, to be dropped where nobody waits.
    pub(crate) fn apply(self, root: &mut Map) -> (Changes, Option<Map>) {
        let old = mem::replace(root, self.below);
        let other = (!old.ptr_eq(root)).then_some(old);
        let changes = self.changes.into_inner();
        for (key, row) in &changes {
            match row {
                Some(row) => root.insert(key.clone(), row.clone()),
                None => root.remove(key),
            };
        }
        (changes, other)
    }
}

/// The first rows of two lists in the same order; where both have a key, the change counts.
fn merged(
    below: Vec<Pair>,
    changed: Vec<(StoredKey, Option<Arc<[u8]>>)>,
    limit: usize,
    reverse: bool,
) -> Vec<Pair> {
    let comes_first = |one: &StoredKey, other: &StoredKey| if reverse { one > other } else { one < other };
    let mut found = Vec::with_capacity(limit.min(below.len() + changed.len()));
    let mut below = below.into_iter().peekable();
    for (key, row) in changed {
        while let Some(pair) = below.next_if(|(other, _)| comes_first(other, &key)) {
            found.push(pair);
        }
        below.next_if(|(other, _)| *other == key);
        found.extend(row.map(|row| (key, row)));
    }
    found.extend(below);
    found.truncate(limit);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> [u8; 1] {
        [n]
    }

    #[test]
    fn scans_see_what_was_changed_whichever_way_they_go() {
        let mut below = Map::new();
        (0..20).for_each(|n| drop(below.insert((&key(n * 2)[..]).into(), Arc::new([n]))));
        let (overlay, mut plain) = (Overlay::new(below.clone()), below.clone());
        for n in [3, 4, 9, 38, 39] {
            overlay.put(&key(n), b"new");
            plain.insert((&key(n)[..]).into(), Arc::from(*b"new"));
        }
        for n in [0, 2, 9, 20, 36] {
            assert_eq!(overlay.delete(&key(n)), plain.remove(&key(n)[..]).is_some());
        }
        assert!(!overlay.delete(&key(2)));
        for (from, to) in [(0, 40), (2, 10), (5, 5), (9, 3), (36, 41)] {
            for limit in [0, 1, 2, 5, 100] {
                for reverse in [false, true] {
                    let (from, to) = (key(from), key(to));
                    let expected = scan::scan(&plain, &from, &to, limit, reverse);
                    assert_eq!(
                        overlay.scan(&from, &to, limit, reverse),
                        expected,
                        "{from:?} {to:?} {limit} {reverse}"
                    );
                }
            }
        }
        assert_eq!((overlay.get(&key(4)), overlay.get(&key(20))), (Some(Arc::from(*b"new")), None));
        let mut root = below;
        let (changes, other) = overlay.apply(&mut root);
        assert!(other.is_none() && changes.len() == 9);
        assert_eq!(root, plain);
    }
}
