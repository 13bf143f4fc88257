//! Images: the vendor's own and those captured from instances.

use crate::figures::quotas::Called;
use crate::founding::SYSTEM;
use crate::listing::{self, Filter};
use crate::traits::{Service, Traits};
use crate::{QingCloud, lookup};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Image, Instance, Kind, State};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};
use std::sync::Arc;

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<DescribeImages>(TRAITS.looking(), &[RESOURCE_NOT_FOUND]).reading()];

/// Actions on images are the image component's.
pub(crate) const TRAITS: Traits = Traits::of(Service::Image);

/// An image that the caller may look at in the called zone: it exists there (2100) and is everybody's, the
/// caller's or granted to the caller (1400).
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn visible(cx: &Cx<'_>, id: &str) -> Outcome<Image> {
    let absent = || format!("resource [{id}] not found");
    let image = cx.find::<Image>(id)?.or_raise(RESOURCE_NOT_FOUND, absent)?;
    ensure!(may_use(cx, &image)?, PERMISSION_DENIED, "access denied for resource [{id}]");
    ensure!(is_in(&image, cx.zone()), RESOURCE_NOT_FOUND, "{}", absent());
    Ok(image)
}

/// The same, and it has not been deleted (1400).
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn usable(cx: &Cx<'_>, id: &str) -> Outcome<Image> {
    let image = visible(cx, id)?;
    ensure!(image.head.state.is_live(), PERMISSION_DENIED, "resource [{id}] has already been deleted");
    Ok(image)
}

/// Whether the caller may use an image.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn may_use(cx: &Cx<'_>, image: &Image) -> Outcome<bool> {
    Ok(image.is_public || is_granted(cx, image) || lookup::is_mine(cx, &image.head.owner)?)
}

fn is_granted(cx: &Cx<'_>, image: &Image) -> bool {
    image.granted_to.iter().any(|user| user == cx.caller.id())
}

/// Whether an image is in a zone.
pub(crate) fn is_in(image: &Image, zone: &str) -> bool {
    let own = &image.head.zone;
    (own.is_empty() || own == zone) && (image.zones.is_empty() || image.zones.iter().any(|at| at == zone))
}

/// New instances can be made from an image: nothing is being done to it and it is neither deprecated nor
/// suspended (1400).
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

/// Lists the images that the caller may use, newest first: the vendor's, its own and those granted to it.
#[derive(Params)]
pub(crate) struct DescribeImages {
    #[param(id = "image")]
    images: Vec<String>,
    os_family: Option<String>,
    #[param(one_of = ["64bit", "32bit"])]
    processor_type: Option<String>,
    #[param(one_of = ["public", "private"])]
    visibility: Option<String>,
    #[param(one_of = ["system", "self"])]
    provider: Option<String>,
    #[param(flatten)]
    filter: Filter,
}

impl Action<QingCloud> for DescribeImages {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let candidates = self.candidates(cx)?.into_iter().map(Arc::new).collect();
        let mut images = self.filter.narrow(cx, candidates, &self.images)?;
        images.retain(|image| is_in(image, cx.zone()) && self.lets_pass(image));
        self.filter.page("image_set", images, |image, object| write(cx, image, object))
    }
}

impl DescribeImages {
    fn candidates(&self, cx: &Cx<'_>) -> Outcome<Vec<Image>> {
        if !self.images.is_empty() {
            return self.images.iter().map(|id| visible(cx, id)).collect();
        }
        if let Some(owner) = self.filter.owner.as_deref().filter(|owner| *owner != SYSTEM) {
            let is_mine = lookup::is_mine(cx, owner)?;
            ensure!(is_mine, PERMISSION_DENIED, "access denied for user [{owner}]");
            return Ok(cx.owned(owner)?);
        }
        if self.filter.owner.is_some() {
            return Ok(cx.owned(SYSTEM)?);
        }
        let mut images: Vec<Image> = cx.every()?;
        images.retain(|image| image.is_public || image.head.owner == cx.caller.id() || is_granted(cx, image));
        images.sort_by(|a, b| b.head.created_at.cmp(&a.head.created_at).then(a.head.id.cmp(&b.head.id)));
        Ok(images)
    }

    fn lets_pass(&self, image: &Image) -> bool {
        let is_of = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|word| word == value);
        is_of(&self.os_family, &image.os_family)
            && is_of(&self.processor_type, &image.processor)
            && is_of(&self.visibility, visibility(image))
            && is_of(&self.provider, provider(image))
    }
}

fn visibility(image: &Image) -> &'static str {
    if image.is_public { "public" } else { "private" }
}

fn provider(image: &Image) -> &'static str {
    if image.is_system { "system" } else { "self" }
}

fn write(cx: &Cx<'_>, image: &Image, object: &mut Reply) -> Outcome<()> {
    let is_windows = image.platform == "windows";
    object
        .text("image_id", &image.head.id)
        .text("image_name", &image.head.name)
        .int("size", image.size_gib)
        .text("platform", &image.platform)
        .text("os_family", &image.os_family)
        .text("processor_type", &image.processor)
        .text("architecture", if image.processor == "32bit" { "i386" } else { "x86_64" })
        .text("provider", provider(image))
        .text("visibility", visibility(image))
        .text("recommended_type", if is_windows { "c2m4" } else { "c1m1" })
        .text("default_user", if is_windows { "Administrator" } else { "root" })
        .text("default_passwd", "")
        .text("hypervisor", "kvm")
        .text("ui_type", if is_windows { "gui" } else { "tui" })
        .text("root_id", &image.head.id)
        .text("app_billing_id", "")
        .text("billing_id", "")
        .int("f_resetpwd", 1)
        .int("feature", 0)
        .int("features", 0);
    listing::common(Kind::Image, &image.head, object);
    let mut made = cx.owned_shared::<Instance>(cx.caller.id())?;
    made.retain(|instance| instance.image == image.head.id && instance.head.state.is_live());
    object.texts("instance_ids", made.iter().map(|instance| &instance.head.id));
    listing::tags(cx, &image.head.id, object)
}
