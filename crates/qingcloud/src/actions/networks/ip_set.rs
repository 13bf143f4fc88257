//! Named sets of addresses or ports for firewall rules.

use super::firewall::{NAME_BYTES, TRAITS};
use super::firewall_rule::unapply;
use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::listing::{self, Filter};
use crate::lookup::{self, must_be_unused};
use crate::texts::operand;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Firewall, FirewallRule, Head, IpSet, Kind, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeSecurityGroupIPSets>(TRAITS.looking(), &[]).reading(),
    Entry::of::<CreateSecurityGroupIPSet>(TRAITS, &[]),
    Entry::of::<ModifySecurityGroupIPSetAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteSecurityGroupIPSets>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
];

/// The longest text of a set, in bytes.
const SET_BYTES: usize = 8_192;

/// Lists the caller's sets, newest first.
#[derive(Params)]
pub(crate) struct DescribeSecurityGroupIPSets {
    #[param(id = "ip set")]
    security_group_ipsets: Vec<String>,
    #[param(range = 0..=1)]
    ipset_type: Option<u8>,
    security_group_ipset_name: Option<String>,
    #[param(flatten, only = ["tags", "owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeSecurityGroupIPSets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut sets = self.filter.rows::<IpSet>(cx, &self.security_group_ipsets)?;
        sets.retain(|set| {
            self.ipset_type.is_none_or(|wanted| set.is_ports == (wanted == 1))
                && self.security_group_ipset_name.as_ref().is_none_or(|name| set.head.name == *name)
        });
        self.filter.page("security_group_ipset_set", sets, |set, object| {
            object
                .text("security_group_ipset_id", &set.head.id)
                .text("security_group_ipset_name", &set.head.name)
                .flag("ipset_type", set.is_ports)
                .text("val", &set.value);
            listing::stateless(&set.head, object);
            Ok(())
        })
    }
}

/// Creates a set of addresses (type 0) or ports (type 1).
#[derive(Params)]
pub(crate) struct CreateSecurityGroupIPSet {
    #[param(range = 0..=1)]
    ipset_type: u8,
    #[param(max_len = SET_BYTES)]
    val: String,
    #[param(default = "", max_len = NAME_BYTES)]
    security_group_ipset_name: String,
    target_user: Option<String>,
}

impl Action<QingCloud> for CreateSecurityGroupIPSet {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let is_ports = self.ipset_type == 1;
        operand::check_set(&self.val, is_ports)?;
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        quotas::check_for(cx, &owner, cx.zone(), &[("security_group_ipset", 1)])?;
        let head = Head::new(cx.mint("sgi-", 8)?, &owner, cx.zone(), &self.security_group_ipset_name, cx.now)
            .in_state(State::Free)
            .counted([("security_group_ipset", 1)]);
        let set = IpSet { head, is_ports, value: self.val.clone() };
        cx.insert(&set)?;
        Ok(Reply::with_text("security_group_ipset_id", &set.head.id))
    }
}

/// Changes a set. Firewalls whose rules name it must be applied anew.
#[derive(Params)]
pub(crate) struct ModifySecurityGroupIPSetAttributes {
    #[param(id = "ip set")]
    security_group_ipset: String,
    #[param(max_len = NAME_BYTES)]
    security_group_ipset_name: Option<String>,
    #[param(max_len = NAME_BYTES)]
    description: Option<String>,
    #[param(max_len = SET_BYTES)]
    val: Option<String>,
}

impl Action<QingCloud> for ModifySecurityGroupIPSetAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut set = lookup::live::<IpSet>(cx, &self.security_group_ipset)?;
        set.head.relabel(
            said(cx, "security_group_ipset_name", &self.security_group_ipset_name),
            said(cx, "description", &self.description),
        );
        if let Some(value) = &self.val {
            operand::check_set(value, set.is_ports)?;
            set.value.clone_from(value);
            let rules = cx.linked::<FirewallRule>(&set.head.id)?;
            for rule in &rules {
                lookup::idle::<Firewall>(cx, &rule.firewall)?;
            }
            for rule in &rules {
                unapply(cx, cx.fetch(&rule.firewall)?)?;
            }
        }
        cx.save(&set)?;
        Ok(Reply::with_text("security_group_ipset_id", &set.head.id))
    }
}

/// Deletes sets that no rule names.
#[derive(Params)]
pub(crate) struct DeleteSecurityGroupIPSets {
    #[param(required, id = "ip set")]
    security_group_ipsets: Vec<String>,
}

impl Action<QingCloud> for DeleteSecurityGroupIPSets {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let sets = lookup::each::<IpSet>(cx, &self.security_group_ipsets, lookup::live)?;
        for set in &sets {
            must_be_unused(&set.head.id, &cx.linked_ids(Kind::FirewallRule, &set.head.id)?)?;
        }
        sets.iter().try_for_each(|row| cx.erase(row))?;
        Ok(Reply::with_texts("security_group_ipsets", &self.security_group_ipsets))
    }
}
