//! A public address.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::Time;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A public address.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Address {
    /// What every resource carries.
    pub head: Head,
    /// The address itself.
    pub address: String,
    /// Its bandwidth in Mbit/s.
    pub bandwidth_mbps: u64,
    /// The vendor's word for how it is charged.
    pub billing_mode: String,
    /// When that was last changed.
    pub billing_changed_at: Option<Time>,
    /// The vendor's mode of binding.
    pub associate_mode: u32,
    /// Whether an ICP record is needed.
    pub needs_licence: bool,
    /// What it is bound to, or being bound to.
    pub bound_to: Option<String>,
}

impl Resource for Address {
    const KIND: Kind = Kind::Address;
    const TARGETS: &'static [Kind] = &[
        Kind::Instance,
        Kind::Router,
        Kind::Balancer,
        Kind::ClusterNode,
        Kind::Metal,
        Kind::Port,
        Kind::NatGateway,
    ];
    const POOLED: bool = true;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.bound_to.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.address.clone());
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.bound_to.take_if(|id| id == target);
        Ok(())
    }
    fn loosen(&mut self) {
        self.bound_to = None;
    }
    fn arrived(&mut self, world: &World<'_>, _verb: Verb) -> Answer<()> {
        if self.head.state != State::Bound {
            self.loosen();
            return world.drop_translations(&self.head.id);
        }
        Ok(())
    }
}
