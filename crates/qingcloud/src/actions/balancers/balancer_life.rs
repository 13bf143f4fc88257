//! The life of load balancers after they are made.

use super::balancer::TRAITS;
use crate::QingCloud;
use crate::figures::{pace, price, sizes};
use crate::job;
use crate::lookup::{self};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Balancer, Money, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<StartLoadBalancers>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
    Entry::of::<StopLoadBalancers>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<UpdateLoadBalancers>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ResizeLoadBalancers>(
        TRAITS,
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<DeleteLoadBalancers>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Starts stopped load balancers.
#[derive(Params)]
pub(crate) struct StartLoadBalancers {
    #[param(required, id = "load balancer")]
    loadbalancers: Vec<String>,
}

impl Action<QingCloud> for StartLoadBalancers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancers = lookup::each::<Balancer>(cx, &self.loadbalancers, lookup::idle)?;
        lookup::all_must_be(&balancers, &[State::Stopped], "started")?;
        price::check(cx, balancers.iter().fold(Money::ZERO, |sum, balancer| sum + balancer.head.price))?;
        job::change_all(cx, &mut balancers, Verb::Start, State::Active, pace::UPDATE_BALANCER)
    }
}

/// Stops active load balancers. A stopped one costs nothing and keeps its addresses.
#[derive(Params)]
pub(crate) struct StopLoadBalancers {
    #[param(required, id = "load balancer")]
    loadbalancers: Vec<String>,
}

impl Action<QingCloud> for StopLoadBalancers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancers = lookup::each::<Balancer>(cx, &self.loadbalancers, lookup::idle)?;
        lookup::all_must_be(&balancers, &[State::Active], "stopped")?;
        job::change_all(cx, &mut balancers, Verb::Stop, State::Stopped, pace::UPDATE_BALANCER)
    }
}

/// Puts the present settings, listeners and backends of load balancers into force.
#[derive(Params)]
pub(crate) struct UpdateLoadBalancers {
    #[param(required, id = "load balancer")]
    loadbalancers: Vec<String>,
    target_user: Option<String>,
}

impl Action<QingCloud> for UpdateLoadBalancers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::new_owner(cx, self.target_user.as_deref())?;
        let mut balancers = lookup::each::<Balancer>(cx, &self.loadbalancers, lookup::idle)?;
        lookup::all_must_be(&balancers, &[State::Active, State::Stopped], "updated")?;
        for balancer in &mut balancers {
            let state = balancer.head.state;
            cx.begin(balancer, Verb::Update, state, pace::UPDATE_BALANCER)?;
        }
        job::reply(cx, &self.loadbalancers, pace::UPDATE_BALANCER)
    }
}

/// Gives stopped load balancers another size.
#[derive(Params)]
pub(crate) struct ResizeLoadBalancers {
    #[param(required, id = "load balancer")]
    loadbalancers: Vec<String>,
    #[param(range = 0..=5)]
    loadbalancer_type: u32,
}

impl Action<QingCloud> for ResizeLoadBalancers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancers = lookup::each::<Balancer>(cx, &self.loadbalancers, lookup::idle)?;
        lookup::all_must_be(&balancers, &[State::Stopped], "resized")?;
        let price = price::balancer(self.loadbalancer_type);
        if balancers.iter().any(|balancer| price > balancer.head.price) {
            price::check(cx, balancers.iter().fold(Money::ZERO, |sum, _| sum + price))?;
        }
        let node = sizes::balancer_node(self.loadbalancer_type);
        for balancer in &mut balancers {
            balancer.nodes = cx.find_rooms(&node, balancer.nodes.len(), &balancer.nodes)?;
            balancer.balancer_type = self.loadbalancer_type;
            balancer.head.price = price;
            cx.begin(balancer, Verb::Resize, State::Stopped, pace::UPDATE_BALANCER)?;
        }
        job::reply(cx, &self.loadbalancers, pace::UPDATE_BALANCER)
    }
}

/// Deletes load balancers with their listeners and backends; their addresses become available.
#[derive(Params)]
pub(crate) struct DeleteLoadBalancers {
    #[param(required, id = "load balancer")]
    loadbalancers: Vec<String>,
}

impl Action<QingCloud> for DeleteLoadBalancers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut balancers = lookup::each::<Balancer>(cx, &self.loadbalancers, lookup::steady)?;
        lookup::all_must_be(&balancers, &[State::Active, State::Stopped, State::Suspended], "deleted")?;
        lookup::all_must_be_leased(cx, &balancers)?;
        job::begin_all(cx, &mut balancers, Verb::Delete, State::Recycled, pace::DELETE_BALANCER)?;
        job::reply_naming(cx, "loadbalancers", &self.loadbalancers, pace::DELETE_BALANCER)
    }
}
