//! The log: layers of rows in one redb file, and what of them is known in memory.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use imbl::ordmap::DiffItem;
use redb::{Builder, Database, StorageBackend, Table, WriteTransaction};

use super::fault::Fault;
use super::format::{
    FORMAT, LAYER_MAX, LAYERS, META, META_COMMITS, META_CURRENT, META_FORMAT, NAMES, ROWS, SHAPES, place,
    seal_parent, seal_row, seal_u32, seal_u64,
};
use super::held::Held;
use super::load::{World, is_new, load};
use super::shapes::{self, Shapes};
use super::sweep::{self, Layers};
use crate::Schema;
use crate::overlay::Changes;
use crate::scan::Map;

/// Memory for pages of the file, in bytes. Reads come from the map, so only writes need it.
const CACHE_BYTES: usize = 32 << 20;

/// Makes the file layer, once for opening and again after it failed.
pub(super) type Opener = Box<dyn Fn() -> io::Result<Box<dyn StorageBackend>> + Send + Sync>;

/// Hears, in one sentence each time, that the file cannot be written, and that it can be again.
pub(super) type Report = Box<dyn Fn(&str) + Send + Sync>;

/// What a layer stands upon: another layer, or nothing.
#[derive(Default)]
pub(super) struct Ground {
    layer: Option<u32>,
    /// The rows as seen from there.
    pub(super) rows: Map,
}

/// The file and what it holds for certain.
pub(super) struct Log {
    opener: Opener,
    report: Report,
    held: Held,
    db: Option<Database>,
    /// Why the last commit failed. What it wrote may or may not be in the file.
    broken: Option<String>,
    commits: u64,
    current: u32,
    next: u32,
    layers: Layers,
    /// The rows as seen from the current layer, and from below it.
    root: Map,
    floor: Map,
    names: BTreeMap<String, (u32, Map)>,
}

thread_local!(static GUARDED: Cell<bool> = const { Cell::new(false) });

/// Whether a panic of this thread would be caught here and told as damage, so that no hook need speak
/// of it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// The engine checks the file before it is trusted, yet a damaged one may still trip it.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.unwrap_or_else(|_| Err(Fault::Damaged("a place where the engine gave up".to_string())))
}

fn read_in(opener: &Opener, also: &[u32]) -> Result<(Database, Held, World), Fault> {
    guarded(|| {
        let held = Held::new(opener()?)?;
        let was_empty = held.len()? == 0;
        let db = Builder::new()
            .set_cache_size(CACHE_BYTES)
            .set_check_integrity_on_open(true)
            .create_with_backend(held.clone())?;
        match is_new(&db)? {
            true if was_empty => found(&db)?,
            true => return Err(Fault::Foreign),
            false => {}
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
    txn.open_table(SHAPES)?;
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

fn set_rows(txn: &WriteTransaction, layer: u32, floor: &Map, changes: &Changes) -> Result<(), Fault> {
    let mut rows = txn.open_table(ROWS)?;
    changes.iter().try_for_each(|(key, row)| set_row(&mut rows, layer, floor, key, row.as_deref()))
}

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
    pub(super) fn open(opener: Opener, schema: &Schema, report: Report) -> Result<Log, Fault> {
        let (db, held, world) = read_in(&opener, &[])?;
        let new_shapes = guarded(|| shapes::check(&db, &world, schema))?;
        held.release()?;
        let ends = world.names.values().copied().chain([world.current]);
        let layers = Layers::new(world.parents.clone(), ends)?;
        let named = |(name, layer): (&String, &u32)| (name.clone(), (*layer, world.root(Some(*layer))));
        let mut log = Log {
            opener,
            report,
            held,
            db: Some(db),
            broken: None,
            commits: world.commits,
            current: world.current,
            next: next_layer(&world),
            layers,
            root: world.root(Some(world.current)),
            floor: world.floor(),
            names: world.names.iter().map(named).collect(),
        };
        log.note_shapes(&new_shapes)?;
        Ok(log)
    }

    fn note_shapes(&mut self, new: &Shapes) -> Result<(), Fault> {
        if new.is_empty() {
            return Ok(());
        }
        self.transact(0, |txn| shapes::store(txn, new))
    }

    pub(super) fn root(&self) -> Map {
        self.root.clone()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// The rows of a snapshot, to stand upon.
    pub(super) fn ground(&self, name: &str) -> Option<Ground> {
        let (layer, rows) = self.names.get(name)?.clone();
        Some(Ground { layer: Some(layer), rows })
    }

    /// One durable transaction that writes so many rows. After a failure the file is not trusted
    /// until it was read anew.
    fn transact(
        &mut self,
        rows: usize,
        work: impl FnOnce(&WriteTransaction) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let commits = self.commits + 1;
        let done = match &self.db {
            Some(db) => guarded(|| {
                let txn = db.begin_write()?;
                work(&txn)?;
                let gone = sweep::sweep(&txn, self.layers.garbage(), rows)?;
                txn.open_table(META)?.insert(META_COMMITS, &*seal_u64(META_COMMITS, commits))?;
                txn.commit()?;
                Ok(gone)
            }),
            None => Err(Fault::Io("the file is closed".to_string())),
        };
        match done {
            Ok(gone) => {
                self.layers.forget(&gone);
                self.commits = commits;
                // The commit lasts without it.
                let _ = self.held.note(commits);
                Ok(())
            }
            Err(fault) => {
                if self.broken.is_none() {
                    (self.report)(&format!(
                        "the world cannot be written ({fault}); what would change it is refused"
                    ));
                }
                self.broken = Some(fault.to_string());
                Err(fault)
            }
        }
    }

    /// Writes changes that lead to `root`; they last when this returns.
    pub(super) fn append(&mut self, changes: &Changes, root: Map) -> Result<(), Fault> {
        self.mend()?;
        let (layer, floor) = (self.current, self.floor.clone());
        self.transact(changes.len(), |txn| set_rows(txn, layer, &floor, changes))?;
        self.root = root;
        Ok(())
    }

    /// Seals the current layer and goes on in a new one with changes that lead to `root`. A `name`
    /// is given to the sealed layer.
    fn turn(
        &mut self,
        ground: Ground,
        name: Option<&str>,
        changes: &Changes,
        root: Map,
    ) -> Result<(), Fault> {
        self.mend()?;
        let (sealed, layer) = (self.current, self.next);
        if layer > LAYER_MAX {
            return Err(Fault::Io("the log has no more layers, open it anew".to_string()));
        }
        self.transact(changes.len(), |txn| {
            if let Some(name) = name.map(str::as_bytes) {
                txn.open_table(NAMES)?.insert(name, &*seal_u32(name, sealed))?;
            }
            let id = layer.to_be_bytes();
            txn.open_table(LAYERS)?.insert(&id[..], &*seal_parent(&id, ground.layer))?;
            set_current(txn, layer)?;
            set_rows(txn, layer, &ground.rows, changes)
        })?;
        if let Some(name) = name {
            self.names.insert(name.to_string(), (sealed, self.root.clone()));
        }
        self.layers.add(layer, ground.layer);
        self.current = layer;
        self.next = layer + 1;
        self.floor = ground.rows;
        self.root = root;
        self.layers.judge(self.ends())
    }

    /// The layers that must stay, with all that they stand upon.
    fn ends(&self) -> Vec<u32> {
        self.names.values().map(|named| named.0).chain([self.current]).collect()
    }

    pub(super) fn snapshot(&mut self, name: &str) -> Result<(), Fault> {
        let ground = Ground { layer: Some(self.current), rows: self.root.clone() };
        self.turn(ground, Some(name), &Changes::new(), self.root.clone())
    }

    /// Puts `root`, which is the ground with these changes, in the place of all rows.
    pub(super) fn replace(&mut self, ground: Ground, changes: &Changes, root: Map) -> Result<(), Fault> {
        self.turn(ground, None, changes, root)
    }

    pub(super) fn forget(&mut self, name: &str) -> Result<bool, Fault> {
        if !self.names.contains_key(name) {
            return Ok(false);
        }
        self.mend()?;
        self.transact(0, |txn| {
            txn.open_table(NAMES)?.remove(name.as_bytes())?;
            Ok(())
        })?;
        self.names.remove(name);
        self.layers.judge(self.ends())?;
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
        let (db, held, world) = read_in(&self.opener, &self.ends()).map_err(again)?;
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
        self.layers = Layers::new(world.parents.clone(), self.ends())?;
        let changes = difference(&world.root(Some(self.current)), &self.root);
        self.rewrite(&changes).map_err(again)?;
        self.broken = None;
        (self.report)("the world can be written again");
        Ok(())
    }

    fn rewrite(&mut self, changes: &Changes) -> Result<(), Fault> {
        let (layer, floor) = (self.current, self.floor.clone());
        let named: Vec<(String, u32)> = self.names.iter().map(|(name, to)| (name.clone(), to.0)).collect();
        self.transact(changes.len(), |txn| {
            set_current(txn, layer)?;
            let mut names = txn.open_table(NAMES)?;
            names.retain(|_, _| false)?;
            for (name, layer) in &named {
                names.insert(name.as_bytes(), &*seal_u32(name.as_bytes(), *layer))?;
            }
            set_rows(txn, layer, &floor, changes)
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
