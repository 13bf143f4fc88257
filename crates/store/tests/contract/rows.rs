//! Rows, transactions and their failures.

use std::sync::Barrier;
use std::sync::mpsc::channel;
use std::thread;

use squall_store::{Error, Patience, SNAPSHOT_NAME_BYTES, Store, Table};

use crate::{NAMES, ONE, get, put};

type Done = Result<(), Error>;

pub(crate) fn rows_are_put_got_and_deleted(store: &Store) {
    assert_eq!(get(store, "a"), None);
    put(store, "a", 1);
    put(store, "a", 2);
    assert_eq!(get(store, "a"), Some(2));
    let deleted = |name: &str| store.write(|tx| tx.delete(&NAMES, name)).unwrap();
    assert!(deleted("a"));
    assert!(!deleted("a"));
    assert_eq!(get(store, "a"), None);
    store.write(|tx| tx.put(&ONE, &(), &vec![1, 2, 3])).unwrap();
    assert_eq!(store.read(|tx| tx.get(&ONE, &())).unwrap(), Some(vec![1, 2, 3]));
    assert!(store.read(|tx| tx.exists(&ONE, &())).unwrap());
    assert!(!store.read(|tx| tx.exists(&NAMES, "a")).unwrap());
    assert_eq!(store.dump().unwrap(), vec![(vec![254], vec![3, 1, 2, 3])]);
}

#[derive(Debug, PartialEq)]
enum Refusal {
    Mine,
    Store(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Store(error)
    }
}

pub(crate) fn an_error_drops_everything(store: &Store) {
    put(store, "a", 1);
    put(store, "b", 1);
    let before = store.dump().unwrap();
    let answer: Result<(), Refusal> = store.write(|tx| {
        tx.put(&NAMES, "a", &2)?;
        tx.put(&NAMES, "c", &2)?;
        assert!(tx.delete(&NAMES, "b")?);
        Err(Refusal::Mine)
    });
    assert_eq!(answer, Err(Refusal::Mine));
    assert_eq!(store.dump().unwrap(), before);
}

pub(crate) fn readers_keep_their_state(store: &Store) {
    put(store, "a", 1);
    thread::scope(|scope| {
        let (reading, began) = channel();
        let (written, go_on) = channel();
        scope.spawn(move || {
            let seen = store.read(|tx| {
                let first = tx.get(&NAMES, "a")?;
                reading.send(()).unwrap();
                go_on.recv().unwrap();
                Ok::<_, Error>((first, tx.get(&NAMES, "a")?, tx.prefix(&NAMES, &())?.len()))
            });
            assert_eq!(seen.unwrap(), (Some(1), Some(1), 1));
        });
        began.recv().unwrap();
        store
            .write(|tx| {
                tx.put(&NAMES, "a", &2)?;
                tx.put(&NAMES, "b", &2)?;
                let outside = thread::scope(|inner| inner.spawn(|| get(store, "a")).join().unwrap());
                assert_eq!(outside, Some(1), "an open write is seen by nobody");
                Ok::<_, Error>(())
            })
            .unwrap();
        assert_eq!(get(store, "a"), Some(2));
        written.send(()).unwrap();
    });
}

pub(crate) fn a_write_sees_its_own_changes(store: &Store) {
    put(store, "a", 1);
    let seen: Result<_, Error> = store.write(|tx| {
        tx.put(&NAMES, "b", &2)?;
        tx.delete(&NAMES, "a")?;
        Ok((tx.get(&NAMES, "a")?, tx.get(&NAMES, "b")?, tx.prefix_keys(&NAMES, &())?))
    });
    assert_eq!(seen.unwrap(), (None, Some(2), vec!["b".to_string()]));
}

pub(crate) fn a_reader_may_not_write(store: &Store) {
    assert_eq!(store.read(|tx| tx.put(&NAMES, "a", &1)), Err(Error::ReadOnly));
    assert_eq!(store.read(|tx| tx.delete(&NAMES, "a")), Err(Error::ReadOnly));
    assert!(store.dump().unwrap().is_empty());
}

pub(crate) fn concurrent_counters_lose_nothing(store: &Store) {
    let start = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..200 {
                    let counted: Done = store.write(|tx| {
                        let count = tx.get(&NAMES, "count")?.unwrap_or(0);
                        tx.put(&NAMES, "count", &(count + 1))
                    });
                    counted.unwrap();
                }
            });
        }
    });
    assert_eq!(get(store, "count"), Some(1600));
}

pub(crate) fn failing_writes_leave_no_trace(store: &Store) {
    put(store, "a", 1);
    let before = store.dump().unwrap();
    store.fail_writes(2);
    let idle: Done = store.write(|tx| tx.get(&NAMES, "a").map(drop));
    assert_eq!(idle, Ok(()), "a write that changes nothing does not use up a failure");
    for _ in 0..2 {
        let answer = store.write(|tx| tx.put(&NAMES, "a", &2));
        assert!(matches!(answer, Err(Error::Failed(_))), "{answer:?}");
        assert_eq!(store.dump().unwrap(), before);
    }
    put(store, "a", 3);
    store.fail_writes(5);
    store.fail_writes(0);
    put(store, "a", 4);
    assert_eq!(get(store, "a"), Some(4));
}

pub(crate) fn limits_are_told(store: &Store) {
    let long = "x".repeat(squall_store::KEY_BYTES);
    let answer = store.write(|tx| tx.put(&NAMES, &long, &1));
    assert!(matches!(answer, Err(Error::TooLarge { what: "a key", .. })), "{answer:?}");
    assert_eq!(get(store, &long), None);
    let big = vec![0u8; squall_store::ROW_BYTES];
    let answer = store.write(|tx| tx.put(&ONE, &(), &big));
    assert!(matches!(answer, Err(Error::TooLarge { what: "a row", .. })), "{answer:?}");
    let name = "n".repeat(SNAPSHOT_NAME_BYTES + 1);
    assert!(matches!(store.snapshot(&name), Err(Error::TooLarge { .. })));
    assert!(store.dump().unwrap().is_empty());
}

pub(crate) fn foreign_rows_are_corrupt_not_wrong(store: &Store) {
    const OTHER: Table<String, (u64, String)> = Table::new(2, "other");
    put(store, "a", 300);
    let answer = store.read(|tx| tx.get(&OTHER, "a"));
    assert!(matches!(answer, Err(Error::Corrupt { table: "other", .. })), "{answer:?}");
    const SHORT: Table<u8, u64> = Table::new(2, "short");
    let answer = store.read(|tx| tx.prefix(&SHORT, &()));
    assert!(matches!(answer, Err(Error::Corrupt { table: "short", .. })), "{answer:?}");
}

pub(crate) fn a_write_inside_a_write_is_refused(store: &Store) {
    let outer: Done = store.write(|tx| {
        let inner = store.write(|tx| tx.put(&NAMES, "a", &1));
        assert!(matches!(inner, Err(Error::Failed(_))), "{inner:?}");
        assert!(matches!(store.snapshot("s"), Err(Error::Failed(_))));
        tx.put(&NAMES, "b", &1)
    });
    assert_eq!(outer, Ok(()));
    assert_eq!((get(store, "a"), get(store, "b")), (None, Some(1)));
}

pub(crate) fn a_part_that_fails_is_taken_back_alone(store: &Store) {
    put(store, "old", 1);
    let seen = store.write(|tx| {
        tx.put(&NAMES, "before", &1)?;
        let failed = tx.attempt(|| {
            tx.put(&NAMES, "before", &2)?;
            tx.put(&NAMES, "lost", &2)?;
            tx.delete(&NAMES, "old")?;
            tx.attempt(|| tx.put(&NAMES, "inner", &2))?;
            Err::<(), _>(Error::ReadOnly)
        });
        assert_eq!(failed, Err(Error::ReadOnly));
        tx.attempt(|| tx.put(&NAMES, "after", &3))?;
        tx.prefix(&NAMES, &())
    });
    let expected = [("after", 3), ("before", 1), ("old", 1)].map(|(name, n)| (name.to_string(), n));
    assert_eq!(seen, Ok(expected.to_vec()));
    assert_eq!(store.read(|tx| tx.prefix(&NAMES, &())), seen);
}

pub(crate) fn work_ends_where_patience_does(store: &Store) {
    let patience = Patience { work: 10, ..Patience::SHORT };
    for n in 0..20 {
        put(store, &format!("n{n}"), n);
    }
    assert_eq!(store.read_within(patience, |tx| tx.prefix_keys(&NAMES, &())), Err(Error::Lengthy));
    let swallowed = store.read_within(patience, |tx| {
        let _ = tx.prefix_keys(&NAMES, &());
        Ok::<_, Error>(tx.is_lengthy())
    });
    assert_eq!(swallowed, Ok(true));
    let before = store.dump().unwrap();
    let (written, _) = store.write_within(patience, |tx| {
        tx.put(&NAMES, "lost", &1)?;
        let _ = tx.spend(patience.work);
        Ok(())
    });
    assert_eq!((written, store.dump().unwrap()), (Err(Error::Lengthy), before));
    let (written, commit) = store.write_within(patience, |tx| {
        (0..patience.work).try_for_each(|n| tx.put(&NAMES, "kept", &n))?;
        Ok::<_, Error>(tx.work())
    });
    assert_eq!((written, commit.wait(), get(store, "kept")), (Ok(10), Ok(()), Some(9)));
}
