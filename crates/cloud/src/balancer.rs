//! A load balancer.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A load balancer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Balancer {
    /// What every resource carries.
    pub head: Head,
    /// The vendor's size of it.
    pub balancer_type: u32,
    /// The network of a private one.
    pub network: Option<String>,
    /// Its address there.
    pub private_ip: String,
    /// The firewall in front of it.
    pub firewall: Option<String>,
    /// Whether its settings are in force.
    pub is_applied: bool,
    /// The vendor's mode.
    pub mode: u32,
    /// How many nodes it runs on.
    pub node_count: u64,
    /// The largest header it takes, in KiB.
    pub http_header_kib: u64,
}

impl Resource for Balancer {
    const KIND: Kind = Kind::Balancer;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.network.iter().for_each(|id| push(id));
        self.firewall.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        if let Some(network) = self.network.as_ref().filter(|_| !self.private_ip.is_empty()) {
            push(format!("{network}|{}", self.private_ip));
        }
    }
}
