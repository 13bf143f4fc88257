//! A listener of a load balancer.

use crate::balancing::backend::Backend;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A listener of a load balancer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Listener {
    /// What every resource carries.
    pub head: Head,
    /// The load balancer.
    pub balancer: String,
    /// The port it listens on.
    pub port: u16,
    /// What it speaks with its clients.
    pub protocol: String,
    /// What it speaks with its backends.
    pub backend_protocol: String,
    /// How it chooses among them.
    pub balance_mode: String,
    /// The vendor's bits of headers that it adds.
    pub added_headers: u32,
    /// The vendor's word for how a client stays with a backend; empty when it does not.
    pub stickiness: String,
    /// How backends are examined.
    pub check_method: String,
    /// How often and how patiently.
    pub check_option: String,
    /// The vendor's bits of further options.
    pub options: u32,
    /// The vendor's number for the kind of service behind it.
    pub scene: u32,
    /// Seconds after which an idle connection is cut.
    pub timeout_s: u32,
    /// The certificates it shows.
    pub certificates: Vec<String>,
}

impl Resource for Listener {
    const KIND: Kind = Kind::Listener;
    const TARGETS: &'static [Kind] = &[Kind::Balancer, Kind::Certificate];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.balancer);
        self.certificates.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(Listener::key(&self.balancer, self.port));
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.certificates.retain(|id| id != target);
        Ok(())
    }
}

impl Listener {
    /// What no two listeners may have in common: a port of a balancer, whatever is spoken there.
    pub fn key(balancer: &str, port: u16) -> String {
        format!("{balancer}|{port}")
    }
}

impl World<'_> {
    /// Takes a listener away with its backends.
    pub fn remove_listener(&self, listener: &Listener) -> Answer<()> {
        for backend in self.linked::<Backend>(&listener.head.id)? {
            self.erase(&backend)?;
        }
        self.erase(listener)
    }
}
