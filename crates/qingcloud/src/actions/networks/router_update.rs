//! Routers switched on and off, and their settings. A changed setting comes into force with `UpdateRouters`.

use crate::QingCloud;
use crate::figures::{pace, price};
use crate::forms::{is_cleared, said};
use crate::job;
use crate::lookup::{self, must_be};
use crate::texts::cidr::{Cidr, Ip};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Firewall, Money, Network, Router, Span, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<UpdateRouters>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<PowerOnRouters>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
    Entry::of::<PowerOffRouters>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ModifyRouterAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Network);
/// The bit of a network's features that stands for DHCP.
const DHCP: u32 = 1;

/// Puts the changed settings of running routers into force: firewall, rules, and the public address, which is
/// bound now while the one before becomes free.
#[derive(Params)]
pub(crate) struct UpdateRouters {
    #[param(required, id = "router")]
    routers: Vec<String>,
}

impl Action<QingCloud> for UpdateRouters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut routers = lookup::each::<Router>(cx, &self.routers, lookup::idle)?;
        for router in &routers {
            must_be(router, &[State::Active], "updated")?;
            if let Some(id) = &router.wanted_address {
                must_be_bindable(cx, id, &router.head.id)?;
            }
        }
        for router in &mut routers {
            bind(cx, router)?;
            cx.begin(router, Verb::Update, State::Active, pace::UPDATE_ROUTER)?;
        }
        job::reply(cx, &self.routers, pace::UPDATE_ROUTER)
    }
}

/// An address that is free or this router's already.
fn must_be_bindable(cx: &Cx<'_>, id: &str, router: &str) -> Outcome<Address> {
    let address = lookup::idle::<Address>(cx, id)?;
    if address.bound_to.as_deref() != Some(router) {
        must_be(&address, &[State::Free], "associated")?;
    }
    Ok(address)
}

fn bind(cx: &Cx<'_>, router: &Router) -> Outcome<()> {
    let mut is_bound = false;
    for mut address in cx.linked::<Address>(&router.head.id)? {
        if Some(&address.head.id) == router.wanted_address.as_ref() {
            is_bound = true;
        } else {
            cx.begin(&mut address, Verb::Detach, State::Free, pace::UPDATE_ROUTER)?;
        }
    }
    if let Some(id) = router.wanted_address.as_ref().filter(|_| !is_bound) {
        let mut address = cx.fetch::<Address>(id)?;
        address.bound_to = Some(router.head.id.clone());
        cx.begin(&mut address, Verb::Attach, State::Bound, pace::UPDATE_ROUTER)?;
    }
    Ok(())
}

/// Switches routers on that are off.
#[derive(Params)]
pub(crate) struct PowerOnRouters {
    #[param(required, id = "router")]
    routers: Vec<String>,
}

impl Action<QingCloud> for PowerOnRouters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let routers = lookup::each::<Router>(cx, &self.routers, lookup::idle)?;
        lookup::all_must_be(&routers, &[State::Stopped], "powered on")?;
        let price = routers.iter().fold(Money::ZERO, |sum, router| sum + router.head.price);
        price::check(cx, price)?;
        switch(cx, routers, Verb::Start, State::Active, pace::POWER_ROUTER)
    }
}

/// Switches running routers off; they cost nothing while they are.
#[derive(Params)]
pub(crate) struct PowerOffRouters {
    #[param(required, id = "router")]
    routers: Vec<String>,
}

impl Action<QingCloud> for PowerOffRouters {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let routers = lookup::each::<Router>(cx, &self.routers, lookup::idle)?;
        lookup::all_must_be(&routers, &[State::Active], "powered off")?;
        switch(cx, routers, Verb::Stop, State::Stopped, pace::POWER_ROUTER)
    }
}

fn switch(cx: &Cx<'_>, routers: Vec<Router>, verb: Verb, target: State, span: Span) -> Outcome<Reply> {
    let mut ids = Vec::new();
    for mut router in routers {
        cx.begin(&mut router, verb, target, span)?;
        ids.push(router.head.id);
    }
    job::reply_naming(cx, "routers", &ids, span)
}

/// Changes a router's settings. Name and note change at once, DHCP of a joined network too; address and
/// firewall wait for `UpdateRouters`.
#[derive(Params)]
pub(crate) struct ModifyRouterAttributes {
    #[param(id = "router")]
    router: String,
    #[param(max_len = 255)]
    router_name: Option<String>,
    #[param(max_len = 1_000)]
    description: Option<String>,
    /// The public address it is to have; sent empty, it is to have none.
    #[param(id = "address")]
    eip: Option<String>,
    #[param(id = "firewall")]
    security_group: Option<String>,
    /// What the named network is to offer: 1 DHCP, 2 DNS, 3 both, 0 neither.
    #[param(range = 0..=3)]
    features: Option<u32>,
    #[param(id = "network")]
    vxnet: Option<String>,
    dyn_ip_start: Option<Ip>,
    dyn_ip_end: Option<Ip>,
}

impl Action<QingCloud> for ModifyRouterAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut router = lookup::steady::<Router>(cx, &self.router)?;
        must_be(&router, &[State::Active, State::Stopped], "modified")?;
        let before = (router.wanted_address.clone(), router.firewall.clone());
        if let Some(id) = &self.eip {
            router.wanted_address = Some(must_be_bindable(cx, id, &router.head.id)?.head.id);
        } else if is_cleared(cx, "eip") {
            router.wanted_address = None;
        }
        if let Some(id) = &self.security_group {
            router.firewall = Some(lookup::live::<Firewall>(cx, id)?.head.id);
        } else if is_cleared(cx, "security_group") {
            router.firewall = None;
        }
        if let Some(network) = self.changed_network(cx, &router)? {
            cx.save(&network)?;
        }
        if before != (router.wanted_address.clone(), router.firewall.clone()) {
            router.is_applied = false;
        }
        router
            .head
            .relabel(said(cx, "router_name", &self.router_name), said(cx, "description", &self.description));
        cx.save(&router)?;
        Ok(Reply::new())
    }
}

impl ModifyRouterAttributes {
    fn changed_network(&self, cx: &Cx<'_>, router: &Router) -> Outcome<Option<Network>> {
        let Some(features) = self.features else { return Ok(None) };
        let missing = || "parameter [vxnet] is required with features".to_owned();
        let mut network =
            lookup::live::<Network>(cx, self.vxnet.as_deref().or_raise(MALFORMED_REQUEST, missing)?)?;
        ensure!(
            network.router.as_ref() == Some(&router.head.id),
            PERMISSION_DENIED,
            "vxnet [{}] has not joined router [{}]",
            network.head.id,
            router.head.id
        );
        network.features = features;
        if features & DHCP == 0 {
            network.dhcp = None;
        } else if let Some(range) = Cidr::parse(&network.cidr) {
            network.dhcp = Some(dynamic_range(range, self.dyn_ip_start, self.dyn_ip_end)?);
        }
        Ok(Some(network))
    }
}

/// The addresses that a network of a range gives out: all that hosts can have unless the call says otherwise.
///
/// # Errors
/// `INVALID_REQUEST` for ends outside the network or in the wrong order.
pub(crate) fn dynamic_range(range: Cidr, start: Option<Ip>, end: Option<Ip>) -> Outcome<(String, String)> {
    let (first, last) = (start.unwrap_or(range.nth(2)), end.unwrap_or(range.nth(254)));
    ensure!(range.is_host(first), INVALID_REQUEST, "dyn_ip_start [{first}] is not valid in [{range}]");
    ensure!(range.is_host(last), INVALID_REQUEST, "dyn_ip_end [{last}] is not valid in [{range}]");
    ensure!(first.0 <= last.0, INVALID_REQUEST, "dyn_ip_end [{last}] is before dyn_ip_start [{first}]");
    Ok((first.to_string(), last.to_string()))
}
