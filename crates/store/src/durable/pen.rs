//! What writes batches into one transaction of the file.

use redb::WriteTransaction;

use super::batch::{self, PART_BYTES};
use super::fault::Fault;
use super::format::{BATCHES, place, seal};

/// Writes changes of one layer, in as many batches as it takes.
pub(super) struct Pen<'t> {
    txn: &'t WriteTransaction,
    layer: u32,
    part: Vec<u8>,
    written: Written,
}

/// What came of it.
#[derive(Clone, Copy, Default)]
pub(super) struct Written {
    /// The number of the next batch.
    pub(super) next: u64,
    pub(super) batches: usize,
    pub(super) bytes: u64,
}

impl Written {
    /// This and what was written after it.
    pub(super) fn and(self, later: Written) -> Written {
        Written { batches: self.batches + later.batches, bytes: self.bytes + later.bytes, ..later }
    }
}

impl<'t> Pen<'t> {
    /// Begins with a batch of this number.
    pub(super) fn new(txn: &'t WriteTransaction, layer: u32, next: u64) -> Pen<'t> {
        Pen { txn, layer, part: Vec::new(), written: Written { next, ..Written::default() } }
    }

    pub(super) fn push(&mut self, key: &[u8], row: Option<&[u8]>) -> Result<(), Fault> {
        batch::push(&mut self.part, key, row);
        if self.part.len() >= PART_BYTES { self.flush() } else { Ok(()) }
    }

    /// The bytes of what was pushed.
    pub(super) fn bytes(&self) -> u64 {
        self.written.bytes + self.part.len() as u64
    }

    fn flush(&mut self) -> Result<(), Fault> {
        let place = place(self.layer, self.written.next);
        self.txn.open_table(BATCHES)?.insert(&place[..], &*seal(&place, &self.part))?;
        self.written.next += 1;
        self.written.batches += 1;
        self.written.bytes += self.part.len() as u64;
        self.part.clear();
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) -> Result<Written, Fault> {
        if !self.part.is_empty() {
            self.flush()?;
        }
        Ok(self.written)
    }
}
