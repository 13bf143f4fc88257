//! The store that lives as long as the process.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::map::Map;
use crate::overlay::Overlay;
use crate::reading::scan::Frozen;
use crate::turn::{Held, Turn};
use crate::{Backend, Commit, Error, Pair, Patience, Rows};

/// The most changes that are made in the root itself, while readers who would take it wait; more are made in a copy.
const IN_PLACE: usize = 2_000;

/// Rows in a persistent map. Readers, snapshots and restores take the root, which costs the same however
/// many rows there are; a commit changes it in place, and copies only the nodes that one of them still holds.
#[derive(Default)]
pub struct Memory {
    root: RwLock<Map>,
    writer: Turn<()>,
    names: Mutex<BTreeMap<String, Map>>,
}

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        Memory::default()
    }

    fn root(&self) -> Map {
        self.root.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn names<T>(&self, work: impl FnOnce(&mut BTreeMap<String, Map>) -> T) -> T {
        work(&mut self.names.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Backend for Memory {
    fn kind(&self) -> &'static str {
        "memory"
    }

    fn is_durable(&self) -> bool {
        false
    }

    fn begin_read(&self) -> Result<Box<dyn Rows + '_>, Error> {
        Ok(Box::new(Frozen(self.root())))
    }

    fn begin_write(&self, patience: Patience) -> Result<Box<dyn Rows + '_>, Error> {
        let turn = self.writer.take(patience)?;
        Ok(Box::new(Writing { rows: Overlay::new(self.root()), memory: self, turn }))
    }

    fn begin_anew(&self, name: Option<&str>) -> Result<Option<Box<dyn Rows + '_>>, Error> {
        let turn = self.writer.take(Patience::FULL)?;
        let root = match name {
            Some(name) => self.names(|names| names.get(name).cloned()),
            None => Some(Map::new()),
        };
        Ok(root
            .map(|root| Box::new(Writing { rows: Overlay::new(root), memory: self, turn }) as Box<dyn Rows>))
    }

    fn forget(&self, name: &str) -> Result<bool, Error> {
        let _turn = self.writer.take(Patience::FULL)?;
        Ok(self.names(|names| names.remove(name)).is_some())
    }

    fn snapshots(&self) -> Result<Vec<String>, Error> {
        Ok(self.names(|names| names.keys().cloned().collect()))
    }
}

struct Writing<'a> {
    rows: Overlay,
    memory: &'a Memory,
    turn: Held<'a, ()>,
}

impl<'a> Writing<'a> {
    /// Makes the changes; answers the turn, which goes on.
    fn apply(self) -> Held<'a, ()> {
        let Writing { rows, memory, turn } = self;
        let write = || memory.root.write().unwrap_or_else(PoisonError::into_inner);
        let other = if rows.len() > IN_PLACE {
            let mut copy = Map::new();
            rows.apply(&mut copy);
            let old = mem::replace(&mut *write(), copy);
            Some(old)
        } else {
            let mut root = write();
            rows.apply(&mut root).1
        };
        drop(other);
        turn
    }
}

impl Rows for Writing<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Arc<[u8]>>, Error> {
        Ok(self.rows.get(key))
    }

    fn scan(&self, from: &[u8], to: &[u8], limit: usize, reverse: bool) -> Result<Vec<Pair>, Error> {
        Ok(self.rows.scan(from, to, limit, reverse))
    }

    fn put(&self, key: &[u8], row: &[u8]) -> Result<(), Error> {
        self.rows.put(key, row);
        Ok(())
    }

    fn delete(&self, key: &[u8]) -> Result<bool, Error> {
        Ok(self.rows.delete(key))
    }

    fn commit(self: Box<Self>) -> Result<Commit, Error> {
        self.apply();
        Ok(Commit::DONE)
    }

    fn commit_as(self: Box<Self>, name: &str) -> Result<(), Error> {
        let memory = self.memory;
        let _turn = self.apply();
        let root = memory.root();
        memory.names(|names| names.insert(name.to_string(), root));
        Ok(())
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
}
