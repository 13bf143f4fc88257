//! A world to write, and to compare after something went wrong.

use std::path::Path;

use squall_store::{Error, OpenError, RawRow, Schema, Store, Table};

pub(crate) const NAMES: Table<String, u64> = Table::new(2, "names");
pub(crate) const TEXTS: Table<u32, String> = Table::new(3, "texts");

pub(crate) fn schema() -> Schema {
    Schema::new().with(&NAMES).with(&TEXTS)
}

pub(crate) fn open(dir: &Path) -> Result<Store, OpenError> {
    Store::open(dir, schema(), |_| {})
}

pub(crate) fn put(store: &Store, name: &str, value: u64) -> Result<(), Error> {
    store.write(|tx| tx.put(&NAMES, name, &value))
}

pub(crate) fn get(store: &Store, name: &str) -> Option<u64> {
    store.read(|tx| tx.get(&NAMES, name)).unwrap()
}

pub(crate) type World = (Vec<RawRow>, Vec<(String, Vec<RawRow>)>);

/// All rows and those of every snapshot; the store is left as it was, on a snapshot's copy.
pub(crate) fn world(store: &Store) -> World {
    let rows = store.dump().unwrap();
    let names = store.snapshots().unwrap();
    if names.is_empty() {
        return (rows, Vec::new());
    }
    store.snapshot("now").unwrap();
    let mut kept = Vec::new();
    for name in names {
        assert!(store.restore(&name).unwrap());
        kept.push((name, store.dump().unwrap()));
    }
    assert!(store.restore("now").unwrap());
    assert!(store.forget("now").unwrap());
    assert_eq!(store.dump().unwrap(), rows);
    (rows, kept)
}

/// A world with layers, tombstones and something unreachable.
pub(crate) fn furnish(store: &Store) {
    for turn in 0..4u64 {
        for name in ["a", "b", "c", "d"] {
            put(store, name, turn).unwrap();
        }
        store.write(|tx| tx.delete(&NAMES, ["a", "b", "c", "d"][turn as usize])).unwrap();
        store.write(|tx| tx.put(&TEXTS, &7, &"long ".repeat(200 * turn as usize))).unwrap();
        store.snapshot(&format!("s{turn}")).unwrap();
    }
    assert!(store.restore("s1").unwrap());
    put(store, "e", 9).unwrap();
    assert!(store.forget("s3").unwrap());
    store.snapshot("s0").unwrap();
    store.write(|tx| tx.delete(&NAMES, "e")).unwrap();
}
