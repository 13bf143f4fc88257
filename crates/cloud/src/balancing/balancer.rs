//! A load balancer, and what follows from its life.

use crate::fleet::Placement;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

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
    /// The largest header it takes, in KiB.
    pub http_header_kib: u64,
    /// The rooms of its nodes on hosts.
    pub nodes: Vec<Placement>,
}

impl Resource for Balancer {
    const KIND: Kind = Kind::Balancer;
    const TARGETS: &'static [Kind] = &[Kind::Network, Kind::Firewall];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.network.iter().for_each(|id| push(id));
        self.firewall.iter().for_each(|id| push(id));
    }
    fn addresses(&self, push: &mut dyn FnMut(&str, IpAddr)) {
        if let (Some(network), Ok(address)) = (&self.network, self.private_ip.parse()) {
            push(network, address);
        }
    }
    fn placements(&self) -> impl Iterator<Item = &Placement> {
        self.nodes.iter()
    }
    fn placements_mut(&mut self) -> impl Iterator<Item = &mut Placement> {
        self.nodes.iter_mut()
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.firewall.take_if(|id| id == target);
        if self.network.take_if(|id| id == target).is_some() {
            self.private_ip.clear();
        }
        Ok(())
    }
    fn unbind(&mut self) {
        (self.network, self.firewall) = (None, None);
        self.private_ip.clear();
    }
    fn arrived(&mut self, _world: &World<'_>, verb: Verb) -> Answer<()> {
        self.is_applied |= matches!(verb, Verb::Create | Verb::Start | Verb::Update);
        Ok(())
    }
}
