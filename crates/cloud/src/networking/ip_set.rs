//! A named set of addresses or ports for firewall rules.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A named set of addresses or ports for firewall rules.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IpSet {
    /// What every resource carries.
    pub head: Head,
    /// Whether it holds ports rather than addresses.
    pub is_ports: bool,
    /// The set, comma-separated.
    pub value: String,
}

impl Resource for IpSet {
    const KIND: Kind = Kind::IpSet;
    headed!();
}
