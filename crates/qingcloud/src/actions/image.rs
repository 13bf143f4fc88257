//! Images: the vendor's own and those captured from instances.

use crate::QingCloud;
use crate::lookup;
use crate::quotas::Called;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Image, State};
use squall_api::{Cx, Entry, Outcome, Raise, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[];

/// An image that the caller may use in the called zone: it exists there (2100), is everybody's, the caller's or granted to
/// the caller, and has not been deleted (1400).
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn usable(cx: &Cx<'_>, id: &str) -> Outcome<Image> {
    let absent = || format!("resource [{id}] not found");
    let image = cx.find::<Image>(id)?.or_raise(RESOURCE_NOT_FOUND, absent)?;
    ensure!(may_use(cx, &image)?, PERMISSION_DENIED, "access denied for resource [{id}]");
    ensure!(is_in(&image, cx.zone()), RESOURCE_NOT_FOUND, "{}", absent());
    ensure!(image.head.state.is_live(), PERMISSION_DENIED, "resource [{id}] has already been deleted");
    Ok(image)
}

/// Whether the caller may use an image.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn may_use(cx: &Cx<'_>, image: &Image) -> Outcome<bool> {
    let is_granted = image.granted_to.iter().any(|user| user == cx.caller.id());
    Ok(image.is_public || is_granted || lookup::is_mine(cx, &image.head.owner)?)
}

/// Whether an image is in a zone.
pub(crate) fn is_in(image: &Image, zone: &str) -> bool {
    let own = &image.head.zone;
    (own.is_empty() || own == zone) && (image.zones.is_empty() || image.zones.iter().any(|at| at == zone))
}

/// New instances can be made from an image: nothing is being done to it and it is neither deprecated nor suspended (1400).
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_be_offered(image: &Image) -> Outcome<()> {
    lookup::must_be_steady(image)?;
    let id = &image.head.id;
    ensure!(
        image.head.state != State::Deprecated,
        PERMISSION_DENIED,
        "image [{id}] is deprecated, can not run instances from it"
    );
    ensure!(
        image.head.state == State::Free,
        PERMISSION_DENIED,
        "image [{id}] is not available, can not run instances from it"
    );
    Ok(())
}
