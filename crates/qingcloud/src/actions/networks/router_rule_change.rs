//! Static rules of routers changed and deleted.

use crate::QingCloud;
use crate::actions::networks::router_rule::{NAMES, changeable, settle};
use crate::forms::said;
use crate::lookup;
use crate::texts::statics::{self, VALUES};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Router, RouterRule};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ModifyRouterStaticAttributes>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<DeleteRouterStatics>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);

/// Changes a static rule's name and values; what is not sent stays.
#[derive(Params)]
pub(crate) struct ModifyRouterStaticAttributes {
    #[param(id = "router rule")]
    router_static: String,
    #[param(max_len = 255)]
    router_static_name: Option<String>,
    /// Switches the rule off without deleting it.
    disabled: Option<bool>,
    #[param(secret)]
    val1: Option<String>,
    #[param(secret)]
    val2: Option<String>,
    #[param(secret)]
    val3: Option<String>,
    val4: Option<String>,
    val5: Option<String>,
    val6: Option<String>,
    val7: Option<String>,
    val8: Option<String>,
    val9: Option<String>,
}

impl Action<QingCloud> for ModifyRouterStaticAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rule = lookup::live::<RouterRule>(cx, &self.router_static)?;
        let mut router = changeable(cx, &rule.router)?;
        let before = rule.clone();
        rule.head.relabel(said(cx, "router_static_name", &self.router_static_name), None);
        rule.is_disabled = self.disabled.unwrap_or(rule.is_disabled);
        if self.said(cx).iter().any(Option::is_some) {
            self.change_values(cx, &mut rule)?;
        }
        router.is_applied &= rule.values == before.values
            && rule.entries == before.entries
            && rule.is_disabled == before.is_disabled;
        cx.save(&rule)?;
        cx.save(&router)?;
        Ok(Reply::with_text("router_static_id", &rule.head.id))
    }
}

impl ModifyRouterStaticAttributes {
    /// What the call says of each value.
    fn said(&self, cx: &Cx<'_>) -> [Option<&str>; VALUES] {
        let ModifyRouterStaticAttributes { val1, val2, val3, val4, val5, val6, val7, val8, val9, .. } = self;
        let values = [val1, val2, val3, val4, val5, val6, val7, val8, val9];
        std::array::from_fn(|at| said(cx, NAMES[at], values[at]))
    }

    fn change_values(&self, cx: &Cx<'_>, rule: &mut RouterRule) -> Outcome<()> {
        // The account of a VPN stands among the entries; it goes back to where it came from to be judged with
        // the rest.
        let account = rule.entries.first().filter(|_| rule.rule_type == statics::VPN).cloned();
        if let (Some(entry), Some(slot)) = (&account, rule.values.get_mut(1).filter(|slot| slot.is_empty())) {
            *slot = entry.values.join(":");
        }
        for (slot, value) in rule.values.iter_mut().zip(self.said(cx)) {
            if let Some(value) = value {
                value.clone_into(slot);
            }
        }
        let others = rule.entries.split_off(rule.entries.len().min(1));
        settle(cx, rule)?;
        if let (Some(entry), Some(kept)) = (account, rule.entries.first_mut()) {
            (kept.id, kept.name) = (entry.id, entry.name);
        }
        rule.entries.extend(others);
        Ok(())
    }
}

/// Deletes static rules.
#[derive(Params)]
pub(crate) struct DeleteRouterStatics {
    #[param(required, id = "router rule")]
    router_statics: Vec<String>,
}

impl Action<QingCloud> for DeleteRouterStatics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let rules = lookup::each::<RouterRule>(cx, &self.router_statics, lookup::live)?;
        for rule in &rules {
            changeable(cx, &rule.router)?;
        }
        for rule in &rules {
            let mut router = cx.fetch::<Router>(&rule.router)?;
            router.is_applied = false;
            cx.erase(rule)?;
            cx.save(&router)?;
        }
        Ok(Reply::with_texts("router_statics", &self.router_statics))
    }
}
