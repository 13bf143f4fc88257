//! Forwarding policies of load balancers.

use super::balancer::TRAITS;
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::figures::pace;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::job;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be_unused};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Backend, Head, Kind, Policy, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};
use std::collections::BTreeSet;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeLoadBalancerPolicies>(TRAITS.looking(), &[]).reading(),
    Entry::of::<CreateLoadBalancerPolicy>(TRAITS, &[]),
    Entry::of::<ModifyLoadBalancerPolicyAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ApplyLoadBalancerPolicy>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteLoadBalancerPolicies>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
];

const OPERATORS: [&str; 2] = ["or", "and"];

/// Lists the caller's policies, newest first; verbosely with the load balancers that use them.
#[derive(Params)]
pub(crate) struct DescribeLoadBalancerPolicies {
    #[param(id = "forwarding policy")]
    loadbalancer_policies: Vec<String>,
    #[param(default = 0, range = 0..=2)]
    verbose: u8,
    #[param(flatten, only = ["search_word", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeLoadBalancerPolicies {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let policies = self.filter.rows::<Policy>(cx, &self.loadbalancer_policies)?;
        self.filter.page("loadbalancer_policy_set", policies, |policy, object| {
            object
                .text("loadbalancer_policy_id", &policy.head.id)
                .text("loadbalancer_policy_name", &policy.head.name)
                .text("operator", OPERATORS[usize::from(policy.needs_all)])
                .flag("is_applied", policy.is_applied);
            if self.verbose > 0 {
                let backends = cx.linked::<Backend>(&policy.head.id)?;
                let balancers: BTreeSet<_> = backends.into_iter().map(|backend| backend.balancer).collect();
                object.texts("loadbalancer_ids", balancers);
            }
            listing::stateless(&policy.head, object);
            Ok(())
        })
    }
}

/// Creates a policy without rules.
#[derive(Params)]
pub(crate) struct CreateLoadBalancerPolicy {
    #[param(default = "", max_len = NAME_BYTES)]
    loadbalancer_policy_name: String,
    #[param(default = "or", one_of = OPERATORS)]
    operator: String,
}

impl Action<QingCloud> for CreateLoadBalancerPolicy {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        quotas::check(cx, &[("loadbalancer_policy", 1)])?;
        let (id, name) = (cx.mint("lbp-", 8)?, &self.loadbalancer_policy_name);
        let head = Head::new(id, cx.caller.id(), cx.zone(), name, cx.now)
            .in_state(State::Free)
            .counted([("loadbalancer_policy", 1)]);
        let policy = Policy { head, needs_all: self.operator == OPERATORS[1], is_applied: true };
        cx.insert(&policy)?;
        Ok(Reply::with_text("loadbalancer_policy_id", &policy.head.id))
    }
}

/// Changes a policy. Another operator comes into force when it is applied.
#[derive(Params)]
pub(crate) struct ModifyLoadBalancerPolicyAttributes {
    #[param(id = "forwarding policy")]
    loadbalancer_policy: String,
    #[param(max_len = NAME_BYTES)]
    loadbalancer_policy_name: Option<String>,
    #[param(one_of = OPERATORS)]
    operator: Option<String>,
}

impl Action<QingCloud> for ModifyLoadBalancerPolicyAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut policy = lookup::idle::<Policy>(cx, &self.loadbalancer_policy)?;
        policy.head.relabel(said(cx, "loadbalancer_policy_name", &self.loadbalancer_policy_name), None);
        if let Some(operator) = &self.operator {
            let needs_all = operator == OPERATORS[1];
            policy.is_applied &= policy.needs_all == needs_all;
            policy.needs_all = needs_all;
        }
        cx.save(&policy)?;
        Ok(Reply::with_text("loadbalancer_policy_id", &policy.head.id))
    }
}

/// Puts the present rules of a policy into force.
#[derive(Params)]
pub(crate) struct ApplyLoadBalancerPolicy {
    #[param(id = "forwarding policy")]
    loadbalancer_policy: String,
}

impl Action<QingCloud> for ApplyLoadBalancerPolicy {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut policy = lookup::idle::<Policy>(cx, &self.loadbalancer_policy)?;
        let state = policy.head.state;
        cx.begin(&mut policy, Verb::Update, state, pace::UPDATE_BALANCER)?;
        job::reply(cx, &[policy.head.id], pace::UPDATE_BALANCER)
    }
}

/// Deletes policies that no backend is bound to, with their rules.
#[derive(Params)]
pub(crate) struct DeleteLoadBalancerPolicies {
    #[param(required, id = "forwarding policy")]
    loadbalancer_policies: Vec<String>,
}

impl Action<QingCloud> for DeleteLoadBalancerPolicies {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let policies = lookup::each::<Policy>(cx, &self.loadbalancer_policies, lookup::idle)?;
        for policy in &policies {
            must_be_unused(&policy.head.id, &cx.linked_ids(Kind::Backend, &policy.head.id)?)?;
        }
        for policy in &policies {
            cx.remove_policy(policy)?;
        }
        Ok(Reply::with_texts("loadbalancer_policies", &self.loadbalancer_policies))
    }
}
