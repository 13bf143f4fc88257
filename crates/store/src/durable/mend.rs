//! Going on after a failed commit, of which nobody knows what reached the file.

use super::fault::Fault;
use super::format::{NAMES, seal_u32};
use super::layers::Layers;
use super::log::{Ground, Log, next_layer, read_in, set_current, write};
use crate::change::Changes;

impl Log {
    /// After a failed commit: opens the file anew and makes it say what is known for certain,
    /// whether or not the failed commit had reached it.
    pub(super) fn mend(&mut self) -> Result<(), Fault> {
        let Some(why) = self.broken.clone() else {
            return Ok(());
        };
        self.db = None;
        self.copying = None;
        let again = |fault: Fault| Fault::Io(format!("{why}, and then {fault}"));
        let (db, held, world) = read_in(&self.opener, &self.ends()).map_err(again)?;
        let is_whole = |ground: &Ground| world.root(ground.layer).rows == ground.rows;
        if !self.names.values().all(is_whole) {
            return Err(again(Fault::Damaged("a snapshot that was there before".to_string())));
        }
        held.refresh().map_err(|error| again(error.into()))?;
        held.release().map_err(|error| again(error.into()))?;
        self.db = Some(db);
        self.held = held;
        self.commits = self.commits.max(world.commits);
        self.next = self.next.max(next_layer(&world));
        self.next_batch = self.next_batch.max(world.last_batch + 1);
        self.layers = Layers::new(world.parents.clone(), world.sizes.clone(), self.ends())?;
        let changes = world.root(Some(self.current)).rows.changes_to(&self.root);
        self.rewrite(&changes).map_err(again)?;
        self.broken = None;
        (self.report)("the world can be written again");
        Ok(())
    }

    fn rewrite(&mut self, changes: &Changes) -> Result<(), Fault> {
        let (layer, next) = (self.current, self.next_batch);
        let named = self.names.iter().filter_map(|(name, ground)| Some((name.clone(), ground.layer?)));
        let named: Vec<(String, u32)> = named.collect();
        let written = self.transact(|txn| {
            set_current(txn, layer)?;
            let mut names = txn.open_table(NAMES)?;
            names.retain(|_, _| false)?;
            for (name, layer) in &named {
                names.insert(name.as_bytes(), &*seal_u32(name.as_bytes(), *layer))?;
            }
            write(txn, layer, next, changes)
        })?;
        self.layers.grow(layer, written.bytes);
        Ok(())
    }
}
