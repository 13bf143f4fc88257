//! Rules of forwarding policies.

use super::balancer::TRAITS;
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::forms::said;
use crate::listing::Filter;
use crate::lookup::{self, Within};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Policy, PolicyRule, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeLoadBalancerPolicyRules>(TRAITS.looking(), &[]).reading(),
    Entry::of::<AddLoadBalancerPolicyRules>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ModifyLoadBalancerPolicyRuleAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteLoadBalancerPolicyRules>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Lists rules of the caller's policies, newest first.
#[derive(Params)]
pub(crate) struct DescribeLoadBalancerPolicyRules {
    #[param(id = "forwarding rule")]
    loadbalancer_policy_rules: Vec<String>,
    #[param(id = "forwarding policy")]
    loadbalancer_policy: Option<String>,
    #[param(flatten, only = ["owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeLoadBalancerPolicyRules {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let policy = Within::<Policy>::named(cx, self.loadbalancer_policy.as_deref())?;
        let mut rules =
            self.filter.rows_below::<PolicyRule>(cx, &self.loadbalancer_policy_rules, policy.head())?;
        rules.retain(|rule| policy.holds(&rule.policy));
        self.filter.page("loadbalancer_policy_rule_set", rules, |rule, object| {
            object
                .text("loadbalancer_policy_rule_id", &rule.head.id)
                .text("loadbalancer_policy_rule_name", &rule.head.name)
                .text("loadbalancer_policy_id", &rule.policy)
                .text("rule_type", &rule.subject)
                .text("val", &rule.pattern)
                .text("owner", &rule.head.owner)
                .shown("create_time", rule.head.created_at);
            Ok(())
        })
    }
}

/// A rule to be added.
#[derive(Params)]
struct NewRule {
    #[param(one_of = ["domain", "url"])]
    rule_type: String,
    val: String,
    #[param(default = "", max_len = NAME_BYTES)]
    loadbalancer_policy_rule_name: String,
}

/// Adds rules to a policy. They come into force when it is applied.
#[derive(Params)]
pub(crate) struct AddLoadBalancerPolicyRules {
    #[param(id = "forwarding policy")]
    loadbalancer_policy: String,
    #[param(required, max_items = 100)]
    rules: Vec<NewRule>,
}

impl Action<QingCloud> for AddLoadBalancerPolicyRules {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let policy = lookup::idle::<Policy>(cx, &self.loadbalancer_policy)?;
        let mut ids = Vec::with_capacity(self.rules.len());
        for new in &self.rules {
            let (id, name) = (cx.mint("lbpr-", 8)?, &new.loadbalancer_policy_rule_name);
            let head = Head::new(id, &policy.head.owner, &policy.head.zone, name, cx.now);
            let rule = PolicyRule {
                head: head.in_state(State::Free),
                policy: policy.head.id.clone(),
                subject: new.rule_type.clone(),
                pattern: new.val.clone(),
            };
            cx.insert(&rule)?;
            ids.push(rule.head.id);
        }
        unapply(cx, policy)?;
        Ok(Reply::with_texts("loadbalancer_policy_rules", &ids))
    }
}

/// Changes a rule. The change comes into force when its policy is applied.
#[derive(Params)]
pub(crate) struct ModifyLoadBalancerPolicyRuleAttributes {
    #[param(id = "forwarding rule")]
    loadbalancer_policy_rule: String,
    #[param(max_len = NAME_BYTES)]
    loadbalancer_policy_rule_name: Option<String>,
    val: Option<String>,
}

impl Action<QingCloud> for ModifyLoadBalancerPolicyRuleAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rule = lookup::live::<PolicyRule>(cx, &self.loadbalancer_policy_rule)?;
        let policy = lookup::idle::<Policy>(cx, &rule.policy)?;
        rule.head
            .relabel(said(cx, "loadbalancer_policy_rule_name", &self.loadbalancer_policy_rule_name), None);
        if let Some(pattern) = &self.val {
            rule.pattern.clone_from(pattern);
            unapply(cx, policy)?;
        }
        cx.save(&rule)?;
        Ok(Reply::with_text("loadbalancer_policy_rule_id", &rule.head.id))
    }
}

/// Deletes rules. They stay in force until their policies are applied.
#[derive(Params)]
pub(crate) struct DeleteLoadBalancerPolicyRules {
    #[param(required, id = "forwarding rule")]
    loadbalancer_policy_rules: Vec<String>,
}

impl Action<QingCloud> for DeleteLoadBalancerPolicyRules {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let rules = lookup::each::<PolicyRule>(cx, &self.loadbalancer_policy_rules, lookup::live)?;
        for rule in &rules {
            lookup::idle::<Policy>(cx, &rule.policy)?;
        }
        for rule in &rules {
            cx.erase(rule)?;
            unapply(cx, cx.fetch(&rule.policy)?)?;
        }
        Ok(Reply::with_texts("loadbalancer_policy_rules", &self.loadbalancer_policy_rules))
    }
}

/// What was changed of a policy is not in force until it is applied.
fn unapply(cx: &Cx<'_>, mut policy: Policy) -> Outcome<()> {
    policy.is_applied = false;
    Ok(cx.save(&policy)?)
}
