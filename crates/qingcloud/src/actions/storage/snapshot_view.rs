//! Looking at snapshots and the chains they form.

use crate::QingCloud;
use crate::listing::{self, Filter};
use crate::traits::{Service, Traits};
use crate::words;
use squall_api::cloud::{Kind, Snapshot, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeSnapshots>(Traits::of(Service::Volume).looking(), &[]).reading()];

/// What stands in `parent_id` of a full snapshot.
const NO_PARENT: &str = "self";

/// Lists the caller's snapshots, newest first.
#[derive(Params)]
pub(crate) struct DescribeSnapshots {
    #[param(id = "snapshot")]
    snapshots: Vec<String>,
    snapshot_name: Option<String>,
    resource_id: Option<String>,
    #[param(range = 0..=1)]
    snapshot_type: Option<u8>,
    #[param(id = "snapshot")]
    root_id: Option<String>,
    /// Every snapshot here was taken by hand: squall runs no schedules.
    is_manually: Option<bool>,
    #[param(flatten)]
    filter: Filter,
}

impl Action<QingCloud> for DescribeSnapshots {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut snapshots = self.filter.rows::<Snapshot>(cx, &self.snapshots)?;
        snapshots.retain(|snapshot| {
            self.snapshot_name.as_ref().is_none_or(|wanted| snapshot.head.name == *wanted)
                && self.resource_id.as_ref().is_none_or(|wanted| snapshot.source == *wanted)
                && self.snapshot_type.is_none_or(|wanted| snapshot.is_full == (wanted == 1))
                && self.root_id.as_ref().is_none_or(|wanted| snapshot.root == *wanted)
                && self.is_manually != Some(false)
        });
        self.filter.page("snapshot_set", snapshots, |snapshot, object| show(cx, snapshot, object))
    }
}

fn show(cx: &Cx<'_>, snapshot: &Snapshot, object: &mut Reply) -> Outcome<()> {
    object.text("snapshot_id", &snapshot.head.id).text("snapshot_name", &snapshot.head.name);
    listing::common(Kind::Snapshot, &snapshot.head, object);
    object
        .flag("snapshot_type", snapshot.is_full)
        .object("resource", |resource| {
            resource
                .text("resource_id", &snapshot.source)
                .text("resource_name", &snapshot.source_name)
                .text("resource_type", words::resource_type(snapshot.source_kind));
        })
        .text("root_id", &snapshot.root)
        .text("parent_id", snapshot.parent.as_deref().unwrap_or(NO_PARENT))
        .flag("is_head", snapshot.is_current)
        .flag("is_taken", snapshot.head.state != State::Pending)
        .int("size", snapshot.size_mib)
        .int("virtual_size", snapshot.source_gib)
        .text("provider", "self")
        .text("visibility", "private")
        .shown("snapshot_time", snapshot.taken_at);
    if snapshot.source_kind == Kind::Volume {
        object.object("snapshot_resource", |resource| {
            resource
                .text("volume_id", &snapshot.source)
                .int("size", snapshot.source_gib)
                .int("volume_type", snapshot.volume_type)
                .text("architecture", "")
                .text("filesystem", "")
                .text("mount_options", "")
                .text("mount_point", "");
        });
    }
    if snapshot.is_full {
        show_chain(cx, snapshot, object)?;
    }
    listing::tags(cx, &snapshot.head.id, object)
}

/// What only the full snapshot tells: the chain that begins with it.
fn show_chain(cx: &Cx<'_>, root: &Snapshot, object: &mut Reply) -> Outcome<()> {
    let mut chain = cx.linked::<Snapshot>(&root.head.id)?;
    chain.push(root.clone());
    let latest = chain.iter().map(|point| point.taken_at).max().unwrap_or(root.taken_at);
    object
        .flag("head_chain", chain.iter().any(|point| point.is_current))
        .int("total_size", chain.iter().map(|point| point.size_mib).sum::<u64>())
        .int("total_count", chain.len())
        // The documents and the Go client spell it in two ways.
        .shown("lastest_snapshot_time", latest)
        .shown("latest_snapshot_time", latest);
    Ok(())
}
