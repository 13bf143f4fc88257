//! A package of traffic that an account ordered.

use crate::billing::money::Money;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::time::instant::Time;
use serde::{Deserialize, Serialize};

/// An order of packages: `Pending` until it is paid, `Active` from then on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PackageOrder {
    /// What every resource carries; its name is the package's.
    pub head: Head,
    /// How many.
    pub count: u64,
    /// What all of them cost together.
    pub price: Money,
    /// Until when the traffic can be used, once they are paid for.
    pub good_until: Option<Time>,
}

impl Resource for PackageOrder {
    const KIND: Kind = Kind::PackageOrder;
    headed!();
}
