//! Listings of clusters' nodes and jobs.

use crate::QingCloud;
use crate::actions::platform::job;
use crate::listing::Filter;
use crate::lookup;
use crate::package::order;
use crate::traits::{Service, Traits};
use crate::words;
use serde_json::Value;
use squall_api::cloud::{Address, Cluster, ClusterNode, ClusterRole, Job, Kind, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeClusterNodes>(TRAITS, &[]).reading(),
    Entry::of::<DescribeClusterJobs>(TRAITS, &[]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Cluster).looking();

/// The keys of a role's order that nodes show as they were written, and what they show them as.
const SERVICES: [(&str, &str); 10] = [
    ("init", "init_service"),
    ("start", "start_service"),
    ("stop", "stop_service"),
    ("restart", "restart_service"),
    ("scale_in", "scale_in_service"),
    ("scale_out", "scale_out_service"),
    ("destroy", "destroy_service"),
    ("backup", "backup_service"),
    ("restore", "restore_service"),
    ("upgrade", "upgrade_service"),
];

/// The nodes of a cluster, oldest first.
pub(crate) fn nodes_of(cx: &Cx<'_>, cluster: &Cluster) -> Outcome<Vec<ClusterNode>> {
    let nodes = cluster.nodes.iter().map(|id| cx.find::<ClusterNode>(id));
    Ok(nodes.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Lists the nodes of a cluster, oldest first.
#[derive(Params)]
pub(crate) struct DescribeClusterNodes {
    #[param(id = "cluster")]
    cluster: String,
    #[param(id = "cluster node")]
    nodes: Vec<String>,
    #[param(id = "cluster node")]
    cluster_nodes: Vec<String>,
    role: Option<String>,
    /// Accepted; every listing is as long as it can be.
    #[param(range = 0..=9)]
    verbose: Option<u8>,
    #[param(range = 0..=1)]
    reverse: Option<u8>,
    #[param(flatten, only = ["status", "search_word", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeClusterNodes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.verbose;
        let Some(cluster) = lookup::known::<Cluster>(cx, &self.cluster)? else {
            return self.filter.page("node_set", Vec::<()>::new(), |(), _| Ok(()));
        };
        let wanted: Vec<String> = self.nodes.iter().chain(&self.cluster_nodes).cloned().collect();
        lookup::may_name::<ClusterNode>(cx, &wanted)?;
        let said = order::read(&cluster.order);
        let mut nodes = nodes_of(cx, &cluster)?;
        nodes.retain(|node| {
            let head = &node.head;
            let status = words::status(Kind::ClusterNode, head.state);
            (wanted.is_empty() || wanted.contains(&head.id))
                && self.role.as_ref().is_none_or(|role| *role == node.role)
                && (self.filter.status.is_empty() || self.filter.status.iter().any(|wanted| wanted == status))
                && self.filter.search_word.as_ref().is_none_or(|word| {
                    head.id.contains(word) || head.name.contains(word) || node.private_ip.contains(word)
                })
        });
        if self.reverse == Some(1) {
            nodes.reverse();
        }
        self.filter.page("node_set", nodes, |node, object| {
            write(&cluster, &said, node, &address_of(cx, node)?, object);
            Ok(())
        })
    }
}

/// What the application's developers let be read of the nodes of a role.
pub(crate) fn monitor(said: &Value, role: &str) -> String {
    order::object_or_empty(&order::of_role(said, role)["monitor"])
}

/// The public address of a node; empty where it has none.
pub(crate) fn address_of(cx: &Cx<'_>, node: &ClusterNode) -> Outcome<String> {
    let bound = cx.linked_shared::<Address>(&node.head.id)?;
    Ok(bound.first().map_or(String::new(), |address| address.address.clone()))
}

/// The fields of a node.
pub(crate) fn write(cluster: &Cluster, said: &Value, node: &ClusterNode, eip: &str, object: &mut Reply) {
    let head = &node.head;
    let role = cluster.role(&node.role).cloned().unwrap_or_default();
    let own = order::of_role(said, &node.role);
    let transition = match node.leaving {
        true => "deleting",
        false => words::transition(Kind::Cluster, &cluster.head),
    };
    let transition = if node.head.state == State::Ceased { "" } else { transition };
    object
        .text("node_id", &head.id)
        .text("cluster_id", &node.cluster)
        .text("app_id", cluster.app.as_deref().unwrap_or(""))
        .text("app_version", cluster.version.as_deref().unwrap_or(""))
        .text("name", &head.name)
        .text("role", &node.role)
        .text("owner", &head.owner)
        .text("console_id", "qingcloud")
        .text("controller", "self")
        .text("status", words::status(Kind::ClusterNode, head.state))
        .text("transition_status", transition)
        .shown("create_time", head.created_at)
        .shown("status_time", head.state_at)
        .int("server_id", node.number)
        .int("global_server_id", position(cluster, node))
        .int("group_id", node.group)
        .text("vxnet_id", &node.network)
        .text("private_ip", &node.private_ip)
        .text("eip", eip)
        .int("cpu", node.cpu)
        .int("memory", node.memory_mib)
        .int("storage_size", node.volume_gib)
        .int("volume_type", role.volume_type)
        .text("volume_ids", "")
        .int("resource_class", role.class)
        .int("gpu", 0)
        .int("gpu_class", 0)
        .text("image_id", &role.image)
        .text("instance_id", "")
        .text("hypervisor", own["container"]["type"].as_str().unwrap_or("kvm"))
        .text("health_status", if head.state == State::Active { "healthy" } else { "" })
        .text("alarm_status", "")
        .bool("agent_installed", own["agent_installed"].as_bool().unwrap_or(true))
        .int("auto_backup", 0)
        .text("backup_policy", said["backup_policy"].as_str().unwrap_or(""))
        .bool("incremental_backup_supported", false)
        .int("is_backup", 0)
        .bool("debug", cluster.is_trial)
        .text("env", &order::object_or_empty(&own["env"]))
        .text("passphraseless", own["passphraseless"].as_str().unwrap_or(""))
        .text("repl", if node.role == role.name && role.replicas > 0 { "master" } else { "" })
        .int("user_access", u8::from(own["user_access"].as_bool().unwrap_or(false)))
        .text("vertical_scaling_policy", own["vertical_scaling_policy"].as_str().unwrap_or("parallel"))
        .text("advanced_actions", &order::texts(&own["advanced_actions"]).join(","))
        .raw("health_check", &order::object_or_empty(&own["health_check"]))
        .raw("monitor", &order::object_or_empty(&own["monitor"]));
    write_order(said, own, &role, object);
    object.text("root_user_id", &head.owner).text("host_machine", &node.placement.host);
}

/// What a node shows of the order of its role as it was written.
fn write_order(said: &Value, own: &Value, role: &ClusterRole, object: &mut Reply) {
    if let Some(most) = role.number_most {
        object.int("server_id_upper_bound", most);
    }
    for (service, name) in SERVICES {
        object.raw(name, &own["services"][service].to_string());
    }
    object
        .text("security_group", "")
        .text("single_node_repl", "")
        .raw("custom_metadata_script", &own["custom_metadata_script"].to_string())
        .raw("custom_service", &order::custom_services(own).to_string())
        .raw("display_tabs", &order::object_or_empty(&said["display_tabs"]));
}

/// A node's number among all nodes of its cluster, from 1.
fn position(cluster: &Cluster, node: &ClusterNode) -> usize {
    cluster.nodes.iter().position(|id| *id == node.head.id).map_or(0, |at| at + 1)
}

/// Lists the jobs that work or worked on a cluster, newest first.
#[derive(Params)]
pub(crate) struct DescribeClusterJobs {
    #[param(id = "cluster")]
    cluster: String,
    #[param(one_of = job::STATUSES)]
    status: Vec<String>,
    /// Accepted; every listing is as long as it can be.
    #[param(range = 0..=9)]
    verbose: Option<u8>,
    /// Oldest first when 0. Python sends its own spelling of yes.
    reverse: Option<bool>,
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeClusterJobs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.verbose;
        let Some(cluster) = lookup::known::<Cluster>(cx, &self.cluster)? else {
            return self.filter.page("job_set", Vec::<()>::new(), |(), _| Ok(()));
        };
        let mut owners = vec![cx.caller.id().to_owned()];
        if cluster.head.owner != owners[0] {
            owners.push(cluster.head.owner.clone());
        }
        let mut jobs = Vec::new();
        for owner in &owners {
            jobs.extend(cx.owned::<Job>(owner)?);
        }
        jobs.retain(|job| {
            let word = job::word(job.progress(cx.now));
            job.resources.contains(&cluster.head.id)
                && (self.status.is_empty() || self.status.iter().any(|status| status == word))
        });
        jobs.sort_by_key(|job| std::cmp::Reverse(job.head.created_at));
        if self.reverse == Some(false) {
            jobs.reverse();
        }
        self.filter.page("job_set", jobs, |job, object| {
            job::write(cx, job, object);
            Ok(())
        })
    }
}
