//! A backend of a listener.

use crate::balancer::Balancer;
use crate::kind::Kind;
use crate::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A backend of a listener.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Backend {
    /// What every resource carries.
    pub head: Head,
    /// The load balancer.
    pub balancer: String,
    /// The listener.
    pub listener: String,
    /// What answers: an instance or a router.
    pub resource: String,
    /// At which port.
    pub port: u16,
    /// Its share of the requests, from 1 to 100.
    pub weight: u32,
    /// The policy that requests must keep to in order to be sent here.
    pub policy: Option<String>,
    /// Whether it is switched off.
    pub is_disabled: bool,
}

impl Resource for Backend {
    const KIND: Kind = Kind::Backend;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.balancer);
        push(&self.listener);
        push(&self.resource);
        self.policy.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(Backend::key(&self.listener, &self.resource, self.port));
    }
}

impl Backend {
    /// What no two backends may have in common: a port of a resource behind one listener.
    pub fn key(listener: &str, resource: &str, port: u16) -> String {
        format!("{listener}|{resource}|{port}")
    }
}

impl World<'_> {
    /// Takes what is about to go out of life out of all load balancers it stands behind.
    pub(crate) fn remove_backends_on(&self, resource: &str) -> Answer<()> {
        for backend in self.linked::<Backend>(resource)? {
            let mut balancer = self.fetch::<Balancer>(&backend.balancer)?;
            self.erase(&backend)?;
            if balancer.is_applied {
                balancer.is_applied = false;
                self.save(&balancer)?;
            }
        }
        Ok(())
    }
}
