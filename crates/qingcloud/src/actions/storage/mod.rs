//! Volumes and their snapshots.

pub(crate) mod snapshot;
pub(crate) mod snapshot_use;
pub(crate) mod snapshot_view;
pub(crate) mod volume;
pub(crate) mod volume_attach;
pub(crate) mod volume_order;
pub(crate) mod volume_view;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    snapshot::ACTIONS,
    snapshot_use::ACTIONS,
    snapshot_view::ACTIONS,
    volume::ACTIONS,
    volume_attach::ACTIONS,
    volume_order::ACTIONS,
    volume_view::ACTIONS,
];
