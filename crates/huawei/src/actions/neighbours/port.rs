//! Ports of subnets.

use super::neighbour::page;
use super::subnet;
use super::vpc::project;
use super::vpc_error::{ADDRESS_TAKEN, PORT_ABSENT, PORT_HELD, PORT_IN_USE, PORT_INVALID};
use crate::door::network::{PORT_STATUSES, port_status};
use crate::say::{self, must};
use crate::traits::Service;
use crate::{Huawei, Reply, Traits, ids, lookup, pace, settings};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Head, Port};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::net::Ipv4Addr;

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<CreatePort>(
        Traits::post("/v1/{project_id}/ports", "vpc:ports:create").of(Service::Vpc),
        &[SUBNET_NOT_FOUND, SUBNET_FULL, IP_CONFLICT, PORTS_OVERLOADED],
    ),
    Entry::of::<ListPorts>(Traits::get("/v1/{project_id}/ports", "vpc:ports:list").of(Service::Vpc), &[])
        .reading(),
    Entry::of::<ShowPort>(
        Traits::get("/v1/{project_id}/ports/{port_id}", "vpc:ports:get").of(Service::Vpc),
        &[],
    )
    .reading(),
    Entry::of::<DeletePort>(
        Traits::delete("/v1/{project_id}/ports/{port_id}", "vpc:ports:delete").of(Service::Vpc),
        &[INSTANCE_STATE_CONFLICT, PORT_DELETION_FAILED],
    ),
];

/// An address that a new port is to have.
#[derive(Params)]
pub(crate) struct FixedIp {
    #[param(id = "subnet")]
    subnet_id: Option<String>,
    ip_address: Option<String>,
}

/// What a new port is to be. A subnet is a network of its own here, and has the same id.
#[derive(Params)]
pub(crate) struct NewPort {
    #[param(required, id = "subnet")]
    network_id: String,
    #[param(max_len = 255)]
    name: Option<String>,
    #[param(max_items = 1)]
    fixed_ips: Vec<FixedIp>,
}

/// Makes a port without a device.
#[derive(Params)]
pub(crate) struct CreatePort {
    #[param(required)]
    port: NewPort,
}

impl Action<Huawei> for CreatePort {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let NewPort { network_id, name, fixed_ips } = &self.port;
        let wanted = fixed_ips.first();
        let text = wanted.and_then(|ip| ip.ip_address.as_deref()).filter(|ip| !ip.is_empty());
        let unreadable = || PORT_INVALID.about("fixed_ips");
        let address = text.map(|text| text.parse::<Ipv4Addr>().map_err(|_| unreadable())).transpose()?;
        let subnet = subnet::find(cx, network_id)?;
        let named = wanted.and_then(|ip| ip.subnet_id.as_ref());
        must(named.is_none_or(|id| id == network_id), || PORT_INVALID.about("fixed_ips"))?;
        let address = address.map(u32::from);
        if let Some(address) = address {
            must(subnet.block.contains(address), unreadable)?;
            let taken = !subnet.hands_out(address) || cx.address_is_taken(&subnet, address)?;
            must(!taken, || ADDRESS_TAKEN.fault())?;
        }
        must(cx.free_addresses(&subnet)? > 0, || say::plain(SUBNET_FULL))?;
        let building = cx.ports_building(lookup::owner(cx))?;
        let budget = settings::ports_budget(&cx.platform()?);
        must(building < budget, || say::plain(PORTS_OVERLOADED))?;
        let name = name.as_deref().unwrap_or("");
        let head = Head::new(ids::uuid(cx)?, lookup::owner(cx), "", name, cx.now);
        let port = cx.build_port(head, &subnet, address, None, pace::BUILD_PORT)?;
        Ok(answer(cx, &port)?.status(201))
    }
}

/// Lists the project's ports.
#[derive(Params)]
pub(crate) struct ListPorts {
    #[param(id = "port")]
    id: Option<String>,
    name: Option<String>,
    #[param(one_of = PORT_STATUSES)]
    status: Option<String>,
    mac_address: Option<String>,
    device_owner: Option<String>,
    admin_state_up: Option<bool>,
    limit: Option<i64>,
    marker: Option<String>,
    #[param(id = "subnet")]
    network_id: Option<String>,
    #[param(id = "instance")]
    device_id: Option<String>,
}

impl Action<Huawei> for ListPorts {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = cx.owned::<Port>(lookup::owner(cx))?;
        let of_subnet = |port: &Port| self.network_id.as_ref().is_none_or(|id| port.subnet == *id);
        let of_device = |port: &Port| self.device_id.is_none() || port.device == self.device_id;
        let is =
            |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        rows.retain(|port| {
            of_subnet(port)
                && of_device(port)
                && is(&self.id, &port.head.id)
                && is(&self.name, &port.head.name)
                && is(&self.status, port_status(port))
                && is(&self.mac_address, &port.mac)
                && is(&self.device_owner, device_owner(port))
                && self.admin_state_up.unwrap_or(true)
        });
        let project = project(cx)?;
        let mut reply = Object::new();
        reply.objects("ports", page(&rows, self.limit, self.marker.as_deref()), |port, object| {
            write(port, &project, object);
        });
        Ok(reply.into())
    }
}

/// Shows a port.
#[derive(Params)]
pub(crate) struct ShowPort {
    #[param(required, id = "port")]
    port_id: String,
}

impl Action<Huawei> for ShowPort {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        answer(cx, &find(cx, &self.port_id)?)
    }
}

/// Takes a port away that belongs to no instance and is not held.
#[derive(Params)]
pub(crate) struct DeletePort {
    #[param(required, id = "port")]
    port_id: String,
}

impl Action<Huawei> for DeletePort {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let port = find(cx, &self.port_id)?;
        must(port.device.is_none(), || PORT_IN_USE.fault())?;
        must(!port.held, || PORT_HELD.fault())?;
        cx.erase(&port)?;
        Ok(Reply::empty(204))
    }
}

fn find(cx: &Cx<'_>, id: &str) -> Outcome<Port> {
    lookup::own(cx, id)?.ok_or_else(|| PORT_ABSENT.fault())
}

fn answer(cx: &Cx<'_>, port: &Port) -> Outcome<Reply> {
    let project = project(cx)?;
    let mut reply = Object::new();
    reply.object("port", |object| write(port, &project, object));
    Ok(reply.into())
}

fn device_owner(port: &Port) -> &'static str {
    if port.device.is_some() { "compute:clouddc" } else { "" }
}

fn write(port: &Port, project: &str, object: &mut Object) {
    object.text("id", &port.head.id).text("name", &port.head.name).text("status", port_status(port));
    object.text("network_id", &port.subnet).text("mac_address", &port.mac).bool("admin_state_up", true);
    object.objects("fixed_ips", [port], |port, ip| {
        ip.text("subnet_id", &port.subnet).shown("ip_address", Ipv4Addr::from(port.address));
    });
    object.text("device_id", port.device.as_deref().unwrap_or(""));
    object.text("device_owner", device_owner(port));
    object.text("tenant_id", project).text("binding:vnic_type", "normal");
    for list in ["security_groups", "allowed_address_pairs", "extra_dhcp_opts"] {
        object.array(list, |_| ());
    }
}
