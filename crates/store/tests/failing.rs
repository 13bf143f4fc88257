//! The decorator that fails one operation, and what a transaction does with failures and conflicts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use squall_store::{
    Backend, Commit, Error, FailNth, Memory, Pair, Patience, Rows, Store, Table, WRITE_ATTEMPTS,
};

const NAMES: Table<String, u64> = Table::new(2, "names");

fn action(store: &Store) -> Result<usize, Error> {
    store.write(|tx| {
        let count = tx.get(&NAMES, "count")?.unwrap_or(0);
        tx.put(&NAMES, "count", &(count + 1))?;
        tx.delete(&NAMES, "old")?;
        Ok(tx.prefix_keys(&NAMES, &())?.len())
    })
}

#[test]
fn each_operation_can_fail_and_leaves_nothing() {
    let failing = FailNth::new(Memory::new());
    let store = Store::over(Box::new(failing.clone()));
    store.write(|tx| tx.put(&NAMES, "old", &1)).unwrap();
    store.snapshot("start").unwrap();
    failing.disarm();
    action(&store).unwrap();
    let operations = failing.count();
    assert_eq!(operations, 5, "get, put, delete, scan, commit");
    assert!(store.restore("start").unwrap());
    let world = store.dump().unwrap();
    for nth in 1..=operations {
        failing.arm(nth);
        assert!(matches!(action(&store), Err(Error::Failed(_))), "operation {nth}");
        assert_eq!(failing.count(), nth);
        failing.disarm();
        assert_eq!(store.dump().unwrap(), world, "operation {nth}");
    }
    failing.arm(operations + 1);
    assert_eq!(action(&store), Ok(1));
}

#[test]
fn a_swallowed_failure_still_forbids_the_commit() {
    let failing = FailNth::new(Memory::new());
    let store = Store::over(Box::new(failing.clone()));
    failing.arm(2);
    let answer: Result<(), Error> = store.write(|tx| {
        tx.put(&NAMES, "a", &1)?;
        let _ = tx.put(&NAMES, "b", &1);
        Ok(())
    });
    assert!(matches!(answer, Err(Error::Failed(_))), "{answer:?}");
    assert!(store.dump().unwrap().is_empty());
}

/// Answers a conflict to the first commits, or to the first reads.
struct Contended {
    inner: Memory,
    commits: AtomicU32,
    gets: AtomicU32,
}

struct Met<'a>(Box<dyn Rows + 'a>, &'a Contended);

fn meet(left: &AtomicU32) -> Result<(), Error> {
    let one_less = |left: u32| left.checked_sub(1);
    match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less) {
        Ok(_) => Err(Error::Conflict),
        Err(_) => Ok(()),
    }
}

impl Rows for Met<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error> {
        meet(&self.1.gets)?;
        self.0.get(key)
    }
    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error> {
        self.0.scan(from, to, limit, reverse)
    }
    fn put(&self, key: &[u8], row: &[u8]) -> Result<(), Error> {
        self.0.put(key, row)
    }
    fn delete(&self, key: &[u8]) -> Result<bool, Error> {
        self.0.delete(key)
    }
    fn commit(self: Box<Self>) -> Result<Commit, Error> {
        meet(&self.1.commits)?;
        self.0.commit()
    }
    fn commit_as(self: Box<Self>, name: &str) -> Result<(), Error> {
        meet(&self.1.commits)?;
        self.0.commit_as(name)
    }
    fn savepoint(&self) {
        self.0.savepoint();
    }
    fn roll_back(&self) {
        self.0.roll_back();
    }
    fn release(&self) {
        self.0.release();
    }
}

impl Backend for Contended {
    fn kind(&self) -> &'static str {
        "contended"
    }
    fn is_durable(&self) -> bool {
        false
    }
    fn begin_read(&self) -> Result<Box<dyn Rows + '_>, Error> {
        self.inner.begin_read()
    }
    fn begin_write(&self, patience: Patience) -> Result<Box<dyn Rows + '_>, Error> {
        Ok(Box::new(Met(self.inner.begin_write(patience)?, self)))
    }
    fn begin_anew(&self, name: Option<&str>) -> Result<Option<Box<dyn Rows + '_>>, Error> {
        let begun = self.inner.begin_anew(name)?;
        Ok(begun.map(|rows| Box::new(Met(rows, self)) as Box<dyn Rows>))
    }
    fn forget(&self, name: &str) -> Result<bool, Error> {
        self.inner.forget(name)
    }
    fn snapshots(&self) -> Result<Vec<String>, Error> {
        self.inner.snapshots()
    }
}

fn tries(commits: u32, gets: u32, swallow: bool) -> (Result<(), Error>, u32) {
    let (commits, gets) = (AtomicU32::new(commits), AtomicU32::new(gets));
    let store = Store::over(Box::new(Contended { inner: Memory::new(), commits, gets }));
    let tries = Cell::new(0);
    let answer = store.write(|tx| {
        tries.set(tries.get() + 1);
        let seen = tx.get(&NAMES, "a");
        if !swallow {
            assert_eq!(seen?, None, "an earlier try left something");
        }
        tx.put(&NAMES, "a", &1)
    });
    assert_eq!(store.dump().unwrap().is_empty(), answer.is_err());
    (answer, tries.get())
}

#[test]
fn conflicts_are_tried_again_up_to_the_limit() {
    assert_eq!(tries(0, 0, false), (Ok(()), 1));
    assert_eq!(tries(2, 0, false), (Ok(()), 3));
    assert_eq!(tries(0, 2, false), (Ok(()), 3));
    assert_eq!(tries(0, 2, true), (Ok(()), 3));
    assert_eq!(tries(WRITE_ATTEMPTS - 1, 0, false), (Ok(()), WRITE_ATTEMPTS));
    assert_eq!(tries(99, 0, false), (Err(Error::Conflict), WRITE_ATTEMPTS));
    assert_eq!(tries(0, 99, false), (Err(Error::Conflict), WRITE_ATTEMPTS));
}
