//! The cluster file once rendered: what a cluster shall be made of. Reading it finds whatever is not
//! well-formed (8000); whether the parts make a cluster is judged in `shape`.

use super::reader::Reader;
use serde_json::Value;
use squall_api::Outcome;

/// The services that the platform knows by name; all others are `custom`.
const SERVICES: [&str; 11] = [
    "init",
    "start",
    "stop",
    "scale_out",
    "scale_in",
    "restart",
    "destroy",
    "upgrade",
    "backup",
    "restore",
    "delete_snapshot",
];
/// The longest that a service's command may run, in seconds.
const TIMEOUT_MOST: u64 = 86_400;
/// The most entries of `nodes`.
const ROLES_MOST: usize = 64;
/// The most that any number in the file may be.
const NUMBER_MOST: u64 = 1_000_000;
/// The longest name of a cluster or role, in bytes.
const NAME_BYTES_MOST: usize = 255;

/// What a cluster shall be made of.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) network: String,
    pub(crate) links: Vec<(String, String)>,
    pub(crate) actions: Vec<String>,
    pub(crate) nodes: Vec<Nodes>,
}

/// What the nodes of one role shall be.
#[derive(Debug)]
pub(crate) struct Nodes {
    pub(crate) role: String,
    pub(crate) is_docker: bool,
    /// Empty where none is named.
    pub(crate) image: String,
    pub(crate) zone: Option<String>,
    pub(crate) count: u64,
    pub(crate) replica: u64,
    pub(crate) cpu: u64,
    pub(crate) memory_mib: u64,
    pub(crate) class: u32,
    pub(crate) volume: Option<Volume>,
    pub(crate) actions: Vec<String>,
    pub(crate) number_most: Option<u64>,
}

/// The data volume of each node.
#[derive(Debug)]
pub(crate) struct Volume {
    pub(crate) size_gib: u64,
    pub(crate) class: u32,
    pub(crate) disks: u64,
}

impl Plan {
    /// Reads a rendered cluster file.
    ///
    /// # Errors
    /// `CONFIG_PARAMETER_INVALID`, naming file and place.
    pub(crate) fn read(file: &str, value: &Value) -> Outcome<Plan> {
        let whole = Reader::of(file, String::new(), value)?;
        let name = name_of(&whole, "name")?;
        let network = whole.text("vxnet")?.filter(|text| !text.is_empty());
        let network = whole.required("vxnet", network)?.to_owned();
        let about = whole.required("description", whole.text("description")?)?.to_owned();
        whole.one_of("backup_policy", &["device", "custom"])?;
        whole.texts("upgrade_policy")?;
        whole.object("env")?;
        whole.object("display_tabs")?;
        whole.flag("metadata_root_access")?;
        watched(&whole)?;
        endpoints(&whole)?;
        let nodes = whole.objects("nodes")?;
        if nodes.len() > ROLES_MOST {
            return Err(whole.fault("nodes", format_args!("has more than {ROLES_MOST} entries")));
        }
        whole.text("version_id")?;
        whole.text("app_version")?;
        Ok(Plan {
            name,
            about,
            network,
            links: links(&whole)?,
            actions: whole.texts("advanced_actions")?,
            nodes: nodes.iter().map(Nodes::read).collect::<Outcome<_>>()?,
        })
    }
}

impl Nodes {
    fn read(node: &Reader<'_>) -> Outcome<Nodes> {
        let container = node.object("container")?;
        let (mut is_docker, mut image, mut zone) = (false, "", None);
        if let Some(container) = container {
            is_docker = container.one_of("type", &["kvm", "docker"])? == Some("docker");
            image = container.text("image")?.unwrap_or("");
            zone = container.text("zone")?.filter(|zone| !zone.is_empty()).map(str::to_owned);
        }
        let number = |key: &str| node.required(key, node.count(key, NUMBER_MOST)?);
        let class = node.count("instance_class", NUMBER_MOST)?.unwrap_or(0) as u32;
        services(node)?;
        watched(node)?;
        node.object("env")?;
        node.object("custom_metadata")?;
        node.text("passphraseless")?;
        node.one_of("vertical_scaling_policy", &["sequential", "parallel"])?;
        node.flag("user_access")?;
        node.flag("agent_installed")?;
        let role = if node.get("role").is_some() { name_of(node, "role")? } else { String::new() };
        Ok(Nodes {
            role,
            is_docker,
            image: image.to_owned(),
            zone,
            count: number("count")?,
            replica: node.count("replica", NUMBER_MOST)?.unwrap_or(0),
            cpu: number("cpu")?,
            memory_mib: number("memory")?,
            class,
            volume: node.object("volume")?.map(|volume| Volume::read(&volume, class)).transpose()?,
            actions: node.texts("advanced_actions")?,
            number_most: node.count("server_id_upper_bound", NUMBER_MOST)?,
        })
    }
}

impl Volume {
    fn read(volume: &Reader<'_>, instance_class: u32) -> Outcome<Volume> {
        let size = volume.count("size", NUMBER_MOST)?;
        volume.text("filesystem")?;
        volume.text("mount_options")?;
        let disks = match volume.get("mount_point") {
            Some(Value::Array(_)) => volume.texts("mount_point")?.len().max(1),
            _ => volume.text("mount_point")?.map_or(1, |_| 1),
        };
        // Without a class of its own a volume is as fast as the instance.
        let usual = if instance_class == 1 { 3 } else { 0 };
        Ok(Volume {
            size_gib: volume.required("size", size)?,
            class: volume.count("class", NUMBER_MOST)?.map_or(usual, |class| class as u32),
            disks: disks as u64,
        })
    }
}

fn name_of(reader: &Reader<'_>, key: &str) -> Outcome<String> {
    let name = reader.required(key, reader.text(key)?)?;
    if name.len() > NAME_BYTES_MOST {
        return Err(reader.fault(key, format_args!("is longer than {NAME_BYTES_MOST} bytes")));
    }
    Ok(name.to_owned())
}

/// The clusters it depends on. A dependency that the user left open is not one.
fn links(whole: &Reader<'_>) -> Outcome<Vec<(String, String)>> {
    let Some(links) = whole.object("links")? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for name in links.fields().keys() {
        if let Some(id) = links.text(name)?.filter(|id| !id.is_empty()) {
            found.push((name.clone(), id.to_owned()));
        }
    }
    Ok(found)
}

fn endpoints(whole: &Reader<'_>) -> Outcome<()> {
    let Some(endpoints) = whole.object("endpoints")? else { return Ok(()) };
    for name in endpoints.fields().keys() {
        let endpoint = endpoints.object(name)?;
        if let Some(endpoint) = endpoint.filter(|_| name != "reserved_ips") {
            // A port is a number, or a text that names an environment variable holding it.
            let is_named = endpoint.get("port").is_some_and(Value::is_string);
            if !is_named {
                endpoint.required("port", endpoint.count("port", u64::from(u16::MAX))?)?;
            }
            endpoint.text("protocol")?;
        }
    }
    Ok(())
}

/// Health checks and monitoring, of a role or of the whole cluster.
fn watched(reader: &Reader<'_>) -> Outcome<()> {
    for key in ["health_check", "monitor"] {
        if let Some(watch) = reader.object(key)? {
            watch.flag("enable")?;
        }
    }
    Ok(())
}

/// What is run on the nodes as a cluster lives.
fn services(node: &Reader<'_>) -> Outcome<()> {
    let Some(services) = node.object("services")? else { return Ok(()) };
    for name in services.fields().keys() {
        let Some(service) = services.object(name)? else { continue };
        let is_custom = service.one_of("type", &["custom"])?.is_some();
        if !is_custom && !SERVICES.contains(&&**name) {
            return Err(services.fault(name, "is not a known service, and its type is not custom"));
        }
        service.required("cmd", service.text("cmd")?.filter(|cmd| !cmd.is_empty()))?;
        service.count("order", NUMBER_MOST)?;
        service.count("nodes_to_execute_on", NUMBER_MOST)?;
        service.count("timeout", TIMEOUT_MOST)?;
        service.text("pre_check")?;
        service.flag("post_start_service")?;
        service.flag("post_stop_service")?;
        service.object("service_params")?;
    }
    Ok(())
}
