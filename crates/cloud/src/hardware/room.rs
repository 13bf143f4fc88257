//! An equipment room, in which racks stand.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
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
}
