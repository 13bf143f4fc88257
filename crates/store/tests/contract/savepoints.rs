//! Parts of a transaction that are taken back alone.

use std::collections::BTreeMap;

use squall_store::{Error, Store, Tx};

use crate::{NAMES, get, put};

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

fn seen(tx: &Tx<'_>) -> BTreeMap<String, u64> {
    tx.prefix(&NAMES, &()).unwrap().into_iter().collect()
}

pub(crate) fn a_failed_attempt_leaves_the_rest(store: &Store) {
    put(store, "kept", 1);
    put(store, "gone", 1);
    let done: Result<(), Refusal> = store.write(|tx| {
        tx.put(&NAMES, "before", &1)?;
        let failed = tx.attempt(|| {
            tx.put(&NAMES, "kept", &2)?;
            tx.put(&NAMES, "kept", &3)?;
            tx.put(&NAMES, "new", &1)?;
            assert!(tx.delete(&NAMES, "gone")?);
            assert!(tx.delete(&NAMES, "before")?);
            Err::<(), _>(Refusal::Mine)
        });
        assert_eq!(failed, Err(Refusal::Mine));
        tx.attempt(|| Ok::<_, Refusal>(tx.put(&NAMES, "after", &1)?))
    });
    assert_eq!(done, Ok(()));
    let names = ["kept", "gone", "before", "after", "new"].map(|name| get(store, name));
    assert_eq!(names, [Some(1), Some(1), Some(1), Some(1), None]);
}

pub(crate) fn attempts_lie_within_attempts(store: &Store) {
    let done: Result<(), Refusal> = store.write(|tx| {
        let outer = tx.attempt(|| {
            tx.put(&NAMES, "a", &1)?;
            tx.attempt(|| Ok::<_, Refusal>(tx.put(&NAMES, "b", &1)?))?;
            let inner = tx.attempt(|| {
                tx.put(&NAMES, "a", &2)?;
                Err::<(), _>(Refusal::Mine)
            });
            assert_eq!(inner, Err(Refusal::Mine));
            assert_eq!(tx.get(&NAMES, "a")?, Some(1));
            Err::<(), _>(Refusal::Mine)
        });
        assert_eq!((outer, seen(tx).len()), (Err(Refusal::Mine), 0));
        Ok(())
    });
    assert_eq!((done, get(store, "b")), (Ok(()), None));
}

/// Nested attempts of random changes, half of which fail, against maps that are copied and put back.
pub(crate) fn random_attempts_match_a_plain_map(store: &Store) {
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut plain = BTreeMap::new();
    for _ in 0..30 {
        store
            .write(|tx| {
                let mut wanted = plain.clone();
                go(tx, &mut wanted, 3, &mut draw).ok();
                assert_eq!(seen(tx), wanted);
                plain = wanted;
                Ok::<_, Refusal>(())
            })
            .unwrap();
        let now: BTreeMap<String, u64> = store.read(|tx| Ok::<_, Error>(seen(tx))).unwrap();
        assert_eq!(now, plain);
    }
}

fn go(
    tx: &Tx<'_>,
    wanted: &mut BTreeMap<String, u64>,
    depth: u32,
    draw: &mut dyn FnMut(u64) -> u64,
) -> Result<(), Refusal> {
    for _ in 0..draw(6) {
        let name = format!("n{}", draw(8));
        match draw(3) {
            0 => {
                tx.delete(&NAMES, &*name)?;
                wanted.remove(&name);
            }
            1 if depth > 0 => {
                let before = wanted.clone();
                if tx.attempt(|| go(tx, wanted, depth - 1, draw)).is_err() {
                    *wanted = before;
                }
            }
            _ => {
                let value = draw(100);
                tx.put(&NAMES, &*name, &value)?;
                wanted.insert(name, value);
            }
        }
    }
    if depth < 3 && draw(2) == 0 { Err(Refusal::Mine) } else { Ok(()) }
}
