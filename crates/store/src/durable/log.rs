//! The log: layers of rows in one redb file, and what of them is known in memory.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use imbl::ordmap::DiffItem;
use redb::{Builder, Database, StorageBackend, Table, WriteTransaction};

use super::fault::Fault;
use super::format::{
    FORMAT, LAYER_MAX, LAYERS, META, META_COMMITS, META_CURRENT, META_FORMAT, NAMES, ROWS, place,
    seal_parent, seal_row, seal_u32, seal_u64,
};
use super::held::Held;
use super::load::{World, is_new, load};
use crate::StoredKey;
use crate::scan::Map;

/// Memory for pages of the file, in bytes. Reads come from the map, so only writes need it.
const CACHE_BYTES: usize = 32 << 20;

/// Makes the file layer, once for opening and again after it failed.
pub(super) type Opener = Box<dyn Fn() -> io::Result<Box<dyn StorageBackend>> + Send + Sync>;

/// Rows by key; `None` removes one.
pub(super) type Changes = BTreeMap<StoredKey, Option<Arc<[u8]>>>;

/// The file and what it holds for certain.
pub(super) struct Log {
    opener: Opener,
    held: Held,
    db: Option<Database>,
    /// Why the last commit failed. What it wrote may or may not be in the file.
    broken: Option<String>,
    commits: u64,
    current: u32,
    next: u32,
    /// The rows as seen from the current layer, and from below it.
    root: Map,
    floor: Map,
    names: BTreeMap<String, (u32, Map)>,
}

/// The engine checks the file before it is trusted, yet a damaged one may still trip it.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Fault::Damaged("a place where the engine gave up".to_string())))
}

fn read_in(opener: &Opener, also: &[u32]) -> Result<(Database, Held, World), Fault> {
    guarded(|| {
        let held = Held::new(opener()?)?;
        let db = Builder::new()
            .set_cache_size(CACHE_BYTES)
            .set_check_integrity_on_open(true)
            .create_with_backend(held.clone())?;
        if is_new(&db)? {
            found(&db)?;
        }
        let world = load(&db, also)?;
        // Where its last commit is damaged the engine goes back to the one before, as it must after
        // a crash in the middle of one. What was acknowledged is no such commit.
        if world.commits < held.noted()? {
            return Err(Fault::Damaged("its last commits".to_string()));
        }
        Ok((db, held, world))
    })
}

/// The first commit of a new file: one empty layer.
fn found(db: &Database) -> Result<(), Fault> {
    let txn = db.begin_write()?;
    txn.open_table(ROWS)?;
    txn.open_table(NAMES)?;
    let first = 0u32.to_be_bytes();
    txn.open_table(LAYERS)?.insert(&first[..], &*seal_parent(&first, None))?;
    let mut meta = txn.open_table(META)?;
    meta.insert(META_FORMAT, &*seal_u32(META_FORMAT, FORMAT))?;
    meta.insert(META_CURRENT, &*seal_u32(META_CURRENT, 0))?;
    meta.insert(META_COMMITS, &*seal_u64(META_COMMITS, 0))?;
    drop(meta);
    Ok(txn.commit()?)
}

fn set_current(txn: &WriteTransaction, layer: u32) -> Result<(), Fault> {
    txn.open_table(META)?.insert(META_CURRENT, &*seal_u32(META_CURRENT, layer))?;
    Ok(())
}

type Rows<'a> = Table<'a, &'static [u8], &'static [u8]>;

/// A missing row needs a tombstone only if the parent has one to hide.
fn set_row(rows: &mut Rows, layer: u32, floor: &Map, key: &[u8], row: Option<&[u8]>) -> Result<(), Fault> {
    let place = place(layer, key);
    if row.is_some() || floor.contains_key(key) {
        rows.insert(&*place, &*seal_row(&place, row))?;
    } else {
        rows.remove(&*place)?;
    }
    Ok(())
}

impl Log {
    pub(super) fn open(opener: Opener) -> Result<Log, Fault> {
        let (db, held, world) = read_in(&opener, &[])?;
        held.release()?;
        let named = |(name, layer): (&String, &u32)| (name.clone(), (*layer, world.root(Some(*layer))));
        let mut log = Log {
            opener,
            held,
            db: Some(db),
            broken: None,
            commits: world.commits,
            current: world.current,
            next: next_layer(&world),
            root: world.root(Some(world.current)),
            floor: world.floor(),
            names: world.names.iter().map(named).collect(),
        };
        log.sweep(&world.unreachable())?;
        Ok(log)
    }

    pub(super) fn root(&self) -> Map {
        self.root.clone()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// Deletes layers that nothing stands upon any more, with their rows.
    fn sweep(&mut self, layers: &[u32]) -> Result<(), Fault> {
        if layers.is_empty() {
            return Ok(());
        }
        self.transact(|txn| {
            let mut rows = txn.open_table(ROWS)?;
            let mut known = txn.open_table(LAYERS)?;
            for layer in layers {
                let (from, to) = (place(*layer, b""), place(layer + 1, b""));
                rows.retain_in::<&[u8], _>(&from[..]..&to[..], |_, _| false)?;
                known.remove(&layer.to_be_bytes()[..])?;
            }
            Ok(())
        })
    }

    /// One durable transaction. After a failure the file is not trusted until it was read anew.
    fn transact(&mut self, work: impl FnOnce(&WriteTransaction) -> Result<(), Fault>) -> Result<(), Fault> {
        let commits = self.commits + 1;
        let done = match &self.db {
            Some(db) => guarded(|| {
                let txn = db.begin_write()?;
                work(&txn)?;
                txn.open_table(META)?.insert(META_COMMITS, &*seal_u64(META_COMMITS, commits))?;
                Ok(txn.commit()?)
            }),
            None => Err(Fault::Io("the file is closed".to_string())),
        };
        match &done {
            Ok(()) => {
                self.commits = commits;
                // The commit lasts without it.
                let _ = self.held.note(commits);
            }
            Err(fault) => self.broken = Some(fault.to_string()),
        }
        done
    }

    /// Writes changes that lead to `root`; they last when this returns.
    pub(super) fn append(&mut self, changes: &Changes, root: Map) -> Result<(), Fault> {
        self.mend()?;
        let (layer, floor) = (self.current, self.floor.clone());
        self.transact(|txn| {
            let mut rows = txn.open_table(ROWS)?;
            changes.iter().try_for_each(|(key, row)| set_row(&mut rows, layer, &floor, key, row.as_deref()))
        })?;
        self.root = root;
        Ok(())
    }

    /// Seals the current layer and goes on in a new one upon `parent`. A `name` is given to the
    /// sealed layer.
    fn turn(&mut self, parent: Option<u32>, name: Option<&str>, root: Map) -> Result<(), Fault> {
        self.mend()?;
        let (sealed, layer) = (self.current, self.next);
        if layer > LAYER_MAX {
            return Err(Fault::Io("the log has no more layers, open it anew".to_string()));
        }
        self.transact(|txn| {
            if let Some(name) = name.map(str::as_bytes) {
                txn.open_table(NAMES)?.insert(name, &*seal_u32(name, sealed))?;
            }
            let id = layer.to_be_bytes();
            txn.open_table(LAYERS)?.insert(&id[..], &*seal_parent(&id, parent))?;
            set_current(txn, layer)
        })?;
        if let Some(name) = name {
            self.names.insert(name.to_string(), (sealed, root.clone()));
        }
        self.current = layer;
        self.next = layer + 1;
        self.floor = root.clone();
        self.root = root;
        Ok(())
    }

    pub(super) fn snapshot(&mut self, name: &str) -> Result<(), Fault> {
        self.turn(Some(self.current), Some(name), self.root.clone())
    }

    /// Whether there is such a snapshot; the rows are then its rows.
    pub(super) fn restore(&mut self, name: &str) -> Result<bool, Fault> {
        let Some((layer, root)) = self.names.get(name).cloned() else {
            return Ok(false);
        };
        self.turn(Some(layer), None, root)?;
        Ok(true)
    }

    pub(super) fn clear(&mut self) -> Result<(), Fault> {
        self.turn(None, None, Map::new())
    }

    pub(super) fn forget(&mut self, name: &str) -> Result<bool, Fault> {
        if !self.names.contains_key(name) {
            return Ok(false);
        }
        self.mend()?;
        self.transact(|txn| {
            txn.open_table(NAMES)?.remove(name.as_bytes())?;
            Ok(())
        })?;
        self.names.remove(name);
        Ok(true)
    }

    /// After a failed commit: opens the file anew and makes it say what is known for certain,
    /// whether or not the failed commit had reached it.
    fn mend(&mut self) -> Result<(), Fault> {
        let Some(why) = self.broken.clone() else {
            return Ok(());
        };
        self.db = None;
        let again = |fault: Fault| Fault::Io(format!("{why}, and then {fault}"));
        let expected: Vec<u32> = self.names.values().map(|named| named.0).chain([self.current]).collect();
        let (db, held, world) = read_in(&self.opener, &expected).map_err(again)?;
        let is_whole = |(layer, root): &(u32, Map)| world.roots.get(layer) == Some(root);
        if !self.names.values().all(is_whole) {
            return Err(again(Fault::Damaged("a snapshot that was there before".to_string())));
        }
        held.refresh().map_err(|error| again(error.into()))?;
        held.release().map_err(|error| again(error.into()))?;
        self.db = Some(db);
        self.held = held;
        self.commits = self.commits.max(world.commits);
        self.next = self.next.max(next_layer(&world));
        let changes = difference(&world.root(Some(self.current)), &self.root);
        self.rewrite(&changes).map_err(again)?;
        self.broken = None;
        Ok(())
    }

    fn rewrite(&mut self, changes: &Changes) -> Result<(), Fault> {
        let (layer, floor) = (self.current, self.floor.clone());
        let named: Vec<(String, u32)> = self.names.iter().map(|(name, to)| (name.clone(), to.0)).collect();
        self.transact(|txn| {
            set_current(txn, layer)?;
            let mut names = txn.open_table(NAMES)?;
            names.retain(|_, _| false)?;
            for (name, layer) in &named {
                names.insert(name.as_bytes(), &*seal_u32(name.as_bytes(), *layer))?;
            }
            let mut rows = txn.open_table(ROWS)?;
            changes.iter().try_for_each(|(key, row)| set_row(&mut rows, layer, &floor, key, row.as_deref()))
        })
    }
}

fn next_layer(world: &World) -> u32 {
    world.parents.keys().next_back().map_or(0, |last| last + 1)
}

fn difference(from: &Map, to: &Map) -> Changes {
    from.diff(to)
        .map(|item| match item {
            DiffItem::Add(key, row) => (key.clone(), Some(row.clone())),
            DiffItem::Update { new: (key, row), .. } => (key.clone(), Some(row.clone())),
            DiffItem::Remove(key, _) => (key.clone(), None),
        })
        .collect()
}
