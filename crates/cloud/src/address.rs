//! A public address.

use crate::kind::Kind;
use crate::resource::{Head, Resource, State, Verb};
use crate::router::Router;
use crate::time::Time;
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
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.bound_to.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.address.clone());
    }
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if self.head.state != State::Bound {
            self.bound_to = None;
        }
        match verb {
            // A suspension loosens it, so there is nothing to return to but freedom.
            Verb::Suspend => self.head.resume_to = Some(State::Free),
            Verb::Delete | Verb::Cease => {
                for mut router in world.linked::<Router>(&self.head.id)? {
                    router.wanted_address = None;
                    world.save(&router)?;
                }
                world.give_address("eip")?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl World<'_> {
    /// Loosens every address that is bound to something which is going away.
    pub fn loosen_addresses(&self, target: &str) -> Answer<()> {
        for mut address in self.linked::<Address>(target)? {
            address.bound_to = None;
            self.free(&mut address)?;
        }
        Ok(())
    }
}
