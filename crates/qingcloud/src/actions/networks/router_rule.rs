//! Static rules of routers. They come into force with `UpdateRouters`.

use crate::QingCloud;
use crate::listing::Filter;
use crate::lookup::{self, Within, must_be};
use crate::texts::statics::{self, VALUES};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Instance, Network, Router, RouterRule, RuleEntry, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeRouterStatics>(TRAITS.looking(), &[]).reading(),
    Entry::of::<AddRouterStatics>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The most rules that one call adds.
const STATICS_MOST: usize = 100;
/// The names of a rule's values in replies.
pub(crate) const NAMES: [&str; VALUES] =
    ["val1", "val2", "val3", "val4", "val5", "val6", "val7", "val8", "val9"];

/// Lists the caller's static rules, newest first.
#[derive(Params)]
pub(crate) struct DescribeRouterStatics {
    #[param(id = "router rule")]
    router_statics: Vec<String>,
    #[param(id = "router")]
    router: Option<String>,
    #[param(id = "network")]
    vxnet: Option<String>,
    #[param(range = 1..=8)]
    static_type: Option<u32>,
    #[param(flatten, only = ["owner", "verbose", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeRouterStatics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let router = Within::<Router>::named(cx, self.router.as_deref())?;
        let network = Within::<Network>::named(cx, self.vxnet.as_deref())?;
        let mut rules = self.filter.rows::<RouterRule>(cx, &self.router_statics)?;
        rules.retain(|rule| {
            router.holds(&rule.router)
                && network.holds(rule.network.as_deref().unwrap_or(""))
                && self.static_type.is_none_or(|kind| kind == rule.rule_type)
        });
        self.filter.page("router_static_set", rules, |rule, object| {
            show(rule, object);
            Ok(())
        })
    }
}

fn show(rule: &RouterRule, object: &mut Reply) {
    object
        .text("router_static_id", &rule.head.id)
        .text("router_static_name", &rule.head.name)
        .text("router_id", &rule.router)
        .text("vxnet_id", rule.network.as_deref().unwrap_or(""))
        .int("static_type", rule.rule_type)
        .flag("disabled", rule.is_disabled)
        .text("owner", &rule.head.owner)
        .shown("create_time", rule.head.created_at);
    for (name, value) in NAMES.iter().zip(&rule.values) {
        object.text(name, value);
    }
    // What a VPN's account lets itself in with is never shown again.
    let has_secrets = rule.rule_type == statics::VPN;
    object.objects("entry_set", &rule.entries, |entry, object| {
        object
            .text("router_static_entry_id", &entry.id)
            .text("val1", &entry.values[0])
            .text("val2", if has_secrets { "" } else { &entry.values[1] });
    });
}

/// A static rule to be.
#[derive(Params)]
pub(crate) struct Static {
    #[param(range = 1..=8)]
    static_type: u32,
    #[param(max_len = 255)]
    router_static_name: Option<String>,
    #[param(id = "network")]
    vxnet_id: Option<String>,
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

impl Static {
    fn values(&self) -> Vec<String> {
        let Static { val1, val2, val3, val4, val5, val6, val7, val8, val9, .. } = self;
        let given = [val1, val2, val3, val4, val5, val6, val7, val8, val9];
        given.map(|value| value.clone().unwrap_or_default()).to_vec()
    }
}

/// Adds static rules to a router: port forwarding, VPN, DHCP options, tunnels, filters, private names.
#[derive(Params)]
pub(crate) struct AddRouterStatics {
    #[param(id = "router")]
    router: String,
    #[param(required, max_items = STATICS_MOST)]
    statics: Vec<Static>,
    /// The network that the rules concern, unless they name another.
    #[param(id = "network")]
    vxnet: Option<String>,
}

impl Action<QingCloud> for AddRouterStatics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut router = changeable(cx, &self.router)?;
        let mut ids = Vec::new();
        // A rule must also keep clear of those before it in the same call, so each is judged with them in
        // place; whatever one of them raises undoes them all.
        for wanted in &self.statics {
            let name = wanted.router_static_name.as_deref().unwrap_or("");
            let id = cx.mint("rtrs-", 8)?;
            let head = Head::new(id.clone(), &router.head.owner, &router.head.zone, name, cx.now);
            let network = wanted.vxnet_id.as_ref().or(self.vxnet.as_ref());
            let mut rule = RouterRule {
                head: head.in_state(State::Free),
                router: router.head.id.clone(),
                rule_type: wanted.static_type,
                values: wanted.values(),
                network: network.map(|id| joined(cx, id, &router)).transpose()?,
                instance: None,
                unique: String::new(),
                is_disabled: false,
                entries: Vec::new(),
            };
            settle(cx, &mut rule)?;
            cx.insert(&rule)?;
            ids.push(id);
        }
        router.is_applied = false;
        cx.save(&router)?;
        Ok(Reply::with_texts("router_statics", &ids))
    }
}

/// A router whose settings may be changed.
pub(crate) fn changeable(cx: &Cx<'_>, id: &str) -> Outcome<Router> {
    let router = lookup::idle::<Router>(cx, id)?;
    must_be(&router, &[State::Active, State::Stopped], "modified")?;
    Ok(router)
}

fn joined(cx: &Cx<'_>, id: &str, router: &Router) -> Outcome<String> {
    let network = lookup::live::<Network>(cx, id)?;
    let is_joined = network.router.as_ref() == Some(&router.head.id);
    ensure!(is_joined, PERMISSION_DENIED, "vxnet [{id}] has not joined router [{}]", router.head.id);
    Ok(network.head.id)
}

/// Judges a rule's values, and what follows from them for the rest of the rule.
pub(crate) fn settle(cx: &Cx<'_>, rule: &mut RouterRule) -> Outcome<()> {
    let unique = statics::settle(rule.rule_type, &mut rule.values, &free_network(cx, &rule.router)?)?;
    if rule.rule_type == statics::TUNNEL {
        rule.network.as_ref().or_raise(MALFORMED_REQUEST, || "parameter [vxnet] is required".to_owned())?;
    }
    if rule.rule_type == statics::DHCP {
        let instance = lookup::live::<Instance>(cx, rule.values.first().map_or("", String::as_str))?;
        rule.instance = Some(instance.head.id);
    }
    if let Some(values) = statics::take_account(rule.rule_type, &mut rule.values) {
        rule.entries = vec![RuleEntry { id: cx.mint("rse-", 8)?, name: String::new(), values }];
    }
    if !unique.is_empty() {
        let holder = cx.holder::<RouterRule>(&format!("{}|{unique}", rule.router))?;
        let is_taken = holder.as_ref().is_some_and(|holder| *holder != rule.head.id);
        ensure!(
            !is_taken,
            RESOURCE_EXISTS,
            "router static [{}] of the same port already exists",
            holder.as_deref().unwrap_or("")
        );
    }
    rule.unique = unique;
    Ok(())
}

/// The first network of those for VPN clients that no rule of a router uses.
fn free_network(cx: &Cx<'_>, router: &str) -> Outcome<String> {
    let rules = cx.linked::<RouterRule>(router)?;
    let is_free = |range: &String| rules.iter().all(|rule| rule.values.get(3) != Some(range));
    let ranges = (1..=255).chain([0]).map(|number| format!("10.255.{number}.0/24"));
    Ok(ranges.into_iter().find(is_free).unwrap_or_default())
}
