//! Files that were handed in to go with another resource.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Files that were handed in to go with another resource.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Attachment {
    /// What every resource carries; the name is the file's as it was handed in.
    pub head: Head,
    /// The vendor's word for what it is for.
    pub category: String,
    /// The id of the resource it was handed in for; empty where that comes later.
    pub subject: String,
    /// Its size as it was handed in, in bytes.
    pub size_bytes: u64,
    /// The texts of its files by their path.
    pub files: BTreeMap<String, String>,
}

impl Resource for Attachment {
    const KIND: Kind = Kind::Attachment;
    headed!();
}
