//! What a transaction has changed, laid over the rows it began with.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::mem;
use std::ops::Bound;
use std::sync::Arc;

use crate::change::{Change, Changes};
use crate::map::Map;
use crate::{Pair, StoredKey};

/// Rows with changes over them. They are applied at the end, to a map that by then often nobody else holds, so
/// that no node of it is copied.
pub(crate) struct Overlay {
    below: Map,
    changes: RefCell<Changes>,
    savepoints: RefCell<Savepoints>,
}

/// What is noted while a part of the work may still be taken back.
#[derive(Default)]
struct Savepoints {
    /// How much was noted when each of them began, the innermost last.
    begun: Vec<usize>,
    /// What each key had as its change before, in the order in which they were changed.
    before: Vec<(StoredKey, Option<Change>)>,
}

impl Overlay {
    pub(crate) fn new(below: Map) -> Self {
        Overlay { below, changes: RefCell::default(), savepoints: RefCell::default() }
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
        let bounds = (Bound::Included(from), Bound::Excluded(to));
        let (changes, below) = (self.changes.borrow(), self.below.range(bounds.0, bounds.1));
        let changed = changes.range::<[u8], _>(bounds);
        if reverse {
            merged(below.rev(), changed.rev(), limit, Ordering::reverse)
        } else {
            merged(below, changed, limit, |order| order)
        }
    }

    pub(crate) fn put(&self, key: &[u8], row: &[u8]) {
        self.change(key.into(), Some(row.into()));
    }

    /// Whether there was such a row.
    pub(crate) fn delete(&self, key: &[u8]) -> bool {
        let was_there = self.get(key).is_some();
        if was_there {
            self.change(key.into(), None);
        }
        was_there
    }

    fn change(&self, key: StoredKey, change: Change) {
        let mut savepoints = self.savepoints.borrow_mut();
        if savepoints.begun.is_empty() {
            self.changes.borrow_mut().insert(key, change);
        } else {
            let before = self.changes.borrow_mut().insert(key.clone(), change);
            savepoints.before.push((key, before));
        }
    }

    pub(crate) fn savepoint(&self) {
        let mut savepoints = self.savepoints.borrow_mut();
        let noted = savepoints.before.len();
        savepoints.begun.push(noted);
    }

    pub(crate) fn roll_back(&self) {
        let mut savepoints = self.savepoints.borrow_mut();
        let noted = savepoints.begun.pop().unwrap_or_default();
        let mut changes = self.changes.borrow_mut();
        for (key, before) in savepoints.before.drain(noted..).rev() {
            match before {
                Some(change) => changes.insert(key, change),
                None => changes.remove(&key),
            };
        }
    }

    pub(crate) fn release(&self) {
        let mut savepoints = self.savepoints.borrow_mut();
        savepoints.begun.pop();
        if savepoints.begun.is_empty() {
            savepoints.before.clear();
        }
    }

    /// How many rows were put or removed.
    pub(crate) fn len(&self) -> usize {
        self.changes.borrow().len()
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

/// The first rows of two lists in the same order; where both have a key, the change counts. No more of either is
/// looked at than it takes.
fn merged<'a>(
    below: impl Iterator<Item = (&'a StoredKey, &'a Arc<[u8]>)>,
    changed: impl Iterator<Item = (&'a StoredKey, &'a Change)>,
    limit: usize,
    turned: fn(Ordering) -> Ordering,
) -> Vec<Pair> {
    let mut found = Vec::new();
    let (mut below, mut changed) = (below.peekable(), changed.peekable());
    while found.len() < limit {
        let order = match (below.peek(), changed.peek()) {
            (Some((one, _)), Some((other, _))) => turned((*one).cmp(other)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        let row = match order {
            Ordering::Less => below.next().map(|(key, row)| (key, Some(row))),
            Ordering::Equal => {
                below.next();
                changed.next().map(|(key, row)| (key, row.as_ref()))
            }
            Ordering::Greater => changed.next().map(|(key, row)| (key, row.as_ref())),
        };
        if let Some((key, Some(row))) = row {
            found.push((key.clone(), row.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::scan;

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

    #[test]
    fn what_came_after_a_savepoint_can_be_taken_back() {
        let mut below = Map::new();
        below.insert((&key(1)[..]).into(), Arc::from(*b"old"));
        let overlay = Overlay::new(below);
        overlay.put(&key(2), b"kept");
        overlay.savepoint();
        overlay.put(&key(2), b"lost");
        overlay.savepoint();
        overlay.put(&key(3), b"inner");
        overlay.delete(&key(1));
        overlay.release();
        assert_eq!((overlay.get(&key(1)), overlay.len()), (None, 3));
        overlay.roll_back();
        assert_eq!(overlay.get(&key(1)), Some(Arc::from(*b"old")));
        assert_eq!((overlay.get(&key(2)), overlay.len()), (Some(Arc::from(*b"kept")), 1));
        overlay.savepoint();
        overlay.put(&key(4), b"four");
        overlay.release();
        assert!(overlay.savepoints.borrow().before.is_empty());
        assert_eq!(overlay.get(&key(4)), Some(Arc::from(*b"four")));
    }
}
