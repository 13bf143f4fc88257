//! A block volume.

use crate::fleet::Placement;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A block volume.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Volume {
    /// What every resource carries.
    pub head: Head,
    /// Its size in GiB.
    pub size_gib: u64,
    /// The vendor's type of storage.
    pub volume_type: u32,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// The instance it is attached to.
    pub instance: Option<String>,
    /// The device it appears as there.
    pub device: String,
    /// Its room on a host.
    pub placement: Placement,
    /// The reserved contract that pays for it.
    pub contract: Option<String>,
    /// Whether it came with the instance that it is attached to.
    pub is_builtin: bool,
}

impl Resource for Volume {
    const KIND: Kind = Kind::Volume;
    const TARGETS: &'static [Kind] = &[Kind::Instance, Kind::Contract];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.instance.iter().for_each(|id| push(id));
        self.contract.iter().for_each(|id| push(id));
    }
    fn placements(&self) -> impl Iterator<Item = &Placement> {
        std::iter::once(&self.placement)
    }
    fn is_built_in(&self) -> bool {
        self.is_builtin
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        if self.instance.as_deref() == Some(target) {
            self.loosen();
        }
        if self.contract.take_if(|id| id == target).is_some() {
            self.head.prepaid = false;
        }
        Ok(())
    }
    fn loosen(&mut self) {
        self.instance = None;
        self.device.clear();
    }
    fn unbind(&mut self) {
        self.loosen();
        self.contract = None;
        self.head.prepaid = false;
    }
    fn arrived(&mut self, _world: &World<'_>, verb: Verb) -> Answer<()> {
        if verb == Verb::Detach {
            self.loosen();
        }
        Ok(())
    }
}
