//! What the nodes of a cluster that do the same work are.

use serde::{Deserialize, Serialize};

/// What the nodes of one role are.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ClusterRole {
    /// The role; empty where there is only one.
    pub name: String,
    /// Processor cores of each.
    pub cpu: u64,
    /// Memory of each, in MiB.
    pub memory_mib: u64,
    /// The data volume of each, in GiB; 0 where there is none.
    pub volume_gib: u64,
    /// How many disks the volume is spread over.
    pub disks: u64,
    /// The vendor's type of storage.
    pub volume_type: u32,
    /// The vendor's class of hardware.
    pub class: u32,
    /// The image or container they run.
    pub image: String,
    /// How many replicas go with each node of this role, as a role of their own.
    pub replicas: u64,
    /// The name of the replicas' role; empty where there are none.
    pub replica_role: String,
    /// The highest number a node of it may have.
    pub number_most: Option<u64>,
}
