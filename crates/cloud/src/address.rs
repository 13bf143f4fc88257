//! A public address.

use crate::kind::Kind;
use crate::resource::{Head, Resource, Verb};
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
    /// The vendor's mode of binding.
    pub associate_mode: u32,
    /// Whether an ICP record is needed.
    pub needs_licence: bool,
    /// What it is bound to.
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
        match verb {
            Verb::Detach => self.bound_to = None,
            Verb::Delete | Verb::Cease => {
                self.bound_to = None;
                world.give_address("eip")?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl World<'_> {
    /// Lets all addresses go that are bound to something that goes out of life.
    pub(crate) fn loosen_addresses(&self, bound_to: &str) -> Answer<()> {
        for mut address in self.linked::<Address>(bound_to)? {
            address.bound_to = None;
            self.free(&mut address)?;
        }
        Ok(())
    }
}
