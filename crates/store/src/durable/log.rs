//! The log: layers of changes in one redb file, and what of them is known in memory.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use redb::{Builder, Database, StorageBackend, WriteTransaction};

use super::copying::{self, Copying};
use super::fault::Fault;
use super::format::{
    BATCHES, FORMAT, LAYER_MAX, LAYERS, META, META_COMMITS, META_CURRENT, META_FORMAT, NAMES, SHAPES,
    seal_parent, seal_u32, seal_u64,
};
use super::held::Held;
use super::layers::{self, Layers};
use super::load::{World, is_new, load};
use super::pen::{Pen, Written};
use super::shapes::{self, Shapes};
use crate::Schema;
use crate::change::Changes;
use crate::map::Map;

/// Memory for pages of the file, in bytes. Reads come from the map, so only writes need it.
const CACHE_BYTES: usize = 32 << 20;

/// Makes the file layer, once for opening and again after it failed.
pub(super) type Opener = Box<dyn Fn() -> io::Result<Box<dyn StorageBackend>> + Send + Sync>;

/// Hears, in one sentence each time, that the file cannot be written, and that it can be again.
pub(super) type Report = Box<dyn Fn(&str) + Send + Sync>;

/// What a layer stands upon: another layer, as snapshots name one, or nothing.
#[derive(Clone, Default)]
pub(super) struct Ground {
    pub(super) layer: Option<u32>,
    /// The rows as seen from there.
    pub(super) rows: Map,
    settled: u64,
}

/// The file and what it holds for certain.
pub(super) struct Log {
    pub(super) opener: Opener,
    pub(super) report: Report,
    pub(super) held: Held,
    pub(super) db: Option<Database>,
    /// Why the last commit failed. What it wrote may or may not be in the file.
    pub(super) broken: Option<String>,
    pub(super) commits: u64,
    pub(super) current: u32,
    pub(super) next: u32,
    pub(super) next_batch: u64,
    pub(super) layers: Layers,
    /// The rows as seen from the current layer.
    pub(super) root: Map,
    /// The bytes that these took when they were last without anything superseded.
    settled: u64,
    pub(super) copying: Option<Copying>,
    /// Superseded bytes that are worth no copy.
    slack: u64,
    pub(super) names: BTreeMap<String, Ground>,
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

pub(super) fn read_in(opener: &Opener, also: &[u32]) -> Result<(Database, Held, World), Fault> {
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
    txn.open_table(BATCHES)?;
    txn.open_table(NAMES)?;
    txn.open_table(SHAPES)?;
    set_parent(&txn, 0, None)?;
    let mut meta = txn.open_table(META)?;
    meta.insert(META_FORMAT, &*seal_u32(META_FORMAT, FORMAT))?;
    meta.insert(META_CURRENT, &*seal_u32(META_CURRENT, 0))?;
    meta.insert(META_COMMITS, &*seal_u64(META_COMMITS, 0))?;
    drop(meta);
    Ok(txn.commit()?)
}

pub(super) fn set_current(txn: &WriteTransaction, layer: u32) -> Result<(), Fault> {
    txn.open_table(META)?.insert(META_CURRENT, &*seal_u32(META_CURRENT, layer))?;
    Ok(())
}

fn set_parent(txn: &WriteTransaction, layer: u32, parent: Option<u32>) -> Result<(), Fault> {
    let id = layer.to_be_bytes();
    txn.open_table(LAYERS)?.insert(&id[..], &*seal_parent(&id, parent))?;
    Ok(())
}

pub(super) fn write(
    txn: &WriteTransaction,
    layer: u32,
    next: u64,
    changes: &Changes,
) -> Result<Written, Fault> {
    let mut pen = Pen::new(txn, layer, next);
    changes.iter().try_for_each(|(key, row)| pen.push(key, row.as_deref()))?;
    pen.finish()
}

impl Log {
    pub(super) fn open(opener: Opener, schema: &Schema, report: Report, slack: u64) -> Result<Log, Fault> {
        let (db, held, world) = read_in(&opener, &[])?;
        let new_shapes = guarded(|| shapes::check(&db, &world, schema))?;
        held.release()?;
        let ends = world.names.values().copied().chain([world.current]);
        let layers = Layers::new(world.parents.clone(), world.sizes.clone(), ends)?;
        let named = |(name, layer): (&String, &u32)| {
            let root = world.root(Some(*layer));
            (name.clone(), Ground { layer: Some(*layer), rows: root.rows, settled: root.bytes })
        };
        let root = world.root(Some(world.current));
        let mut log = Log {
            opener,
            report,
            held,
            db: Some(db),
            broken: None,
            commits: world.commits,
            current: world.current,
            next: next_layer(&world),
            next_batch: world.last_batch + 1,
            layers,
            root: root.rows,
            settled: root.bytes,
            copying: None,
            slack,
            names: world.names.iter().map(named).collect(),
        };
        log.note_shapes(&new_shapes)?;
        Ok(log)
    }

    fn note_shapes(&mut self, new: &Shapes) -> Result<(), Fault> {
        if new.is_empty() {
            return Ok(());
        }
        self.transact(|txn| shapes::store(txn, new).map(|()| Written::default())).map(drop)
    }

    pub(super) fn root(&self) -> Map {
        self.root.clone()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// The rows of a snapshot, to stand upon.
    pub(super) fn ground(&self, name: &str) -> Option<Ground> {
        self.names.get(name).cloned()
    }

    /// One durable transaction. After a failure the file is not trusted until it was read anew.
    pub(super) fn transact(
        &mut self,
        work: impl FnOnce(&WriteTransaction) -> Result<Written, Fault>,
    ) -> Result<Written, Fault> {
        let commits = self.commits + 1;
        let done = match &self.db {
            Some(db) => guarded(|| {
                let txn = db.begin_write()?;
                let written = work(&txn)?;
                let gone = layers::sweep(&txn, self.layers.garbage(), written.batches)?;
                txn.open_table(META)?.insert(META_COMMITS, &*seal_u64(META_COMMITS, commits))?;
                txn.commit()?;
                Ok((written, gone))
            }),
            None => Err(Fault::Io("the file is closed".to_string())),
        };
        match done {
            Ok((written, gone)) => {
                self.layers.forget(&gone);
                self.commits = commits;
                self.next_batch = self.next_batch.max(written.next);
                // The commit lasts without it.
                let _ = self.held.note(commits);
                Ok(written)
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
        self.begin_copy()?;
        let (layer, next, slack) = (self.current, self.next_batch, self.slack);
        let mut copying = self.copying.clone();
        let (mut own, mut is_over) = (0, false);
        let written = self.transact(|txn| {
            let mut written = write(txn, layer, next, changes)?;
            own = written.bytes;
            if let Some(copying) = &mut copying {
                let mut pen = Pen::new(txn, copying.layer, written.next);
                is_over = copying.step(&mut pen, own, slack)?;
                written = written.and(pen.finish()?);
                if is_over {
                    set_parent(txn, copying.upper, Some(copying.layer))?;
                }
            }
            Ok(written)
        })?;
        self.layers.grow(layer, own);
        if let Some(copying) = &copying {
            self.layers.grow(copying.layer, written.bytes - own);
        }
        self.copying = copying;
        self.root = root;
        if is_over { self.end_copy() } else { Ok(()) }
    }

    /// Begins to copy the world where too much of what it stands upon was superseded.
    fn begin_copy(&mut self) -> Result<(), Fault> {
        let bytes = self.layers.bytes_down_from(self.current);
        let (layer, upper, below) = (self.next, self.next + 1, self.current);
        if self.copying.is_some() || !copying::is_due(bytes, self.settled, self.slack) || upper > LAYER_MAX {
            return Ok(());
        }
        self.transact(|txn| {
            set_parent(txn, layer, None)?;
            set_parent(txn, upper, Some(below))?;
            set_current(txn, upper)?;
            Ok(Written::default())
        })?;
        self.layers.put(layer, None);
        self.layers.put(upper, Some(below));
        (self.current, self.next) = (upper, upper + 1);
        self.copying = Some(Copying { layer, upper, rows: self.root.clone(), after: None, bytes: 0 });
        Ok(())
    }

    fn end_copy(&mut self) -> Result<(), Fault> {
        let Some(copying) = self.copying.take() else { return Ok(()) };
        self.layers.put(copying.upper, Some(copying.layer));
        self.settled = copying.bytes;
        self.judge()
    }

    /// Seals the current layer and goes on in a new one, with changes that lead to `root`. A `name` is given to the
    /// sealed layer, which is then the ground and has the changes.
    fn turn(
        &mut self,
        ground: Ground,
        name: Option<&str>,
        changes: &Changes,
        root: Map,
    ) -> Result<(), Fault> {
        self.mend()?;
        let (sealed, layer, next) = (self.current, self.next, self.next_batch);
        if layer > LAYER_MAX {
            return Err(Fault::Io("the log has no more layers, open it anew".to_string()));
        }
        let changed = if name.is_some() { sealed } else { layer };
        let written = self.transact(|txn| {
            if let Some(name) = name.map(str::as_bytes) {
                txn.open_table(NAMES)?.insert(name, &*seal_u32(name, sealed))?;
            }
            set_parent(txn, layer, ground.layer)?;
            set_current(txn, layer)?;
            write(txn, changed, next, changes)
        })?;
        self.layers.put(layer, ground.layer);
        self.layers.grow(changed, written.bytes);
        (self.current, self.next) = (layer, layer + 1);
        (self.root, self.settled) = (root, ground.settled);
        if let Some(name) = name {
            self.names.insert(name.to_string(), ground);
        }
        self.judge()
    }

    /// The layers that must stay, with all that they stand upon.
    pub(super) fn ends(&self) -> Vec<u32> {
        let copying = self.copying.as_ref().map(|copying| copying.layer);
        self.names.values().filter_map(|ground| ground.layer).chain([self.current]).chain(copying).collect()
    }

    fn judge(&mut self) -> Result<(), Fault> {
        // A world that another one was put in the place of needs no copy.
        let (layers, current) = (&self.layers, self.current);
        self.copying.take_if(|copying| !layers.down_from(current).any(|layer| layer == copying.upper));
        self.layers.judge(self.ends())
    }

    /// Keeps `root`, which is the present world with these changes, under a name, and goes on from there.
    pub(super) fn snapshot(&mut self, name: &str, changes: &Changes, root: Map) -> Result<(), Fault> {
        let ground = Ground { layer: Some(self.current), rows: root.clone(), settled: self.settled };
        self.turn(ground, Some(name), changes, root)
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
        self.transact(|txn| {
            txn.open_table(NAMES)?.remove(name.as_bytes())?;
            Ok(Written::default())
        })?;
        self.names.remove(name);
        self.judge()?;
        Ok(true)
    }
}

pub(super) fn next_layer(world: &World) -> u32 {
    world.parents.keys().next_back().map_or(0, |last| last + 1)
}
