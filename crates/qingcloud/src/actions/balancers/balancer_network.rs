//! Load balancers that go into private networks and out of them.

use super::balancer::{TRAITS, private_ip_must_be_free};
use crate::QingCloud;
use crate::figures::pace;
use crate::founding::BASE_NETWORK;
use crate::job;
use crate::lookup::{self, must_be};
use crate::vxnet;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Balancer, Network, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<LoadBalancerJoinVxnet>(
        TRAITS,
        &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<LoadBalancerLeaveVxnet>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Lets a load balancer join a managed network, of which it can be in one at most. The base network, where a public one
/// is by itself, does not stand in the way: squall keeps one place for each.
#[derive(Params)]
pub(crate) struct LoadBalancerJoinVxnet {
    #[param(id = "load balancer")]
    loadbalancer: String,
    #[param(id = "network")]
    vxnet: String,
    private_ip: Option<String>,
}

impl Action<QingCloud> for LoadBalancerJoinVxnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancer = lookup::idle::<Balancer>(cx, &self.loadbalancer)?;
        let network = lookup::idle::<Network>(cx, &self.vxnet)?;
        let (id, vxnet) = (&balancer.head.id, &network.head.id);
        must_be(&balancer, &[State::Active, State::Stopped], "joined to a vxnet")?;
        ensure!(network.network_type == vxnet::MANAGED, PERMISSION_DENIED, "vxnet [{vxnet}] is not managed");
        if let Some(other) = &balancer.network {
            ensure!(false, PERMISSION_DENIED, "loadbalancer [{id}] has already joined vxnet [{other}]");
        }
        balancer.private_ip = match &self.private_ip {
            Some(address) => {
                private_ip_must_be_free(cx, &network, address)?;
                address.clone()
            }
            None => cx.free_private_ip(&network)?.unwrap_or_default(),
        };
        balancer.network = Some(network.head.id);
        moved(cx, balancer)
    }
}

/// Takes a load balancer out of the network that it has joined.
#[derive(Params)]
pub(crate) struct LoadBalancerLeaveVxnet {
    #[param(id = "load balancer")]
    loadbalancer: String,
    #[param(id = "network")]
    vxnet: String,
}

impl Action<QingCloud> for LoadBalancerLeaveVxnet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancer = lookup::idle::<Balancer>(cx, &self.loadbalancer)?;
        let vxnet = vxnet::find(cx, &self.vxnet)?.head.id;
        must_be(&balancer, &[State::Active, State::Stopped], "taken out of a vxnet")?;
        let is_there = balancer.network.as_deref().unwrap_or(BASE_NETWORK) == vxnet && vxnet != BASE_NETWORK;
        let id = &balancer.head.id;
        ensure!(is_there, PERMISSION_DENIED, "loadbalancer [{id}] has not joined vxnet [{vxnet}]");
        balancer.network = None;
        balancer.private_ip.clear();
        moved(cx, balancer)
    }
}

fn moved(cx: &Cx<'_>, mut balancer: Balancer) -> Outcome<Reply> {
    let state = balancer.head.state;
    cx.begin(&mut balancer, Verb::Update, state, pace::UPDATE_BALANCER)?;
    job::of(cx, &[balancer], pace::UPDATE_BALANCER)
}
