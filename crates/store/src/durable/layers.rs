//! The layers of the file. Those that nothing stands upon any more are deleted a little with every commit.

use std::collections::{BTreeMap, BTreeSet};

use redb::{ReadableTable, WriteTransaction};

use super::fault::Fault;
use super::format::{BATCHES, LAYERS, place};
use super::load::reach;

/// Batches deleted with one commit besides as many as it writes. All batches of such layers were
/// written by commits, so they are deleted faster than they come.
const SWEPT_BATCHES: usize = 64;

/// The layers of the file, how large they are, and which of them are needed no more.
pub(super) struct Layers {
    parents: BTreeMap<u32, Option<u32>>,
    /// The bytes of each one's batches.
    sizes: BTreeMap<u32, u64>,
    garbage: BTreeSet<u32>,
}

impl Layers {
    /// # Errors
    /// As [`Layers::judge`].
    pub(super) fn new(
        parents: BTreeMap<u32, Option<u32>>,
        sizes: BTreeMap<u32, u64>,
        ends: impl IntoIterator<Item = u32>,
    ) -> Result<Layers, Fault> {
        let mut layers = Layers { parents, sizes, garbage: BTreeSet::new() };
        layers.judge(ends)?;
        Ok(layers)
    }

    /// A new layer, or one that stands upon another one from now on.
    pub(super) fn put(&mut self, layer: u32, parent: Option<u32>) {
        self.parents.insert(layer, parent);
    }

    pub(super) fn grow(&mut self, layer: u32, bytes: u64) {
        *self.sizes.entry(layer).or_default() += bytes;
    }

    /// A layer and all that it stands upon.
    pub(super) fn down_from(&self, layer: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(layer), |layer| self.parents.get(layer).copied().flatten())
    }

    /// The bytes of these.
    pub(super) fn bytes_down_from(&self, layer: u32) -> u64 {
        self.down_from(layer).filter_map(|layer| self.sizes.get(&layer)).sum()
    }

    /// Finds what none of `ends` stands upon.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when one of them stands upon a layer that is not there.
    pub(super) fn judge(&mut self, ends: impl IntoIterator<Item = u32>) -> Result<(), Fault> {
        let reached = reach(&self.parents, ends.into_iter())?;
        self.garbage = self.parents.keys().filter(|layer| !reached.contains(layer)).copied().collect();
        Ok(())
    }

    pub(super) fn garbage(&self) -> &BTreeSet<u32> {
        &self.garbage
    }

    pub(super) fn forget(&mut self, gone: &[u32]) {
        for layer in gone {
            self.parents.remove(layer);
            self.sizes.remove(layer);
            self.garbage.remove(layer);
        }
    }
}

/// Deletes batches of these layers, and the layers that have none left, which it answers.
pub(super) fn sweep(
    txn: &WriteTransaction,
    garbage: &BTreeSet<u32>,
    written: usize,
) -> Result<Vec<u32>, Fault> {
    let mut gone = Vec::new();
    if garbage.is_empty() {
        return Ok(gone);
    }
    let mut left = SWEPT_BATCHES + written;
    let (mut batches, mut layers) = (txn.open_table(BATCHES)?, txn.open_table(LAYERS)?);
    for layer in garbage {
        let (from, to) = (place(*layer, 0), place(layer + 1, 0));
        let mut places = Vec::new();
        for entry in batches.range::<&[u8]>(&from[..]..&to[..])?.take(left) {
            places.push(entry?.0.value().to_vec());
        }
        for place in &places {
            batches.remove(&place[..])?;
        }
        left -= places.len();
        if left == 0 {
            break;
        }
        layers.remove(&layer.to_be_bytes()[..])?;
        gone.push(*layer);
    }
    Ok(gone)
}
