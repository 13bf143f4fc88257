//! A virtual machine, and what follows from its life.

use crate::kind::Kind;
use crate::nic::Nic;
use crate::resource::{Head, Placement, Resource, State, Verb};
use crate::volume::Volume;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A virtual machine, and what follows from its life.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Instance {
    /// What every resource carries.
    pub head: Head,
    /// The image it was made from.
    pub image: String,
    /// The vendor's name of its size; empty where cores and memory were given.
    pub instance_type: String,
    /// The vendor's class of hardware.
    pub class: u32,
    /// Processor cores.
    pub cpu: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// System disk in GiB.
    pub os_disk_gib: u64,
    /// Whether its system disk is encrypted.
    pub encrypted: bool,
    /// The vendor's name of its hypervisor.
    pub hypervisor: String,
    /// The name it knows itself by.
    pub hostname: String,
    /// How one logs in: the vendor's word.
    pub login: String,
    /// The firewall in front of it.
    pub firewall: Option<String>,
    /// The key pairs it lets in.
    pub key_pairs: Vec<String>,
    /// Its room on a host.
    pub placement: Placement,
    /// The reserved contract that pays for it.
    pub contract: Option<String>,
    /// The user data it was started with.
    pub user_data: String,
}

impl Resource for Instance {
    const KIND: Kind = Kind::Instance;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.firewall.iter().for_each(|id| push(id));
        self.key_pairs.iter().for_each(|id| push(id));
        push(&self.image);
    }
    fn placements(&self) -> &[Placement] {
        std::slice::from_ref(&self.placement)
    }
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if verb == Verb::Delete || verb == Verb::Cease {
            self.release(world)?;
        }
        Ok(())
    }
}

impl Instance {
    /// Loosens all that is bound to it: volumes and addresses become free, its interfaces leave their
    /// networks, and no load balancer sends it anything any more.
    fn release(&mut self, world: &World<'_>) -> Answer<()> {
        self.key_pairs.clear();
        self.firewall = None;
        for mut volume in world.linked::<Volume>(&self.head.id)? {
            volume.instance = None;
            volume.device.clear();
            world.become_state(&mut volume, State::Free)?;
        }
        world.loosen_addresses(&self.head.id)?;
        world.remove_backends_on(&self.head.id)?;
        for mut nic in world.linked::<Nic>(&self.head.id)? {
            nic.instance = None;
            if nic.is_builtin {
                world.erase(&nic)?;
            } else {
                world.become_state(&mut nic, State::Free)?;
            }
        }
        Ok(())
    }
}
