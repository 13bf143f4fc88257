//! A node of a cluster, its place on a host and its address in the cluster's network. A node that is pending
//! comes with the change that its cluster is undergoing.

use crate::apps::cluster_role::ClusterRole;
use crate::billing::money::Money;
use crate::fleet::{Need, Placement};
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The system disk of a node, in GiB.
pub const NODE_DISK_GIB: u64 = 20;

/// A node of a cluster.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ClusterNode {
    /// What every resource carries. Its prices are nothing: the cluster is charged for its nodes.
    pub head: Head,
    /// The cluster.
    pub cluster: String,
    /// Its role there; empty where there is only one.
    pub role: String,
    /// Its number among the nodes of its role, from 1.
    pub number: u64,
    /// The group of a node and its replicas, from 1.
    pub group: u64,
    /// The network it is in.
    pub network: String,
    /// Its address there.
    pub private_ip: String,
    /// Processor cores.
    pub cpu: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// The data volume in GiB.
    pub volume_gib: u64,
    /// The hourly price while it works.
    pub hourly: Money,
    /// The hourly price while it is stopped.
    pub idle_hourly: Money,
    /// Whether it is to go with the update that its cluster is undergoing.
    pub leaving: bool,
    /// Its room on a host.
    pub placement: Placement,
}

impl Resource for ClusterNode {
    const KIND: Kind = Kind::ClusterNode;
    const TARGETS: &'static [Kind] = &[Kind::Cluster, Kind::Network];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.cluster);
        push(&self.network);
    }
    fn addresses(&self, push: &mut dyn FnMut(&str, IpAddr)) {
        if let Ok(address) = self.private_ip.parse() {
            push(&self.network, address);
        }
    }
    fn placements(&self) -> impl Iterator<Item = &Placement> {
        std::iter::once(&self.placement)
    }
    fn placements_mut(&mut self) -> impl Iterator<Item = &mut Placement> {
        std::iter::once(&mut self.placement)
    }
}

impl ClusterNode {
    /// Gives it the size that its role has, and a host with room for that.
    ///
    /// # Errors
    /// `Capacity` when no host has room.
    pub fn fit(&mut self, world: &World<'_>, role: &ClusterRole) -> Answer<()> {
        (self.cpu, self.memory_mib, self.volume_gib) = (role.cpu, role.memory_mib, role.volume_gib);
        let (cpu, memory_mib, storage_gib) = (self.cpu, self.memory_mib, self.volume_gib + NODE_DISK_GIB);
        let room = Placement { cpu, memory_mib, storage_gib, ..Placement::default() };
        self.placement = world.find_room(Need::of(room))?;
        Ok(())
    }

    /// Stands where its cluster stands. Nothing is expected of it in time: the cluster will tell.
    pub(crate) fn stand(&mut self, world: &World<'_>, state: State) -> Answer<()> {
        if self.head.state != state {
            self.head.state_at = world.now;
        }
        self.head.state = state;
        world.save(self)
    }
}
