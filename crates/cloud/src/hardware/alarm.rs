//! An alarm about a server.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::time::instant::Time;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// An alarm about a server. `Active` while it lasts, `Stopped` once it is over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Alarm {
    /// What every resource carries; the name is the alarm's.
    pub head: Head,
    /// The rule that raised it.
    pub rule: String,
    /// The server it is about. Not a link: the server may go, the alarm stays.
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

impl Alarm {
    /// Whether it lasted at any instant from one to another, both included.
    pub fn lasts_within(&self, from: Time, to: Time) -> bool {
        self.head.created_at <= to && self.ended_at.is_none_or(|end| end >= from)
    }
}

impl World<'_> {
    /// Ends an alarm that lasts.
    pub fn end_alarm(&self, alarm: &mut Alarm) -> Answer<()> {
        alarm.ended_at = Some(self.now);
        self.become_state(alarm, State::Stopped)?;
        self.forget_in_time(alarm)
    }
}
