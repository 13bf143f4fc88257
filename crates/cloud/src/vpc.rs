//! A virtual private cloud: the addresses that subnets are cut from.

use crate::cidr::Cidr;
use crate::kind::Kind;
use crate::resource::{Head, Resource, Verb};
use crate::subnet::Subnet;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A virtual private cloud.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Vpc {
    /// What every resource carries.
    pub head: Head,
    /// Its addresses.
    pub block: Cidr,
}

impl Resource for Vpc {
    const KIND: Kind = Kind::Vpc;
    headed!();
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if verb == Verb::Cease {
            for subnet in world.linked::<Subnet>(&self.head.id)? {
                world.remove_subnet(&subnet)?;
            }
        }
        Ok(())
    }
}
