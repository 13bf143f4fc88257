//! An equipment room, in which racks stand.

use crate::kind::Kind;
use crate::rack::Rack;
use crate::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// An equipment room.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Room {
    /// What every resource carries.
    pub head: Head,
    /// The region it is in.
    pub region: String,
}

impl Resource for Room {
    const KIND: Kind = Kind::Room;
    headed!();
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if verb == Verb::Cease {
            for mut rack in world.linked::<Rack>(&self.head.id)? {
                rack.room.clear();
                world.save(&rack)?;
            }
        }
        Ok(())
    }
}
