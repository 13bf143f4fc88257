//! A load balancer, and what follows from its life.

use crate::kind::Kind;
use crate::resource::{Head, Placement, Resource, Verb};
use crate::world::{Answer, World};
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
    fn keys(&self, push: &mut dyn FnMut(String)) {
        if let Some(network) = self.network.as_ref().filter(|_| !self.private_ip.is_empty()) {
            push(format!("{network}|{}", self.private_ip));
        }
    }
    fn placements(&self) -> &[Placement] {
        &self.nodes
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

impl World<'_> {
    /// Rooms for so many equal nodes, on different hosts as far as there are enough. The rooms in `instead_of`
    /// count as given back.
    ///
    /// # Errors
    /// `Capacity` when a node finds no room.
    pub fn find_rooms(
        &self,
        wanted: &Placement,
        count: usize,
        instead_of: &[Placement],
    ) -> Answer<Vec<Placement>> {
        let mut hosts = self.hosts()?;
        for given in instead_of {
            if let Some(host) = hosts.iter_mut().find(|host| host.name == given.host) {
                host.cpu_used = host.cpu_used.saturating_sub(given.cpu);
                host.memory_used_mib = host.memory_used_mib.saturating_sub(given.memory_mib);
                host.storage_used_gib = host.storage_used_gib.saturating_sub(given.storage_gib);
            }
        }
        let mut rooms: Vec<Placement> = Vec::with_capacity(count);
        for _ in 0..count {
            let is_taken = |name: &str| rooms.iter().any(|room| room.host == name);
            let fits = |at: &usize| hosts[*at].has_room(wanted);
            let fresh = (0..hosts.len()).find(|at| fits(at) && !is_taken(&hosts[*at].name));
            let Some(at) = fresh.or_else(|| (0..hosts.len()).find(fits)) else {
                return Err(crate::Refusal::Capacity { pool: "hosts".to_owned() });
            };
            let host = &mut hosts[at];
            host.cpu_used += wanted.cpu;
            host.memory_used_mib += wanted.memory_mib;
            host.storage_used_gib += wanted.storage_gib;
            rooms.push(Placement { host: host.name.clone(), ..wanted.clone() });
        }
        Ok(rooms)
    }
}
