//! What snapshots are good for: new volumes, new images, and another life out of the recycle bin.

use crate::actions::storage::volume_order::Order;
use crate::figures::quotas::{self, Called};
use crate::job;
use crate::lookup::{self, must_be};
use crate::traits::{Service, Traits};
use crate::{
    QingCloud,
    figures::{disks, pace, price},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Image, Kind, Snapshot, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateVolumeFromSnapshot>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
    Entry::of::<CaptureInstanceFromSnapshot>(
        Traits::of(Service::Image).licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT],
    ),
    Entry::of::<RecoverSnapshots>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
];

const TRAITS: Traits = Traits::of(Service::Volume);

/// A snapshot that something can be made from; cloud storage drivers know the sentences by heart.
fn available(cx: &Cx<'_>, id: &str, of: Kind, made: &str) -> Outcome<Snapshot> {
    let snapshot = lookup::own::<Snapshot>(cx, id)?;
    let is_available = snapshot.head.is_settled_in(State::Free);
    ensure!(
        is_available,
        PERMISSION_DENIED,
        "snapshot [{id}] is not available, can not create {made} from it"
    );
    let (source, wanted) = (snapshot.source_kind, of.word());
    ensure!(source == of, PERMISSION_DENIED, "snapshot [{id}] is not of a {wanted}, can not create {made}");
    Ok(snapshot)
}

/// Creates a volume of the size and type that a snapshot of a volume shows.
#[derive(Params)]
pub(crate) struct CreateVolumeFromSnapshot {
    #[param(id = "snapshot")]
    snapshot: String,
    #[param(max_len = 255)]
    volume_name: Option<String>,
    encryption: Option<bool>,
    #[param(one_of = disks::CIPHERS)]
    cipher_alg: Option<String>,
}

impl Action<QingCloud> for CreateVolumeFromSnapshot {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = &self.cipher_alg;
        let snapshot = available(cx, &self.snapshot, Kind::Volume, "volume")?;
        let order = Order {
            owner: &snapshot.head.owner,
            name: self.volume_name.as_deref().unwrap_or(""),
            volume_type: snapshot.volume_type,
            size_gib: snapshot.source_gib,
            encrypted: self.encryption.unwrap_or(snapshot.encrypted),
            count: 1,
        };
        order.must_fit_quotas(cx)?;
        price::check_for(cx, order.owner, order.hourly())?;
        let ids = order.make(cx, None)?;
        let mut reply = Reply::new();
        reply.text("volume_id", ids.first().map_or("", String::as_str));
        job::open(cx, &ids, pace::CREATE_VOLUME, &mut reply)?;
        Ok(reply)
    }
}

/// Makes an image of the system that a snapshot of an instance shows.
#[derive(Params)]
pub(crate) struct CaptureInstanceFromSnapshot {
    #[param(id = "snapshot")]
    snapshot: String,
    #[param(max_len = 255)]
    image_name: Option<String>,
}

impl Action<QingCloud> for CaptureInstanceFromSnapshot {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let snapshot = available(cx, &self.snapshot, Kind::Instance, "image")?;
        let unknown = || format!("snapshot [{}] shows no system", self.snapshot);
        let system = snapshot.system.clone().or_raise(PERMISSION_DENIED, unknown)?;
        let (owner, size_gib) = (&*snapshot.head.owner, snapshot.source_gib);
        quotas::check_for(cx, owner, cx.zone(), &[("image", 1)])?;
        let price = price::image(size_gib);
        price::check_for(cx, owner, price)?;
        let name = self.image_name.as_deref().unwrap_or("");
        let head = Head::new(cx.mint("img-", 8)?, owner, cx.zone(), name, cx.now)
            .priced(price, price)
            .counted([("image", 1)]);
        let mut image = Image {
            head,
            platform: system.platform,
            os_family: system.os_family,
            processor: system.processor,
            size_gib,
            is_system: false,
            granted_to: Vec::new(),
            is_public: false,
            zones: vec![cx.zone().to_owned()],
        };
        cx.insert(&image)?;
        cx.begin(&mut image, Verb::Create, State::Free, pace::CAPTURE_IMAGE)?;
        let mut reply = Reply::new();
        reply.text("image_id", &image.head.id);
        job::open(cx, std::slice::from_ref(&image.head.id), pace::CAPTURE_IMAGE, &mut reply)?;
        Ok(reply)
    }
}

/// Takes full snapshots out of the recycle bin; increments never come back. The documents tell of the
/// transition but name no action; this one is squall's.
#[derive(Params)]
pub(crate) struct RecoverSnapshots {
    #[param(required, id = "snapshot")]
    snapshots: Vec<String>,
}

impl Action<QingCloud> for RecoverSnapshots {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut snapshots = lookup::each::<Snapshot>(cx, &self.snapshots, lookup::own)?;
        for snapshot in &snapshots {
            let id = &snapshot.head.id;
            lookup::must_be_steady(snapshot)?;
            must_be(snapshot, &[State::Recycled], "recovered")?;
            ensure!(snapshot.is_full, PERMISSION_DENIED, "snapshot [{id}] is not full, can not be recovered");
        }
        quotas::check_each(cx, snapshots.iter().map(|snapshot| (&*snapshot.head.owner, "snapshot", 1)))?;
        price::check_each(cx, snapshots.iter().map(|snapshot| snapshot.head.bill()))?;
        job::change_all(cx, &mut snapshots, Verb::Recover, State::Free, pace::RECOVER_SNAPSHOT)
    }
}
