//! The seam between typed tables and whatever keeps the bytes.

use std::sync::Arc;

use crate::{Commit, Error, Patience, StoredKey};

/// An encoded key and its row.
pub type Pair = (StoredKey, Arc<[u8]>);

/// A place that keeps ordered rows of bytes.
///
/// The contract is small enough for a database at the other end of a wire, and callers hold to
/// these rules:
///
/// - Work is a closure that may run again from the start, so a backend may answer
///   [`Error::Conflict`] to any operation of a write transaction, or to its commit, and be asked
///   anew. Nothing else is retried.
/// - After an operation failed, the transaction is only ever dropped or abandoned, never committed.
/// - Every scan is bounded by a range and a limit, and long lists are read page by page, so a
///   cursor never needs to outlive one call.
/// - No operation is assumed to be free: a `get` may be a round trip. Callers do not read a row
///   twice where once would do, and ask for keys in one range where they can.
/// - Keys compare as unsigned bytes. Neither keys nor rows are ever looked into.
/// - At most one write transaction per thread is open at a time.
///
/// Transactions are serialisable: a write transaction sees all committed writes before it and its
/// own changes, and once `commit` has returned, so does every transaction that begins later. A read
/// transaction sees one state for as long as it lives and never sees a write that could still be
/// lost.
pub trait Backend: Send + Sync {
    /// What operators call this kind of store: `memory`, `data`.
    fn kind(&self) -> &'static str;

    /// Whether an acknowledged write outlives the process.
    fn is_durable(&self) -> bool;

    /// Begins a transaction that only reads.
    ///
    /// # Errors
    /// [`Error::Failed`] when the backend cannot be reached.
    fn begin_read(&self) -> Result<Box<dyn Rows + '_>, Error>;

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// [`Error::Failed`] when the backend cannot be reached, or this thread already has a write
    /// transaction open; [`Error::Lengthy`] when others write for longer than patience lasts.
    fn begin_write(&self, patience: Patience) -> Result<Box<dyn Rows + '_>, Error>;

    /// Begins a write transaction that sees the rows of a snapshot, or without a name no rows at
    /// all, in the place of the present ones; its commit puts what it then sees in the place of all
    /// rows. `None` if there is no such snapshot. Snapshots stay.
    ///
    /// # Errors
    /// As [`Backend::begin_write`].
    fn begin_anew(&self, name: Option<&str>) -> Result<Option<Box<dyn Rows + '_>>, Error>;

    /// Forgets a snapshot; `false` if there was none.
    ///
    /// # Errors
    /// [`Error::Failed`]; then nothing has changed.
    fn forget(&self, name: &str) -> Result<bool, Error>;

    /// The names of all snapshots, in order.
    ///
    /// # Errors
    /// [`Error::Failed`] when the backend cannot be reached.
    fn snapshots(&self) -> Result<Vec<String>, Error>;
}

/// The rows as one transaction sees them. Dropping it without a commit leaves no trace.
pub trait Rows {
    /// The row at `key`.
    ///
    /// # Errors
    /// [`Error::Failed`], and in a write transaction [`Error::Conflict`].
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error>;

    /// At most `limit` rows with `from <= key < to`: the first ones in order, or with `reverse` the
    /// last ones from the back.
    ///
    /// # Errors
    /// As [`Rows::get`].
    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error>;

    /// Stores a row, replacing what was there.
    ///
    /// # Errors
    /// As [`Rows::get`]; [`Error::ReadOnly`] in a read transaction.
    fn put(&self, key: &[u8], row: &[u8]) -> Result<(), Error>;

    /// Removes a row and tells whether it was there.
    ///
    /// # Errors
    /// As [`Rows::put`].
    fn delete(&self, key: &[u8]) -> Result<bool, Error>;

    /// Makes the changes visible to the next writer, and begins to make them visible to everybody and,
    /// where the backend is durable, lasting; they are when the commit that this answers has ended well.
    /// Also called when nothing was changed, because what the work has read must be safe before it is
    /// acted upon.
    ///
    /// # Errors
    /// [`Error::Conflict`] or [`Error::Failed`]; then no change is visible. The commit itself can only
    /// end in [`Error::Failed`].
    fn commit(self: Box<Self>) -> Result<Commit, Error>;

    /// As [`Rows::commit`], and what the transaction then sees is kept under `name`, instead of what the name stood
    /// for before, all in one step. It lasts when this returns.
    ///
    /// # Errors
    /// As [`Rows::commit`].
    fn commit_as(self: Box<Self>, name: &str) -> Result<(), Error>;

    /// Notes where the transaction stands, so that what follows can be taken back. They nest.
    fn savepoint(&self);

    /// Takes back what has changed since the last [`Rows::savepoint`], which ends.
    fn roll_back(&self);

    /// Ends the last [`Rows::savepoint`] and keeps what has changed since.
    fn release(&self);

    /// Ends a write transaction without its changes. The commit that this answers is that of what the
    /// transaction has read: if it was lost, even the refusal to go on has no ground.
    fn abandon(self: Box<Self>) -> Commit {
        Commit::DONE
    }
}
