//! Types of volumes (reference 2.6): their sizes, and where they find room.

use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{Need, Placement, Refusal};
use squall_api::{Cx, Outcome, ensure, raise};

/// The types as they stand in a call.
pub(crate) const TYPES: [&str; 10] = ["0", "1", "2", "3", "5", "6", "7", "20", "100", "200"];
/// The only algorithm that volumes are encrypted with.
pub(crate) const CIPHERS: [&str; 1] = ["aes256"];
/// Sizes in GiB come in steps of this.
pub(crate) const STEP_GIB: u64 = 10;
/// The largest size in GiB, of any type.
pub(crate) const MOST_GIB: i64 = 32_000;

/// The smallest size of a type in GiB. Today's page says 20 of all; clients create performance and basic volumes of
/// 10.
pub(crate) const fn least_gib(volume_type: u32) -> u64 {
    match volume_type {
        0 | 20 | 100 => 10,
        _ => 20,
    }
}

/// The largest size of a type in GiB. Of the two figures that the documents give for types 0 and 3, the
/// larger; of the types that they do not list, what the storage driver goes up to.
pub(crate) const fn most_gib(volume_type: u32) -> u64 {
    match volume_type {
        1 | 2 => 5_000,
        5 => 24_000,
        6 | 7 | 20 => 32_000,
        _ => 2_000,
    }
}

/// A size that a type can have; too small a one is raised to the smallest when the call allows it.
///
/// # Errors
/// `INVALID_REQUEST`.
pub(crate) fn size(volume_type: u32, size_gib: u64, round_up: bool) -> Outcome<u64> {
    let least = least_gib(volume_type);
    let size_gib = if round_up { size_gib.max(least) } else { size_gib };
    let fits = (least..=most_gib(volume_type)).contains(&size_gib) && size_gib % STEP_GIB == 0;
    ensure!(fits, code::INVALID_REQUEST, "size [{size_gib}] is not valid");
    Ok(size_gib)
}

/// Room on a host for so much storage.
///
/// # Errors
/// `INSUFFICIENT_RESOURCES`.
pub(crate) fn room(cx: &Cx<'_>, storage_gib: u64, encrypted: bool) -> Outcome<Placement> {
    found(cx.find_room(need(storage_gib, encrypted)), storage_gib)
}

/// The same where a volume has some already.
///
/// # Errors
/// `INSUFFICIENT_RESOURCES`.
pub(crate) fn more_room(
    cx: &Cx<'_>,
    now: &Placement,
    storage_gib: u64,
    encrypted: bool,
) -> Outcome<Placement> {
    found(cx.find_other_room(now, need(storage_gib, encrypted)), storage_gib)
}

fn need(storage_gib: u64, encrypted: bool) -> Need<'static> {
    Need::of(Placement { storage_gib, ..Placement::default() }).encrypted(encrypted)
}

fn found(room: Result<Placement, Refusal>, storage_gib: u64) -> Outcome<Placement> {
    match room {
        Err(Refusal::Capacity { .. }) => {
            raise!(code::INSUFFICIENT_RESOURCES, "no host has room for a volume of [{storage_gib}] GB")
        }
        other => Ok(other?),
    }
}
