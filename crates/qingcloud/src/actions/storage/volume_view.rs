//! Looking at volumes.

use crate::QingCloud;
use crate::listing::{self, Filter};
use crate::traits::{Service, Traits};
use crate::words;
use squall_api::catalogue::qingcloud::RESOURCE_NOT_FOUND;
use squall_api::cloud::{Instance, Kind, Snapshot, Time, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeVolumes>(Traits::of(Service::Volume).looking(), &[RESOURCE_NOT_FOUND]).reading()];

/// The strategy of replicas of every volume, in the vendor's words.
const REPLICAS: &str = "rpp-00000002";

/// Lists the caller's volumes, newest first.
#[derive(Params)]
pub(crate) struct DescribeVolumes {
    #[param(id = "volume")]
    volumes: Vec<String>,
    #[param(id = "instance")]
    instance_id: Option<String>,
    volume_type: Option<u32>,
    #[param(flatten)]
    filter: Filter,
}

impl Action<QingCloud> for DescribeVolumes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut volumes = self.filter.rows_that_exist::<Volume>(cx, &self.volumes)?;
        volumes.retain(|volume| {
            self.volume_type.is_none_or(|wanted| volume.volume_type == wanted)
                && (self.instance_id.is_none() || volume.instance == self.instance_id)
        });
        let latest = latest_snapshots(cx, &volumes)?;
        self.filter.page("volume_set", volumes, |volume, object| {
            show(cx, volume, latest.get(&volume.head.id).copied(), object)
        })
    }
}

/// When the latest snapshot of each volume was taken; looked up once, not once a volume.
fn latest_snapshots(cx: &Cx<'_>, volumes: &[Arc<Volume>]) -> Outcome<BTreeMap<String, Time>> {
    let owners: BTreeSet<&str> = volumes.iter().map(|volume| &*volume.head.owner).collect();
    let mut latest = BTreeMap::new();
    for owner in owners {
        for point in cx.owned_shared::<Snapshot>(owner)?.iter().filter(|point| point.head.state.is_live()) {
            let at = latest.entry(point.source.clone()).or_insert(point.taken_at);
            *at = point.taken_at.max(*at);
        }
    }
    Ok(latest)
}

fn show(cx: &Cx<'_>, volume: &Volume, latest: Option<Time>, object: &mut Reply) -> Outcome<()> {
    object.text("volume_id", &volume.head.id).text("volume_name", &volume.head.name);
    listing::common(Kind::Volume, &volume.head, object);
    object
        .int("size", volume.size_gib)
        .int("volume_type", volume.volume_type)
        .flag("encryption", volume.encrypted)
        .text("device", &volume.device)
        .text("repl", REPLICAS)
        .text("place_group_id", "");
    let instance = volume.instance.as_ref().map(|id| cx.fetch::<Instance>(id)).transpose()?;
    listing::optional(object, "instance", instance.as_ref(), |instance, object| {
        show_instance(volume, instance, object);
    });
    object.objects("instances", &instance, |instance, object| show_instance(volume, instance, object));
    match latest {
        Some(at) => object.shown("latest_snapshot_time", at),
        None => object.null("latest_snapshot_time"),
    };
    listing::tags(cx, &volume.head.id, object)
}

fn show_instance(volume: &Volume, instance: &Instance, object: &mut Reply) {
    object
        .text("instance_id", &instance.head.id)
        .text("instance_name", &instance.head.name)
        .text("status", words::status(Kind::Instance, instance.head.state))
        .text("device", &volume.device);
}
