//! The store that outlives the process: the map of the memory backend over a log of its changes.
//!
//! Writers change `head` in turn and leave the turn before the disk is asked. Whoever then finds
//! nobody leading writes the changes of all who wait in one synced commit. Readers see `published`,
//! which moves only after the sync. When a commit fails, everything that waits stands upon it and
//! fails as well, and the next writer finds `head` where `published` is.

mod fault;
mod format;
mod held;
mod load;
mod log;
mod open;
mod shapes;
mod sweep;

use std::cell::RefCell;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

pub use fault::OpenError;
pub use log::is_guarded;
use log::{Changes, Ground, Log};

use crate::scan::{Draft, Frozen, Map};
use crate::turn::{Held, Turn};
use crate::{Backend, Error, Pair, Rows, Schema, StoredKey};

/// Rows in memory, every commit in a log on disk.
///
/// A write that was acknowledged survives the death of the process and of the power. One that ended
/// in [`Error::Failed`] is invisible; if the process dies before a later write succeeds, it is
/// unknown whether the next start shows it.
pub struct Durable {
    published: RwLock<Map>,
    head: Turn<Head>,
    line: Mutex<Line>,
    moved: Condvar,
    log: Mutex<Log>,
    schema: Schema,
}

/// How a commit ended, once it has.
type Ticket = OnceLock<Result<(), Error>>;

/// What the next writer builds upon. Owned by the writer whose turn it is.
struct Head {
    map: Map,
    epoch: u64,
    /// The commit that `map` came with.
    last: Option<Arc<Ticket>>,
}

/// Those who wait for the disk.
struct Line {
    /// Counts failed commits; a head of an earlier epoch stands upon lost changes.
    epoch: u64,
    leading: bool,
    waiting: Vec<Entry>,
}

/// A row put, or with `None` removed.
type Change = (StoredKey, Option<Arc<[u8]>>);

struct Entry {
    changes: Vec<Change>,
    root: Map,
    ticket: Arc<Ticket>,
}

impl Durable {
    fn over(log: Log, schema: Schema) -> Durable {
        let map = log.root();
        Durable {
            published: RwLock::new(map.clone()),
            head: Turn::new(Head { map, epoch: 0, last: None }),
            line: Mutex::new(Line { epoch: 0, leading: false, waiting: Vec::new() }),
            moved: Condvar::new(),
            log: Mutex::new(log),
            schema,
        }
    }

    fn published(&self) -> Map {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, map: Map) {
        let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
        let old = mem::replace(&mut *published, map);
        drop(published);
        drop(old);
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn, with a head that stands upon no lost change.
    fn take_turn(&self) -> Result<Held<'_, Head>, Error> {
        let mut head = self.head.take()?;
        let epoch = self.line().epoch;
        if head.epoch != epoch {
            // Nothing can be published before the next push, and that needs this turn.
            *head = Head { map: self.published(), epoch, last: None };
        }
        Ok(head)
    }

    /// Waits until the commit has ended, writing for everybody if nobody else does.
    fn settle(&self, ticket: &Ticket) -> Result<(), Error> {
        let mut line = self.line();
        loop {
            if let Some(ended) = ticket.get() {
                return ended.clone();
            }
            line = if line.leading {
                self.moved.wait(line).unwrap_or_else(PoisonError::into_inner)
            } else {
                self.lead(line)
            };
        }
    }

    fn lead<'a>(&'a self, mut line: MutexGuard<'a, Line>) -> MutexGuard<'a, Line> {
        line.leading = true;
        let mut group = mem::take(&mut line.waiting);
        drop(line);
        let mut changes = Changes::new();
        for entry in &mut group {
            changes.extend(mem::take(&mut entry.changes));
        }
        let root = group.last().map(|entry| entry.root.clone());
        let written = match root.clone() {
            Some(root) => self.log().append(&changes, root),
            None => Ok(()),
        };
        let mut line = self.line();
        line.leading = false;
        let ended = match written {
            Ok(()) => {
                root.into_iter().for_each(|root| self.publish(root));
                Ok(())
            }
            Err(fault) => {
                line.epoch += 1;
                group.append(&mut line.waiting);
                Err(Error::Failed(fault.to_string()))
            }
        };
        for entry in &group {
            // Nobody else ends a ticket that was taken off the line.
            let _ = entry.ticket.set(ended.clone());
        }
        self.moved.notify_all();
        line
    }

    /// Changes the world as a whole, when no write is on its way.
    fn alter<T>(
        &self,
        mut head: Held<'_, Head>,
        work: impl FnOnce(&mut Log) -> Result<T, fault::Fault>,
    ) -> Result<T, Error> {
        if let Some(last) = &head.last {
            self.settle(last)?;
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
        Ok(Box::new(Frozen(self.published())))
    }

    fn begin_write(&self) -> Result<Box<dyn Rows + '_>, Error> {
        let head = self.take_turn()?;
        let draft = Draft::new(head.map.clone());
        Ok(Box::new(Writing { draft, changes: RefCell::default(), ground: None, head, durable: self }))
    }

    fn begin_anew(&self, name: Option<&str>) -> Result<Option<Box<dyn Rows + '_>>, Error> {
        let head = self.take_turn()?;
        let ground = match name {
            Some(name) => self.log().ground(name),
            None => Some(Ground::default()),
        };
        Ok(ground.map(|ground| {
            let draft = Draft::new(ground.rows.clone());
            let ground = Some(ground);
            Box::new(Writing { draft, changes: RefCell::default(), ground, head, durable: self })
                as Box<dyn Rows>
        }))
    }

    fn snapshot(&self, name: &str) -> Result<(), Error> {
        self.alter(self.take_turn()?, |log| log.snapshot(name))
    }

    fn forget(&self, name: &str) -> Result<bool, Error> {
        self.alter(self.take_turn()?, |log| log.forget(name))
    }

    fn snapshots(&self) -> Result<Vec<String>, Error> {
        Ok(self.log().names())
    }
}

struct Writing<'a> {
    draft: Draft,
    changes: RefCell<Vec<Change>>,
    /// What it began with, if that is not the present world.
    ground: Option<Ground>,
    head: Held<'a, Head>,
    durable: &'a Durable,
}

impl Rows for Writing<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error> {
        Ok(self.draft.get(key))
    }

    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error> {
        Ok(self.draft.scan(from, to, limit, reverse))
    }

    fn put(&self, key: &[u8], row: &[u8]) -> Result<(), Error> {
        if !self.durable.schema.covers(key) {
            return Err(Error::Failed("a row of a table that the schema does not name".to_string()));
        }
        let (key, row): (StoredKey, Arc<[u8]>) = (key.into(), row.into());
        self.draft.put(key.clone(), row.clone());
        self.changes.borrow_mut().push((key, Some(row)));
        Ok(())
    }

    fn delete(&self, key: &[u8]) -> Result<bool, Error> {
        let Some(key) = self.draft.delete(key) else {
            return Ok(false);
        };
        self.changes.borrow_mut().push((key, None));
        Ok(true)
    }

    fn commit(self: Box<Self>) -> Result<(), Error> {
        let Writing { draft, changes, ground, mut head, durable } = *self;
        let changes = changes.into_inner();
        if let Some(ground) = ground {
            let changes: Changes = changes.into_iter().collect();
            return durable.alter(head, |log| log.replace(ground, &changes, draft.finish()));
        }
        if changes.is_empty() {
            return rest(durable, head);
        }
        let root = draft.finish();
        let ticket = Arc::new(Ticket::new());
        let mut line = durable.line();
        if line.epoch != head.epoch {
            return Err(Error::Failed("a write that this one has read was lost".to_string()));
        }
        line.waiting.push(Entry { changes, root: root.clone(), ticket: ticket.clone() });
        drop(line);
        let old = mem::replace(&mut head.map, root);
        head.last = Some(ticket.clone());
        drop(head);
        drop(old);
        durable.settle(&ticket)
    }

    fn abandon(self: Box<Self>) -> Result<(), Error> {
        rest(self.durable, self.head)
    }
}

/// Ends a turn that changed nothing, once what it has read is safe.
fn rest(durable: &Durable, head: Held<'_, Head>) -> Result<(), Error> {
    let last = head.last.clone();
    drop(head);
    last.map_or(Ok(()), |last| durable.settle(&last))
}
