//! A named set of addresses or ports for firewall rules.

use crate::firewall_rule::FirewallRule;
use crate::kind::Kind;
use crate::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A named set of addresses or ports for firewall rules.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IpSet {
    /// What every resource carries.
    pub head: Head,
    /// Whether it holds ports rather than addresses.
    pub is_ports: bool,
    /// The set, comma-separated.
    pub value: String,
}

impl Resource for IpSet {
    const KIND: Kind = Kind::IpSet;
    headed!();
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if verb == Verb::Cease {
            for rule in world.linked::<FirewallRule>(&self.head.id)? {
                world.erase(&rule)?;
            }
        }
        Ok(())
    }
}
