//! A public address.

use crate::kind::Kind;
use crate::resource::{Head, Resource, State, Verb};
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
    /// Lets all addresses go that are bound to something that goes out of life. They are free at once; those suspended for
    /// want of money stay so and will be free when they resume.
    pub(crate) fn loosen_addresses(&self, bound_to: &str) -> Answer<()> {
        for mut address in self.linked::<Address>(bound_to)? {
            address.bound_to = None;
            let head = &mut address.head;
            let verb = head.change.map(|change| change.verb);
            if head.state == State::Suspended || verb == Some(Verb::Suspend) {
                head.resume_to = Some(State::Free);
                if let Some(change) = head.change.as_mut().filter(|change| change.verb == Verb::Resume) {
                    change.target = State::Free;
                }
                self.save(&address)?;
            } else {
                self.become_state(&mut address, State::Free)?;
            }
        }
        Ok(())
    }
}
