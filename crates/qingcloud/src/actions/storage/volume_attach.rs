//! Attaching volumes to instances and detaching them.

use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use crate::{
    QingCloud,
    figures::{fit, pace},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, State, Verb, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<AttachVolumes>(TRAITS, &[RESOURCE_NOT_FOUND, DISK_TYPE_UNSUPPORTED]),
    Entry::of::<DetachVolumes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Volume);

/// Attaches available volumes to an instance.
#[derive(Params)]
pub(crate) struct AttachVolumes {
    #[param(required, id = "volume")]
    volumes: Vec<String>,
    #[param(id = "instance")]
    instance: String,
}

impl Action<QingCloud> for AttachVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Volume>(cx, &self.volumes, lookup::own)?;
        lookup::own::<Instance>(cx, &self.instance)?;
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::idle)?;
        let instance = lookup::idle::<Instance>(cx, &self.instance)?;
        lookup::all_must_be(&volumes, &[State::Free], "attached")?;
        must_be(&instance, &[State::Active, State::Stopped], "given volumes")?;
        volumes.iter().try_for_each(|volume| fit::must_match(volume, instance.class))?;
        let takes_encrypted = fit::takes_encrypted(cx, &instance)?;
        volumes.iter().try_for_each(|volume| fit::must_take(volume, takes_encrypted))?;
        for volume in &mut volumes {
            cx.attach_volume(volume, &self.instance, pace::ATTACH_VOLUME)?;
        }
        job::reply(cx, &self.volumes, pace::ATTACH_VOLUME)
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
        job::change_all(cx, &mut volumes, Verb::Detach, State::Free, pace::ATTACH_VOLUME)
    }
}
