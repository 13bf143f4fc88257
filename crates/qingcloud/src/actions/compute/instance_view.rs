//! Looking at instances.

use crate::actions::networks::alias;
use crate::listing::{self, Filter};
use crate::traits::{Service, Traits};
use crate::{QingCloud, words};
use squall_api::cloud::{Address, Alias, Firewall, Instance, Kind, Network, Nic, State, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeInstances>(Traits::of(Service::Compute).looking(), &[]).reading()];

/// Lists the caller's instances, newest first.
#[derive(Params)]
pub(crate) struct DescribeInstances {
    #[param(id = "instance")]
    instances: Vec<String>,
    image_id: Vec<String>,
    instance_type: Vec<String>,
    instance_class: Option<u32>,
    vcpus_current: Option<u64>,
    memory_current: Option<u64>,
    os_disk_size: Option<u64>,
    /// Nodes of clusters are not instances here: asked for them, the list is empty.
    #[param(default = false)]
    is_cluster_node: bool,
    #[param(flatten)]
    filter: Filter,
}

impl Action<QingCloud> for DescribeInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = self.filter.rows::<Instance>(cx, &self.instances)?;
        instances.retain(|instance| !self.is_cluster_node && self.lets_pass(instance));
        self.filter.page("instance_set", instances, |instance, object| {
            write(cx, instance, object)?;
            if self.filter.is_verbose() { write_more(cx, instance, object) } else { Ok(()) }
        })
    }
}

impl DescribeInstances {
    fn lets_pass(&self, instance: &Instance) -> bool {
        fn has<T: PartialEq>(wanted: Option<T>, value: T) -> bool {
            wanted.is_none_or(|wanted| wanted == value)
        }
        let is_of = |wanted: &[String], value: &String| wanted.is_empty() || wanted.contains(value);
        is_of(&self.image_id, &instance.image)
            && is_of(&self.instance_type, &instance.instance_type)
            && has(self.instance_class, instance.class)
            && has(self.vcpus_current, instance.cpu)
            && has(self.memory_current, instance.memory_mib)
            && has(self.os_disk_size, instance.os_disk_gib)
    }
}

/// What every listing of instances shows of one.
pub(crate) fn write(cx: &Cx<'_>, instance: &Instance, object: &mut Reply) -> Outcome<()> {
    let head = &instance.head;
    object
        .text("instance_id", &head.id)
        .text("instance_name", &head.name)
        .text("instance_type", &instance.instance_type)
        .int("instance_class", instance.class)
        .int("vcpus_current", instance.cpu)
        .int("memory_current", instance.memory_mib)
        .text("cpu_topology", "")
        .text("device", "")
        .text("repl", "")
        .text("alarm_status", "")
        .text("hostname", &instance.hostname)
        .text("login_mode", &instance.login)
        .text("graphics_protocol", "vnc")
        .text("graphics_passwd", instance.attribute("graphics_passwd"));
    listing::common(Kind::Instance, head, object);
    let system = &instance.system;
    object.object("image", |image| {
        image
            .text("image_id", &instance.image)
            .text("image_name", &system.name)
            .int("image_size", system.size_gib)
            .text("platform", &system.platform)
            .text("os_family", &system.os_family)
            .text("processor_type", &system.processor)
            .text("provider", if system.is_vendors { "system" } else { "self" });
    });
    write_networks(cx, instance, object)?;
    let bound =
        cx.linked_shared::<Address>(&head.id)?.into_iter().find(|address| address.head.state == State::Bound);
    listing::optional(object, "eip", bound, |address, eip| {
        eip.text("eip_id", &address.head.id)
            .text("eip_addr", &address.address)
            .text("eip_name", &address.head.name)
            .int("bandwidth", address.bandwidth_mbps);
    });
    let aliases = cx.linked_shared::<Alias>(&head.id)?;
    object.objects("dns_aliases", &aliases, |alias, object| alias::write(alias, object));
    write_extra(instance, object);
    Ok(())
}

fn write_extra(instance: &Instance, object: &mut Reply) {
    let number = |name: &str| instance.attribute(name).parse::<u64>().unwrap_or(0);
    object.object("extra", |extra| {
        extra
            .int("os_disk_size", instance.os_disk_gib)
            .text("hypervisor", &instance.hypervisor)
            .text("cpu_model", instance.attribute("cpu_model"))
            .int("cpu_max", number("cpu_max"))
            .int("mem_max", number("mem_max"))
            .int("nic_mqueue", number("nic_mqueue"))
            .int("gpu", number("gpu"))
            .flag("os_disk_encryption", instance.encrypted)
            .text("cipher_alg", instance.attribute("cipher_alg"))
            .text("block_bus", "virtio")
            .text("boot_dev", "disk")
            .int("features", 0)
            .int("usb", 0)
            .int("no_limit", 0)
            .int("no_restrict", 0);
    });
}

fn write_networks(cx: &Cx<'_>, instance: &Instance, object: &mut Reply) -> Outcome<()> {
    let mut nics = cx.linked_shared::<Nic>(&instance.head.id)?;
    nics.sort_by_key(|nic| (u32::MAX - nic.role, nic.head.created_at, nic.head.id.clone()));
    let mut joined = Vec::new();
    for nic in nics {
        joined.push((cx.fetch_shared::<Network>(&nic.network)?, nic));
    }
    object.objects("vxnets", &joined, |(network, nic), entry| {
        entry
            .text("vxnet_id", &network.head.id)
            .text("vxnet_name", &network.head.name)
            .int("vxnet_type", network.network_type)
            .text("nic_id", &nic.head.id)
            .text("private_ip", &nic.private_ip)
            .int("role", nic.role);
    });
    Ok(())
}

/// What only a verbose listing shows.
pub(crate) fn write_more(cx: &Cx<'_>, instance: &Instance, object: &mut Reply) -> Outcome<()> {
    let id = &instance.head.id;
    let firewall = instance.firewall.as_ref().map(|id| cx.fetch_shared::<Firewall>(id)).transpose()?;
    listing::optional(object, "security_group", firewall, |firewall, group| {
        group
            .text("security_group_id", &firewall.head.id)
            .text("security_group_name", &firewall.head.name)
            .flag("is_default", firewall.is_default);
    });
    let volumes = cx.linked_shared::<Volume>(id)?;
    object.texts("volume_ids", volumes.iter().map(|volume| &volume.head.id));
    object.objects("volumes", &volumes, |volume, entry| {
        entry
            .text("volume_id", &volume.head.id)
            .text("volume_name", &volume.head.name)
            .int("volume_type", volume.volume_type)
            .int("size", volume.size_gib)
            .text("device", &volume.device)
            .text("status", words::status(Kind::Volume, volume.head.state));
    });
    object.texts("keypair_ids", &instance.key_pairs);
    listing::tags(cx, id, object)
}
