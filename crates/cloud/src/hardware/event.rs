//! Something that was reported of a server.

use crate::hardware::health::Health;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::Span;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// How long events, ended alarms and collected logs are kept.
const KEPT: Span = Span::days(90);

/// What happened to a server. Each dialect has its own words, numbers and levels for these.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Incident {
    /// A fan runs at its limit.
    FanAtLimit,
    /// Its parts are so from then on.
    Health(Health),
    /// What was being done to it, or to the instance on it, ended.
    Ended {
        /// What was done.
        verb: Verb,
        /// Whether it succeeded.
        succeeded: bool,
    },
}

/// Something that was reported of a server, at the instant of its making.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// What every resource carries.
    pub head: Head,
    /// What happened.
    pub incident: Incident,
    /// The server it happened to. Not a link: the server may go, the event stays.
    pub server: String,
}

impl Resource for Event {
    const KIND: Kind = Kind::Event;
    headed!();
}

impl World<'_> {
    /// Reports something of a server to its owner.
    pub fn report(&self, owner: &str, server: &str, incident: Incident) -> Answer<()> {
        let head = Head::new(self.mint_uuid()?, owner, "", "", self.now).in_state(State::Active);
        let event = Event { head, incident, server: server.to_owned() };
        self.insert(&event)?;
        self.forget_in_time(&event)
    }

    /// Expects a record to be forgotten when it has been kept for long enough.
    pub fn forget_in_time<T: Resource>(&self, record: &T) -> Answer<()> {
        self.expect(self.now + KEPT, crate::Due::Oblivion { kind: T::KIND, id: record.head().id.clone() })
    }
}
