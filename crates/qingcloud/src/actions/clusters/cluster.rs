//! The lives of clusters.

use crate::QingCloud;
use crate::figures::{pace, price, quotas};
use crate::forms::said;
use crate::job;
use crate::lookup::{self, must_be, must_be_leased, must_be_steady, must_be_unused};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Cluster, ClusterNode, Kind, Network, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<StartClusters>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<StopClusters>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteClusters>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<CeaseClusters>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RecoverClusters>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES, RESOURCE_EXISTS],
    ),
    Entry::of::<ModifyClusterAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Cluster);

/// Begins a change of clusters and answers with its job: once by itself, as the documents say, and once for
/// each cluster, as the Go SDK reads it.
pub(crate) fn change(cx: &Cx<'_>, clusters: &mut [Cluster], verb: Verb, target: State) -> Outcome<Reply> {
    for cluster in clusters.iter_mut() {
        cx.begin(cluster, verb, target, pace::CHANGE_CLUSTER)?;
    }
    let ids: Vec<String> = clusters.iter().map(|cluster| cluster.head.id.clone()).collect();
    let mut reply = Reply::new();
    let job = job::open(cx, &ids, pace::CHANGE_CLUSTER, &mut reply)?;
    reply.object("job_ids", |jobs| {
        for id in &ids {
            jobs.text(id, &job.head.id);
        }
    });
    Ok(reply)
}

/// Starts stopped clusters.
#[derive(Params)]
pub(crate) struct StartClusters {
    #[param(required, id = "cluster")]
    clusters: Vec<String>,
}

impl Action<QingCloud> for StartClusters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut clusters = lookup::each::<Cluster>(cx, &self.clusters, lookup::idle)?;
        lookup::all_must_be(&clusters, &[State::Stopped], "started")?;
        change(cx, &mut clusters, Verb::Start, State::Active)
    }
}

/// Stops clusters that are at work.
#[derive(Params)]
pub(crate) struct StopClusters {
    #[param(required, id = "cluster")]
    clusters: Vec<String>,
    /// Accepted; a stop here never needs force.
    force: Option<bool>,
}

impl Action<QingCloud> for StopClusters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.force;
        let mut clusters = lookup::each::<Cluster>(cx, &self.clusters, lookup::idle)?;
        lookup::all_must_be(&clusters, &[State::Active], "stopped")?;
        change(cx, &mut clusters, Verb::Stop, State::Stopped)
    }
}

/// Puts clusters into the recycle bin, or ceases them at once.
#[derive(Params)]
pub(crate) struct DeleteClusters {
    #[param(required, id = "cluster")]
    clusters: Vec<String>,
    #[param(default = false)]
    direct_cease: bool,
    /// Accepted; a deletion here never needs force.
    force: Option<bool>,
}

impl Action<QingCloud> for DeleteClusters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.force;
        let mut clusters = lookup::each::<Cluster>(cx, &self.clusters, lookup::steady)?;
        lookup::all_must_be(&clusters, &[State::Active, State::Stopped, State::Suspended], "deleted")?;
        for cluster in &clusters {
            let id = &cluster.head.id;
            // Clusters that depend on each other may go together.
            let mut others = cx.linked_ids(Kind::Cluster, id)?;
            others.retain(|other| !self.clusters.contains(other));
            must_be_unused(id, &others)?;
        }
        clusters.iter().try_for_each(|cluster| must_be_leased(cx, cluster))?;
        if self.direct_cease {
            change(cx, &mut clusters, Verb::Cease, State::Ceased)
        } else {
            change(cx, &mut clusters, Verb::Delete, State::Recycled)
        }
    }
}

/// Clusters in the recycle bin to which nothing is being done.
fn recycled(cx: &Cx<'_>, ids: &[String], done: &str) -> Outcome<Vec<Cluster>> {
    let clusters = lookup::each::<Cluster>(cx, ids, lookup::own)?;
    for cluster in &clusters {
        must_be_steady(cluster)?;
        must_be(cluster, &[State::Recycled], done)?;
    }
    Ok(clusters)
}

/// Takes clusters out of the recycle bin for good.
#[derive(Params)]
pub(crate) struct CeaseClusters {
    #[param(required, id = "cluster")]
    clusters: Vec<String>,
}

impl Action<QingCloud> for CeaseClusters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut clusters = recycled(cx, &self.clusters, "ceased")?;
        change(cx, &mut clusters, Verb::Cease, State::Ceased)
    }
}

/// Takes clusters out of the recycle bin and back to work.
#[derive(Params)]
pub(crate) struct RecoverClusters {
    #[param(id = "cluster")]
    clusters: Vec<String>,
    /// What the Go SDK calls them.
    #[param(id = "cluster")]
    resources: Vec<String>,
}

impl Action<QingCloud> for RecoverClusters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let ids: Vec<String> = self.clusters.iter().chain(&self.resources).cloned().collect();
        ensure!(!ids.is_empty(), MALFORMED_REQUEST, "parameter [clusters] is required");
        let mut clusters = recycled(cx, &ids, "recovered")?;
        let mut networks = Vec::new();
        for cluster in &clusters {
            let id = &cluster.network;
            let network = cx.find::<Network>(id)?.filter(|network| network.head.state.is_live());
            ensure!(network.is_some(), PERMISSION_DENIED, "vxnet [{id}] has already been deleted");
            let joined = network.as_ref().is_some_and(|network| network.router.is_some());
            ensure!(joined, PERMISSION_DENIED, "vxnet [{id}] has not joined any router");
            networks.extend(network);
        }
        quotas::check_each(cx, clusters.iter().map(|cluster| (&*cluster.head.owner, "cluster", 1)))?;
        price::check_each(cx, clusters.iter().map(|cluster| (&*cluster.head.owner, cluster.head.price)))?;
        for (cluster, network) in clusters.iter_mut().zip(&networks) {
            cluster.drop_dead_links(cx)?;
            revive(cx, cluster, network)?;
        }
        change(cx, &mut clusters, Verb::Recover, State::Active)
    }
}

/// Finds the nodes of a cluster room again, and other addresses where theirs were given away.
fn revive(cx: &Cx<'_>, cluster: &Cluster, network: &Network) -> Outcome<()> {
    for id in &cluster.nodes {
        let mut node = cx.fetch::<ClusterNode>(id)?;
        let Some(role) = cluster.role(&node.role) else { continue };
        let fits = node.private_ip.parse().is_ok_and(|address| network.has_place_for(address));
        if !fits || cx.private_ip_is_taken(network, &node.private_ip)? {
            node.private_ip = cx.free_private_ip(network)?.unwrap_or_default();
        }
        node.fit(cx, role)?;
        node.head.state = State::Pending;
        cx.save(&node)?;
    }
    Ok(())
}

/// Changes the name and description of a cluster.
#[derive(Params)]
pub(crate) struct ModifyClusterAttributes {
    #[param(id = "cluster")]
    cluster: String,
    #[param(max_len = 255)]
    name: Option<String>,
    description: Option<String>,
}

impl Action<QingCloud> for ModifyClusterAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut cluster = lookup::live::<Cluster>(cx, &self.cluster)?;
        cluster.head.relabel(said(cx, "name", &self.name), said(cx, "description", &self.description));
        cx.save(&cluster)?;
        Ok(Reply::with_text("cluster_id", &self.cluster))
    }
}
