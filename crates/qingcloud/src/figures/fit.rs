//! Which volumes fit which instances (reference 2.6), and on which instances encrypted ones can be attached:
//! those made with an encrypted system disk and those on a host that can encrypt; never on bare metal.

use squall_api::catalogue::qingcloud::{DISK_TYPE_UNSUPPORTED, PERMISSION_DENIED};
use squall_api::cloud::{Instance, Volume};
use squall_api::{Cx, Outcome, ensure};

/// The hypervisor that is none.
pub(crate) const BARE_METAL: &str = "bm";

/// Types of volumes and the only classes of instances that each can be attached to: the documents' pairs, and those
/// that the storage driver attaches beside them.
const BOUND_TYPES: [(u32, &[u32]); 3] =
    [(3, &[1, 201, 202, 301]), (100, &[0, 101]), (200, &[1, 201, 202, 203, 301])];

/// A volume whose type goes with a class of instances (1400 if not).
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_match(volume: &Volume, class: u32) -> Outcome<()> {
    let bound = BOUND_TYPES.iter().find(|(volume_type, _)| *volume_type == volume.volume_type);
    ensure!(
        bound.is_none_or(|(_, only)| only.contains(&class)),
        PERMISSION_DENIED,
        "volume [{}] of type [{}] can not be attached to an instance of class [{class}]",
        volume.head.id,
        volume.volume_type
    );
    Ok(())
}

/// A volume that an instance can take: it may be encrypted only where that is supported (5600 if not).
///
/// # Errors
/// `DISK_TYPE_UNSUPPORTED`.
pub(crate) fn must_take(volume: &Volume, takes_encrypted: bool) -> Outcome<()> {
    ensure!(
        takes_encrypted || !volume.encrypted,
        DISK_TYPE_UNSUPPORTED,
        "volume [{}] is encrypted, the instance does not support encryption",
        volume.head.id
    );
    Ok(())
}

/// Whether an instance takes encrypted volumes.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn takes_encrypted(cx: &Cx<'_>, instance: &Instance) -> Outcome<bool> {
    placed_takes_encrypted(cx, &instance.hypervisor, instance.encrypted, &instance.placement.host)
}

/// The same for an instance that is yet to be made on a host.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn placed_takes_encrypted(
    cx: &Cx<'_>,
    hypervisor: &str,
    encrypted: bool,
    host: &str,
) -> Outcome<bool> {
    if hypervisor == BARE_METAL {
        return Ok(false);
    }
    Ok(encrypted || cx.host(host)?.is_some_and(|host| host.encryption))
}
