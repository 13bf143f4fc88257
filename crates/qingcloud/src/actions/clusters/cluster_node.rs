//! Nodes that come to clusters and go from them.

use super::cluster;
use crate::QingCloud;
use crate::figures::quotas;
use crate::figures::{pace, price};
use crate::job;
use crate::lookup::{self, must_be};
use crate::package::order;
use crate::package::shape::SCALE_HORIZONTAL;
use crate::traits::{Service, Traits};
use serde_json::Value;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Cluster, ClusterNode, ClusterRole, Head, Network, Placement, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};
use std::net::Ipv4Addr;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AddClusterNodes>(
        TRAITS.licensed(),
        &[
            RESOURCE_NOT_FOUND,
            RESOURCE_EXISTS,
            CLUSTER_SETTINGS_INVALID,
            BALANCE_INSUFFICIENT,
            INSUFFICIENT_RESOURCES,
        ],
    ),
    Entry::of::<DeleteClusterNodes>(TRAITS, &[RESOURCE_NOT_FOUND, CLUSTER_SETTINGS_INVALID]),
];

const TRAITS: Traits = Traits::of(Service::Cluster);

/// The most nodes that one call adds.
const ADDED_MOST: i64 = 1_000;

/// Nodes to come.
pub(crate) struct More<'a> {
    pub(crate) role: &'a str,
    pub(crate) count: u64,
    pub(crate) name: &'a str,
    /// The addresses of the first of them; the others are given free ones.
    pub(crate) addresses: &'a [String],
}

/// Adds nodes to a cluster that is about to be saved, each with the replicas that go with its role.
///
/// # Errors
/// `INSUFFICIENT_RESOURCES` when hosts or addresses run out.
pub(crate) fn add(
    cx: &Cx<'_>,
    cluster: &mut Cluster,
    network: &Network,
    more: &More<'_>,
) -> Outcome<Vec<String>> {
    let mut ids = Vec::new();
    let role = cluster.role(more.role).cloned().unwrap_or_default();
    let replica = cluster.role(&role.replica_role).filter(|_| role.replicas > 0).cloned();
    let (mut number, mut replica_number) = (numbered(cx, cluster, &role.name)?, 0);
    if let Some(replica) = &replica {
        replica_number = numbered(cx, cluster, &replica.name)?;
    }
    let mut addresses = more.addresses.iter();
    for _ in 0..more.count {
        number += 1;
        let group = number;
        let place = Place { number, group, name: more.name, address: addresses.next() };
        ids.push(add_one(cx, cluster, network, &role, &place)?);
        for _ in 0..role.replicas {
            let Some(replica) = &replica else { break };
            replica_number += 1;
            let place = Place { number: replica_number, group, name: more.name, address: None };
            ids.push(add_one(cx, cluster, network, replica, &place)?);
        }
    }
    cluster.nodes.extend(ids.iter().cloned());
    Ok(ids)
}

/// Where a new node stands among the others.
struct Place<'a> {
    number: u64,
    group: u64,
    name: &'a str,
    address: Option<&'a String>,
}

fn add_one(
    cx: &Cx<'_>,
    cluster: &Cluster,
    network: &Network,
    role: &ClusterRole,
    place: &Place<'_>,
) -> Outcome<String> {
    let head = Head::new(cx.mint("cln-", 8)?, &cluster.head.owner, &cluster.head.zone, place.name, cx.now);
    let private_ip = match place.address {
        Some(address) => address.clone(),
        None => cx.free_private_ip(network)?.unwrap_or_default(),
    };
    let mut node = ClusterNode {
        head,
        cluster: cluster.head.id.clone(),
        role: role.name.clone(),
        number: place.number,
        group: place.group,
        network: network.head.id.clone(),
        private_ip,
        cpu: 0,
        memory_mib: 0,
        volume_gib: 0,
        hourly: price::cluster_node(role),
        idle_hourly: price::idle_cluster_node(role),
        leaving: false,
        placement: Placement::default(),
    };
    node.fit(cx, role)?;
    cx.insert(&node)?;
    Ok(node.head.id)
}

/// The highest number that a node of a role has.
fn numbered(cx: &Cx<'_>, cluster: &Cluster, role: &str) -> Outcome<u64> {
    let mut highest = 0;
    for id in &cluster.nodes {
        let node = cx.fetch::<ClusterNode>(id)?;
        if node.role == role {
            highest = node.number.max(highest);
        }
    }
    Ok(highest)
}

/// Whether something may be done to a cluster's nodes of a role: its application must say so.
pub(crate) fn allows(cluster: &Cluster, role: &str, action: &str) -> bool {
    order::actions_of(&order::read(&cluster.order), role).iter().any(|known| known == action)
}

/// The role that a call means: the one it names, or the only one there is.
///
/// # Errors
/// `CLUSTER_SETTINGS_INVALID`.
pub(crate) fn role_of<'c>(cluster: &'c Cluster, name: Option<&str>) -> Outcome<&'c ClusterRole> {
    let id = &cluster.head.id;
    let role = match (name, &*cluster.roles) {
        (Some(name), _) => cluster.role(name),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    role.or_raise(CLUSTER_SETTINGS_INVALID, || match name {
        Some(name) => format!("cluster [{id}] has no role [{name}]"),
        None => format!("cluster [{id}] has several roles, node_role is required"),
    })
}

/// Adds nodes to a cluster whose application can grow.
#[derive(Params)]
pub(crate) struct AddClusterNodes {
    #[param(id = "cluster")]
    cluster: String,
    #[param(range = 1..=ADDED_MOST)]
    node_count: u64,
    node_role: Option<String>,
    #[param(max_len = 255)]
    node_name: Option<String>,
    private_ips: Vec<String>,
    /// JSON; nodes of one role are alike, so it may only repeat what the role has.
    #[param(secret)]
    resource_conf: Option<String>,
}

impl Action<QingCloud> for AddClusterNodes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let wanted = self.resource_conf.as_deref().map(resources).transpose()?;
        let mut cluster = lookup::idle::<Cluster>(cx, &self.cluster)?;
        must_be(&cluster, &[State::Active], "scaled")?;
        let (id, role) = (cluster.head.id.clone(), role_of(&cluster, self.node_role.as_deref())?.clone());
        ensure!(
            allows(&cluster, &role.name, SCALE_HORIZONTAL),
            PERMISSION_DENIED,
            "cluster [{id}] does not support [{SCALE_HORIZONTAL}]"
        );
        must_repeat(&role, wanted.as_ref())?;
        let network = cx.fetch::<Network>(&cluster.network)?;
        self.must_be_free(cx, &network)?;
        let more = self.node_count * (1 + role.replicas);
        let highest = numbered(cx, &cluster, &role.name)? + self.node_count;
        ensure!(
            role.number_most.is_none_or(|most| highest <= most),
            CLUSTER_SETTINGS_INVALID,
            "node [{highest}] of role [{}] is above its server_id_upper_bound",
            role.name
        );
        let (owner, nodes) = (cluster.head.owner.clone(), cluster.nodes.len() as u64);
        quotas::check_size(cx, &owner, "cluster_max_node_cnt", nodes + more)?;
        price::check_for(cx, &owner, price::cluster_node(&role).times(more))?;
        let more = More {
            role: &role.name,
            count: self.node_count,
            name: self.node_name.as_deref().unwrap_or(""),
            addresses: &self.private_ips,
        };
        let ids = add(cx, &mut cluster, &network, &more)?;
        cx.begin(&mut cluster, Verb::Update, State::Active, pace::CHANGE_CLUSTER)?;
        let mut reply = Reply::new();
        reply.text("cluster_id", &id).texts("new_node_ids", &ids);
        job::open(cx, &[id], pace::CHANGE_CLUSTER, &mut reply)?;
        Ok(reply)
    }
}

impl AddClusterNodes {
    /// Addresses that are asked for must be one for each node, lie in the network and be nobody's yet.
    fn must_be_free(&self, cx: &Cx<'_>, network: &Network) -> Outcome<()> {
        let ips = &self.private_ips;
        ensure!(
            ips.is_empty() || ips.len() as u64 == self.node_count,
            INVALID_REQUEST,
            "private_ips must be [{}]",
            self.node_count
        );
        for (at, ip) in ips.iter().enumerate() {
            let place = ip.parse::<Ipv4Addr>().is_ok_and(|address| network.has_place_for(address));
            ensure!(place && !ips[..at].contains(ip), INVALID_REQUEST, "private_ip [{ip}] is not valid");
            let taken = cx.private_ip_is_taken(network, ip)?;
            ensure!(!taken, RESOURCE_EXISTS, "private_ip [{ip}] is already in use");
        }
        Ok(())
    }
}

fn resources(text: &str) -> Outcome<Value> {
    let value = serde_json::from_str::<Value>(text).ok().filter(Value::is_object);
    value.or_raise(MALFORMED_REQUEST, || "parameter [resource_conf] is not a json object".to_owned())
}

fn must_repeat(role: &ClusterRole, wanted: Option<&Value>) -> Outcome<()> {
    let Some(wanted) = wanted else { return Ok(()) };
    let present = [
        ("cpu", role.cpu),
        ("memory", role.memory_mib),
        ("storage_size", role.volume_gib),
        ("instance_class", u64::from(role.class)),
    ];
    for (key, number) in present {
        let fits = wanted.get(key).is_none_or(|value| value.as_u64() == Some(number));
        ensure!(fits, CLUSTER_SETTINGS_INVALID, "{key} of nodes of role [{}] is [{number}]", role.name);
    }
    Ok(())
}

/// Takes nodes out of a cluster whose application can shrink; some node must stay.
#[derive(Params)]
pub(crate) struct DeleteClusterNodes {
    #[param(id = "cluster")]
    cluster: String,
    #[param(required, id = "cluster node")]
    nodes: Vec<String>,
    /// Accepted; a deletion here never needs force.
    force: Option<bool>,
}

impl Action<QingCloud> for DeleteClusterNodes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.force;
        let cluster = lookup::idle::<Cluster>(cx, &self.cluster)?;
        let mut nodes = lookup::each::<ClusterNode>(cx, &self.nodes, lookup::live)?;
        let id = cluster.head.id.clone();
        for node in &nodes {
            let belongs = node.cluster == id;
            ensure!(belongs, RESOURCE_NOT_FOUND, "resource [{}] not found in [{id}]", node.head.id);
        }
        must_be(&cluster, &[State::Active], "scaled")?;
        for node in &nodes {
            ensure!(
                allows(&cluster, &node.role, SCALE_HORIZONTAL),
                PERMISSION_DENIED,
                "cluster [{id}] does not support [{SCALE_HORIZONTAL}]"
            );
        }
        ensure!(
            nodes.len() < cluster.nodes.len(),
            CLUSTER_SETTINGS_INVALID,
            "cluster [{id}] needs at least one node"
        );
        for node in &mut nodes {
            node.leaving = true;
            cx.save(node)?;
        }
        let mut reply = cluster::change(cx, &mut [cluster], Verb::Update, State::Active)?;
        reply.text("cluster_id", &id).texts("deleted_node_ids", &self.nodes);
        Ok(reply)
    }
}
