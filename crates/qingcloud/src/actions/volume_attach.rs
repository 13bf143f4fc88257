//! Attaching volumes to instances, and what must fit for it.

use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use crate::{QingCloud, disks, listing, pace};
use squall_api::catalogue::{Code, qingcloud::*};
use squall_api::cloud::{Instance, State, Verb, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<AttachVolumes>(), Entry::of::<DetachVolumes>()];

const TRAITS: Traits = Traits::of(Service::Volume);
/// The hypervisor of instances without virtualisation, which never take encrypted volumes.
const BARE_METAL: &str = "bm";

/// A volume must be of a type that goes with the class of the instance (1400).
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_suit_class(volume: &Volume, class: u32) -> Outcome<()> {
    let (id, volume_type) = (&volume.head.id, volume.volume_type);
    let fits = disks::bound_to_class(volume_type).is_none_or(|bound| bound == class);
    ensure!(
        fits,
        PERMISSION_DENIED,
        "volume [{id}] of type [{volume_type}] can not be attached to an instance of class [{class}]"
    );
    Ok(())
}

/// An encrypted volume needs an instance that was made with encryption, or that is on a host that supports it (5600).
/// Which instances can is not documented; this rule is squall's.
///
/// # Errors
/// `DISK_TYPE_UNSUPPORTED`.
pub(crate) fn must_take_encrypted(cx: &Cx<'_>, volume: &Volume, instance: &Instance) -> Outcome<()> {
    let host = cx.host(&instance.placement.host)?;
    let capable = instance.encrypted || host.is_some_and(|host| host.encryption);
    let takes = !volume.encrypted || (capable && instance.hypervisor != BARE_METAL);
    let (id, target) = (&volume.head.id, &instance.head.id);
    ensure!(takes, DISK_TYPE_UNSUPPORTED, "encrypted volume [{id}] can not be attached to [{target}]");
    Ok(())
}

/// Attaches available volumes to an instance.
#[derive(Params)]
pub(crate) struct AttachVolumes {
    #[param(required, id = "volume")]
    volumes: Vec<String>,
    #[param(id = "instance")]
    instance: String,
}

impl Action<QingCloud> for AttachVolumes {
    const TRAITS: Traits = TRAITS;
    const RAISES: &'static [Code] = &[RESOURCE_NOT_FOUND, DISK_TYPE_UNSUPPORTED];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Volume>(cx, &self.volumes, lookup::own)?;
        lookup::own::<Instance>(cx, &self.instance)?;
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::idle)?;
        let instance = lookup::idle::<Instance>(cx, &self.instance)?;
        for volume in &volumes {
            must_be(volume, &[State::Free], "attached")?;
        }
        must_be(&instance, &[State::Active, State::Stopped], "given volumes")?;
        for volume in &volumes {
            must_suit_class(volume, instance.class)?;
        }
        for volume in &volumes {
            must_take_encrypted(cx, volume, &instance)?;
        }
        for volume in &mut volumes {
            cx.attach_volume(volume, &self.instance, pace::ATTACH_VOLUME)?;
        }
        let mut reply = Reply::new();
        listing::job(cx, &self.volumes, pace::ATTACH_VOLUME, &mut reply)?;
        Ok(reply)
    }
}

/// Detaches volumes from their instance.
#[derive(Params)]
pub(crate) struct DetachVolumes {
    #[param(required, id = "volume")]
    volumes: Vec<String>,
    #[param(id = "instance")]
    instance: String,
}

impl Action<QingCloud> for DetachVolumes {
    const TRAITS: Traits = TRAITS;
    const RAISES: &'static [Code] = &[RESOURCE_NOT_FOUND];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Volume>(cx, &self.volumes, lookup::own)?;
        lookup::own::<Instance>(cx, &self.instance)?;
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::idle)?;
        for volume in &volumes {
            must_be(volume, &[State::Bound], "detached")?;
            let (id, target) = (&volume.head.id, &self.instance);
            let is_there = volume.instance.as_ref() == Some(target);
            ensure!(is_there, PERMISSION_DENIED, "volume [{id}] is not attached to instance [{target}]");
        }
        for volume in &mut volumes {
            cx.begin(volume, Verb::Detach, State::Free, pace::ATTACH_VOLUME)?;
        }
        let mut reply = Reply::new();
        listing::job(cx, &self.volumes, pace::ATTACH_VOLUME, &mut reply)?;
        Ok(reply)
    }
}
