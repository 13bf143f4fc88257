//! Load balancers: what they are and what can be said of them.

use super::backend::Behind;
use super::listener;
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::figures::sizes;
use crate::forms::{is_cleared, said};
use crate::founding::BASE_NETWORK;
use crate::listing::{self, Filter};
use crate::lookup;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Balancer, Firewall, Kind, Listener, Network};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};
use std::net::Ipv4Addr;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeLoadBalancers>(TRAITS.looking(), &[]).reading(),
    Entry::of::<ModifyLoadBalancerAttributes>(
        TRAITS,
        &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, INSUFFICIENT_RESOURCES],
    ),
];

pub(crate) const TRAITS: Traits = Traits::of(Service::LoadBalancer);
/// The most nodes of one balancer.
pub(crate) const NODES: i64 = 10;
/// The largest headers a balancer can take, in KiB.
pub(crate) const HEADER_KIB: i64 = 127;

/// Lists the caller's load balancers, newest first; verbosely with their listeners (1) and the backends of
/// these (2).
#[derive(Params)]
pub(crate) struct DescribeLoadBalancers {
    #[param(id = "load balancer")]
    loadbalancers: Vec<String>,
    #[param(default = 0, range = 0..=2)]
    verbose: u8,
    #[param(flatten, only = ["status", "search_word", "tags", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeLoadBalancers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let balancers = self.filter.rows::<Balancer>(cx, &self.loadbalancers)?;
        self.filter.page("loadbalancer_set", balancers, |balancer, object| {
            let id = &balancer.head.id;
            show(cx, balancer, object)?;
            if self.verbose > 0 {
                let listeners = cx.linked::<Listener>(id)?;
                let listeners = listeners.into_iter().map(|listener| {
                    let behind = if self.verbose > 1 { Behind::of(cx, &listener)? } else { Vec::new() };
                    Ok((listener, behind))
                });
                let listeners = listeners.collect::<Outcome<Vec<_>>>()?;
                object.objects("listeners", &listeners, |(listener, behind), object| {
                    listener::show(listener, (self.verbose > 1).then_some(behind), object);
                });
            }
            listing::tags(cx, id, object)
        })
    }
}

fn show(cx: &Cx<'_>, balancer: &Balancer, object: &mut Reply) -> Outcome<()> {
    let addresses = cx.linked::<Address>(&balancer.head.id)?;
    object
        .text("loadbalancer_id", &balancer.head.id)
        .text("loadbalancer_name", &balancer.head.name)
        .int("loadbalancer_type", balancer.balancer_type)
        .flag("is_applied", balancer.is_applied)
        .int("mode", balancer.mode)
        .int("node_count", balancer.nodes.len())
        .int("http_header_size", balancer.http_header_kib)
        .text("security_group_id", balancer.firewall.as_deref().unwrap_or(""))
        .text("vxnet_id", balancer.network.as_deref().unwrap_or(BASE_NETWORK))
        .texts("private_ips", Some(&balancer.private_ip).filter(|address| !address.is_empty()))
        .objects("eips", &addresses, show_address);
    // The addresses that a public one answers on by itself; terraform's provider reads them here.
    let own = if balancer.network.is_none() { &addresses[..] } else { &[] };
    object.objects("cluster", own, show_address);
    listing::common(Kind::Balancer, &balancer.head, object);
    Ok(())
}

fn show_address(address: &Address, eip: &mut Reply) {
    eip.text("eip_id", &address.head.id)
        .text("eip_name", &address.head.name)
        .text("eip_addr", &address.address)
        .int("bandwidth", address.bandwidth_mbps)
        .text("billing_mode", &address.billing_mode);
}

/// Changes what is said of a balancer, and settings that come into force with its next update.
#[derive(Params)]
pub(crate) struct ModifyLoadBalancerAttributes {
    #[param(id = "load balancer")]
    loadbalancer: String,
    #[param(max_len = NAME_BYTES)]
    loadbalancer_name: Option<String>,
    #[param(max_len = NAME_BYTES)]
    description: Option<String>,
    #[param(id = "firewall")]
    security_group: Option<String>,
    #[param(range = 1..=NODES)]
    node_count: Option<usize>,
    #[param(range = 1..=HEADER_KIB)]
    http_header_size: Option<u64>,
    private_ip: Option<String>,
}

impl Action<QingCloud> for ModifyLoadBalancerAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancer = lookup::idle::<Balancer>(cx, &self.loadbalancer)?;
        let before = balancer.clone();
        balancer.head.relabel(
            said(cx, "loadbalancer_name", &self.loadbalancer_name),
            said(cx, "description", &self.description),
        );
        let settings = balancer.clone();
        if let Some(id) = &self.security_group {
            balancer.firewall = Some(lookup::live::<Firewall>(cx, id)?.head.id);
        } else if is_cleared(cx, "security_group") {
            balancer.firewall = None;
        }
        balancer.http_header_kib = self.http_header_size.unwrap_or(balancer.http_header_kib);
        if let Some(address) = self.private_ip.as_ref().filter(|address| **address != balancer.private_ip) {
            let id = &balancer.head.id;
            let is_private = balancer.network.is_some();
            ensure!(is_private, PERMISSION_DENIED, "loadbalancer [{id}] has no private ip");
            let network = balancer.network.as_deref().unwrap_or("");
            private_ip_must_be_free(cx, &cx.fetch::<Network>(network)?, address)?;
            balancer.private_ip.clone_from(address);
        }
        if let Some(count) = self.node_count.filter(|count| *count != balancer.nodes.len()) {
            let node = sizes::balancer_node(balancer.balancer_type);
            balancer.nodes = cx.find_rooms(&node, count, &balancer.nodes)?;
        }
        balancer.is_applied &= balancer == settings;
        if balancer != before {
            cx.save(&balancer)?;
        }
        Ok(Reply::with_text("loadbalancer_id", &balancer.head.id))
    }
}

/// An address that a balancer is to have in a network must be one of the network's (1101) and nobody's (2110).
pub(crate) fn private_ip_must_be_free(cx: &Cx<'_>, network: &Network, address: &str) -> Outcome<()> {
    let fits = address.parse::<Ipv4Addr>().is_ok_and(|address| network.has_place_for(address));
    ensure!(fits, INVALID_REQUEST, "private_ip [{address}] is not valid in vxnet [{}]", network.head.id);
    ensure!(
        !cx.private_ip_is_taken(network, address)?,
        RESOURCE_EXISTS,
        "private_ip [{address}] is already in use"
    );
    Ok(())
}

/// What was changed of a balancer is not in force until it is updated.
pub(crate) fn unapply(cx: &Cx<'_>, id: &str) -> Outcome<()> {
    let mut balancer = cx.fetch::<Balancer>(id)?;
    balancer.is_applied = false;
    Ok(cx.save(&balancer)?)
}
