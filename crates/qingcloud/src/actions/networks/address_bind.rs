//! Public addresses bound to instances and loosened from anything, and what an address costs. To routers and
//! balancers they are bound by the actions of these.

use crate::QingCloud;
use crate::actions::networks::address::{BANDWIDTH_MOST, BILLING_MODES};
use crate::figures::quotas;
use crate::figures::{pace, price};
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Instance, Kind, Money, Router, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AssociateEip>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DissociateEips>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ChangeEipsBandwidth>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
    Entry::of::<ChangeEipsBillingMode>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
];

const TRAITS: Traits = Traits::of(Service::Network);

/// Binds a public address to an instance that has none.
#[derive(Params)]
pub(crate) struct AssociateEip {
    #[param(id = "address")]
    eip: String,
    #[param(id = "instance")]
    instance: String,
    /// Takes the address away from another instance.
    #[param(default = false)]
    force: bool,
}

impl Action<QingCloud> for AssociateEip {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut address = lookup::idle::<Address>(cx, &self.eip)?;
        let instance = lookup::idle::<Instance>(cx, &self.instance)?;
        let taken_by_force = self.force && is_on_instance(cx, &address)?;
        if !taken_by_force {
            must_be(&address, &[State::Free], "associated")?;
        }
        must_be(&instance, &[State::Active, State::Stopped], "given an eip")?;
        let other = cx.linked_ids(Kind::Address, &self.instance)?;
        ensure!(
            other.is_empty(),
            PERMISSION_DENIED,
            "instance [{}] has already been associated with eip [{}]",
            self.instance,
            other.join(",")
        );
        address.bound_to = Some(instance.head.id);
        cx.begin(&mut address, Verb::Attach, State::Bound, pace::BIND_ADDRESS)?;
        job::reply(cx, &[self.eip.clone(), self.instance.clone()], pace::BIND_ADDRESS)
    }
}

fn is_on_instance(cx: &Cx<'_>, address: &Address) -> Outcome<bool> {
    let holder = address.bound_to.as_deref().unwrap_or("");
    Ok(cx.find::<Instance>(holder)?.is_some())
}

/// Takes public addresses off whatever they are bound to.
#[derive(Params)]
pub(crate) struct DissociateEips {
    #[param(required, id = "address")]
    eips: Vec<String>,
}

impl Action<QingCloud> for DissociateEips {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        lookup::all_must_be(&addresses, &[State::Bound], "dissociated")?;
        for address in &addresses {
            let holder = address.bound_to.as_deref().unwrap_or("");
            if let Some(mut router) = cx.find::<Router>(holder)? {
                router.wanted_address = None;
                cx.save(&router)?;
            }
        }
        job::begin_all(cx, &mut addresses, Verb::Detach, State::Free, pace::BIND_ADDRESS)?;
        let mut reply = Reply::new();
        reply.text("owner", cx.caller.id());
        job::open(cx, &self.eips, pace::BIND_ADDRESS, &mut reply)?;
        Ok(reply)
    }
}

/// Changes the bandwidth of addresses, bound or not; it is in force and charged for at once.
#[derive(Params)]
pub(crate) struct ChangeEipsBandwidth {
    #[param(required, id = "address")]
    eips: Vec<String>,
    #[param(range = 1..=BANDWIDTH_MOST)]
    bandwidth: u64,
}

impl Action<QingCloud> for ChangeEipsBandwidth {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        // What grows is asked for in full; what shrinks elsewhere in the same call does not pay for it.
        let more =
            addresses.iter().map(|address| self.bandwidth.saturating_sub(address.bandwidth_mbps)).sum();
        quotas::check(cx, &[("eip_bandwidth", more)])?;
        must_be_affordable(cx, &addresses, |address| price::address(&address.billing_mode, self.bandwidth))?;
        for address in &mut addresses {
            address.bandwidth_mbps = self.bandwidth;
            address.head.price = price::address(&address.billing_mode, self.bandwidth);
            let uses = &mut address.head.uses;
            uses.iter_mut()
                .filter(|(name, _)| name == "eip_bandwidth")
                .for_each(|(_, n)| *n = self.bandwidth);
            cx.save(address)?;
        }
        job::reply(cx, &self.eips, pace::CHANGE_ADDRESS)
    }
}

/// Asks for the money of whatever becomes dearer.
fn must_be_affordable(cx: &Cx<'_>, addresses: &[Address], price: impl Fn(&Address) -> Money) -> Outcome<()> {
    let dearer = addresses.iter().map(|address| price(address) - address.head.price);
    let more = dearer.filter(|more| *more > Money::ZERO).fold(Money::ZERO, |sum, more| sum + more);
    if more > Money::ZERO { price::check(cx, more) } else { Ok(()) }
}

/// Changes how addresses are charged for; each once a day.
#[derive(Params)]
pub(crate) struct ChangeEipsBillingMode {
    #[param(required, id = "address")]
    eips: Vec<String>,
    #[param(one_of = BILLING_MODES)]
    billing_mode: String,
}

impl Action<QingCloud> for ChangeEipsBillingMode {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        for address in &addresses {
            let rested = |at| cx.now.since(at) >= pace::BILLING_MODE_REST;
            ensure!(
                address.billing_changed_at.is_none_or(rested),
                PERMISSION_DENIED,
                "billing mode of eip [{}] can only be changed once in 24 hours",
                address.head.id
            );
        }
        let price = |address: &Address| price::address(&self.billing_mode, address.bandwidth_mbps);
        must_be_affordable(cx, &addresses, price)?;
        for address in addresses.iter_mut().filter(|address| address.billing_mode != self.billing_mode) {
            address.head.price = price(address);
            address.billing_mode.clone_from(&self.billing_mode);
            address.billing_changed_at = Some(cx.now);
            cx.save(address)?;
        }
        job::reply(cx, &self.eips, pace::CHANGE_ADDRESS)
    }
}
