//! Clusters at work: their services anew, another network, public addresses and names of their nodes.

use super::cluster::change;
use super::cluster_node::{allows, role_of};
use super::cluster_node_view::nodes_of;
use crate::QingCloud;
use crate::actions::compute::instance_run::services_must_be_up;
use crate::figures::pace;
use crate::forms::said;
use crate::job;
use crate::lookup::{self, must_be};
use crate::package::order;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Cluster, ClusterNode, Kind, Network, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<RestartClusterService>(TRAITS, &[RESOURCE_NOT_FOUND, CLUSTER_SETTINGS_INVALID]),
    Entry::of::<ChangeClusterVxnet>(
        TRAITS,
        &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, CLUSTER_SETTINGS_INVALID, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<AssociateEipToClusterNode>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<DissociateEipFromClusterNode>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<ModifyClusterNodeAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Cluster);
/// What an application must allow before its clusters move to another network, and before their nodes get addresses.
const CHANGE_VXNET: &str = "change_vxnet";
const ASSOCIATE_EIP: &str = "associate_eip";

/// Restarts the services of a cluster whose application has defined how.
#[derive(Params)]
pub(crate) struct RestartClusterService {
    #[param(id = "cluster")]
    cluster: String,
    role: Option<String>,
}

impl Action<QingCloud> for RestartClusterService {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let cluster = lookup::idle::<Cluster>(cx, &self.cluster)?;
        must_be(&cluster, &[State::Active], "restarted")?;
        let said = order::read(&cluster.order);
        let roles = match &self.role {
            Some(role) => vec![role_of(&cluster, Some(role))?],
            None => cluster.roles.iter().collect(),
        };
        let id = cluster.head.id.clone();
        let restarts = |name: &str| order::of_role(&said, name)["services"]["restart"].is_object();
        let can = roles.iter().any(|role| restarts(&role.name));
        ensure!(can, PERMISSION_DENIED, "cluster [{id}] does not support [restart_service]");
        let mut reply = change(cx, &mut [cluster], Verb::Restart, State::Active)?;
        reply.text("cluster_id", &id).text("role", self.role.as_deref().unwrap_or(""));
        Ok(reply)
    }
}

/// The address that a node is to have.
#[derive(Params)]
pub(crate) struct Place {
    #[param(id = "cluster node")]
    node_id: String,
    private_ip: String,
}

/// Moves a cluster whose application allows it into another network, with the addresses of one's choice or any.
#[derive(Params)]
pub(crate) struct ChangeClusterVxnet {
    #[param(id = "cluster")]
    cluster: String,
    #[param(id = "network")]
    vxnet: String,
    /// Accepted; the nodes of a cluster are all in one network here.
    roles: Vec<String>,
    private_ips: Vec<Place>,
}

impl Action<QingCloud> for ChangeClusterVxnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut cluster = lookup::idle::<Cluster>(cx, &self.cluster)?;
        let network = lookup::live::<Network>(cx, &self.vxnet)?;
        must_be(&cluster, &[State::Active, State::Stopped], "moved")?;
        let (id, vxnet) = (cluster.head.id.clone(), &network.head.id);
        self.roles.iter().try_for_each(|role| role_of(&cluster, Some(role)).map(drop))?;
        let can = cluster.roles.iter().any(|role| allows(&cluster, &role.name, CHANGE_VXNET));
        ensure!(can, PERMISSION_DENIED, "cluster [{id}] does not support [{CHANGE_VXNET}]");
        ensure!(network.router.is_some(), PERMISSION_DENIED, "vxnet [{vxnet}] has not joined any router");
        let nodes = nodes_of(cx, &cluster)?;
        for place in &self.private_ips {
            let is_own = nodes.iter().any(|node| node.head.id == place.node_id);
            ensure!(is_own, RESOURCE_NOT_FOUND, "resource [{}] not found in [{id}]", place.node_id);
        }
        for mut node in nodes {
            let wanted = self.private_ips.iter().find(|place| place.node_id == node.head.id);
            node.private_ip = match wanted {
                Some(place) => {
                    let parsed = place.private_ip.parse();
                    let fits = parsed.is_ok_and(|address| network.has_place_for(address));
                    let address = &place.private_ip;
                    ensure!(fits, INVALID_REQUEST, "private_ip [{address}] is not valid in vxnet [{vxnet}]");
                    let taken = cx.private_ip_is_taken(&network, address)?;
                    ensure!(
                        !taken,
                        RESOURCE_EXISTS,
                        "private_ip [{address}] in vxnet [{vxnet}] already exists"
                    );
                    address.clone()
                }
                None => cx.free_private_ip(&network)?.unwrap_or_default(),
            };
            node.network.clone_from(vxnet);
            cx.save(&node)?;
        }
        cluster.network.clone_from(vxnet);
        let state = cluster.head.state;
        let mut reply = change(cx, &mut [cluster], Verb::Update, state)?;
        reply.text("cluster_id", &id).text("vxnet_id", vxnet);
        Ok(reply)
    }
}

/// Binds a public address to a node of a cluster whose application allows it.
#[derive(Params)]
pub(crate) struct AssociateEipToClusterNode {
    #[param(id = "address")]
    eip: String,
    #[param(id = "cluster node")]
    cluster_node: String,
    /// Accepted; nodes have one interface here.
    nic: Option<String>,
}

impl Action<QingCloud> for AssociateEipToClusterNode {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = &self.nic;
        services_must_be_up(cx, &[Service::Network])?;
        let mut address = lookup::idle::<Address>(cx, &self.eip)?;
        let node = lookup::live::<ClusterNode>(cx, &self.cluster_node)?;
        let cluster = lookup::idle::<Cluster>(cx, &node.cluster)?;
        must_be(&address, &[State::Free], "associated")?;
        must_be(&cluster, &[State::Active, State::Stopped], "given an eip")?;
        let can = allows(&cluster, &node.role, ASSOCIATE_EIP);
        ensure!(can, PERMISSION_DENIED, "cluster [{}] does not support [{ASSOCIATE_EIP}]", node.cluster);
        let other = cx.linked_ids(Kind::Address, &node.head.id)?.join(",");
        let id = &node.head.id;
        ensure!(other.is_empty(), PERMISSION_DENIED, "cluster node [{id}] is associated with eip [{other}]");
        address.bound_to = Some(id.clone());
        cx.begin(&mut address, Verb::Attach, State::Bound, pace::BIND_ADDRESS)?;
        job::reply(cx, &[self.eip.clone(), id.clone()], pace::BIND_ADDRESS)
    }
}

/// Takes public addresses off nodes of clusters.
#[derive(Params)]
pub(crate) struct DissociateEipFromClusterNode {
    #[param(required, id = "address")]
    eips: Vec<String>,
}

impl Action<QingCloud> for DissociateEipFromClusterNode {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        services_must_be_up(cx, &[Service::Network])?;
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        for address in &addresses {
            let node = cx.find::<ClusterNode>(address.bound_to.as_deref().unwrap_or(""))?;
            let id = &address.head.id;
            ensure!(node.is_some(), PERMISSION_DENIED, "eip [{id}] is not associated with a cluster node");
        }
        job::change_all(cx, &mut addresses, Verb::Detach, State::Free, pace::BIND_ADDRESS)
    }
}

/// Changes the name of a node.
#[derive(Params)]
pub(crate) struct ModifyClusterNodeAttributes {
    #[param(id = "cluster node")]
    cluster_node: String,
    #[param(max_len = 255)]
    name: Option<String>,
}

impl Action<QingCloud> for ModifyClusterNodeAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut node = lookup::live::<ClusterNode>(cx, &self.cluster_node)?;
        node.head.relabel(said(cx, "name", &self.name), None);
        cx.save(&node)?;
        Ok(Reply::with_text("node_id", &node.head.id))
    }
}
