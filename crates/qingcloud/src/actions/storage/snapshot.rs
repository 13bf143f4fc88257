//! Snapshots: taking, applying and deleting points of a chain.

use crate::actions::storage::volume::rename;
use crate::door::world;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::job;
use crate::lookup::{self, must_be, must_be_leased};
use crate::traits::{Service, Traits};
use crate::{
    QingCloud,
    figures::{pace, price},
    subject,
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Cluster, Head, Instance, Kind, Snapshot, State, System, Verb, Volume};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure, raise};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CreateSnapshots>(TRAITS.licensed(), &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
    Entry::of::<ApplySnapshots>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DeleteSnapshots>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ModifySnapshotAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

const TRAITS: Traits = Traits::of(Service::Volume);
/// The most points of a chain; after that a full snapshot begins a new one.
const CHAIN_MOST: usize = 30;
const MIB_IN_GIB: u64 = 1_024;

/// Takes snapshots of instances, volumes or clusters: a full one where there is none yet, else what changed
/// since.
#[derive(Params)]
pub(crate) struct CreateSnapshots {
    #[param(required, id = "volume")]
    resources: Vec<String>,
    #[param(max_len = 255)]
    snapshot_name: Option<String>,
    #[param(default = false)]
    is_full: bool,
    /// Accepted; only an application's own backup service would read it.
    #[param(secret)]
    service_params: Option<String>,
}

/// What a snapshot can be taken of.
struct Source {
    head: Head,
    kind: Kind,
    gib: u64,
    encrypted: bool,
    volume_type: u32,
    system: Option<System>,
}

fn source(cx: &Cx<'_>, id: &str) -> Outcome<Source> {
    let (head, kind) = (Head::new(String::new(), "", "", "", cx.now), subject::kind_of(id));
    let blank = Source { head, kind, gib: 0, encrypted: false, volume_type: 0, system: None };
    Ok(match kind {
        Kind::Volume => {
            let Volume { head, size_gib, encrypted, volume_type, .. } = lookup::own(cx, id)?;
            Source { head, gib: size_gib, encrypted, volume_type, ..blank }
        }
        Kind::Instance => {
            let Instance { head, os_disk_gib, encrypted, system, .. } = lookup::own(cx, id)?;
            Source { head, gib: os_disk_gib, encrypted, system: Some(system), ..blank }
        }
        Kind::Cluster => {
            let cluster = lookup::own::<Cluster>(cx, id)?;
            let gib = cluster.storage_gib(cx)?;
            Source { head: cluster.head, gib, ..blank }
        }
        _ => raise!(RESOURCE_NOT_FOUND, "resource [{id}] not found"),
    })
}

impl Source {
    fn must_be_ready(&self, cx: &Cx<'_>) -> Outcome<()> {
        let id = &self.head.id;
        match self.kind {
            Kind::Volume => {
                let volume = lookup::idle::<Volume>(cx, id)?;
                must_be(&volume, &[State::Free, State::Bound], "backed up")
            }
            Kind::Instance => {
                let instance = lookup::idle::<Instance>(cx, id)?;
                must_be(&instance, &[State::Active, State::Stopped], "backed up")
            }
            _ => {
                let cluster = lookup::idle::<Cluster>(cx, id)?;
                must_be(&cluster, &[State::Active, State::Stopped], "backed up")
            }
        }
    }

    /// The next point of its chain.
    fn point(&self, cx: &Cx<'_>, name: &str, is_full: bool) -> Outcome<Snapshot> {
        let points = cx.snapshots_of(&self.head.owner, &self.head.id)?;
        for point in &points {
            lookup::must_be_steady(point)?;
        }
        let current = points.iter().find(|point| point.is_current && !is_full);
        let room = |point: &&Snapshot| {
            points.iter().filter(|other| other.root == point.root).count() < CHAIN_MOST
                && point.head.state == State::Free
        };
        let parent = current.filter(room);
        let id = cx.mint("ss-", 8)?;
        let full_mib = self.gib.saturating_mul(MIB_IN_GIB);
        let size_mib = match parent {
            None => full_mib,
            // What was written since the point before: up to an eighth of the disk, as chance of the world
            // has it.
            Some(_) => 1 + cx.noise(&id, 0)? % (full_mib / 8).max(1),
        };
        let price = price::snapshot(size_mib);
        let head = Head::new(id.clone(), &self.head.owner, cx.zone(), name, cx.now)
            .priced(price, price)
            .counted([("snapshot", 1)]);
        Ok(Snapshot {
            head,
            source: self.head.id.clone(),
            source_kind: self.kind,
            source_name: self.head.name.clone(),
            source_gib: self.gib,
            system: self.system.clone(),
            root: parent.map_or(id, |point| point.root.clone()),
            parent: parent.map(|point| point.head.id.clone()),
            is_full: parent.is_none(),
            is_current: false,
            size_mib,
            taken_at: cx.now,
            encrypted: self.encrypted,
            volume_type: self.volume_type,
        })
    }
}

impl Action<QingCloud> for CreateSnapshots {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = &self.service_params;
        let mut sources = Vec::new();
        for (at, id) in self.resources.iter().enumerate() {
            let is_new = !self.resources[..at].contains(id);
            ensure!(is_new, INVALID_REQUEST, "resource [{id}] is given twice");
            sources.push(source(cx, id)?);
        }
        sources.iter().try_for_each(|source| source.must_be_ready(cx))?;
        let name = self.snapshot_name.as_deref().unwrap_or("");
        let points = sources.iter().map(|source| source.point(cx, name, self.is_full));
        let mut points = points.collect::<Outcome<Vec<Snapshot>>>()?;
        quotas::check_each(cx, points.iter().map(|point| (&*point.head.owner, "snapshot", 1)))?;
        price::check_each(cx, points.iter().map(|point| point.head.bill()))?;
        let mut ids = Vec::new();
        for point in &mut points {
            cx.move_head(&point.head.owner, &point.source, None)?;
            point.is_current = true;
            cx.insert(point)?;
            cx.begin(point, Verb::Create, State::Free, pace::CREATE_SNAPSHOT)?;
            ids.push(point.head.id.clone());
        }
        let job = job::opened(cx, &ids, pace::CREATE_SNAPSHOT)?.head.id;
        let mut reply = Reply::with_texts("snapshots", &ids);
        match world::snapshot_job_is_listed(&cx.platform()?) {
            true => reply.texts("job_id", [&job]),
            false => reply.text("job_id", &job),
        };
        Ok(reply)
    }
}

/// Takes resources back to their snapshots. A running instance, and one that runs with a volume taken back,
/// restarts.
#[derive(Params)]
pub(crate) struct ApplySnapshots {
    #[param(required, id = "snapshot")]
    snapshots: Vec<String>,
}

impl Action<QingCloud> for ApplySnapshots {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Snapshot>(cx, &self.snapshots, lookup::own)?;
        let points = lookup::each::<Snapshot>(cx, &self.snapshots, lookup::idle)?;
        let mut restarting: Vec<Instance> = Vec::new();
        for (at, point) in points.iter().enumerate() {
            must_be(point, &[State::Free], "applied")?;
            let source = &point.source;
            let is_new = points[..at].iter().all(|other| other.source != *source);
            ensure!(is_new, INVALID_REQUEST, "two snapshots of resource [{source}] are given");
            let instance = match point.source_kind {
                Kind::Volume => lookup::idle::<Volume>(cx, source)?.instance,
                Kind::Instance => Some(source.clone()),
                _ => lookup::idle::<Cluster>(cx, source).map(|_| None)?,
            };
            let Some(id) = instance.filter(|id| restarting.iter().all(|known| known.head.id != *id)) else {
                continue;
            };
            let instance = lookup::idle::<Instance>(cx, &id)?;
            if instance.head.state == State::Active {
                restarting.push(instance);
            }
        }
        for point in &points {
            cx.move_head(&point.head.owner, &point.source, Some(&point.head.id))?;
        }
        job::change_all(cx, &mut restarting, Verb::Restart, State::Active, pace::APPLY_SNAPSHOT)
    }
}

/// Deletes snapshots, and with each of them every later point that builds on it.
#[derive(Params)]
pub(crate) struct DeleteSnapshots {
    #[param(required, id = "snapshot")]
    snapshots: Vec<String>,
}

impl Action<QingCloud> for DeleteSnapshots {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        lookup::each::<Snapshot>(cx, &self.snapshots, lookup::own)?;
        let named = lookup::each::<Snapshot>(cx, &self.snapshots, lookup::steady)?;
        let mut leaving: Vec<Snapshot> = Vec::new();
        for point in &named {
            must_be(point, &[State::Free, State::Suspended], "deleted")?;
            must_be_leased(cx, point)?;
            for later in cx.branch_of(point)? {
                lookup::must_be_steady(&later)?;
                if leaving.iter().all(|known| known.head.id != later.head.id) {
                    leaving.push(later);
                }
            }
        }
        job::begin_all(cx, &mut leaving, Verb::Delete, State::Recycled, pace::DELETE_SNAPSHOT)?;
        let ids: Vec<String> = leaving.iter().map(|point| point.head.id.clone()).collect();
        job::reply(cx, &ids, pace::DELETE_SNAPSHOT)
    }
}

/// Changes the name and the description of a snapshot.
#[derive(Params)]
pub(crate) struct ModifySnapshotAttributes {
    #[param(id = "snapshot")]
    snapshot: String,
    #[param(max_len = 255)]
    snapshot_name: Option<String>,
    description: Option<String>,
}

impl Action<QingCloud> for ModifySnapshotAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut snapshot = lookup::live::<Snapshot>(cx, &self.snapshot)?;
        rename(
            &mut snapshot.head,
            said(cx, "snapshot_name", &self.snapshot_name),
            said(cx, "description", &self.description),
        );
        cx.save(&snapshot)?;
        Ok(Reply::with_text("snapshot_id", &snapshot.head.id))
    }
}
