//! Orders of clusters: of a version of an application, or of a cluster file that the caller rendered. The
//! configuration's codes are tried in their order, 8004, 8000, 8001, 8002, 8003, and the network after them.

use super::cluster_node;
use crate::QingCloud;
use crate::actions::applications::app_version::package_of;
use crate::actions::compute::instance_run::services_must_be_up;
use crate::figures::quotas::{self, Called};
use crate::figures::{pace, price};
use crate::job;
use crate::lookup;
use crate::package::answers::{self, ANSWERS, Service as Wanted};
use crate::package::form::Form;
use crate::package::plan::{Nodes, Plan};
use crate::package::{self, CONFIG, TEMPLATE, shape};
use crate::traits::{Service, Traits};
use serde_json::Value;
use squall_api::catalogue::{Code, qingcloud::*};
use squall_api::cloud::{AppVersion, Cluster, ClusterRole, Head, Image, Network, State, Verb};
use squall_api::wire::Secrets;
use squall_api::{Action, Cx, Entry, Fault, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DeployAppVersion>(TRAITS, RAISES), Entry::of::<CreateCluster>(TRAITS, RAISES)];

const TRAITS: Traits = Traits::of(Service::Cluster).licensed();
const RAISES: &[Code] = &[
    RESOURCE_NOT_FOUND,
    DEPENDENCY_EXISTS,
    CONFIG_FILE_MISSING,
    CONFIG_PARAMETER_INVALID,
    CONFIG_WITHOUT_IMAGE,
    CONFIG_IMAGE_NOT_IN_ZONE,
    CLUSTER_SETTINGS_INVALID,
    BALANCE_INSUFFICIENT,
    INSUFFICIENT_RESOURCES,
];

/// The longest `conf`, in bytes.
const CONF_BYTES_MOST: usize = 256 << 10;

/// Deploys a cluster of an application's version; `conf` answers the form of the version's `config.json`.
#[derive(Params)]
pub(crate) struct DeployAppVersion {
    #[param(id = "application version")]
    version_id: String,
    #[param(secret, max_len = CONF_BYTES_MOST)]
    conf: String,
    #[param(default = false)]
    debug: bool,
    #[param(one_of = ["elastic", "monthly"])]
    charge_mode: Option<String>,
    owner: Option<String>,
}

impl Action<QingCloud> for DeployAppVersion {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        // A cluster is always charged by the hour here; the mode is only looked at.
        let _ = &self.charge_mode;
        let given = conf(&self.conf)?;
        let given = given.as_object().ok_or_else(|| package::invalid(ANSWERS, "must be an object"))?;
        let owner = lookup::new_owner(cx, self.owner.as_deref())?;
        let version = lookup::live::<AppVersion>(cx, &self.version_id)?;
        must_be_deployable(cx, &version)?;
        let files = package_of(cx, &version)?;
        let (config, template) = (package::file(&files, CONFIG)?, package::file(&files, TEMPLATE)?);
        let form = Form::parse(config)?;
        let answers = answers::check(&form, given)?;
        let mut secrets = Secrets::default();
        answers.passwords.iter().for_each(|password| secrets.add(password));
        let completed = || {
            let order = package::completed(template, &answers.values)?;
            let plan = Plan::read(TEMPLATE, &order)?;
            must_make_sense(cx, &plan, Some(&form.roles()), &version.head.owner)?;
            must_link(cx, &plan, &answers.services)?;
            let order = Order { version: Some(&version), owner: &owner, is_trial: self.debug, json: &order };
            place(cx, &plan, &order)
        };
        // The template may put a password wherever it likes, and what is wrong there is told with its value.
        completed().map_err(|fault: Fault| fault.without(&secrets))
    }
}

/// Creates a cluster from a rendered cluster file.
#[derive(Params)]
pub(crate) struct CreateCluster {
    #[param(secret, max_len = CONF_BYTES_MOST)]
    conf: String,
    owner: Option<String>,
}

impl Action<QingCloud> for CreateCluster {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let order = conf(&self.conf)?;
        let owner = lookup::new_owner(cx, self.owner.as_deref())?;
        let named = order.get("version_id").or(order.get("app_version")).and_then(Value::as_str);
        let version = named.filter(|id| !id.is_empty()).map(|id| lookup::live::<AppVersion>(cx, id));
        let version = version.transpose()?;
        let mut form = None;
        if let Some(version) = &version {
            must_be_deployable(cx, version)?;
            let files = package_of(cx, version)?;
            package::file(&files, TEMPLATE)?;
            form = Some(Form::parse(package::file(&files, CONFIG)?)?);
        }
        let plan = Plan::read(ANSWERS, &order)?;
        let roles = form.as_ref().map(Form::roles);
        must_make_sense(cx, &plan, roles.as_deref(), version.as_ref().map_or(&owner, |v| &v.head.owner))?;
        must_link(cx, &plan, &[])?;
        place(cx, &plan, &Order { version: version.as_ref(), owner: &owner, is_trial: false, json: &order })
    }
}

/// `conf` as JSON: the parameter itself is malformed when it is none.
fn conf(text: &str) -> Outcome<Value> {
    serde_json::from_str(text).map_err(|error| {
        Fault::coded(MALFORMED_REQUEST, "parameter [conf] is not valid json").because(error.to_string())
    })
}

fn must_be_deployable(cx: &Cx<'_>, version: &AppVersion) -> Outcome<()> {
    let id = &version.head.id;
    ensure!(version.head.state == State::Active, PERMISSION_DENIED, "app version [{id}] is suspended");
    services_must_be_up(cx, &[Service::Image, Service::Volume])
}

/// Whether a plan names images (8001) that are in their zones (8002) and makes a cluster (8003).
///
/// # Errors
/// One of these three.
pub(crate) fn must_make_sense(
    cx: &Cx<'_>,
    plan: &Plan,
    roles: Option<&[&str]>,
    developer: &str,
) -> Outcome<()> {
    shape::must_name_image(plan)?;
    for nodes in plan.nodes.iter().filter(|nodes| !nodes.is_docker && !nodes.image.is_empty()) {
        let zone = nodes.zone.as_deref().unwrap_or(cx.zone());
        let (image, found) = (&nodes.image, cx.find::<Image>(&nodes.image)?);
        let offers = match found {
            Some(image) => is_offered(cx, &image, zone, developer)?,
            None => false,
        };
        ensure!(offers, CONFIG_IMAGE_NOT_IN_ZONE, "image [{image}] is not available in zone [{zone}]");
    }
    shape::must_make_cluster(plan, roles)
}

/// Whether an image can be used in a zone by the caller, or came with the application.
fn is_offered(cx: &Cx<'_>, image: &Image, zone: &str, developer: &str) -> Outcome<bool> {
    let head = &image.head;
    let is_there = head.state == State::Free
        && (head.zone.is_empty() || head.zone == zone)
        && (image.zones.is_empty() || image.zones.iter().any(|other| other == zone));
    let is_open = image.is_public
        || head.owner == developer
        || image.granted_to.iter().any(|user| user == cx.caller.id());
    Ok(is_there && (is_open || lookup::is_mine(cx, &head.owner)?))
}

/// The clusters it depends on must be at work, in a network of the same router, and of an application that
/// the form allows.
fn must_link(cx: &Cx<'_>, plan: &Plan, wanted: &[Wanted<'_>]) -> Outcome<()> {
    for (_, id) in &plan.links {
        let other = linkable(cx, id)?;
        ensure!(other.is_some(), CLUSTER_SETTINGS_INVALID, "linked cluster [{id}] is not available");
    }
    for service in wanted {
        let id = &service.cluster;
        let other = linkable(cx, id)?;
        let fits = other.is_some_and(|other| {
            let (app, version) = (other.app.unwrap_or_default(), other.version.unwrap_or_default());
            service.limits.is_empty()
                || service
                    .limits
                    .get(&app)
                    .is_some_and(|versions| versions.is_empty() || versions.contains(&version))
        });
        ensure!(
            fits,
            CLUSTER_SETTINGS_INVALID,
            "cluster [{id}] is outside the limits of service [{}]",
            service.key
        );
    }
    let router = |network: &str| Ok::<_, Fault>(cx.find::<Network>(network)?.and_then(|found| found.router));
    let own = router(&plan.network)?;
    for (_, id) in &plan.links {
        let other = linkable(cx, id)?.map(|other| router(&other.network)).transpose()?.flatten();
        ensure!(
            own.is_none() || other == own,
            CLUSTER_SETTINGS_INVALID,
            "linked cluster [{id}] is not in the same vpc"
        );
    }
    Ok(())
}

fn linkable(cx: &Cx<'_>, id: &str) -> Outcome<Option<Cluster>> {
    let Some(other) = cx.find::<Cluster>(id)?.filter(|other| other.head.state == State::Active) else {
        return Ok(None);
    };
    let reachable = other.head.zone == cx.zone() && lookup::is_mine(cx, &other.head.owner)?;
    Ok(Some(other).filter(|_| reachable))
}

/// What an order says besides its plan.
struct Order<'a> {
    version: Option<&'a AppVersion>,
    owner: &'a str,
    is_trial: bool,
    json: &'a Value,
}

/// Looks at network, quotas, balance and room, and lets the cluster come into being.
fn place(cx: &Cx<'_>, plan: &Plan, order: &Order<'_>) -> Outcome<Reply> {
    let network = lookup::live::<Network>(cx, &plan.network)?;
    let id = &network.head.id;
    ensure!(network.router.is_some(), PERMISSION_DENIED, "vxnet [{id}] has not joined any router");
    let roles = roles(plan);
    let total: u64 = plan.nodes.iter().map(|nodes| nodes.count * (1 + nodes.replica)).sum();
    quotas::check_for(cx, order.owner, cx.zone(), &[("cluster", 1)])?;
    quotas::check_size(cx, order.owner, "cluster_max_node_cnt", total)?;
    let hourly = plan.nodes.iter().flat_map(|nodes| {
        roles
            .iter()
            .filter(|role| role.name == nodes.role)
            .map(|role| price::cluster_node(role).times(nodes.count * (1 + nodes.replica)))
    });
    price::check_for(cx, order.owner, hourly.sum())?;
    let mut head =
        Head::new(cx.mint("cl-", 8)?, order.owner, cx.zone(), &plan.name, cx.now).counted([("cluster", 1)]);
    head.about.clone_from(&plan.about);
    let mut cluster = Cluster {
        head,
        app: order.version.map(|version| version.app.clone()),
        version: order.version.map(|version| version.head.id.clone()),
        network: network.head.id.clone(),
        roles,
        nodes: Vec::new(),
        cluster_links: plan.links.clone(),
        is_trial: order.is_trial,
        order: order.json.to_string(),
    };
    cx.insert(&cluster)?;
    for nodes in &plan.nodes {
        let more = cluster_node::More { role: &nodes.role, count: nodes.count, name: "", addresses: &[] };
        cluster_node::add(cx, &mut cluster, &network, &more)?;
    }
    cx.begin(&mut cluster, Verb::Create, State::Active, pace::CREATE_CLUSTER)?;
    let mut reply = Reply::new();
    reply
        .text("cluster_id", &cluster.head.id)
        .text("cluster_name", &cluster.head.name)
        .text("app_id", cluster.app.as_deref().unwrap_or(""))
        .text("app_version", cluster.version.as_deref().unwrap_or(""))
        .texts("node_ids", &cluster.nodes)
        .int("node_count", cluster.nodes.len())
        .text("vxnet_id", &cluster.network);
    job::open(cx, &[cluster.head.id], pace::CREATE_CLUSTER, &mut reply)?;
    Ok(reply)
}

/// The roles of a plan. Replicas are nodes of a role of their own, named after that of the nodes they belong
/// to.
fn roles(plan: &Plan) -> Vec<ClusterRole> {
    let mut roles = Vec::new();
    for nodes in &plan.nodes {
        let role = role(nodes);
        if nodes.replica > 0 {
            let name = role.replica_role.clone();
            roles.push(ClusterRole { name, replicas: 0, replica_role: String::new(), ..role.clone() });
        }
        roles.push(role);
    }
    roles
}

fn role(nodes: &Nodes) -> ClusterRole {
    let volume = nodes.volume.as_ref();
    ClusterRole {
        name: nodes.role.clone(),
        cpu: nodes.cpu,
        memory_mib: nodes.memory_mib,
        volume_gib: volume.map_or(0, |volume| volume.size_gib),
        disks: volume.map_or(0, |volume| volume.disks),
        volume_type: volume.map_or(0, |volume| volume.class),
        class: nodes.class,
        image: nodes.image.clone(),
        replicas: nodes.replica,
        replica_role: if nodes.replica > 0 {
            format!("{}{}", nodes.role, shape::REPLICA)
        } else {
            String::new()
        },
        number_most: nodes.number_most,
    }
}
