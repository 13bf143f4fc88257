//! A virtual machine, and what follows from its life.

use crate::fleet::{Condition, Placement};
use crate::machines::volume::Volume;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::Span;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A virtual machine, and what follows from its life.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Instance {
    /// What every resource carries.
    pub head: Head,
    /// The image it was made from. Not a link: the image may go, the instance stays.
    pub image: String,
    /// What that image was.
    pub system: System,
    /// The vendor's name of its size; empty where it has none.
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
    /// The room it is being moved to.
    pub moving_to: Option<Placement>,
    /// The reserved contract that pays for it.
    pub contract: Option<String>,
    /// The user data it was started with, in base64.
    pub user_data: String,
    /// The uploaded user data it was started with.
    pub attachment: Option<String>,
    /// What only its dialect understands, by name.
    pub traits: BTreeMap<String, String>,
}

/// What the image of an instance was when the instance was made.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct System {
    /// The image's name.
    pub name: String,
    /// `linux` or `windows`.
    pub platform: String,
    /// The family of the system.
    pub os_family: String,
    /// The processor it is for.
    pub processor: String,
    /// The image's size in GiB.
    pub size_gib: u64,
    /// Whether the image is the vendor's own.
    pub is_vendors: bool,
}

impl Resource for Instance {
    const KIND: Kind = Kind::Instance;
    const TARGETS: &'static [Kind] = &[Kind::Firewall, Kind::KeyPair, Kind::UserData, Kind::Contract];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.firewall.iter().for_each(|id| push(id));
        self.key_pairs.iter().for_each(|id| push(id));
        self.attachment.iter().for_each(|id| push(id));
        self.contract.iter().for_each(|id| push(id));
    }
    fn placements(&self) -> impl Iterator<Item = &Placement> {
        let moves = self.head.change.is_some_and(|change| change.verb == Verb::Migrate);
        std::iter::once(&self.placement).chain(self.moving_to.iter().filter(move |_| moves))
    }
    fn placements_mut(&mut self) -> impl Iterator<Item = &mut Placement> {
        std::iter::once(&mut self.placement)
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.firewall.take_if(|id| id == target);
        self.attachment.take_if(|id| id == target);
        self.key_pairs.retain(|id| id != target);
        if self.contract.take_if(|id| id == target).is_some() {
            self.head.prepaid = false;
        }
        Ok(())
    }
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        let to = self.moving_to.take().filter(|_| verb == Verb::Migrate);
        let Some(to) = to else { return Ok(()) };
        let is_up = world.host(&to.host)?.is_some_and(|host| host.condition != Condition::Down);
        if is_up {
            self.placement = to;
            return Ok(());
        }
        world.give_up_entering(&self.placement.host)
    }
    fn unbind(&mut self) {
        (self.firewall, self.contract) = (None, None);
        self.key_pairs.clear();
        self.head.prepaid = false;
    }
}

impl Instance {
    /// A dialect's own attribute; empty where it was never set.
    pub fn attribute(&self, name: &str) -> &str {
        self.traits.get(name).map_or("", String::as_str)
    }
}

impl World<'_> {
    /// Begins to attach a volume to an instance, as the first device that nothing there has.
    pub fn attach_volume(&self, volume: &mut Volume, instance: &str, span: Span) -> Answer<()> {
        let attached = self.linked::<Volume>(instance)?;
        let is_free = |device: &String| attached.iter().all(|other| other.device != *device);
        volume.device = (0..).map(device).find(is_free).unwrap_or_default();
        volume.instance = Some(instance.to_owned());
        self.begin(volume, Verb::Attach, State::Bound, span)
    }
}

/// The name of the device of a number: `/dev/vdc` and so on; the first two are the system's own.
fn device(number: u32) -> String {
    let number = number + 2;
    let letter = |at: u32| char::from(b'a' + (at % 26) as u8);
    match number / 26 {
        0 => format!("/dev/vd{}", letter(number)),
        more => format!("/dev/vd{}{}", letter(more - 1), letter(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_go_on_with_two_letters_after_the_last() {
        assert_eq!(device(0), "/dev/vdc");
        assert_eq!(device(23), "/dev/vdz");
        assert_eq!(device(24), "/dev/vdaa");
    }
}
