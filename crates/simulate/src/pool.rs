//! The ids that replies have told so far, so that calls can name things that exist.

use std::collections::BTreeMap;

/// Ids remembered on each shelf.
const REMEMBERED: usize = 40;

/// Ids by what they are of, in the words of their system.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    ids: BTreeMap<String, Vec<String>>,
}

impl Pool {
    /// Remembers an id; the oldest of a shelf are forgotten.
    pub fn remember(&mut self, shelf: &str, id: &str) {
        let ids = self.ids.entry(shelf.to_owned()).or_default();
        if ids.iter().any(|known| known == id) {
            return;
        }
        if ids.len() == REMEMBERED {
            ids.remove(0);
        }
        ids.push(id.to_owned());
    }

    /// The ids of a shelf, the newest last.
    pub fn of(&self, shelf: &str) -> &[String] {
        self.ids.get(shelf).map_or(&[], Vec::as_slice)
    }

    /// All ids of all shelves.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.ids.values().flatten()
    }
}
