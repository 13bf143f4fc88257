//! A collection of a server's logs, made on demand.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A collection of a server's logs: `Pending` while it is made, `Active` once it can be fetched.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LogExport {
    /// What every resource carries.
    pub head: Head,
    /// The server whose logs they are.
    pub server: String,
}

impl Resource for LogExport {
    const KIND: Kind = Kind::LogExport;
    const TARGETS: &'static [Kind] = &[Kind::Server];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.server);
    }
}

impl LogExport {
    /// How much of it is made at an instant, in percent; 100 only once all of it is.
    pub fn percentage(&self, now: Time) -> i64 {
        let Some(change) = self.head.change else { return 100 };
        let (passed, whole) =
            (now.since(self.head.created_at).0, change.due_at.since(self.head.created_at).0);
        (passed.saturating_mul(100) / whole.max(1)).clamp(0, 99)
    }
}

impl World<'_> {
    /// Begins to collect a server's logs.
    pub fn collect_logs(&self, head: Head, server: &str, span: Span) -> Answer<LogExport> {
        let mut export = LogExport { head, server: server.to_owned() };
        self.insert(&export)?;
        self.begin(&mut export, Verb::Create, State::Active, span)?;
        self.forget_in_time(&export)?;
        Ok(export)
    }
}
