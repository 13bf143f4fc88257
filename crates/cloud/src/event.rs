//! Something that was reported of a server.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// Something that was reported of a server, at the instant of its making.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// What every resource carries; the name is the message.
    pub head: Head,
    /// The vendor's number of the message.
    pub message: String,
    /// The server it is of.
    pub server: String,
    /// 1 critical, 2 major, 3 minor, 4 for information.
    pub level: u8,
}

impl Resource for Event {
    const KIND: Kind = Kind::Event;
    headed!();
}
