//! A router or VPC.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A router or VPC.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Router {
    /// What every resource carries.
    pub head: Head,
    /// The vendor's size of it.
    pub router_type: u32,
    /// The range its networks lie in.
    pub cidr: String,
    /// Its own address in the base network.
    pub private_ip: String,
    /// The firewall in front of it.
    pub firewall: Option<String>,
    /// Whether its settings are in force.
    pub is_applied: bool,
    /// The public address it will carry once updated.
    pub wanted_address: Option<String>,
}

impl Resource for Router {
    const KIND: Kind = Kind::Router;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.firewall.iter().for_each(|id| push(id));
        self.wanted_address.iter().for_each(|id| push(id));
    }
}
