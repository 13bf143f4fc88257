//! A backend of a listener.

use crate::balancing::balancer::Balancer;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, Verb};
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
    const TARGETS: &'static [Kind] =
        &[Kind::Balancer, Kind::Listener, Kind::Instance, Kind::Router, Kind::Metal, Kind::Policy];
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
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.policy.take_if(|id| id == target);
        Ok(())
    }
    /// What its balancer has in force is not what it is told any more.
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        let balancer = world.find::<Balancer>(&self.balancer)?.filter(|balancer| balancer.is_applied);
        match balancer.filter(|_| verb == Verb::Cease) {
            Some(balancer) => world.save(&Balancer { is_applied: false, ..balancer }),
            None => Ok(()),
        }
    }
}

impl Backend {
    /// What no two backends may have in common: a port of a resource behind one listener.
    pub fn key(listener: &str, resource: &str, port: u16) -> String {
        format!("{listener}|{resource}|{port}")
    }
}
