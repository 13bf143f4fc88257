//! Listeners of load balancers.

use super::backend::{self, Behind};
use super::balancer::{TRAITS, unapply};
use super::listener_add;
use crate::QingCloud;
use crate::actions::networks::firewall::NAME_BYTES;
use crate::forms::{is_cleared, said};
use crate::listing::Filter;
use crate::lookup::{self, Within};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Balancer, Listener};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<DescribeLoadBalancerListeners>(TRAITS.looking(), &[]).reading(),
    Entry::of::<ModifyLoadBalancerListenerAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteLoadBalancerListeners>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

pub(crate) const MODES: [&str; 3] = ["roundrobin", "leastconn", "source"];
/// The greatest sum of a listener's option bits.
pub(crate) const OPTIONS_MOST: i64 = 1_023;
pub(crate) const SCENES: [&str; 3] = ["0", "1", "11"];

/// Lists listeners of the caller's load balancers, newest first; verbosely with their backends.
#[derive(Params)]
pub(crate) struct DescribeLoadBalancerListeners {
    #[param(id = "listener")]
    loadbalancer_listeners: Vec<String>,
    #[param(id = "load balancer")]
    loadbalancer: Option<String>,
    #[param(default = 0, range = 0..=2)]
    verbose: u8,
    #[param(flatten, only = ["owner", "offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeLoadBalancerListeners {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let balancer = Within::<Balancer>::named(cx, self.loadbalancer.as_deref())?;
        let mut listeners =
            self.filter.rows_below::<Listener>(cx, &self.loadbalancer_listeners, balancer.head())?;
        listeners.retain(|listener| balancer.holds(&listener.balancer));
        self.filter.page("loadbalancer_listener_set", listeners, |listener, object| {
            let behind = if self.verbose > 0 { Behind::of(cx, listener)? } else { Vec::new() };
            show(listener, (self.verbose > 0).then_some(&behind), object);
            Ok(())
        })
    }
}

/// A listener as listings show it, with its backends where they are given.
pub(crate) fn show(listener: &Listener, behind: Option<&Vec<Behind>>, object: &mut Reply) {
    object
        .text("loadbalancer_listener_id", &listener.head.id)
        .text("loadbalancer_listener_name", &listener.head.name)
        .text("loadbalancer_id", &listener.balancer)
        .int("listener_port", listener.port)
        .text("listener_protocol", &listener.protocol)
        .text("backend_protocol", &listener.backend_protocol)
        .text("balance_mode", &listener.balance_mode)
        .int("forwardfor", listener.added_headers)
        .text("session_sticky", &listener.stickiness)
        .text("healthy_check_method", &listener.check_method)
        .text("healthy_check_option", &listener.check_option)
        .int("listener_option", listener.options)
        .int("timeout", listener.timeout_s)
        .int("scene", listener.scene)
        .texts("server_certificate_id", &listener.certificates)
        .text("owner", &listener.head.owner)
        .shown("create_time", listener.head.created_at);
    if let Some(behind) = behind {
        object.objects("backends", behind, backend::show);
    }
}

/// Changes a listener. The change comes into force when its load balancer is updated.
#[derive(Params)]
pub(crate) struct ModifyLoadBalancerListenerAttributes {
    #[param(id = "listener")]
    loadbalancer_listener: String,
    #[param(max_len = NAME_BYTES)]
    loadbalancer_listener_name: Option<String>,
    #[param(one_of = MODES)]
    balance_mode: Option<String>,
    #[param(range = 0..=7)]
    forwardfor: Option<u32>,
    healthy_check_method: Option<String>,
    healthy_check_option: Option<String>,
    session_sticky: Option<String>,
    #[param(id = "certificate")]
    server_certificate_id: Vec<String>,
    #[param(range = 0..=OPTIONS_MOST)]
    listener_option: Option<u32>,
    #[param(range = 10..=86_400)]
    timeout: Option<u32>,
    #[param(one_of = SCENES)]
    scene: Option<u32>,
}

impl Action<QingCloud> for ModifyLoadBalancerListenerAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let set = |field: &mut String, given: &Option<String>| {
            if let Some(given) = given {
                field.clone_from(given);
            }
        };
        let id = &self.loadbalancer_listener;
        let mut listener = lookup::live::<Listener>(cx, id)?;
        listener.head.relabel(said(cx, "loadbalancer_listener_name", &self.loadbalancer_listener_name), None);
        set(&mut listener.balance_mode, &self.balance_mode);
        set(&mut listener.check_method, &self.healthy_check_method);
        set(&mut listener.check_option, &self.healthy_check_option);
        if let Some(stickiness) = said(cx, "session_sticky", &self.session_sticky) {
            stickiness.clone_into(&mut listener.stickiness);
        }
        listener.added_headers = self.forwardfor.unwrap_or(listener.added_headers);
        listener.options = self.listener_option.unwrap_or(listener.options);
        listener.timeout_s = self.timeout.unwrap_or(listener.timeout_s);
        listener.scene = self.scene.unwrap_or(listener.scene);
        listener_add::must_be_sound(&listener.stickiness, &listener.check_method, &listener.check_option)?;
        if !self.server_certificate_id.is_empty() {
            listener.certificates = listener_add::certificates(cx, &self.server_certificate_id)?;
        } else if is_cleared(cx, "server_certificate_id") {
            listener.certificates.clear();
        }
        lookup::idle::<Balancer>(cx, &listener.balancer)?;
        cx.save(&listener)?;
        unapply(cx, &listener.balancer)?;
        Ok(Reply::with_text("loadbalancer_listener_id", id))
    }
}

/// Deletes listeners with their backends.
#[derive(Params)]
pub(crate) struct DeleteLoadBalancerListeners {
    #[param(required, id = "listener")]
    loadbalancer_listeners: Vec<String>,
}

impl Action<QingCloud> for DeleteLoadBalancerListeners {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let listeners = lookup::each::<Listener>(cx, &self.loadbalancer_listeners, lookup::live)?;
        for listener in &listeners {
            lookup::idle::<Balancer>(cx, &listener.balancer)?;
        }
        for listener in &listeners {
            cx.remove_listener(listener)?;
            unapply(cx, &listener.balancer)?;
        }
        Ok(Reply::with_texts("loadbalancer_listeners", &self.loadbalancer_listeners))
    }
}
