//! Reading a whole log into maps, and judging whether it is sound on the way.

use std::collections::{BTreeMap, BTreeSet};

use redb::{
    AccessGuard, Database, ReadTransaction, ReadableDatabase, ReadableTable, StorageError, TableHandle,
};

use super::batch;
use super::fault::Fault;
use super::format::{
    BATCHES, FORMAT, LAYERS, META, META_COMMITS, META_CURRENT, META_FORMAT, NAMES, placed, unseal,
    unseal_parent, unseal_u32, unseal_u64,
};
use crate::map::Map;

/// Everything a log says.
pub(super) struct World {
    pub(super) commits: u64,
    pub(super) current: u32,
    /// The parent of each layer.
    pub(super) parents: BTreeMap<u32, Option<u32>>,
    /// The layer of each snapshot.
    pub(super) names: BTreeMap<String, u32>,
    /// The rows as seen from each layer that can be reached.
    pub(super) roots: BTreeMap<u32, Root>,
    /// The bytes of each layer's batches.
    pub(super) sizes: BTreeMap<u32, u64>,
    /// The number of the last batch.
    pub(super) last_batch: u64,
}

/// Rows, and the bytes that they would take in batches without anything superseded.
#[derive(Clone, Default)]
pub(super) struct Root {
    pub(super) rows: Map,
    pub(super) bytes: u64,
}

impl World {
    /// The rows as seen from `layer`, empty for none.
    pub(super) fn root(&self, layer: Option<u32>) -> Root {
        layer.and_then(|layer| self.roots.get(&layer)).cloned().unwrap_or_default()
    }
}

impl Root {
    /// Makes the changes of a batch; `None` if it does not consist of changes.
    fn apply(&mut self, mut batch: &[u8]) -> Option<()> {
        while !batch.is_empty() {
            let (key, row) = batch::take(&mut batch)?;
            self.bytes += row.as_ref().map_or(0, |row| batch::size(&key, row));
            let old = match row {
                Some(row) => self.rows.insert(key.clone(), row),
                None => self.rows.remove(&key),
            };
            self.bytes -= old.map_or(0, |old| batch::size(&key, &old));
        }
        Some(())
    }
}

/// Whether the file holds nothing at all yet, or is a log of this format; anything else is refused.
pub(super) fn is_new(db: &Database) -> Result<bool, Fault> {
    let read = db.begin_read()?;
    let tables: BTreeSet<String> = read.list_tables()?.map(|table| table.name().to_string()).collect();
    if tables.is_empty() && read.list_multimap_tables()?.next().is_none() {
        return Ok(true);
    }
    if !tables.contains(META.name()) {
        return Err(Fault::Foreign);
    }
    let meta = read.open_table(META).map_err(|_| Fault::Foreign)?;
    let format = meta.get(META_FORMAT)?.ok_or(Fault::Foreign)?;
    match unseal_u32(META_FORMAT, format.value()) {
        Some(FORMAT) => Ok(false),
        Some(other) => Err(Fault::Version(other)),
        None => Err(damaged("the format version")),
    }
}

/// Reads and checks everything that a snapshot, the current layer or one of `also` can reach.
pub(super) fn load(db: &Database, also: &[u32]) -> Result<World, Fault> {
    let read = db.begin_read()?;
    let meta = read.open_table(META)?;
    let current = meta.get(META_CURRENT)?.and_then(|sealed| unseal_u32(META_CURRENT, sealed.value()));
    let commits = meta.get(META_COMMITS)?.and_then(|sealed| unseal_u64(META_COMMITS, sealed.value()));
    let mut world = World {
        commits: commits.ok_or_else(|| damaged("the count of commits"))?,
        current: current.ok_or_else(|| damaged("the current layer"))?,
        parents: parents(&read)?,
        names: names(&read)?,
        roots: BTreeMap::new(),
        sizes: BTreeMap::new(),
        last_batch: 0,
    };
    let ends = world.names.values().copied().chain([world.current]).chain(also.iter().copied());
    let reached = reach(&world.parents, ends)?;
    fill(&read, &mut world, &reached)?;
    Ok(world)
}

fn damaged(what: impl Into<String>) -> Fault {
    Fault::Damaged(what.into())
}

fn parents(read: &ReadTransaction) -> Result<BTreeMap<u32, Option<u32>>, Fault> {
    let mut parents = BTreeMap::new();
    for entry in read.open_table(LAYERS)?.iter()? {
        let (layer, sealed) = entry?;
        let (id, parent) = unseal_parent(layer.value(), sealed.value())
            .ok_or_else(|| damaged(format!("layer {}", layer.value().escape_ascii())))?;
        parents.insert(id, parent);
    }
    Ok(parents)
}

fn names(read: &ReadTransaction) -> Result<BTreeMap<String, u32>, Fault> {
    let mut names = BTreeMap::new();
    for entry in read.open_table(NAMES)?.iter()? {
        let (name, sealed) = entry?;
        let known = unseal_u32(name.value(), sealed.value())
            .and_then(|layer| Some((String::from_utf8(name.value().to_vec()).ok()?, layer)));
        let (name, layer) =
            known.ok_or_else(|| damaged(format!("snapshot {}", name.value().escape_ascii())))?;
        names.insert(name, layer);
    }
    Ok(names)
}

/// The ends and every layer that they stand upon.
pub(super) fn reach(
    parents: &BTreeMap<u32, Option<u32>>,
    ends: impl Iterator<Item = u32>,
) -> Result<BTreeSet<u32>, Fault> {
    let mut reached = BTreeSet::new();
    for end in ends {
        let mut next = Some(end);
        while let Some(layer) = next.filter(|layer| reached.insert(*layer)) {
            next = *parents.get(&layer).ok_or_else(|| damaged(format!("layer {layer}, which is missing")))?;
        }
    }
    Ok(reached)
}

/// Batches come layer by layer and a parent is older than its child, so one pass builds every root.
fn fill(read: &ReadTransaction, world: &mut World, reached: &BTreeSet<u32>) -> Result<(), Fault> {
    let batches = read.open_table(BATCHES)?;
    let mut batches = batches.iter()?.peekable();
    for (layer, parent) in &world.parents {
        let mut root = world.root(*parent);
        let mut size = 0;
        while let Some(entry) = batches.next_if(|entry| belongs(entry, *layer)) {
            let (place, sealed) = entry?;
            let (place, sealed) = (place.value(), sealed.value());
            let broken = || damaged(format!("the batch at {}", place.escape_ascii()));
            let (_, number) = placed(place).ok_or_else(broken)?;
            let batch = unseal(place, sealed).ok_or_else(broken)?;
            world.last_batch = world.last_batch.max(number);
            size += batch.len() as u64;
            if reached.contains(layer) {
                root.apply(batch).ok_or_else(broken)?;
            }
        }
        world.sizes.insert(*layer, size);
        if reached.contains(layer) {
            world.roots.insert(*layer, root);
        }
    }
    match batches.next() {
        Some(_) => Err(damaged("a batch of no known layer")),
        None => Ok(()),
    }
}

type Stored<'a> = (AccessGuard<'a, &'static [u8]>, AccessGuard<'a, &'static [u8]>);

/// An error belongs to whoever meets it first.
fn belongs(entry: &Result<Stored<'_>, StorageError>, layer: u32) -> bool {
    match entry {
        Ok((place, _)) => placed(place.value()).is_some_and(|(id, _)| id == layer),
        Err(_) => true,
    }
}
