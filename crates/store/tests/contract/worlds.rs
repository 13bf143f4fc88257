//! Snapshots and everything that replaces a whole world.

use std::collections::BTreeMap;

use squall_store::{Error, Store};

use crate::disk::Dice;
use crate::{NAMES, get, put};

pub(crate) fn snapshots_come_back(store: &Store) {
    let mut worlds = Vec::new();
    for (turn, name) in ["A", "B", "C"].into_iter().enumerate() {
        let turn = turn as u64;
        store
            .write(|tx| {
                tx.put(&NAMES, "changes", &turn)?;
                tx.put(&NAMES, name, &turn)?;
                tx.delete(&NAMES, "gone")?;
                if turn == 0 { tx.put(&NAMES, "gone", &0) } else { Ok(()) }
            })
            .unwrap();
        store.snapshot(name).unwrap();
        worlds.push((name, store.dump().unwrap()));
    }
    assert_eq!(store.snapshots().unwrap(), ["A", "B", "C"]);
    for at in [0, 2, 1, 1, 0, 2, 2, 0] {
        put(store, "scribble", 9);
        store.write(|tx| tx.delete(&NAMES, "changes")).unwrap();
        assert!(store.restore(worlds[at].0).unwrap());
        assert_eq!(store.dump().unwrap(), worlds[at].1);
    }
    put(store, "A", 77);
    store.snapshot("A").unwrap();
    put(store, "A", 78);
    assert!(store.restore("A").unwrap());
    assert_eq!(get(store, "A"), Some(77), "the name stands for the later snapshot");
    let before = store.dump().unwrap();
    assert!(!store.restore("D").unwrap());
    assert!(store.forget("B").unwrap());
    assert!(!store.forget("B").unwrap());
    assert!(!store.restore("B").unwrap());
    assert_eq!(store.snapshots().unwrap(), ["A", "C"]);
    assert_eq!(store.dump().unwrap(), before);
}

pub(crate) fn a_snapshot_is_kept_with_what_was_changed_for_it_or_not_at_all(store: &Store) {
    put(store, "a", 1);
    let refused = store.snapshot_with("s", |tx| {
        tx.put(&NAMES, "a", &2)?;
        Err::<(), _>(Error::ReadOnly)
    });
    assert_eq!((refused, get(store, "a")), (Err(Error::ReadOnly), Some(1)));
    store.fail_writes(1);
    assert!(store.snapshot_with("s", |tx| tx.put(&NAMES, "a", &2)).is_err());
    assert_eq!((store.snapshots().unwrap(), get(store, "a")), (vec![], Some(1)));
    assert_eq!(store.snapshot_with("s", |tx| tx.put(&NAMES, "a", &2)), Ok(()));
    put(store, "a", 3);
    assert!(store.restore("s").unwrap());
    assert_eq!(get(store, "a"), Some(2));
}

pub(crate) fn clear_keeps_snapshots(store: &Store) {
    put(store, "a", 1);
    store.snapshot("s").unwrap();
    store.clear().unwrap();
    assert!(store.dump().unwrap().is_empty());
    assert_eq!(store.snapshots().unwrap(), ["s"]);
    put(store, "b", 2);
    assert!(store.restore("s").unwrap());
    assert_eq!((get(store, "a"), get(store, "b")), (Some(1), None));
}

pub(crate) fn another_world_comes_with_its_changes_or_not_at_all(store: &Store) {
    for name in ["a", "b"] {
        put(store, name, 1);
    }
    store.snapshot("s").unwrap();
    put(store, "c", 2);
    let before = store.dump().unwrap();
    let refused = store.replace(Some("s"), |tx| {
        tx.put(&NAMES, "d", &3)?;
        Err::<(), _>(Error::ReadOnly)
    });
    assert_eq!((refused, store.dump().unwrap()), (Err(Error::ReadOnly), before.clone()));
    store.fail_writes(1);
    assert!(store.restore("s").is_err(), "a replacement is a write, whatever it changes");
    let nowhere = store.replace(Some("t"), |tx| tx.put(&NAMES, "d", &3));
    assert_eq!((nowhere, store.dump().unwrap()), (Ok(None), before));
    let seen = store.replace(Some("s"), |tx| {
        tx.put(&NAMES, "a", &4)?;
        tx.delete(&NAMES, "b")?;
        tx.prefix(&NAMES, &())
    });
    assert_eq!(seen, Ok(Some(vec![("a".to_string(), 4)])));
    assert_eq!((get(store, "a"), get(store, "b"), get(store, "c")), (Some(4), None, None));
    assert_eq!(store.replace(None, |tx| tx.put(&NAMES, "e", &5)), Ok(Some(())));
    assert_eq!(store.dump().unwrap().len(), 1);
    assert!(store.restore("s").unwrap());
    assert_eq!((get(store, "a"), get(store, "b"), get(store, "e")), (Some(1), Some(1), None));
}

pub(crate) fn random_work_matches_a_plain_map(store: &Store) {
    let mut dice = Dice(7);
    let mut world = BTreeMap::new();
    let mut kept: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for step in 0..400 {
        let name = format!("s{}", dice.roll(4));
        match dice.roll(20) {
            0 => {
                store.snapshot(&name).unwrap();
                kept.insert(name, world.clone());
            }
            1 => {
                assert_eq!(store.restore(&name).unwrap(), kept.contains_key(&name));
                world = kept.get(&name).cloned().unwrap_or(world);
            }
            2 => assert_eq!(store.forget(&name).unwrap(), kept.remove(&name).is_some()),
            3 if dice.roll(5) == 0 => {
                store.clear().unwrap();
                world.clear();
            }
            _ => {
                let key = format!("{}", dice.roll(60));
                if dice.roll(3) == 0 {
                    let deleted = store.write(|tx| tx.delete(&NAMES, &key)).unwrap();
                    assert_eq!(deleted, world.remove(&key).is_some());
                } else {
                    put(store, &key, step);
                    world.insert(key, step);
                }
            }
        }
        let listed = store.read(|tx| tx.prefix(&NAMES, &())).unwrap();
        assert_eq!(listed, world.clone().into_iter().collect::<Vec<_>>(), "step {step}");
    }
}
