//! Getting rid of what was superseded: the world is copied into a layer of its own, a little with every
//! commit. Meanwhile writes go into an upper layer. When the copy is complete the upper layer stands upon
//! it, and nothing upon what it stood upon before.

use std::ops::Bound;

use super::fault::Fault;
use super::pen::Pen;
use crate::StoredKey;
use crate::map::Map;

/// Superseded bytes that are worth no copy, however small the world is.
pub(super) const SLACK: u64 = 256 << 10;

/// Whether so many bytes are too many for a world that took `settled` when it was last without anything superseded.
pub(super) fn is_due(bytes: u64, settled: u64, slack: u64) -> bool {
    bytes > settled.saturating_mul(2).saturating_add(slack)
}

/// A copy under way.
#[derive(Clone)]
pub(super) struct Copying {
    /// The layer that it goes into.
    pub(super) layer: u32,
    /// The layer that will stand upon it.
    pub(super) upper: u32,
    /// What is copied.
    pub(super) rows: Map,
    /// The last key that was.
    pub(super) after: Option<StoredKey>,
    /// The bytes that were.
    pub(super) bytes: u64,
}

impl Copying {
    /// Copies twice as much as the commit itself has written: it is over long before as much again was
    /// superseded. Answers whether that was the last of it.
    pub(super) fn step(&mut self, pen: &mut Pen<'_>, written: u64, slack: u64) -> Result<bool, Fault> {
        let enough = written.saturating_mul(2).max(slack / 4);
        let begin = self.after.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let mut last = None;
        for (key, row) in self.rows.range(begin, Bound::Unbounded) {
            pen.push(key, Some(row))?;
            last = Some(key.clone());
            if pen.bytes() >= enough {
                break;
            }
        }
        let is_over = pen.bytes() < enough;
        self.bytes += pen.bytes();
        self.after = last.or(self.after.take());
        Ok(is_over)
    }
}
