//! Subnets of virtual private clouds.

use super::neighbour::{conflict, page};
use super::vpc;
use crate::door::network::subnet_status;
use crate::say::{self, must};
use crate::traits::Service;
use crate::{Huawei, Reply, Traits, founding, ids, lookup, pace};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Cidr, Head, State, Subnet, Verb};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::net::Ipv4Addr;

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<CreateSubnet>(
        Traits::post("/v1/{project_id}/subnets", "vpc:subnets:create").of(Service::Vpc),
        &[IP_CONFLICT],
    ),
    Entry::of::<ListSubnets>(
        Traits::get("/v1/{project_id}/subnets", "vpc:subnets:list").of(Service::Vpc),
        &[],
    )
    .reading(),
    Entry::of::<ShowSubnet>(
        Traits::get("/v1/{project_id}/subnets/{subnet_id}", "vpc:subnets:get").of(Service::Vpc),
        &[SUBNET_NOT_FOUND],
    )
    .reading(),
    Entry::of::<DeleteSubnet>(
        Traits::delete("/v1/{project_id}/vpcs/{vpc_id}/subnets/{subnet_id}", "vpc:subnets:delete")
            .of(Service::Vpc),
        &[SUBNET_NOT_FOUND, INSTANCE_STATE_CONFLICT],
    ),
];

/// What a new subnet is to be.
#[derive(Params)]
pub(crate) struct NewSubnet {
    #[param(required, max_len = 64)]
    name: String,
    #[param(required)]
    cidr: String,
    #[param(required)]
    gateway_ip: String,
    #[param(required, id = "vpc")]
    vpc_id: String,
}

/// Makes a subnet; it can be used once its router knows it.
#[derive(Params)]
pub(crate) struct CreateSubnet {
    #[param(required)]
    subnet: NewSubnet,
}

impl Action<Huawei> for CreateSubnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let NewSubnet { name, cidr, gateway_ip, vpc_id } = &self.subnet;
        let block = Cidr::parse(cidr).filter(|block| cx.laws.network.subnet_bits.contains(&block.bits));
        let block = block.ok_or_else(|| say::invalid("subnet.cidr"))?;
        let gateway = gateway_ip.parse::<Ipv4Addr>().ok().map(u32::from);
        let gateway = gateway.filter(|gateway| block.contains(*gateway));
        let gateway = gateway.ok_or_else(|| say::invalid("subnet.gateway_ip"))?;
        let vpc = vpc::find(cx, vpc_id)?;
        must(vpc.covers(block), || say::invalid("subnet.cidr").because("it lies outside the vpc"))?;
        must(cx.clash(vpc_id, block)?.is_none(), || {
            say::invalid("subnet.cidr").because("it meets another subnet of the vpc")
        })?;
        let head = Head::new(ids::uuid(cx)?, lookup::owner(cx), "", name, cx.now).in_state(State::Free);
        let mut subnet = founding::subnet(head, vpc_id, block, Some(gateway));
        cx.insert(&subnet)?;
        cx.begin(&mut subnet, Verb::Attach, State::Bound, pace::ATTACH_SUBNET)?;
        answer(cx, &subnet)
    }
}

/// Lists the project's subnets.
#[derive(Params)]
pub(crate) struct ListSubnets {
    limit: Option<i64>,
    marker: Option<String>,
    #[param(id = "vpc")]
    vpc_id: Option<String>,
}

impl Action<Huawei> for ListSubnets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = cx.owned::<Subnet>(lookup::owner(cx))?;
        rows.retain(|subnet| self.vpc_id.as_ref().is_none_or(|vpc| subnet.vpc == *vpc));
        let shown = page(&rows, self.limit, self.marker.as_deref());
        let free = shown.iter().map(|row| cx.free_addresses(row)).collect::<Result<Vec<_>, _>>()?;
        let mut reply = Object::new();
        reply.objects("subnets", shown.iter().zip(free), |(row, free), object| write(row, free, object));
        Ok(reply.into())
    }
}

/// Shows a subnet.
#[derive(Params)]
pub(crate) struct ShowSubnet {
    #[param(required, id = "subnet")]
    subnet_id: String,
}

impl Action<Huawei> for ShowSubnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        answer(cx, &find(cx, &self.subnet_id)?)
    }
}

/// Takes an empty subnet away.
#[derive(Params)]
pub(crate) struct DeleteSubnet {
    #[param(required, id = "vpc")]
    vpc_id: String,
    #[param(required, id = "subnet")]
    subnet_id: String,
}

impl Action<Huawei> for DeleteSubnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let subnet = find(cx, &self.subnet_id)?;
        must(subnet.vpc == self.vpc_id, || say::about(SUBNET_NOT_FOUND, [&self.subnet_id]))?;
        must(cx.any_link(&subnet.head.id)?.is_none(), || conflict("the subnet has ports"))?;
        cx.erase(&subnet)?;
        Ok(Reply::empty(204))
    }
}

/// A subnet of the project.
pub(crate) fn find(cx: &Cx<'_>, id: &str) -> Outcome<Subnet> {
    lookup::own(cx, id)?.ok_or_else(|| say::about(SUBNET_NOT_FOUND, [id]))
}

fn answer(cx: &Cx<'_>, subnet: &Subnet) -> Outcome<Reply> {
    let free = cx.free_addresses(subnet)?;
    let mut reply = Object::new();
    reply.object("subnet", |object| write(subnet, free, object));
    Ok(reply.into())
}

fn write(subnet: &Subnet, free: u64, object: &mut Object) {
    let id = &subnet.head.id;
    object.text("id", id).text("name", &subnet.head.name).text("description", &subnet.head.about);
    object.shown("cidr", subnet.block).shown("gateway_ip", Ipv4Addr::from(subnet.gateway));
    object.text("vpc_id", &subnet.vpc).text("status", subnet_status(subnet));
    object.int("available_ip_address_count", free).bool("dhcp_enable", true);
    object.text("neutron_network_id", id).text("neutron_subnet_id", id).text("tenant_id", &subnet.head.owner);
}
