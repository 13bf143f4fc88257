//! Other sizes for the nodes of clusters.

use super::cluster_node::role_of;
use crate::QingCloud;
use crate::figures::{pace, price};
use crate::job;
use crate::lookup::{self, must_be};
use crate::package::plan::Volume;
use crate::package::shape;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Cluster, ClusterNode, ClusterRole, Money, Placement, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<ResizeCluster>(
    Traits::of(Service::Cluster).licensed(),
    &[RESOURCE_NOT_FOUND, CLUSTER_SETTINGS_INVALID, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
)];

/// Gives the nodes of one or several roles of a cluster another size. Volumes only grow.
#[derive(Params)]
pub(crate) struct ResizeCluster {
    #[param(id = "cluster")]
    cluster: String,
    node_role: Vec<String>,
    cpu: Option<u64>,
    memory: Option<u64>,
    storage_size: Option<u64>,
    instance_class: Option<u32>,
    /// There are no graphics processors here.
    #[param(range = 0..=0)]
    gpu: Option<u64>,
}

impl Action<QingCloud> for ResizeCluster {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let asks = [self.cpu, self.memory, self.storage_size, self.instance_class.map(u64::from)];
        ensure!(
            asks.iter().any(Option::is_some),
            MALFORMED_REQUEST,
            "parameter [cpu], [memory], [storage_size] or [instance_class] is required"
        );
        let mut cluster = lookup::idle::<Cluster>(cx, &self.cluster)?;
        must_be(&cluster, &[State::Active, State::Stopped], "resized")?;
        let mut changed = Vec::new();
        if self.node_role.is_empty() {
            changed.push(self.resized(role_of(&cluster, None)?)?);
        }
        for name in &self.node_role {
            changed.push(self.resized(role_of(&cluster, Some(name))?)?);
        }
        let nodes = cluster.nodes.iter().map(|id| Ok(cx.fetch::<ClusterNode>(id)?));
        let nodes = nodes.collect::<Outcome<Vec<_>>>()?;
        let mut dearer = Money::ZERO;
        for node in &nodes {
            if let Some(role) = changed.iter().find(|role| role.name == node.role) {
                dearer = dearer + price::cluster_node(role) - node.hourly;
            }
        }
        if dearer > Money::ZERO {
            price::check_for(cx, &cluster.head.owner, dearer)?;
        }
        for node in nodes {
            if let Some(role) = changed.iter().find(|role| role.name == node.role) {
                refit(cx, node, role)?;
            }
        }
        for role in &mut cluster.roles {
            if let Some(resized) = changed.iter().find(|resized| resized.name == role.name) {
                role.clone_from(resized);
            }
        }
        let state = cluster.head.state;
        cx.begin(&mut cluster, Verb::Resize, state, pace::CHANGE_CLUSTER)?;
        let mut reply = Reply::new();
        reply.text("cluster_id", &cluster.head.id);
        if let Some(role) = changed.first() {
            reply
                .text("role", &role.name)
                .int("cpu", role.cpu)
                .int("memory", role.memory_mib)
                .int("storage_size", role.volume_gib)
                .int("gpu", self.gpu.unwrap_or(0));
        }
        job::open(cx, &[cluster.head.id], pace::CHANGE_CLUSTER, &mut reply)?;
        Ok(reply)
    }
}

impl ResizeCluster {
    /// A role as it shall be, within what nodes can have.
    fn resized(&self, role: &ClusterRole) -> Outcome<ClusterRole> {
        let mut role = role.clone();
        if let Some(cpu) = self.cpu {
            shape::must_have_cpu(cpu)?;
            role.cpu = cpu;
        }
        if let Some(memory) = self.memory {
            shape::must_have_memory(memory)?;
            role.memory_mib = memory;
        }
        if let Some(class) = self.instance_class {
            shape::must_have_class(class)?;
            role.class = class;
        }
        if let Some(size_gib) = self.storage_size {
            let (name, present) = (&role.name, role.volume_gib);
            ensure!(present > 0, CLUSTER_SETTINGS_INVALID, "nodes of role [{name}] have no volume");
            ensure!(
                size_gib >= present,
                CLUSTER_SETTINGS_INVALID,
                "storage_size [{size_gib}] is less than the present [{present}]"
            );
            shape::must_have_volume(&Volume { size_gib, class: role.volume_type, disks: role.disks })?;
            role.volume_gib = size_gib;
        }
        Ok(role)
    }
}

/// Gives a node the room that its role now needs, on the same host or another: its own room counts as free
/// for that.
fn refit(cx: &Cx<'_>, mut node: ClusterNode, role: &ClusterRole) -> Outcome<()> {
    node.placement = Placement { host: node.placement.host, ..Placement::default() };
    cx.save(&node)?;
    node.fit(cx, role)?;
    (node.hourly, node.idle_hourly) = (price::cluster_node(role), price::idle_cluster_node(role));
    Ok(cx.save(&node)?)
}
