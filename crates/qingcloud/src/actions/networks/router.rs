//! Routers.

use super::network;
use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::figures::{pace, price};
use crate::founding::BASE_NETWORK;
use crate::job;
use crate::listing::{self, Filter};
use crate::lookup::{self, Within, must_be_unused};
use crate::texts::cidr::Cidr;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Firewall, Head, Kind, Money, Network, Nic, Router, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeRouters>(TRAITS.looking(), &[RESOURCE_NOT_FOUND]).reading(),
    Entry::of::<CreateRouters>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<DeleteRouters>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The most routers that one call creates.
const COUNT_MOST: u64 = 20;
/// The range of a router where the call names none.
const RANGE: &str = "192.168.0.0/16";

/// Lists the caller's routers, newest first.
#[derive(Params)]
pub(crate) struct DescribeRouters {
    #[param(id = "router")]
    routers: Vec<String>,
    /// Only the one that this network has joined.
    #[param(id = "network")]
    vxnet: Option<String>,
    #[param(flatten)]
    filter: Filter,
}

impl Action<QingCloud> for DescribeRouters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let network = Within::<Network>::named(cx, self.vxnet.as_deref())?;
        let mut routers = self.filter.rows_that_exist::<Router>(cx, &self.routers)?;
        if self.vxnet.is_some() {
            let joined = network.row().and_then(|network| network.router.clone());
            routers.retain(|router| joined.as_ref() == Some(&router.head.id));
        }
        self.filter
            .page("router_set", routers, |router, object| show(cx, router, self.filter.is_verbose(), object))
    }
}

fn show(cx: &Cx<'_>, router: &Router, verbose: bool, object: &mut Reply) -> Outcome<()> {
    let head = &router.head;
    object
        .text("router_id", &head.id)
        .text("router_name", &head.name)
        .int("router_type", router.router_type)
        .flag("is_applied", router.is_applied)
        .text("private_ip", &router.private_ip)
        .text("security_group_id", router.firewall.as_deref().unwrap_or(""))
        .text("vpc_network", &router.cidr)
        .int("mode", 0);
    listing::common(Kind::Router, head, object);
    let address = cx.linked::<Address>(&head.id)?.into_iter().find(|address| address.head.is_idle());
    let (id, name, number) = match &address {
        Some(address) => (&*address.head.id, &*address.head.name, &*address.address),
        None => ("", "", ""),
    };
    object.object("eip", |eip| {
        eip.text("eip_id", id).text("eip_name", name).text("eip_addr", number);
    });
    // What only a network's router tells of the network that has joined it; none is meant here.
    for range in ["manager_ip", "ip_network", "dyn_ip_start", "dyn_ip_end"] {
        object.text(range, "");
    }
    if verbose {
        let nics = cx.linked::<Nic>(&head.id)?;
        let mut joined = Vec::new();
        for nic in &nics {
            let mut vxnet = Reply::new();
            vxnet.text("nic_id", &nic.head.id);
            network::show(cx, &*cx.fetch_shared::<Network>(&nic.network)?, true, &mut vxnet)?;
            joined.push(vxnet.finish());
        }
        object.array("vxnets", |vxnets| joined.iter().for_each(|vxnet| vxnets.raw(vxnet)));
    }
    listing::tags(cx, &head.id, object)
}

/// Creates routers. Networks join them with `JoinRouter`.
#[derive(Params)]
pub(crate) struct CreateRouters {
    #[param(max_len = 255)]
    router_name: Option<String>,
    #[param(default = 1, range = 0..=3)]
    router_type: u32,
    vpc_network: Option<Cidr>,
    #[param(id = "firewall")]
    security_group: Option<String>,
    #[param(default = 1, range = 1..=COUNT_MOST as i64)]
    count: u64,
    target_user: Option<String>,
}

impl Action<QingCloud> for CreateRouters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let range = self.vpc_network.map_or_else(|| RANGE.to_owned(), |range| range.to_string());
        ensure!(is_range(&range), INVALID_REQUEST, "vpc_network [{range}] is not valid");
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        let firewall = match &self.security_group {
            Some(id) => Some(lookup::live::<Firewall>(cx, id)?.head.id),
            None => cx.owned::<Firewall>(&owner)?.into_iter().find(|it| it.is_default).map(|it| it.head.id),
        };
        quotas::check_for(cx, &owner, cx.zone(), &[("router", self.count)])?;
        let price = price::router(self.router_type);
        price::check_for(cx, &owner, price.times(self.count))?;
        let base = cx.fetch::<Network>(BASE_NETWORK)?;
        let mut ids = Vec::new();
        for _ in 0..self.count {
            let name = self.router_name.as_deref().unwrap_or("");
            let head = Head::new(cx.mint("rtr-", 8)?, &owner, cx.zone(), name, cx.now)
                .priced(price, Money::ZERO)
                .counted([("router", 1)]);
            let mut router = Router {
                head,
                router_type: self.router_type,
                cidr: range.clone(),
                private_ip: String::new(),
                firewall: firewall.clone(),
                is_applied: true,
                wanted_address: None,
            };
            router.private_ip = cx.join_network(&router.head, &base, None, 0)?.private_ip;
            cx.insert(&router)?;
            cx.begin(&mut router, Verb::Create, State::Active, pace::CREATE_ROUTER)?;
            ids.push(router.head.id);
        }
        job::reply_naming(cx, "routers", &ids, pace::CREATE_ROUTER)
    }
}

/// The ranges that a router's networks can lie in (reference 2.7).
fn is_range(range: &str) -> bool {
    range == RANGE || (16..=31).any(|number| range == format!("172.{number}.0.0/16"))
}

/// Deletes routers that no network has joined. They cannot be had back.
#[derive(Params)]
pub(crate) struct DeleteRouters {
    #[param(required, id = "router")]
    routers: Vec<String>,
}

impl Action<QingCloud> for DeleteRouters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut routers = lookup::each::<Router>(cx, &self.routers, lookup::steady)?;
        lookup::all_must_be(&routers, &[State::Active, State::Stopped, State::Suspended], "deleted")?;
        lookup::all_must_be_leased(cx, &routers)?;
        for router in &routers {
            must_be_unused(&router.head.id, &cx.linked_ids(Kind::Network, &router.head.id)?)?;
        }
        job::begin_all(cx, &mut routers, Verb::Delete, State::Recycled, pace::DELETE_ROUTER)?;
        job::reply_naming(cx, "routers", &self.routers, pace::DELETE_ROUTER)
    }
}
