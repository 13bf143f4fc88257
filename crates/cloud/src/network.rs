//! A private network.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A private network.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Network {
    /// What every resource carries.
    pub head: Head,
    /// The vendor's type: managed, self-managed or base.
    pub network_type: u32,
    /// The router it has joined.
    pub router: Option<String>,
    /// Its addresses; empty while it has none.
    pub cidr: String,
    /// The address of its gateway.
    pub manager_ip: String,
    /// The first and last address that is handed out.
    pub dhcp: Option<(String, String)>,
    /// The vendor's bits of what it offers.
    pub features: u32,
}

impl Resource for Network {
    const KIND: Kind = Kind::Network;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.router.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        if let Some(router) = self.router.as_ref().filter(|_| !self.cidr.is_empty()) {
            push(format!("{router}|{}", self.cidr));
        }
    }
}
