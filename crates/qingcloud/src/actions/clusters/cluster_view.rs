//! Listings of clusters.

use super::cluster_node_view::{self, nodes_of};
use crate::QingCloud;
use crate::actions::applications::app_version;
use crate::listing::{self, Filter};
use crate::lookup;
use crate::package::order;
use crate::traits::{Service, Traits};
use crate::words;
use serde_json::Value;
use squall_api::cloud::{App, AppVersion, Cluster, Kind, Network};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};
use std::collections::BTreeMap;

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeClusters>(Traits::of(Service::Cluster).looking(), &[]).reading()];

/// Lists clusters, newest first.
#[derive(Params)]
pub(crate) struct DescribeClusters {
    #[param(id = "cluster")]
    clusters: Vec<String>,
    #[param(id = "application")]
    apps: Vec<String>,
    #[param(id = "application version")]
    app_versions: Vec<String>,
    #[param(one_of = ["all", "app", "cfgmgmt"])]
    scope: Option<String>,
    transition_status: Option<String>,
    #[param(id = "network")]
    vxnet: Option<String>,
    #[param(id = "cluster")]
    external_cluster_id: Option<String>,
    name: Option<String>,
    cluster_name: Option<String>,
    role: Option<String>,
    #[param(range = 0..=9)]
    verbose: Option<u8>,
    #[param(range = 0..=1)]
    reverse: Option<u8>,
    #[param(flatten, only = ["status", "search_word", "tags", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeClusters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::may_name::<App>(cx, &self.apps)?;
        lookup::may_name::<AppVersion>(cx, &self.app_versions)?;
        lookup::may_name::<Network>(cx, self.vxnet.as_slice())?;
        lookup::may_name::<Cluster>(cx, self.external_cluster_id.as_slice())?;
        let mut clusters = self.filter.rows::<Cluster>(cx, &self.clusters)?;
        clusters.retain(|cluster| self.lets_pass(cluster));
        if self.reverse == Some(0) {
            clusters.reverse();
        }
        let verbose = self.verbose.unwrap_or(0) > 0;
        self.filter
            .page("cluster_set", clusters, |cluster, object| write_cluster(cx, cluster, verbose, object))
    }
}

impl DescribeClusters {
    fn lets_pass(&self, cluster: &Cluster) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|text| text == found);
        let among = |wanted: &[String], found: &Option<String>| {
            wanted.is_empty() || found.as_ref().is_some_and(|id| wanted.contains(id))
        };
        // Clusters that manage configurations are another product: there are none of that scope.
        self.scope.as_deref() != Some("cfgmgmt")
            && among(&self.apps, &cluster.app)
            && among(&self.app_versions, &cluster.version)
            && is(&self.vxnet, &cluster.network)
            && is(&self.name, &cluster.head.name)
            && is(&self.cluster_name, &cluster.head.name)
            && is(&self.transition_status, words::transition(Kind::Cluster, &cluster.head))
            && self.role.as_ref().is_none_or(|role| cluster.role(role).is_some())
            && self
                .external_cluster_id
                .as_ref()
                .is_none_or(|wanted| cluster.cluster_links.iter().any(|(_, id)| id == wanted))
    }
}

fn write_cluster(cx: &Cx<'_>, cluster: &Cluster, verbose: bool, object: &mut Reply) -> Outcome<()> {
    let said = order::read(&cluster.order);
    let nodes = nodes_of(cx, cluster)?;
    let mut counts: BTreeMap<&str, u64> = cluster.roles.iter().map(|role| (&*role.name, 0)).collect();
    nodes.iter().for_each(|node| *counts.entry(&node.role).or_default() += 1);
    let (app, version) = (cluster.app.as_deref().unwrap_or(""), cluster.version.as_deref().unwrap_or(""));
    listing::common(Kind::Cluster, &cluster.head, object);
    object
        .text("cluster_id", &cluster.head.id)
        .text("name", &cluster.head.name)
        .text("app_id", app)
        .text("app_version", version)
        .text("console_id", "qingcloud")
        .text("controller", "self")
        .text("root_user_id", cx.account(&cluster.head.owner)?.quota_holder())
        .text("global_uuid", cluster.head.id.trim_start_matches("cl-"))
        .text("cfgmgmt_id", "")
        .text("security_group_id", "")
        .int("cluster_type", 0)
        .bool("debug", cluster.is_trial)
        .int("auto_backup_time", -1)
        .bool("incremental_backup_supported", false)
        .bool("metadata_root_access", said["metadata_root_access"].as_bool().unwrap_or(false))
        .bool("partner_access", false)
        .bool("reuse_hyper", false)
        .text("backup_policy", said["backup_policy"].as_str().unwrap_or(""))
        .text("upgrade_status", "")
        .null("upgrade_time")
        .text("latest_snapshot_time", &latest_snapshot(cx, cluster)?)
        .int("node_count", nodes.len());
    write_roles(cluster, &said, &counts, object);
    let network = cx.find::<Network>(&cluster.network)?;
    listing::optional(object, "vxnet", network, |network, vxnet| {
        vxnet
            .text("vxnet_id", &cluster.network)
            .text("vxnet_name", &network.head.name)
            .int("vxnet_type", network.network_type)
            .text("vpc_router_id", network.router.as_deref().unwrap_or(""))
            .text("owner", &network.head.owner);
    });
    listing::tags(cx, &cluster.head.id, object)?;
    if verbose {
        write_origin(cx, cluster, object)?;
        let addresses = nodes.iter().map(|node| cluster_node_view::address_of(cx, node));
        let addresses = addresses.collect::<Outcome<Vec<_>>>()?;
        object.objects("nodes", nodes.iter().zip(&addresses), |(node, eip), item| {
            cluster_node_view::write(cluster, &said, node, eip, item);
        });
    }
    Ok(())
}

/// When the latest snapshot of a cluster was taken; empty where there is none.
fn latest_snapshot(cx: &Cx<'_>, cluster: &Cluster) -> Outcome<String> {
    let points = cx.snapshots_of(&cluster.head.owner, &cluster.head.id)?;
    let latest = points.iter().filter(|point| point.head.state.is_live()).map(|point| point.taken_at).max();
    Ok(latest.map_or(String::new(), |at| at.to_string()))
}

/// What a cluster shows of each of its roles, and of the order it was made from.
fn write_roles(cluster: &Cluster, said: &Value, counts: &BTreeMap<&str, u64>, object: &mut Reply) {
    object
        .texts("roles", counts.keys())
        .object("role_count", |roles| {
            for (role, count) in counts {
                roles.int(role, *count);
            }
        })
        .object("links", |links| {
            for (name, id) in &cluster.cluster_links {
                links.text(name, id);
            }
        })
        .object("advanced_actions", |actions| write_actions(cluster, said, actions))
        .object("health_check_enablement", |roles| {
            let whole = said["health_check"]["enable"].as_bool().unwrap_or(false);
            for role in &cluster.roles {
                let own = order::of_role(said, &role.name)["health_check"]["enable"].as_bool();
                roles.bool(&role.name, own.unwrap_or(whole));
            }
        })
        .object("backup", |roles| {
            for role in &cluster.roles {
                roles.bool(&role.name, order::of_role(said, &role.name)["services"]["backup"].is_object());
            }
        })
        .object("backup_service", |roles| write_service(cluster, said, "backup", roles))
        .object("restore_service", |roles| write_service(cluster, said, "restore", roles))
        .raw("endpoints", &order::object_or_empty(&said["endpoints"]))
        .raw("display_tabs", &order::object_or_empty(&said["display_tabs"]))
        .raw("env", &order::object_or_empty(&said["env"]))
        .object("custom_service", |roles| write_custom(cluster, said, roles))
        .texts("upgrade_policy", order::texts(&said["upgrade_policy"]));
}

/// The application and version of a cluster.
fn write_origin(cx: &Cx<'_>, cluster: &Cluster, object: &mut Reply) -> Outcome<()> {
    let app = cluster.app.as_ref().map(|id| cx.find::<App>(id)).transpose()?.flatten();
    listing::optional(object, "app_info", app, |app, info| {
        info.text("app_id", &app.head.id).text("app_name", &app.head.name).text("app_type", &app.app_type);
    });
    let version = cluster.version.as_ref().map(|id| cx.find::<AppVersion>(id)).transpose()?.flatten();
    listing::optional(object, "app_version_info", version, |version, info| {
        app_version::write(&version, info);
    });
    Ok(())
}

/// What may be done to each role, comma-separated.
fn write_actions(cluster: &Cluster, said: &Value, object: &mut Reply) {
    for role in &cluster.roles {
        let actions = order::actions_of(said, &role.name);
        if !actions.is_empty() {
            object.text(&role.name, &actions.join(","));
        }
    }
}

/// A service of each role that has it.
fn write_service(cluster: &Cluster, said: &Value, service: &str, object: &mut Reply) {
    for role in &cluster.roles {
        let service = &order::of_role(said, &role.name)["services"][service];
        if service.is_object() {
            object.raw(&role.name, &service.to_string());
        }
    }
}

/// The services of each role that are its application's own.
fn write_custom(cluster: &Cluster, said: &Value, object: &mut Reply) {
    for role in &cluster.roles {
        let custom = order::custom_services(order::of_role(said, &role.name));
        if custom.is_object() {
            object.raw(&role.name, &custom.to_string());
        }
    }
}
