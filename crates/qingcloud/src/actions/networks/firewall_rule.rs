//! Rules of firewalls.

use super::firewall::{NAME_BYTES, TRAITS};
use crate::QingCloud;
use crate::forms::said;
use crate::listing::Filter;
use crate::lookup::{self, Within};
use crate::texts::operand::{self, PROTOCOLS};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Firewall, FirewallRule, Head, Operand, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeSecurityGroupRules>(TRAITS.looking(), &[]).reading(),
    Entry::of::<AddSecurityGroupRules>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<ModifySecurityGroupRuleAttributes>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<DeleteSecurityGroupRules>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const VERDICTS: [&str; 2] = ["accept", "drop"];

/// Lists rules of the caller's firewalls, newest first.
#[derive(Params)]
pub(crate) struct DescribeSecurityGroupRules {
    #[param(id = "firewall")]
    security_group: Option<String>,
    #[param(id = "firewall rule")]
    security_group_rules: Vec<String>,
    #[param(range = 0..=1)]
    direction: Option<u8>,
    #[param(flatten, only = ["owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeSecurityGroupRules {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let firewall = Within::<Firewall>::named(cx, self.security_group.as_deref())?;
        let mut rules =
            self.filter.rows_below::<FirewallRule>(cx, &self.security_group_rules, firewall.head())?;
        rules.retain(|rule| {
            firewall.holds(&rule.firewall)
                && self.direction.is_none_or(|direction| rule.is_egress == (direction == 1))
        });
        self.filter.page("security_group_rule_set", rules, |rule, object| {
            let [val1, val2, val3] = rule.values.each_ref().map(Operand::text);
            object
                .text("security_group_rule_id", &rule.head.id)
                .text("security_group_rule_name", &rule.head.name)
                .text("security_group_id", &rule.firewall)
                .int("priority", rule.priority)
                .text("protocol", &rule.protocol)
                .flag("direction", rule.is_egress)
                .text("action", VERDICTS[usize::from(!rule.is_accept)])
                .flag("disabled", rule.is_disabled)
                .text("val1", val1)
                .text("val2", val2)
                .text("val3", val3)
                .text("owner", &rule.head.owner)
                .shown("create_time", rule.head.created_at);
            Ok(())
        })
    }
}

/// A rule to be added.
#[derive(Params)]
struct NewRule {
    #[param(one_of = PROTOCOLS)]
    protocol: String,
    #[param(range = 0..=100)]
    priority: u32,
    #[param(default = 0, range = 0..=1)]
    direction: u8,
    #[param(default = "accept", one_of = VERDICTS)]
    action: String,
    #[param(default = "", max_len = NAME_BYTES)]
    security_group_rule_name: String,
    #[param(default = "")]
    val1: String,
    #[param(default = "")]
    val2: String,
    #[param(default = "")]
    val3: String,
}

/// Adds rules to a firewall. They come into force when it is applied.
#[derive(Params)]
pub(crate) struct AddSecurityGroupRules {
    #[param(id = "firewall")]
    security_group: String,
    #[param(required, max_items = 100)]
    rules: Vec<NewRule>,
    target_user: Option<String>,
}

impl Action<QingCloud> for AddSecurityGroupRules {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::new_owner(cx, self.target_user.as_deref())?;
        let values = self
            .rules
            .iter()
            .map(|rule| operand::operands(cx, &rule.protocol, [&rule.val1, &rule.val2, &rule.val3]));
        let values = values.collect::<Outcome<Vec<_>>>()?;
        let firewall = lookup::idle::<Firewall>(cx, &self.security_group)?;
        let mut ids = Vec::with_capacity(self.rules.len());
        for (rule, values) in self.rules.iter().zip(values) {
            let (id, owner, zone) = (cx.mint("sgr-", 8)?, &firewall.head.owner, &firewall.head.zone);
            let head = Head::new(id, owner, zone, &rule.security_group_rule_name, cx.now);
            let row = FirewallRule {
                head: head.in_state(State::Free),
                firewall: firewall.head.id.clone(),
                priority: rule.priority,
                protocol: rule.protocol.clone(),
                is_egress: rule.direction == 1,
                is_accept: rule.action == VERDICTS[0],
                is_disabled: false,
                values,
            };
            must_be_new(cx, &row)?;
            cx.insert(&row)?;
            ids.push(row.head.id);
        }
        unapply(cx, firewall)?;
        Ok(Reply::with_texts("security_group_rules", &ids))
    }
}

/// Changes a rule. The change comes into force when its firewall is applied.
#[derive(Params)]
pub(crate) struct ModifySecurityGroupRuleAttributes {
    #[param(id = "firewall rule")]
    security_group_rule: String,
    #[param(range = 0..=100)]
    priority: Option<u32>,
    #[param(max_len = NAME_BYTES)]
    security_group_rule_name: Option<String>,
    #[param(one_of = VERDICTS)]
    rule_action: Option<String>,
    #[param(range = 0..=1)]
    direction: Option<u8>,
    #[param(one_of = PROTOCOLS)]
    protocol: Option<String>,
    val1: Option<String>,
    val2: Option<String>,
    val3: Option<String>,
    disabled: Option<bool>,
}

impl Action<QingCloud> for ModifySecurityGroupRuleAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rule = lookup::live::<FirewallRule>(cx, &self.security_group_rule)?;
        let firewall = lookup::idle::<Firewall>(cx, &rule.firewall)?;
        let key = rule.key();
        rule.head.relabel(said(cx, "security_group_rule_name", &self.security_group_rule_name), None);
        rule.priority = self.priority.unwrap_or(rule.priority);
        rule.is_accept = self.rule_action.as_ref().map_or(rule.is_accept, |word| word == VERDICTS[0]);
        rule.is_egress = self.direction.map_or(rule.is_egress, |direction| direction == 1);
        rule.is_disabled = self.disabled.unwrap_or(rule.is_disabled);
        if let Some(protocol) = &self.protocol {
            // Another protocol has other operands: those of the old one do not stay.
            if *protocol != rule.protocol {
                let any = || Operand::Plain(String::new());
                rule.values = [any(), any(), rule.values[2].clone()];
            }
            rule.protocol.clone_from(protocol);
        }
        let given = [("val1", &self.val1), ("val2", &self.val2), ("val3", &self.val3)];
        let merged: Vec<&str> = given
            .iter()
            .zip(&rule.values)
            .map(|((name, given), present)| said(cx, name, given).unwrap_or(present.text()))
            .collect();
        rule.values = operand::operands(cx, &rule.protocol, [merged[0], merged[1], merged[2]])?;
        if rule.key() != key {
            must_be_new(cx, &rule)?;
        }
        cx.save(&rule)?;
        unapply(cx, firewall)?;
        Ok(Reply::with_text("security_group_rule_id", &rule.head.id))
    }
}

/// Deletes rules. They stay in force until their firewalls are applied.
#[derive(Params)]
pub(crate) struct DeleteSecurityGroupRules {
    #[param(required, id = "firewall rule")]
    security_group_rules: Vec<String>,
}

impl Action<QingCloud> for DeleteSecurityGroupRules {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let rules = lookup::each::<FirewallRule>(cx, &self.security_group_rules, lookup::live)?;
        for rule in &rules {
            lookup::idle::<Firewall>(cx, &rule.firewall)?;
        }
        for rule in &rules {
            cx.erase(rule)?;
            unapply(cx, cx.fetch(&rule.firewall)?)?;
        }
        Ok(Reply::with_texts("security_group_rules", &self.security_group_rules))
    }
}

fn must_be_new(cx: &Cx<'_>, rule: &FirewallRule) -> Outcome<()> {
    let same = cx.holder::<FirewallRule>(&rule.key())?;
    ensure!(
        same.is_none(),
        RESOURCE_EXISTS,
        "security group rule [{}] is identical",
        same.unwrap_or_default()
    );
    Ok(())
}

/// What was changed of a firewall is not in force until it is applied.
pub(crate) fn unapply(cx: &Cx<'_>, mut firewall: Firewall) -> Outcome<()> {
    firewall.is_applied = false;
    Ok(cx.save(&firewall)?)
}
