//! Backends of listeners.

use super::balancer::{TRAITS, unapply};
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::forms::{is_cleared, said};
use crate::listing::Filter;
use crate::lookup::{self, Within};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Backend, Balancer, Head, Instance, Listener, Policy, Router, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};
use std::sync::Arc;

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeLoadBalancerBackends>(TRAITS.looking(), &[]).reading(),
    Entry::of::<AddLoadBalancerBackends>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<ModifyLoadBalancerBackendAttributes>(TRAITS, &[RESOURCE_NOT_FOUND, RESOURCE_EXISTS]),
    Entry::of::<DeleteLoadBalancerBackends>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// How ids of routers begin; every other backend is an instance.
const ROUTER: &str = "rtr-";

/// A backend and whether it can be reached, so far as that follows from the state of what answers there.
pub(crate) struct Behind(Arc<Backend>, bool);

impl Behind {
    /// The backends of a listener.
    pub(crate) fn of(cx: &Cx<'_>, listener: &Listener) -> Outcome<Vec<Behind>> {
        let backends = cx.linked_shared::<Backend>(&listener.head.id)?;
        backends.into_iter().map(|backend| Behind::look(cx, backend)).collect()
    }

    fn look(cx: &Cx<'_>, backend: Arc<Backend>) -> Outcome<Behind> {
        let is_up = cx.answers(&backend)?;
        Ok(Behind(backend, is_up))
    }
}

/// A backend as listings show it.
pub(crate) fn show(Behind(backend, is_up): &Behind, object: &mut Reply) {
    object
        .text("loadbalancer_backend_id", &backend.head.id)
        .text("loadbalancer_backend_name", &backend.head.name)
        .text("loadbalancer_id", &backend.balancer)
        .text("loadbalancer_listener_id", &backend.listener)
        .text("loadbalancer_policy_id", backend.policy.as_deref().unwrap_or(""))
        .text("resource_id", &backend.resource)
        .int("port", backend.port)
        .int("weight", backend.weight)
        .flag("disabled", backend.is_disabled)
        .text("status", if *is_up { "up" } else { "down" })
        .text("owner", &backend.head.owner)
        .shown("create_time", backend.head.created_at);
}

/// Lists backends of the caller's listeners, newest first.
#[derive(Params)]
pub(crate) struct DescribeLoadBalancerBackends {
    #[param(id = "backend")]
    loadbalancer_backends: Vec<String>,
    #[param(id = "listener")]
    loadbalancer_listener: Option<String>,
    #[param(id = "load balancer")]
    loadbalancer: Option<String>,
    #[param(flatten, only = ["owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeLoadBalancerBackends {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let balancer = Within::<Balancer>::named(cx, self.loadbalancer.as_deref())?;
        let listener = Within::<Listener>::named(cx, self.loadbalancer_listener.as_deref())?;
        let above = balancer.head().or(listener.head());
        let mut backends = self.filter.rows_below::<Backend>(cx, &self.loadbalancer_backends, above)?;
        backends.retain(|backend| balancer.holds(&backend.balancer) && listener.holds(&backend.listener));
        self.filter.page("loadbalancer_backend_set", backends, |backend, object| {
            show(&Behind::look(cx, backend.clone())?, object);
            Ok(())
        })
    }
}

/// A backend to be added.
#[derive(Params)]
struct NewBackend {
    #[param(id = "instance")]
    resource_id: String,
    #[param(range = 1..=65_535)]
    port: u16,
    #[param(default = 1, range = 1..=100)]
    weight: u32,
    #[param(default = "", max_len = NAME_BYTES)]
    loadbalancer_backend_name: String,
    #[param(id = "forwarding policy")]
    loadbalancer_policy_id: Option<String>,
}

/// Adds backends to a listener: instances or routers of the caller. They come into force when its load balancer is
/// updated.
#[derive(Params)]
pub(crate) struct AddLoadBalancerBackends {
    #[param(id = "listener")]
    loadbalancer_listener: String,
    #[param(required, max_items = 100)]
    backends: Vec<NewBackend>,
    target_user: Option<String>,
}

impl Action<QingCloud> for AddLoadBalancerBackends {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::new_owner(cx, self.target_user.as_deref())?;
        let listener = lookup::live::<Listener>(cx, &self.loadbalancer_listener)?;
        for new in &self.backends {
            if new.resource_id.starts_with(ROUTER) {
                lookup::live::<Router>(cx, &new.resource_id)?;
            } else {
                lookup::live::<Instance>(cx, &new.resource_id)?;
            }
            if let Some(policy) = &new.loadbalancer_policy_id {
                lookup::live::<Policy>(cx, policy)?;
            }
        }
        let balancer = lookup::idle::<Balancer>(cx, &listener.balancer)?;
        let mut ids = Vec::with_capacity(self.backends.len());
        for new in &self.backends {
            let (id, owner, zone) = (cx.mint("lbb-", 8)?, &listener.head.owner, &listener.head.zone);
            let head = Head::new(id, owner, zone, &new.loadbalancer_backend_name, cx.now);
            let backend = Backend {
                head: head.in_state(State::Free),
                balancer: balancer.head.id.clone(),
                listener: listener.head.id.clone(),
                resource: new.resource_id.clone(),
                port: new.port,
                weight: new.weight,
                policy: new.loadbalancer_policy_id.clone(),
                is_disabled: false,
            };
            must_be_new(cx, &backend)?;
            cx.insert(&backend)?;
            ids.push(backend.head.id);
        }
        unapply(cx, &balancer.head.id)?;
        Ok(Reply::with_texts("loadbalancer_backends", &ids))
    }
}

fn must_be_new(cx: &Cx<'_>, backend: &Backend) -> Outcome<()> {
    let Backend { listener, resource, port, .. } = backend;
    let holder = cx.holder::<Backend>(&Backend::key(listener, resource, *port))?;
    let is_new = holder.is_none_or(|id| id == backend.head.id);
    ensure!(
        is_new,
        RESOURCE_EXISTS,
        "backend [{resource}] with port [{port}] already exists in [{listener}]"
    );
    Ok(())
}

/// Changes a backend. The change comes into force when its load balancer is updated.
#[derive(Params)]
pub(crate) struct ModifyLoadBalancerBackendAttributes {
    #[param(id = "backend")]
    loadbalancer_backend: String,
    #[param(max_len = NAME_BYTES)]
    loadbalancer_backend_name: Option<String>,
    #[param(range = 1..=65_535)]
    port: Option<u16>,
    #[param(range = 1..=100)]
    weight: Option<u32>,
    disabled: Option<bool>,
    #[param(id = "forwarding policy")]
    loadbalancer_policy_id: Option<String>,
}

impl Action<QingCloud> for ModifyLoadBalancerBackendAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut backend = lookup::live::<Backend>(cx, &self.loadbalancer_backend)?;
        if let Some(id) = &self.loadbalancer_policy_id {
            backend.policy = Some(lookup::live::<Policy>(cx, id)?.head.id);
        } else if is_cleared(cx, "loadbalancer_policy_id") {
            backend.policy = None;
        }
        lookup::idle::<Balancer>(cx, &backend.balancer)?;
        backend.head.relabel(said(cx, "loadbalancer_backend_name", &self.loadbalancer_backend_name), None);
        backend.port = self.port.unwrap_or(backend.port);
        backend.weight = self.weight.unwrap_or(backend.weight);
        backend.is_disabled = self.disabled.unwrap_or(backend.is_disabled);
        must_be_new(cx, &backend)?;
        cx.save(&backend)?;
        unapply(cx, &backend.balancer)?;
        Ok(Reply::with_text("loadbalancer_backend_id", &backend.head.id))
    }
}

/// Deletes backends.
#[derive(Params)]
pub(crate) struct DeleteLoadBalancerBackends {
    #[param(required, id = "backend")]
    loadbalancer_backends: Vec<String>,
}

impl Action<QingCloud> for DeleteLoadBalancerBackends {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let backends = lookup::each::<Backend>(cx, &self.loadbalancer_backends, lookup::live)?;
        for backend in &backends {
            lookup::idle::<Balancer>(cx, &backend.balancer)?;
        }
        for backend in &backends {
            cx.erase(backend)?;
            unapply(cx, &backend.balancer)?;
        }
        Ok(Reply::with_texts("loadbalancer_backends", &self.loadbalancer_backends))
    }
}
