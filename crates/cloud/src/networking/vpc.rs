//! A virtual private cloud: the addresses that subnets are cut from.

use crate::networking::cidr::Cidr;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A virtual private cloud.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Vpc {
    /// What every resource carries.
    pub head: Head,
    /// Its addresses.
    pub block: Cidr,
}

impl Resource for Vpc {
    const KIND: Kind = Kind::Vpc;
    headed!();
}
