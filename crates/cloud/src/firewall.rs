//! A firewall.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A firewall.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Firewall {
    /// What every resource carries.
    pub head: Head,
    /// Whether it is its owner's default, which cannot be deleted.
    pub is_default: bool,
    /// Whether its rules are in force.
    pub is_applied: bool,
}

impl Resource for Firewall {
    const KIND: Kind = Kind::Firewall;
    headed!();
}
