//! Entries of routers' static rules: the accounts of a VPN, the networks of a tunnel. They come into force
//! with `UpdateRouters`.

use crate::QingCloud;
use crate::actions::networks::router_rule::changeable;
use crate::figures::quotas::Called;
use crate::forms::said;
use crate::listing::Filter;
use crate::lookup::{self, Within};
use crate::texts::statics;
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Router, RouterRule, RuleEntry};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeRouterStaticEntries>(TRAITS.looking(), &[]).reading(),
    Entry::of::<AddRouterStaticEntries>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<ModifyRouterStaticEntryAttributes>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<DeleteRouterStaticEntries>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The most entries of a rule.
const ENTRIES_MOST: usize = 1_000;

/// Lists entries of the caller's static rules.
#[derive(Params)]
pub(crate) struct DescribeRouterStaticEntries {
    router_static_entries: Vec<String>,
    /// What the documents call the same parameter.
    router_static_entry_id: Option<String>,
    #[param(id = "router rule")]
    router_static: Option<String>,
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeRouterStaticEntries {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let wanted: Vec<&String> =
            self.router_static_entries.iter().chain(&self.router_static_entry_id).collect();
        let rules = match Within::<RouterRule>::named(cx, self.router_static.as_deref())? {
            Within::Anything => own_rules(cx)?,
            Within::This(rule) => vec![(*rule).clone()],
            Within::Nothing => Vec::new(),
        };
        let mut entries = Vec::new();
        for rule in rules {
            let all = rule.entries.clone().into_iter().map(|entry| (rule.clone(), entry));
            entries.extend(all.filter(|(_, entry)| wanted.is_empty() || wanted.contains(&&entry.id)));
        }
        self.filter.page("router_static_entry_set", entries, |(rule, entry), object| {
            let is_secret = rule.rule_type == statics::VPN;
            object
                .text("router_static_entry_id", &entry.id)
                .text("router_static_entry_name", &entry.name)
                .text("router_static_id", &rule.head.id)
                .text("router_id", &rule.router)
                .text("val1", &entry.values[0])
                .text("val2", if is_secret { "" } else { &entry.values[1] });
            Ok(())
        })
    }
}

/// The caller's rules in the called zone.
fn own_rules(cx: &Cx<'_>) -> Outcome<Vec<RouterRule>> {
    let mut rules = cx.owned::<RouterRule>(cx.caller.id())?;
    rules.retain(|rule| cx.zone().is_empty() || rule.head.zone == cx.zone());
    Ok(rules)
}

/// The caller's rule that has an entry, and the entry's place in it.
fn find(cx: &Cx<'_>, id: &str) -> Outcome<(RouterRule, usize)> {
    for rule in own_rules(cx)? {
        if let Some(at) = rule.entries.iter().position(|entry| entry.id == id) {
            return Ok((rule, at));
        }
    }
    raise!(RESOURCE_NOT_FOUND, "resource [{id}] not found")
}

/// Saves a rule whose entries have changed; its router has something to put into force then.
fn save(cx: &Cx<'_>, rule: &RouterRule) -> Outcome<()> {
    let mut router = cx.fetch::<Router>(&rule.router)?;
    router.is_applied = false;
    cx.save(rule)?;
    Ok(cx.save(&router)?)
}

/// An entry to be.
#[derive(Params)]
pub(crate) struct Line {
    #[param(max_len = 255)]
    router_static_entry_name: Option<String>,
    val1: Option<String>,
    #[param(secret)]
    val2: Option<String>,
}

/// Adds entries to a static rule of a kind that has some.
#[derive(Params)]
pub(crate) struct AddRouterStaticEntries {
    #[param(id = "router rule")]
    router_static: String,
    #[param(required, max_items = ENTRIES_MOST)]
    entries: Vec<Line>,
}

impl Action<QingCloud> for AddRouterStaticEntries {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rule = lookup::live::<RouterRule>(cx, &self.router_static)?;
        let id = &self.router_static;
        changeable(cx, &rule.router)?;
        ensure!(
            statics::has_entries(rule.rule_type),
            PERMISSION_DENIED,
            "router static [{id}] of type [{}] has no entries",
            rule.rule_type
        );
        ensure!(
            rule.entries.len() + self.entries.len() <= ENTRIES_MOST,
            INVALID_REQUEST,
            "router static [{id}] can have [{ENTRIES_MOST}] entries at most"
        );
        let mut ids = Vec::new();
        for line in &self.entries {
            let values = [&line.val1, &line.val2].map(|value| value.clone().unwrap_or_default());
            let entry_id = cx.mint("rse-", 8)?;
            let name = line.router_static_entry_name.clone().unwrap_or_default();
            let entry = RuleEntry { id: entry_id.clone(), name, values };
            must_fit(&rule, &entry)?;
            rule.entries.push(entry);
            ids.push(entry_id);
        }
        save(cx, &rule)?;
        Ok(Reply::with_texts("router_static_entries", &ids))
    }
}

/// An entry's values are of the rule's kind, and no other entry is about the same account or networks (2110).
fn must_fit(rule: &RouterRule, entry: &RuleEntry) -> Outcome<()> {
    statics::judge_entry(rule.rule_type, &entry.values)?;
    let is_same = |other: &RuleEntry| match rule.rule_type {
        statics::VPN => other.values[0] == entry.values[0],
        _ => other.values == entry.values,
    };
    let taken = rule.entries.iter().any(|other| other.id != entry.id && is_same(other));
    ensure!(!taken, RESOURCE_EXISTS, "router static entry [{}] already exists", entry.values[0]);
    Ok(())
}

/// Changes an entry's name and values; what is not sent stays.
#[derive(Params)]
pub(crate) struct ModifyRouterStaticEntryAttributes {
    router_static_entry: String,
    #[param(max_len = 255)]
    router_static_entry_name: Option<String>,
    val1: Option<String>,
    #[param(secret)]
    val2: Option<String>,
}

impl Action<QingCloud> for ModifyRouterStaticEntryAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (mut rule, at) = find(cx, &self.router_static_entry)?;
        changeable(cx, &rule.router)?;
        let mut entry = rule.entries.remove(at);
        let [val1, val2] = &mut entry.values;
        let given = [
            (val1, "val1", &self.val1),
            (val2, "val2", &self.val2),
            (&mut entry.name, "router_static_entry_name", &self.router_static_entry_name),
        ];
        for (slot, name, value) in given {
            if let Some(value) = said(cx, name, value) {
                value.clone_into(slot);
            }
        }
        must_fit(&rule, &entry)?;
        rule.entries.insert(at, entry);
        save(cx, &rule)?;
        Ok(Reply::with_text("router_static_entry", &self.router_static_entry))
    }
}

/// Deletes entries.
#[derive(Params)]
pub(crate) struct DeleteRouterStaticEntries {
    #[param(required)]
    router_static_entries: Vec<String>,
}

impl Action<QingCloud> for DeleteRouterStaticEntries {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        for id in &self.router_static_entries {
            let (mut rule, at) = find(cx, id)?;
            changeable(cx, &rule.router)?;
            rule.entries.remove(at);
            save(cx, &rule)?;
        }
        Ok(Reply::with_texts("router_static_entries", &self.router_static_entries))
    }
}
