//! A backend that fails one chosen operation, to prove that nothing above it leaves half a change
//! behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Backend, Commit, Error, Pair, Patience, Rows};

/// Passes everything to another backend and counts the operations of transactions (get, scan, put,
/// delete, commit). Once armed it answers [`Error::Failed`] to one of them, and to that one only.
///
/// Clones share the count, so keep one as the handle and give the other to
/// [`Store::over`](crate::Store::over).
#[derive(Clone)]
pub struct FailNth {
    inner: Arc<dyn Backend>,
    trip: Arc<Trip>,
}

#[derive(Default)]
struct Trip {
    done: AtomicU64,
    /// 1 for the first operation, 0 for none.
    nth: AtomicU64,
}

impl Trip {
    fn step(&self, what: &str) -> Result<(), Error> {
        let now = self.done.fetch_add(1, Ordering::SeqCst) + 1;
        if now == self.nth.load(Ordering::SeqCst) {
            return Err(Error::Failed(format!("operation {now}, a {what}, was told to fail")));
        }
        Ok(())
    }

    fn set(&self, nth: u64) {
        self.nth.store(nth, Ordering::SeqCst);
        self.done.store(0, Ordering::SeqCst);
    }
}

impl FailNth {
    /// A disarmed decorator.
    pub fn new(inner: impl Backend + 'static) -> Self {
        FailNth { inner: Arc::new(inner), trip: Arc::default() }
    }

    /// Starts counting from zero and fails the `nth` operation from now, 1 being the next. 0 fails
    /// none.
    pub fn arm(&self, nth: u64) {
        self.trip.set(nth);
    }

    /// Starts counting from zero and fails nothing.
    pub fn disarm(&self) {
        self.trip.set(0);
    }

    /// Operations since the last [`arm`](Self::arm) or [`disarm`](Self::disarm), the failed one
    /// included.
    pub fn count(&self) -> u64 {
        self.trip.done.load(Ordering::SeqCst)
    }
}

impl Backend for FailNth {
    fn kind(&self) -> &'static str {
        self.inner.kind()
    }

    fn is_durable(&self) -> bool {
        self.inner.is_durable()
    }

    fn begin_read(&self) -> Result<Box<dyn Rows + '_>, Error> {
        Ok(Box::new(Counted { rows: self.inner.begin_read()?, trip: &self.trip }))
    }

    fn begin_write(&self, patience: Patience) -> Result<Box<dyn Rows + '_>, Error> {
        Ok(Box::new(Counted { rows: self.inner.begin_write(patience)?, trip: &self.trip }))
    }

    fn begin_anew(&self, name: Option<&str>) -> Result<Option<Box<dyn Rows + '_>>, Error> {
        let begun = self.inner.begin_anew(name)?;
        Ok(begun.map(|rows| Box::new(Counted { rows, trip: &self.trip }) as Box<dyn Rows>))
    }

    fn forget(&self, name: &str) -> Result<bool, Error> {
        self.inner.forget(name)
    }

    fn snapshots(&self) -> Result<Vec<String>, Error> {
        self.inner.snapshots()
    }
}

struct Counted<'a> {
    rows: Box<dyn Rows + 'a>,
    trip: &'a Trip,
}

impl Rows for Counted<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error> {
        self.trip.step("get")?;
        self.rows.get(key)
    }

    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error> {
        self.trip.step("scan")?;
        self.rows.scan(from, to, limit, reverse)
    }

    fn put(&self, key: &[u8], row: &[u8]) -> Result<(), Error> {
        self.trip.step("put")?;
        self.rows.put(key, row)
    }

    fn delete(&self, key: &[u8]) -> Result<bool, Error> {
        self.trip.step("delete")?;
        self.rows.delete(key)
    }

    fn commit(self: Box<Self>) -> Result<Commit, Error> {
        self.trip.step("commit")?;
        self.rows.commit()
    }

    fn commit_as(self: Box<Self>, name: &str) -> Result<(), Error> {
        self.trip.step("commit")?;
        self.rows.commit_as(name)
    }

    fn savepoint(&self) {
        self.rows.savepoint();
    }

    fn roll_back(&self) {
        self.rows.roll_back();
    }

    fn release(&self) {
        self.rows.release();
    }

    fn abandon(self: Box<Self>) -> Commit {
        self.rows.abandon()
    }
}
