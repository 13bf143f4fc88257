//! Certificates on listeners that are there.

use super::balancer::{TRAITS, unapply};
use super::listener_add::certificates;
use crate::QingCloud;
use crate::lookup;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Balancer, Certificate, Listener};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AssociateServerCertsToLBListener>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DissociateServerCertsFromLBListener>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Lets a listener show further certificates, from the next update of its load balancer on.
#[derive(Params)]
pub(crate) struct AssociateServerCertsToLBListener {
    #[param(id = "listener")]
    loadbalancer_listener: String,
    #[param(required, id = "certificate")]
    server_certificates: Vec<String>,
}

impl Action<QingCloud> for AssociateServerCertsToLBListener {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut listener = lookup::live::<Listener>(cx, &self.loadbalancer_listener)?;
        for id in certificates(cx, &self.server_certificates)? {
            if !listener.certificates.contains(&id) {
                listener.certificates.push(id);
            }
        }
        changed(cx, &listener)?;
        Ok(Reply::new())
    }
}

/// Takes certificates off a listener, or off every one that shows them.
#[derive(Params)]
pub(crate) struct DissociateServerCertsFromLBListener {
    #[param(id = "listener")]
    loadbalancer_listener: Option<String>,
    #[param(required, id = "certificate")]
    server_certificates: Vec<String>,
}

impl Action<QingCloud> for DissociateServerCertsFromLBListener {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Certificate>(cx, &self.server_certificates, lookup::live)?;
        let listeners = match &self.loadbalancer_listener {
            Some(id) => vec![lookup::live::<Listener>(cx, id)?],
            None => self.showing(cx)?,
        };
        for mut listener in listeners {
            listener.certificates.retain(|id| !self.server_certificates.contains(id));
            changed(cx, &listener)?;
        }
        Ok(Reply::new())
    }
}

impl DissociateServerCertsFromLBListener {
    fn showing(&self, cx: &Cx<'_>) -> Outcome<Vec<Listener>> {
        let mut showing: Vec<Listener> = Vec::new();
        for id in &self.server_certificates {
            for listener in cx.linked::<Listener>(id)? {
                if showing.iter().all(|known| known.head.id != listener.head.id) {
                    showing.push(listener);
                }
            }
        }
        Ok(showing)
    }
}

fn changed(cx: &Cx<'_>, listener: &Listener) -> Outcome<()> {
    lookup::idle::<Balancer>(cx, &listener.balancer)?;
    cx.save(listener)?;
    unapply(cx, &listener.balancer)
}
