//! The public addresses of load balancers.

use super::balancer::TRAITS;
use crate::QingCloud;
use crate::actions::compute::instance_run::services_must_be_up;
use crate::figures::{laws, pace};
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::Service;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Address, Balancer, Kind, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AssociateEipsToLoadBalancer>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<DissociateEipsFromLoadBalancer>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
];

/// The most public addresses of one balancer.
pub(crate) const ADDRESSES: usize = laws::BALANCER_ADDRESSES;

/// Binds further addresses to a load balancer, public or private.
#[derive(Params)]
pub(crate) struct AssociateEipsToLoadBalancer {
    #[param(id = "load balancer")]
    loadbalancer: String,
    #[param(required, id = "address", max_items = ADDRESSES)]
    eips: Vec<String>,
}

impl Action<QingCloud> for AssociateEipsToLoadBalancer {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        services_must_be_up(cx, &[Service::Network])?;
        let balancer = lookup::idle::<Balancer>(cx, &self.loadbalancer)?;
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        let id = &balancer.head.id;
        must_be(&balancer, &[State::Active, State::Stopped], "associated with eips")?;
        must_be_available(&addresses)?;
        let present = cx.linked_ids(Kind::Address, id)?.len();
        if present + addresses.len() > ADDRESSES {
            raise!(PERMISSION_DENIED, "loadbalancer [{id}] can not have more than {ADDRESSES} eips");
        }
        for address in &mut addresses {
            address.bound_to = Some(id.clone());
            cx.begin(address, Verb::Attach, State::Bound, pace::BIND_ADDRESS)?;
        }
        let mut reply = Reply::new();
        let on = [std::slice::from_ref(id), &self.eips].concat();
        job::open(cx, &on, pace::BIND_ADDRESS, &mut reply)?;
        Ok(reply)
    }
}

/// Takes addresses off a load balancer.
#[derive(Params)]
pub(crate) struct DissociateEipsFromLoadBalancer {
    #[param(id = "load balancer")]
    loadbalancer: String,
    #[param(required, id = "address", max_items = ADDRESSES)]
    eips: Vec<String>,
}

impl Action<QingCloud> for DissociateEipsFromLoadBalancer {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        services_must_be_up(cx, &[Service::Network])?;
        let balancer = lookup::idle::<Balancer>(cx, &self.loadbalancer)?;
        let mut addresses = lookup::each::<Address>(cx, &self.eips, lookup::idle)?;
        let id = &balancer.head.id;
        for Address { head, bound_to, .. } in &addresses {
            let is_here = bound_to.as_ref() == Some(id);
            ensure!(
                is_here,
                PERMISSION_DENIED,
                "eip [{}] is not associated with loadbalancer [{id}]",
                head.id
            );
        }
        job::begin_all(cx, &mut addresses, Verb::Detach, State::Free, pace::BIND_ADDRESS)?;
        let mut reply = Reply::new();
        let on = [std::slice::from_ref(id), &self.eips].concat();
        job::open(cx, &on, pace::BIND_ADDRESS, &mut reply)?;
        Ok(reply)
    }
}

/// Addresses that are to be bound must not be bound to anything.
pub(crate) fn must_be_available(addresses: &[Address]) -> Outcome<()> {
    match addresses.iter().find(|address| address.head.state != State::Free) {
        Some(Address { head, .. }) => raise!(
            PERMISSION_DENIED,
            "public IP [{}] is not available, can not be associated to loadbalancer",
            head.id
        ),
        None => Ok(()),
    }
}
