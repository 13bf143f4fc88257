//! Subnets of virtual private clouds.

use super::neighbour::page;
use super::vpc::{self, project};
use super::vpc_error::{
    SUBNET_ABSENT, SUBNET_BLOCK_INVALID, SUBNET_ELSEWHERE, SUBNET_IN_USE, SUBNET_INVALID,
    SUBNET_MEETS_ANOTHER, SUBNET_OUTSIDE, ZONE_BLANK,
};
use super::vpc_text::{SubnetNote, instant, must_be_description, must_be_name};
use crate::door::network::subnet_status;
use crate::say::must;
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

/// The most name servers of a subnet.
const NAME_SERVERS: usize = 5;

/// What a new subnet is to be.
#[derive(Params)]
pub(crate) struct NewSubnet {
    #[param(required)]
    name: String,
    #[param(required)]
    cidr: String,
    #[param(required)]
    gateway_ip: String,
    #[param(required, id = "vpc")]
    vpc_id: String,
    description: Option<String>,
    availability_zone: Option<String>,
    dhcp_enable: Option<bool>,
    primary_dns: Option<String>,
    secondary_dns: Option<String>,
    #[param(name = "dnsList", max_items = NAME_SERVERS)]
    dns_list: Vec<String>,
}

impl NewSubnet {
    /// What is kept as it was given. The list of name servers holds the first and the second, too.
    fn note(&self) -> Outcome<SubnetNote> {
        must_be_name(&self.name, "name", &SUBNET_INVALID)?;
        must(!self.name.is_empty(), || SUBNET_INVALID.about("name"))?;
        let description = self.description.clone().unwrap_or_default();
        must_be_description(&description, "description", &SUBNET_INVALID)?;
        let mut dns = self.dns_list.clone();
        let named =
            [&self.primary_dns, &self.secondary_dns].into_iter().flatten().filter(|dns| !dns.is_empty());
        for server in named {
            if !dns.contains(server) {
                match self.dns_list.is_empty() {
                    true => dns.push(server.clone()),
                    false => return Err(SUBNET_INVALID.about("dnsList")),
                }
            }
        }
        let readable = dns.iter().all(|server| server.parse::<Ipv4Addr>().is_ok());
        must(readable, || SUBNET_INVALID.about("dnsList"))?;
        Ok(SubnetNote { description, dns, dhcp: self.dhcp_enable.unwrap_or(true) })
    }
}

/// Makes a subnet; it can be used once its router knows it.
#[derive(Params)]
pub(crate) struct CreateSubnet {
    #[param(required)]
    subnet: NewSubnet,
}

impl Action<Huawei> for CreateSubnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let NewSubnet { name, cidr, gateway_ip, vpc_id, availability_zone: zone, .. } = &self.subnet;
        let note = self.subnet.note()?;
        must(zone.as_deref() != Some(""), || ZONE_BLANK.fault())?;
        let block = Cidr::parse(cidr).filter(|block| cx.laws.network.subnet_bits.contains(&block.bits));
        let block = block.ok_or_else(|| SUBNET_BLOCK_INVALID.fault())?;
        let gateway = gateway_ip.parse::<Ipv4Addr>().ok().map(u32::from);
        let gateway = gateway.filter(|gateway| block.contains(*gateway));
        let gateway = gateway.ok_or_else(|| SUBNET_INVALID.about("gateway_ip"))?;
        let vpc = vpc::find(cx, vpc_id)?;
        must(vpc.covers(block), || SUBNET_OUTSIDE.fault())?;
        must(cx.clash(vpc_id, block)?.is_none(), || SUBNET_MEETS_ANOTHER.fault())?;
        let zone = zone.as_deref().unwrap_or("");
        let mut head = Head::new(ids::uuid(cx)?, lookup::owner(cx), zone, name, cx.now).in_state(State::Free);
        head.relabel(None, Some(&note.kept()));
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
        let project = project(cx)?;
        let mut reply = Object::new();
        reply.objects("subnets", shown.iter().zip(free), |(row, free), object| {
            write(row, free, &project, object);
        });
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
        must(subnet.vpc == self.vpc_id, || SUBNET_ELSEWHERE.fault())?;
        must(cx.any_link(&subnet.head.id)?.is_none(), || SUBNET_IN_USE.fault())?;
        cx.erase(&subnet)?;
        Ok(Reply::empty(204))
    }
}

/// A subnet of the project.
pub(crate) fn find(cx: &Cx<'_>, id: &str) -> Outcome<Subnet> {
    lookup::own(cx, id)?.ok_or_else(|| SUBNET_ABSENT.fault())
}

fn answer(cx: &Cx<'_>, subnet: &Subnet) -> Outcome<Reply> {
    let (free, project) = (cx.free_addresses(subnet)?, project(cx)?);
    let mut reply = Object::new();
    reply.object("subnet", |object| write(subnet, free, &project, object));
    Ok(reply.into())
}

fn write(subnet: &Subnet, free: u64, project: &str, object: &mut Object) {
    let (id, note) = (&subnet.head.id, SubnetNote::of(&subnet.head.about));
    let server = |at: usize| note.dns.get(at).map_or("", String::as_str);
    object.text("id", id).text("name", &subnet.head.name).text("description", &note.description);
    object.shown("cidr", subnet.block).shown("gateway_ip", Ipv4Addr::from(subnet.gateway));
    object.text("vpc_id", &subnet.vpc).text("status", subnet_status(subnet));
    object.int("available_ip_address_count", free).bool("dhcp_enable", note.dhcp);
    object.text("primary_dns", server(0)).text("secondary_dns", server(1)).texts("dnsList", &note.dns);
    object.text("availability_zone", &subnet.head.zone).bool("ipv6_enable", false);
    object.text("neutron_network_id", id).text("neutron_subnet_id", id).text("tenant_id", project);
    object.array("extra_dhcp_opts", |_| ()).text("scope", "center");
    let (made, changed) = (instant(subnet.head.created_at), instant(subnet.head.state_at));
    object.text("created_at", &made).text("updated_at", &changed);
}
