//! Private networks.

use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::founding::BASE_NETWORK;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be_unused};
use crate::traits::{Service, Traits};
use crate::vxnet;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Instance, Network, Nic, Router, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeVxnets>(TRAITS.looking(), &[]).reading(),
    Entry::of::<CreateVxnets>(TRAITS.licensed(), &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteVxnets>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<ModifyVxnetAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The most networks that one call creates.
const COUNT_MOST: u64 = 100;

/// Lists the caller's private networks, newest first; the base network only when it is asked for.
#[derive(Params)]
pub(crate) struct DescribeVxnets {
    #[param(id = "network")]
    vxnets: Vec<String>,
    #[param(range = 0..=2)]
    vxnet_type: Option<u32>,
    #[param(flatten, only = ["search_word", "tags", "owner", "verbose", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeVxnets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let own: Vec<String> = self.vxnets.iter().filter(|id| *id != BASE_NETWORK).cloned().collect();
        let names_base = own.len() < self.vxnets.len();
        let mut networks =
            if names_base && own.is_empty() { Vec::new() } else { self.filter.rows::<Network>(cx, &own)? };
        if names_base || self.vxnets.is_empty() && self.vxnet_type == Some(vxnet::BASE) {
            networks.push(cx.fetch_shared(BASE_NETWORK)?);
        }
        networks.retain(|network| self.vxnet_type.is_none_or(|kind| kind == network.network_type));
        self.filter.page("vxnet_set", networks, |network, object| {
            show(cx, network, self.filter.is_verbose(), object)
        })
    }
}

/// The fields of a network; verbosely with the instances in it.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn show(cx: &Cx<'_>, network: &Network, verbose: bool, object: &mut Reply) -> Outcome<()> {
    let head = &network.head;
    object
        .text("vxnet_id", &head.id)
        .text("vxnet_name", &head.name)
        .int("vxnet_type", network.network_type)
        .text("description", &head.about)
        .text("vpc_router_id", network.router.as_deref().unwrap_or(""))
        .int("available_ip_count", free_addresses(cx, network)?)
        .text("owner", &head.owner)
        .text("zone_id", if head.zone.is_empty() { cx.zone() } else { &head.zone })
        .shown("create_time", head.created_at);
    let router = match &network.router {
        Some(id) => Some(cx.fetch::<Router>(id)?),
        None => None,
    };
    listing::optional(object, "router", router.as_ref(), |router, object| {
        object.text("router_id", &router.head.id).text("router_name", &router.head.name);
        show_range(network, object);
        object.int("mode", 0);
    });
    if verbose {
        object.texts("instance_ids", members(cx, network)?.iter().map(|(_, member)| &member.head.id));
    }
    listing::tags(cx, &head.id, object)
}

/// The fields of a network that its router knows.
pub(crate) fn show_range(network: &Network, object: &mut Reply) {
    let (first, last) =
        network.dhcp.as_ref().map_or(("", ""), |(first, last)| (first.as_str(), last.as_str()));
    object
        .text("manager_ip", &network.manager_ip)
        .text("ip_network", &network.cidr)
        .text("dyn_ip_start", first)
        .text("dyn_ip_end", last);
}

/// The caller's instances in a network, each with the interface it has there, newest first.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn members(cx: &Cx<'_>, network: &Network) -> Outcome<Vec<(Nic, Instance)>> {
    let mut members = Vec::new();
    for nic in cx.linked::<Nic>(&network.head.id)? {
        let Some(instance) = nic.instance.as_deref().map(|id| cx.find::<Instance>(id)).transpose()? else {
            continue;
        };
        if let Some(instance) = instance
            && (instance.head.zone == cx.zone() || cx.zone().is_empty())
            && lookup::is_mine(cx, &instance.head.owner)?
        {
            members.push((nic, instance));
        }
    }
    members.sort_by(|(_, a), (_, b)| (b.head.created_at, &b.head.id).cmp(&(a.head.created_at, &a.head.id)));
    Ok(members)
}

/// How many addresses a network can still give out.
fn free_addresses(cx: &Cx<'_>, network: &Network) -> Outcome<u64> {
    let Some((first, last)) = network.hosts() else { return Ok(0) };
    Ok(u64::from(last - first + 1).saturating_sub(cx.addresses_taken(&network.head.id)?))
}

/// Creates private networks: self-managed ones or such as can join a router.
#[derive(Params)]
pub(crate) struct CreateVxnets {
    #[param(range = 0..=1)]
    vxnet_type: u32,
    #[param(max_len = 255)]
    vxnet_name: Option<String>,
    #[param(default = 1, range = 1..=COUNT_MOST as i64)]
    count: u64,
    /// Accepted; both ways of tunnelling look the same from here.
    #[param(range = 0..=1)]
    mode: Option<u8>,
    target_user: Option<String>,
}

impl Action<QingCloud> for CreateVxnets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.mode;
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        quotas::check_for(cx, &owner, cx.zone(), &[("vxnet", self.count)])?;
        let mut ids = Vec::new();
        for _ in 0..self.count {
            let id = cx.mint("vxnet-", 7)?;
            let name = self.vxnet_name.as_deref().unwrap_or("");
            let head = Head::new(id.clone(), &owner, cx.zone(), name, cx.now)
                .in_state(State::Free)
                .counted([("vxnet", 1)]);
            cx.insert(&Network {
                head,
                network_type: self.vxnet_type,
                router: None,
                cidr: String::new(),
                manager_ip: String::new(),
                dhcp: None,
                features: 0,
            })?;
            ids.push(id);
        }
        Ok(Reply::with_texts("vxnets", &ids))
    }
}

/// Deletes private networks that nothing is in and that have joined no router.
#[derive(Params)]
pub(crate) struct DeleteVxnets {
    #[param(required, id = "network")]
    vxnets: Vec<String>,
}

impl Action<QingCloud> for DeleteVxnets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let networks = lookup::each(cx, &self.vxnets, own)?;
        for network in &networks {
            let (staying, leaving) = lookup::parted(cx, vxnet::users(cx, network)?)?;
            must_be_unused(&network.head.id, &staying)?;
            for nic in cx.linked::<Nic>(&network.head.id)? {
                if leaving.iter().any(|instance| nic.instance.as_ref() == Some(&instance.head.id)) {
                    cx.erase(&nic)?;
                }
            }
        }
        networks.iter().try_for_each(|row| cx.erase(row))?;
        Ok(Reply::with_texts("vxnets", &self.vxnets))
    }
}

/// One of the caller's own networks, which the base network never is.
fn own(cx: &Cx<'_>, id: &str) -> Outcome<Network> {
    ensure!(id != BASE_NETWORK, PERMISSION_DENIED, "vxnet [{id}] can not be changed or deleted");
    lookup::live(cx, id)
}

/// Renames a private network.
#[derive(Params)]
pub(crate) struct ModifyVxnetAttributes {
    #[param(id = "network")]
    vxnet: String,
    #[param(max_len = 255)]
    vxnet_name: Option<String>,
    #[param(max_len = 1_000)]
    description: Option<String>,
}

impl Action<QingCloud> for ModifyVxnetAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut network = own(cx, &self.vxnet)?;
        network
            .head
            .relabel(said(cx, "vxnet_name", &self.vxnet_name), said(cx, "description", &self.description));
        cx.save(&network)?;
        Ok(Reply::new())
    }
}
