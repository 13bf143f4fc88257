//! Layers that nothing stands upon any more, deleted a little with every commit.

use std::collections::{BTreeMap, BTreeSet};

use redb::{ReadableTable, WriteTransaction};

use super::fault::Fault;
use super::format::{LAYERS, ROWS, place};
use super::load::reach;

/// Rows deleted with one commit besides as many as it writes. All rows of such layers were written
/// by commits, so they are deleted faster than they come.
const SWEPT_ROWS: usize = 1000;

/// The layers of the file, and which of them are needed no more.
pub(super) struct Layers {
    parents: BTreeMap<u32, Option<u32>>,
    garbage: BTreeSet<u32>,
}

impl Layers {
    /// # Errors
    /// As [`Layers::judge`].
    pub(super) fn new(
        parents: BTreeMap<u32, Option<u32>>,
        ends: impl IntoIterator<Item = u32>,
    ) -> Result<Layers, Fault> {
        let mut layers = Layers { parents, garbage: BTreeSet::new() };
        layers.judge(ends)?;
        Ok(layers)
    }

    pub(super) fn add(&mut self, layer: u32, parent: Option<u32>) {
        self.parents.insert(layer, parent);
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
            self.garbage.remove(layer);
        }
    }
}

/// Deletes rows of these layers, and the layers that have none left, which it answers.
pub(super) fn sweep(
    txn: &WriteTransaction,
    garbage: &BTreeSet<u32>,
    written: usize,
) -> Result<Vec<u32>, Fault> {
    let mut gone = Vec::new();
    if garbage.is_empty() {
        return Ok(gone);
    }
    let mut left = SWEPT_ROWS + written;
    let (mut rows, mut layers) = (txn.open_table(ROWS)?, txn.open_table(LAYERS)?);
    for layer in garbage {
        let (from, to) = (place(*layer, b""), place(layer + 1, b""));
        let mut places = Vec::new();
        for entry in rows.range::<&[u8]>(&from[..]..&to[..])?.take(left) {
            places.push(entry?.0.value().to_vec());
        }
        for place in &places {
            rows.remove(&place[..])?;
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
