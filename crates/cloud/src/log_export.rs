//! A collection of a server's logs, made on demand.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
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
    headed!();
}
