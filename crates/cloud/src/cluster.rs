//! A cluster of an application.

use crate::kind::Kind;
use crate::resource::{Head, Placement, Resource};
use serde::{Deserialize, Serialize};

/// A cluster of an application.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cluster {
    /// What every resource carries.
    pub head: Head,
    /// The application.
    pub app: String,
    /// Its version.
    pub version: String,
    /// The network its nodes are in.
    pub network: String,
    /// What its nodes are.
    pub roles: Vec<ClusterRole>,
    /// The vendor's names of what may be done to it.
    pub advanced_actions: Vec<String>,
    /// Name and id of clusters it depends on.
    pub cluster_links: Vec<(String, String)>,
    /// Its environment as JSON.
    pub env: String,
    /// The rooms of its nodes.
    pub placements: Vec<Placement>,
}

impl Resource for Cluster {
    const KIND: Kind = Kind::Cluster;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.network);
        push(&self.version);
        self.cluster_links.iter().for_each(|(_, id)| push(id));
    }
    fn placements(&self) -> &[Placement] {
        &self.placements
    }
}

/// What the nodes of one role are.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ClusterRole {
    /// The role; empty where there is only one.
    pub name: String,
    /// How many nodes.
    pub count: u64,
    /// Processor cores of each.
    pub cpu: u64,
    /// Memory of each, in MiB.
    pub memory_mib: u64,
    /// Storage of each, in GiB.
    pub storage_gib: u64,
    /// The vendor's class of hardware.
    pub class: u32,
    /// The image or container they run.
    pub image: String,
}
