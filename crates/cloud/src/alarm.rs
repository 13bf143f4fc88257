//! An alarm about a server.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// An alarm about a server. `Active` while it lasts, `Stopped` once it is over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Alarm {
    /// What every resource carries; the name is the alarm's.
    pub head: Head,
    /// The rule that raised it.
    pub rule: String,
    /// The server it is about.
    pub server: String,
    /// The part of the server it is about.
    pub part: String,
    /// What was measured; empty for an alarm that an event raised.
    pub metric: String,
    /// 1 critical, 2 major, 3 minor, 4 for information.
    pub level: u8,
    /// When it ended.
    pub ended_at: Option<Time>,
}

impl Resource for Alarm {
    const KIND: Kind = Kind::Alarm;
    headed!();
}
