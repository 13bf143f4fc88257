//! Making load balancers.

use super::balancer::{HEADER_KIB, NODES, TRAITS, private_ip_must_be_free};
use super::balancer_address::{self, ADDRESSES};
use crate::QingCloud;
use crate::actions::compute::instance_run::services_must_be_up;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::figures::quotas::{self, Called};
use crate::figures::{pace, price, sizes};
use crate::founding::BASE_NETWORK;
use crate::job;
use crate::lookup;
use crate::traits::Service;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Balancer, Firewall, Head, Money, Network, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<CreateLoadBalancer>(
    TRAITS.licensed(),
    &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES, DEPENDENCY_EXISTS],
)];

/// Headers that a balancer takes unless told otherwise, in KiB.
const DEFAULT_HEADER_KIB: u64 = 15;
/// The type of networks whose addresses the platform gives out.
const MANAGED: u32 = 1;

/// Creates a public load balancer, which is in the base network, or a private one in another; either may have
/// public addresses.
#[derive(Params)]
pub(crate) struct CreateLoadBalancer {
    #[param(id = "address", max_items = ADDRESSES)]
    eips: Vec<String>,
    #[param(id = "network")]
    vxnet: Option<String>,
    private_ip: Option<String>,
    #[param(default = 0, range = 0..=5)]
    loadbalancer_type: u32,
    #[param(default = "", max_len = NAME_BYTES)]
    loadbalancer_name: String,
    #[param(id = "firewall")]
    security_group: Option<String>,
    #[param(default = 1, range = 1..=NODES)]
    node_count: usize,
    #[param(default = 0, range = 0..=1)]
    mode: u32,
    #[param(default = DEFAULT_HEADER_KIB, range = 1..=HEADER_KIB)]
    http_header_size: u64,
    target_user: Option<String>,
}

impl Action<QingCloud> for CreateLoadBalancer {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let is_public = !self.eips.is_empty();
        ensure!(
            is_public || self.vxnet.is_some(),
            MALFORMED_REQUEST,
            "parameter [eips] or [vxnet] is required"
        );
        let vxnet = self.vxnet.as_deref().filter(|id| *id != BASE_NETWORK);
        let no_ip = self.private_ip.is_none() || vxnet.is_some();
        ensure!(no_ip, INVALID_REQUEST, "private_ip is not valid without vxnet");
        services_must_be_up(cx, &[Service::Network])?;
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        let network = vxnet.map(|id| lookup::idle::<Network>(cx, id)).transpose()?;
        let firewall = self.firewall(cx, &owner, network.is_none())?;
        balancer_address::must_be_available(&addresses)?;
        let private_ip = match &network {
            Some(network) => self.private_ip(cx, network)?,
            None => String::new(),
        };
        quotas::check_for(cx, &owner, cx.zone(), &[("loadbalancer", 1)])?;
        let price = price::balancer(self.loadbalancer_type);
        price::check_for(cx, &owner, price)?;
        let nodes = cx.find_rooms(&sizes::balancer_node(self.loadbalancer_type), self.node_count, &[])?;
        let id = cx.mint("lb-", 8)?;
        let mut balancer = Balancer {
            head: Head::new(id, &owner, cx.zone(), &self.loadbalancer_name, cx.now)
                .priced(price, Money::ZERO)
                .counted([("loadbalancer", 1)]),
            balancer_type: self.loadbalancer_type,
            network: network.map(|network| network.head.id),
            private_ip,
            firewall: firewall.map(|firewall| firewall.head.id),
            is_applied: false,
            mode: self.mode,
            http_header_kib: self.http_header_size,
            nodes,
        };
        cx.insert(&balancer)?;
        cx.begin(&mut balancer, Verb::Create, State::Active, pace::CREATE_BALANCER)?;
        for address in &mut addresses {
            address.bound_to = Some(balancer.head.id.clone());
            cx.begin(address, Verb::Attach, State::Bound, pace::CREATE_BALANCER)?;
        }
        let mut reply = Reply::new();
        reply.text("loadbalancer_id", &balancer.head.id);
        job::open(cx, &[balancer.head.id], pace::CREATE_BALANCER, &mut reply)?;
        Ok(reply)
    }
}

impl CreateLoadBalancer {
    /// The firewall that was named; a public balancer stands behind its owner's default one otherwise.
    fn firewall(&self, cx: &Cx<'_>, owner: &str, is_public: bool) -> Outcome<Option<Firewall>> {
        match &self.security_group {
            Some(id) => lookup::live(cx, id).map(Some),
            None if is_public => Ok(cx.default_firewall_of(owner)?),
            None => Ok(None),
        }
    }

    fn private_ip(&self, cx: &Cx<'_>, network: &Network) -> Outcome<String> {
        let id = &network.head.id;
        ensure!(network.network_type == MANAGED, PERMISSION_DENIED, "vxnet [{id}] is not managed");
        match &self.private_ip {
            Some(address) => {
                private_ip_must_be_free(cx, network, address)?;
                Ok(address.clone())
            }
            // In a network that has not joined a router it has no address yet, like everything there.
            None => Ok(cx.free_private_ip(network)?.unwrap_or_default()),
        }
    }
}
