//! A point in a chain of copies: the first is full, each later one holds what changed.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A point in a chain of copies: the first is full, each later one holds what changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// What every resource carries.
    pub head: Head,
    /// The volume, instance or cluster it was taken of.
    pub source: String,
    /// What its source is.
    pub source_kind: Kind,
    /// The full snapshot its chain begins with; its own id for a full one.
    pub root: String,
    /// The point before it in the chain.
    pub parent: Option<String>,
    /// Whether it is a full copy.
    pub is_full: bool,
    /// What it takes, in MiB.
    pub size_mib: u64,
    /// The instant it shows.
    pub taken_at: crate::Time,
    /// Whether what it shows is encrypted.
    pub encrypted: bool,
    /// The vendor's type of the storage it shows.
    pub volume_type: u32,
}

impl Resource for Snapshot {
    const KIND: Kind = Kind::Snapshot;
    headed!();
}
