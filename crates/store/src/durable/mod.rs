//! The store that outlives the process: the map of the memory backend over a log of its changes.
//!
//! Writers change `head` in turn and leave the turn before the disk is asked. One thread writes the
//! changes of all who wait in one synced commit, while the next gather. Readers see `published`, which
//! moves only after the sync. When a commit fails, everything that waits stands upon it and fails as
//! well, and the next writer finds `head` where `published` is.

mod batch;
mod copying;
mod fault;
mod format;
mod held;
mod layers;
mod line;
mod load;
mod log;
mod mend;
mod open;
mod pen;
mod shapes;

use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

pub use fault::OpenError;
use line::Line;
pub use log::is_guarded;
use log::{Ground, Log};

use crate::commit::Ticket;
use crate::map::Map;
use crate::overlay::Overlay;
use crate::reading::scan::Frozen;
use crate::turn::{Held, Turn};
use crate::{Backend, Commit, Error, Pair, Patience, Rows, Schema};

/// Rows in memory, every commit in a log on disk.
///
/// A write that was acknowledged survives the death of the process and of the power. One that ended
/// in [`Error::Failed`] is invisible; if the process dies before a later write succeeds, it is
/// unknown whether the next start shows it.
pub struct Durable {
    shared: Arc<Shared>,
    schema: Schema,
    writer: Option<JoinHandle<()>>,
}

/// What the thread that writes the log shares with everybody else.
struct Shared {
    published: RwLock<Map>,
    head: Turn<Head>,
    line: Line,
    log: Mutex<Log>,
}

/// What the next writer builds upon. Owned by the writer whose turn it is.
struct Head {
    map: Map,
    epoch: u64,
    /// The commit that `map` came with.
    last: Option<Arc<Ticket>>,
}

impl Durable {
    fn over(log: Log, schema: Schema) -> io::Result<Durable> {
        let map = log.root();
        let shared = Arc::new(Shared {
            published: RwLock::new(map.clone()),
            head: Turn::new(Head { map, epoch: 0, last: None }),
            line: Line::default(),
            log: Mutex::new(log),
        });
        let for_writer = shared.clone();
        let writer = thread::Builder::new().name("log".to_owned()).spawn(move || for_writer.write_log())?;
        Ok(Durable { shared, schema, writer: Some(writer) })
    }
}

/// What was accepted is written before the log is closed.
impl Drop for Durable {
    fn drop(&mut self) {
        self.shared.line.close();
        // A writer that panicked has nothing left to say.
        let _ = self.writer.take().map(JoinHandle::join);
    }
}

impl Shared {
    fn published(&self) -> Map {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, map: Map) {
        let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
        let old = mem::replace(&mut *published, map);
        drop(published);
        drop(old);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn, with a head that stands upon no lost change.
    fn take_turn(&self, patience: Patience) -> Result<Held<'_, Head>, Error> {
        let mut head = self.head.take(patience)?;
        let epoch = self.line.epoch();
        if head.epoch != epoch {
            // Nothing can be published before the next push, and that needs this turn.
            *head = Head { map: self.published(), epoch, last: None };
        }
        Ok(head)
    }

    /// Writes what gathers in the line, until it is closed.
    fn write_log(&self) {
        while let Some(batch) = self.line.next() {
            let written = self.log().append(&batch.changes, batch.root.clone());
            let ended = match written {
                Ok(()) => {
                    self.publish(batch.root);
                    Ok(())
                }
                Err(fault) => Err(Error::Failed(fault.to_string())),
            };
            self.line.end(&batch.ticket, ended);
        }
    }

    /// Changes the world as a whole, when no write is on its way.
    fn alter<T>(
        &self,
        mut head: Held<'_, Head>,
        work: impl FnOnce(&mut Log) -> Result<T, fault::Fault>,
    ) -> Result<T, Error> {
        if let Some(last) = &head.last {
            Commit::of(last.clone()).wait()?;
        }
        let mut log = self.log();
        let done = work(&mut log).map_err(|fault| Error::Failed(fault.to_string()))?;
        let root = log.root();
        drop(log);
        let old = mem::replace(&mut head.map, root.clone());
        self.publish(root);
        drop(head);
        drop(old);
        Ok(done)
    }
}

impl Backend for Durable {
    fn kind(&self) -> &'static str {
        "data"
    }

    fn is_durable(&self) -> bool {
        true
    }

    fn begin_read(&self) -> Result<Box<dyn Rows + '_>, Error> {
        Ok(Box::new(Frozen(self.shared.published())))
    }

    fn begin_write(&self, patience: Patience) -> Result<Box<dyn Rows + '_>, Error> {
        let head = self.shared.take_turn(patience)?;
        let rows = Overlay::new(head.map.clone());
        Ok(Box::new(Writing { rows, ground: None, head, durable: self }))
    }

    fn begin_anew(&self, name: Option<&str>) -> Result<Option<Box<dyn Rows + '_>>, Error> {
        let head = self.shared.take_turn(Patience::FULL)?;
        let ground = match name {
            Some(name) => self.shared.log().ground(name),
            None => Some(Ground::default()),
        };
        Ok(ground.map(|ground| {
            let rows = Overlay::new(ground.rows.clone());
            Box::new(Writing { rows, ground: Some(ground), head, durable: self }) as Box<dyn Rows>
        }))
    }

    fn forget(&self, name: &str) -> Result<bool, Error> {
        self.shared.alter(self.shared.take_turn(Patience::FULL)?, |log| log.forget(name))
    }

    fn snapshots(&self) -> Result<Vec<String>, Error> {
        Ok(self.shared.log().names())
    }
}

struct Writing<'a> {
    rows: Overlay,
    /// What it began with, if that is not the present world.
    ground: Option<Ground>,
    head: Held<'a, Head>,
    durable: &'a Durable,
}

impl Rows for Writing<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error> {
        Ok(self.rows.get(key))
    }

    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error> {
        Ok(self.rows.scan(from, to, limit, reverse))
    }

    fn put(&self, key: &[u8], row: &[u8]) -> Result<(), Error> {
        if !self.durable.schema.covers(key) {
            return Err(Error::Failed("a row of a table that the schema does not name".to_string()));
        }
        self.rows.put(key, row);
        Ok(())
    }

    fn delete(&self, key: &[u8]) -> Result<bool, Error> {
        Ok(self.rows.delete(key))
    }

    fn commit(self: Box<Self>) -> Result<Commit, Error> {
        let Writing { rows, ground, mut head, durable } = *self;
        if let Some(ground) = ground {
            let mut root = Map::new();
            let (changes, _) = rows.apply(&mut root);
            durable.shared.alter(head, |log| log.replace(ground, &changes, root))?;
            return Ok(Commit::DONE);
        }
        if rows.len() == 0 {
            return Ok(of_what_was_read(&head));
        }
        let (epoch, map) = (head.epoch, &mut head.map);
        let ticket = durable.shared.line.push(epoch, || {
            let (changes, _) = rows.apply(map);
            (changes, map.clone())
        })?;
        head.last = Some(ticket.clone());
        Ok(Commit::of(ticket))
    }

    fn commit_as(self: Box<Self>, name: &str) -> Result<(), Error> {
        let Writing { rows, head, durable, .. } = *self;
        let mut root = Map::new();
        let (changes, _) = rows.apply(&mut root);
        durable.shared.alter(head, |log| log.snapshot(name, &changes, root))
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
        of_what_was_read(&self.head)
    }
}

/// Whoever changed nothing waits for what it has read.
fn of_what_was_read(head: &Head) -> Commit {
    head.last.clone().map_or(Commit::DONE, Commit::of)
}
