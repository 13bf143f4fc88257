//! The persistent map that both built-in backends read from.

use std::ops::Bound;
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use crate::StoredKey;
use crate::change::Changes;

/// The rows of one table.
type Table = OrdMap<StoredKey, Arc<[u8]>>;

/// All rows of a world. A clone costs one reference count.
///
/// Each table is a tree of its own, found by the first byte of its keys: what every request reads lies in small tables,
/// and its way must not become longer because others grow.
#[derive(Clone, Default, PartialEq, Debug)]
pub(crate) struct Map {
    /// None of them is empty.
    tables: OrdMap<u8, Table>,
}

/// A key of no table; `u8::MAX` is the id of none.
fn table_of(key: &[u8]) -> u8 {
    key.first().copied().unwrap_or(u8::MAX)
}

impl Map {
    pub(crate) fn new() -> Map {
        Map::default()
    }

    /// Whether both are one root, of which nothing has changed since.
    pub(crate) fn ptr_eq(&self, other: &Map) -> bool {
        self.tables.ptr_eq(&other.tables)
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&Arc<[u8]>> {
        self.tables.get(&table_of(key))?.get(key)
    }

    /// The row that was there.
    pub(crate) fn insert(&mut self, key: StoredKey, row: Arc<[u8]>) -> Option<Arc<[u8]>> {
        self.tables.entry(table_of(&key)).or_default().insert(key, row)
    }

    /// The row that was there.
    pub(crate) fn remove(&mut self, key: &[u8]) -> Option<Arc<[u8]>> {
        let id = table_of(key);
        let table = self.tables.get_mut(&id)?;
        let row = table.remove(key);
        if table.is_empty() {
            self.tables.remove(&id);
        }
        row
    }

    /// Rows in order of their keys, from either end.
    pub(crate) fn range(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
    ) -> impl DoubleEndedIterator<Item = (&StoredKey, &Arc<[u8]>)> {
        let first = match from {
            Bound::Included(key) | Bound::Excluded(key) => key.first().copied().unwrap_or(0),
            Bound::Unbounded => 0,
        };
        let last = match to {
            Bound::Included(key) | Bound::Excluded(key) => key.first().copied().unwrap_or(0),
            Bound::Unbounded => u8::MAX,
        };
        let tables = (first <= last).then(|| self.tables.range(first..=last));
        tables.into_iter().flatten().flat_map(move |(_, table)| table.range::<_, [u8]>((from, to)))
    }

    /// What must be done to this to make it `other`.
    pub(crate) fn changes_to(&self, other: &Map) -> Changes {
        let none = Table::new();
        let mut changes = Changes::new();
        for item in self.tables.diff(&other.tables) {
            let (from, to) = match item {
                DiffItem::Add(_, to) => (&none, to),
                DiffItem::Update { old: (_, from), new: (_, to) } => (from, to),
                DiffItem::Remove(_, from) => (from, &none),
            };
            changes.extend(from.diff(to).map(|item| match item {
                DiffItem::Add(key, row) | DiffItem::Update { new: (key, row), .. } => {
                    (key.clone(), Some(row.clone()))
                }
                DiffItem::Remove(key, _) => (key.clone(), None),
            }));
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn tables_together_are_one_ordered_map() {
        let (mut map, mut plain) = (Map::new(), BTreeMap::new());
        for n in 0..4_000_u32 {
            let key = [(n * 7 % 5) as u8 * 50, (n * 31 % 97) as u8, (n % 3) as u8];
            if n % 4 == 3 {
                assert_eq!(map.remove(&key), plain.remove(&key[..]), "{n}");
            } else {
                let row: Arc<[u8]> = Arc::from(n.to_be_bytes());
                assert_eq!(
                    map.insert(StoredKey::from(&key[..]), row.clone()),
                    plain.insert(key.to_vec(), row)
                );
            }
            assert_eq!(map.get(&key), plain.get(&key[..]));
        }
        let bounds: [&[u8]; 6] = [&[], &[0], &[50, 7], &[50, 7, 1], &[200, 96], &[255]];
        for from in bounds {
            for to in bounds.into_iter().filter(|to| from < *to) {
                for (from, to) in [
                    (Bound::Included(from), Bound::Excluded(to)),
                    (Bound::Excluded(from), Bound::Unbounded),
                    (Bound::Unbounded, Bound::Included(to)),
                ] {
                    let expected: Vec<&[u8]> =
                        plain.range::<[u8], _>((from, to)).map(|(key, _)| &key[..]).collect();
                    let found: Vec<&[u8]> = map.range(from, to).map(|(key, _)| &**key).collect();
                    assert_eq!(found, expected, "{from:?} {to:?}");
                    let back: Vec<&[u8]> = map.range(from, to).rev().map(|(key, _)| &**key).collect();
                    assert!(back.iter().eq(expected.iter().rev()), "{from:?} {to:?} from the back");
                }
            }
        }
    }

    #[test]
    fn changes_lead_from_one_to_the_other() {
        let map = |keys: &[(u8, u8, u8)]| {
            let mut map = Map::new();
            for (table, key, row) in keys {
                map.insert(StoredKey::from(&[*table, *key][..]), Arc::from([*row]));
            }
            map
        };
        let (one, other) =
            (map(&[(1, 1, 1), (1, 2, 1), (2, 1, 1)]), map(&[(1, 1, 1), (1, 2, 2), (1, 3, 1), (3, 1, 1)]));
        for (from, to) in [(&one, &other), (&other, &one), (&one, &Map::new()), (&one, &one)] {
            let (changes, mut made) = (from.changes_to(to), from.clone());
            for (key, row) in &changes {
                match row {
                    Some(row) => drop(made.insert(key.clone(), row.clone())),
                    None => drop(made.remove(key)),
                }
            }
            assert!(made == *to && (changes.is_empty() == (from == to)));
        }
        assert!(one.ptr_eq(&one.clone()) && !one.ptr_eq(&other));
    }
}
