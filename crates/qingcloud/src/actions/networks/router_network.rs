//! Networks joined to routers.

use crate::QingCloud;
use crate::actions::networks::router_update::dynamic_range;
use crate::figures::quotas::Called;
use crate::founding::BASE_NETWORK;
use crate::job;
use crate::listing::Filter;
use crate::lookup::{self, Within, must_be};
use crate::texts::cidr::{Cidr, Ip};
use crate::traits::{Service, Traits};
use crate::{figures::pace, vxnet};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Kind, Network, Router, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<JoinRouter>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, INSUFFICIENT_RESOURCES]),
    Entry::of::<LeaveRouter>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DescribeRouterVxnets>(TRAITS.looking(), &[]).reading(),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The prefix length of every network on a router.
const PREFIX: u32 = 24;

/// Joins a managed network to a router: it gets its range, the router its gateway, its members their
/// addresses.
#[derive(Params)]
pub(crate) struct JoinRouter {
    #[param(id = "network")]
    vxnet: String,
    #[param(id = "router")]
    router: String,
    ip_network: Cidr,
    #[param(default = 1, range = 0..=3)]
    features: u32,
    manager_ip: Option<Ip>,
    dyn_ip_start: Option<Ip>,
    dyn_ip_end: Option<Ip>,
}

impl Action<QingCloud> for JoinRouter {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let range = self.ip_network;
        ensure!(range.bits() == PREFIX, INVALID_REQUEST, "ip_network [{range}] is not a /{PREFIX} network");
        let gateway = self.manager_ip.unwrap_or(range.nth(1));
        ensure!(range.is_host(gateway), INVALID_REQUEST, "manager_ip [{gateway}] is not valid in [{range}]");
        let dynamic = dynamic_range(range, self.dyn_ip_start, self.dyn_ip_end)?;
        let mut network = vxnet::find(cx, &self.vxnet)?;
        let mut router = lookup::idle::<Router>(cx, &self.router)?;
        must_be(&router, &[State::Active, State::Stopped], "joined")?;
        ensure!(
            network.network_type == vxnet::MANAGED && network.head.id != BASE_NETWORK,
            PERMISSION_DENIED,
            "vxnet [{}] is not managed, can not join a router",
            self.vxnet
        );
        ensure!(
            network.router.is_none(),
            PERMISSION_DENIED,
            "vxnet [{}] has already joined router [{}]",
            self.vxnet,
            network.router.as_deref().unwrap_or("")
        );
        ensure!(
            Cidr::parse(&router.cidr).is_some_and(|whole| whole.covers(range)),
            INVALID_REQUEST,
            "ip_network [{range}] is not within [{}] of router [{}]",
            router.cidr,
            self.router
        );
        let taken = cx.clash(&self.router, range.block())?.is_some();
        ensure!(!taken, RESOURCE_EXISTS, "ip_network [{range}] already exists on router [{}]", self.router);
        network.cidr = range.to_string();
        network.manager_ip = gateway.to_string();
        network.dhcp = (self.features & 1 != 0).then_some(dynamic);
        network.features = self.features;
        cx.connect(&router, &mut network)?;
        let state = router.head.state;
        cx.begin(&mut router, Verb::Attach, state, pace::UPDATE_ROUTER)?;
        let mut reply = Reply::new();
        reply.text("router_id", &self.router).text("vxnet_id", &self.vxnet);
        let ids = [self.router.clone(), self.vxnet.clone()];
        job::open(cx, &ids, pace::UPDATE_ROUTER, &mut reply)?;
        Ok(reply)
    }
}

/// Parts networks from a router; their members lose their addresses, the router its rules about them.
#[derive(Params)]
pub(crate) struct LeaveRouter {
    #[param(id = "router")]
    router: String,
    #[param(required, id = "network")]
    vxnets: Vec<String>,
}

impl Action<QingCloud> for LeaveRouter {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut router = lookup::idle::<Router>(cx, &self.router)?;
        let mut networks = lookup::each::<Network>(cx, &self.vxnets, vxnet::find)?;
        must_be(&router, &[State::Active, State::Stopped], "left")?;
        for network in &networks {
            let id = &network.head.id;
            ensure!(
                network.router.as_ref() == Some(&self.router),
                PERMISSION_DENIED,
                "vxnet [{id}] has not joined router [{}]",
                self.router
            );
            let mut held = cx.linked_ids(Kind::Balancer, id)?;
            held.extend(cx.linked_ids(Kind::Cluster, id)?);
            let held = held.join(",");
            ensure!(held.is_empty(), PERMISSION_DENIED, "vxnet [{id}] is needed by [{held}], can not leave");
        }
        for network in &mut networks {
            cx.disconnect(network)?;
        }
        let state = router.head.state;
        cx.begin(&mut router, Verb::Detach, state, pace::UPDATE_ROUTER)?;
        let mut reply = Reply::new();
        reply.text("router_id", &self.router).texts("vxnets", &self.vxnets);
        let ids: Vec<String> = [&self.router].into_iter().chain(&self.vxnets).cloned().collect();
        job::open(cx, &ids, pace::UPDATE_ROUTER, &mut reply)?;
        Ok(reply)
    }
}

/// Lists the networks of one of the caller's routers, or of all.
#[derive(Params)]
pub(crate) struct DescribeRouterVxnets {
    /// The router; `*` or nothing for all.
    #[param(id = "router")]
    router: Option<String>,
    #[param(id = "network")]
    vxnet: Option<String>,
    #[param(flatten, only = ["verbose", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeRouterVxnets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let named = Within::<Network>::named(cx, self.vxnet.as_deref().filter(|id| *id != BASE_NETWORK))?;
        let router = self.router.as_deref().filter(|id| *id != "*");
        let networks = match Within::<Router>::named(cx, router)? {
            Within::This(router) => cx.linked::<Network>(&router.head.id)?,
            Within::Anything => cx.owned::<Network>(cx.caller.id())?,
            Within::Nothing => Vec::new(),
        };
        let is_shown = |network: &Network| {
            network.router.is_some()
                && (cx.zone().is_empty() || network.head.zone == cx.zone())
                && self.vxnet.as_deref() != Some(BASE_NETWORK)
                && named.holds(&network.head.id)
        };
        let networks: Vec<Network> = networks.into_iter().filter(is_shown).collect();
        self.filter.page("router_vxnet_set", networks, |network, object| {
            object
                .text("router_id", network.router.as_deref().unwrap_or(""))
                .text("vxnet_id", &network.head.id)
                .text("vxnet_name", &network.head.name)
                .text("owner", &network.head.owner);
            super::network::show_range(network, object);
            object.int("features", network.features).shown("create_time", network.head.state_at);
            Ok(())
        })
    }
}
