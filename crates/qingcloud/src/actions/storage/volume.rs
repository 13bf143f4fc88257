//! Volumes: their size, their names, their end.

use crate::actions::billing::contract;
use crate::figures::quotas;
use crate::forms::said;
use crate::job;
use crate::lookup::{self, must_be, must_be_leased};
use crate::traits::{Service, Traits};
use crate::words;
use crate::{
    QingCloud,
    figures::{disks, pace, price},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, State, Verb, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<ResizeVolumes>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES]),
    Entry::of::<DeleteVolumes>(TRAITS, &[RESOURCE_NOT_FOUND, UNLEASE_FAILED]),
    Entry::of::<ModifyVolumeAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Volume);

/// Gives available volumes a larger size.
///
/// The documents have no word for the transition, and clients fail on words they do not know: the size
/// changes at once, and only the job takes time.
#[derive(Params)]
pub(crate) struct ResizeVolumes {
    #[param(required, id = "volume")]
    volumes: Vec<String>,
    #[param(range = 1..=disks::MOST_GIB)]
    size: u64,
}

impl Action<QingCloud> for ResizeVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::own)?;
        for volume in &volumes {
            disks::size(volume.volume_type, self.size, false)?;
            let is_larger = self.size > volume.size_gib;
            ensure!(is_larger, INVALID_REQUEST, "size [{}] is not larger than before", self.size);
        }
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::idle)?;
        for volume in &volumes {
            must_be(volume, &[State::Free], "resized")?;
            contract::must_not_bind(&volume.head, volume.contract.as_deref())?;
        }
        let more = volumes.iter().map(|volume| {
            let (_, size) = quotas::of_volumes(volume.volume_type);
            (&*volume.head.owner, size, self.size - volume.size_gib)
        });
        quotas::check_each(cx, more)?;
        let raised = |volume: &Volume| price::volume(volume.volume_type, self.size) - volume.head.price;
        price::check_each(cx, volumes.iter().map(|volume| (&*volume.head.owner, raised(volume))))?;
        for volume in &mut volumes {
            volume.placement = disks::more_room(cx, &volume.placement, self.size, volume.encrypted)?;
            volume.size_gib = self.size;
            let (number, size) = quotas::of_volumes(volume.volume_type);
            let price = price::volume(volume.volume_type, self.size);
            volume.head = volume.head.clone().priced(price, price).counted([(number, 1), (size, self.size)]);
            cx.save(volume)?;
        }
        job::reply(cx, &self.volumes, pace::RESIZE_VOLUME)
    }
}

/// Puts available volumes into the recycle bin, or ceases them at once.
#[derive(Params)]
pub(crate) struct DeleteVolumes {
    #[param(required, id = "volume")]
    volumes: Vec<String>,
    #[param(default = false)]
    direct_cease: bool,
    /// Whether the lease is to be released too; then it must be active.
    #[param(default = false)]
    unlease: bool,
}

impl Action<QingCloud> for DeleteVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Volume>(cx, &self.volumes, lookup::own)?;
        let mut volumes = lookup::each::<Volume>(cx, &self.volumes, lookup::steady)?;
        for volume in &volumes {
            must_be(volume, &[State::Free, State::Suspended], "deleted")?;
            if self.unlease {
                let (id, lease) = (&volume.head.id, words::lease(&volume.head, cx.now));
                ensure!(lease == "active", UNLEASE_FAILED, "lease of resource [{id}] is [{lease}]");
            }
            must_be_leased(cx, volume)?;
        }
        let (verb, target) =
            if self.direct_cease { (Verb::Cease, State::Ceased) } else { (Verb::Delete, State::Recycled) };
        job::change_all(cx, &mut volumes, verb, target, pace::DELETE_VOLUME)
    }
}

/// Changes the name and the description of a volume.
#[derive(Params)]
pub(crate) struct ModifyVolumeAttributes {
    #[param(id = "volume")]
    volume: String,
    #[param(max_len = 255)]
    volume_name: Option<String>,
    description: Option<String>,
}

impl Action<QingCloud> for ModifyVolumeAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut volume = lookup::live::<Volume>(cx, &self.volume)?;
        rename(
            &mut volume.head,
            said(cx, "volume_name", &self.volume_name),
            said(cx, "description", &self.description),
        );
        cx.save(&volume)?;
        Ok(Reply::with_text("volume_id", &volume.head.id))
    }
}

/// Gives a row what a call has of name and description.
pub(crate) fn rename(head: &mut Head, name: Option<&str>, about: Option<&str>) {
    if let Some(name) = name {
        name.clone_into(&mut head.name);
    }
    if let Some(about) = about {
        about.clone_into(&mut head.about);
    }
}
