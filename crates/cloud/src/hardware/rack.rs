//! A rack, in which servers stand.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A rack.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rack {
    /// What every resource carries.
    pub head: Head,
    /// The room it stands in; empty where that is not known.
    pub room: String,
    /// The region it is in.
    pub region: String,
    /// Where in the room it stands.
    pub location: String,
    /// Its size, in the vendor's words.
    pub size: String,
    /// Its height in units.
    pub units: u32,
    /// Its power in watts.
    pub watts: u32,
    /// Names and values its owner tagged it with, by name.
    pub tags: Vec<(String, String)>,
}

impl Resource for Rack {
    const KIND: Kind = Kind::Rack;
    const TARGETS: &'static [Kind] = &[Kind::Room];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        if !self.room.is_empty() {
            push(&self.room);
        }
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        if self.room == target {
            self.room.clear();
        }
        Ok(())
    }
}
