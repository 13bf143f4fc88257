//! Images of one's own: captured, renamed, shared, deleted.

use super::image::TRAITS;
use crate::figures::quotas::{self, Called};
use crate::forms::said;
use crate::job;
use crate::listing::Filter;
use crate::logins::people::{EMAIL, USER_NAME};
use crate::lookup::{self, must_be};
use crate::traits::Service;
use crate::{
    QingCloud,
    figures::{pace, price},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Image, Instance, Kind, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Raise, Reply, ensure};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<CaptureInstance>(
        TRAITS.licensed(),
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, DEPENDENCY_EXISTS],
    ),
    Entry::of::<DeleteImages>(TRAITS, &[RESOURCE_NOT_FOUND, DEPENDENCY_EXISTS]),
    Entry::of::<ModifyImageAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<GrantImageToUsers>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RevokeImageFromUsers>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<DescribeImageUsers>(TRAITS.looking(), &[RESOURCE_NOT_FOUND]).reading(),
];

/// The most users that an image is shared with.
const USERS_MOST: usize = 100;

/// Makes an image of a stopped instance.
#[derive(Params)]
pub(crate) struct CaptureInstance {
    #[param(id = "instance")]
    instance: String,
    #[param(max_len = 255)]
    image_name: Option<String>,
    #[param(id = "account")]
    target_user: Option<String>,
}

impl Action<QingCloud> for CaptureInstance {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        super::instance_run::services_must_be_up(cx, &[Service::Compute])?;
        let instance = lookup::idle::<Instance>(cx, &self.instance)?;
        let owner = lookup::new_owner(cx, self.target_user.as_deref())?;
        must_be(&instance, &[State::Stopped], "captured")?;
        quotas::check_for(cx, &owner, cx.zone(), &[("image", 1)])?;
        let price = price::image(instance.os_disk_gib);
        price::check_for(cx, &owner, price)?;
        let name = self.image_name.as_deref().unwrap_or("");
        let head = Head::new(cx.mint("img-", 8)?, &owner, cx.zone(), name, cx.now)
            .priced(price, price)
            .counted([("image", 1)]);
        let mut image = Image {
            head,
            platform: instance.system.platform.clone(),
            os_family: instance.system.os_family.clone(),
            processor: instance.system.processor.clone(),
            size_gib: instance.os_disk_gib,
            is_system: false,
            granted_to: Vec::new(),
            is_public: false,
            zones: vec![cx.zone().to_owned()],
        };
        cx.insert(&image)?;
        cx.begin(&mut image, Verb::Create, State::Free, pace::CAPTURE_IMAGE)?;
        let mut reply = Reply::new();
        reply.text("image_id", &image.head.id);
        job::open(cx, &[image.head.id], pace::CAPTURE_IMAGE, &mut reply)?;
        Ok(reply)
    }
}

/// Puts images of one's own into the recycle bin. Instances made from them stay.
#[derive(Params)]
pub(crate) struct DeleteImages {
    #[param(required, id = "image")]
    images: Vec<String>,
}

impl Action<QingCloud> for DeleteImages {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut images = lookup::each::<Image>(cx, &self.images, lookup::steady)?;
        for image in &images {
            must_be(image, &[State::Free, State::Suspended], "deleted")?;
            let id = &image.head.id;
            lookup::must_be_unused(id, &cx.linked_ids(Kind::AppVersion, id)?)?;
        }
        job::change_all(cx, &mut images, Verb::Delete, State::Recycled, pace::DELETE_IMAGE)
    }
}

/// Gives an image of one's own another name or description.
#[derive(Params)]
pub(crate) struct ModifyImageAttributes {
    #[param(id = "image")]
    image: String,
    #[param(max_len = 255)]
    image_name: Option<String>,
    description: Option<String>,
}

impl Action<QingCloud> for ModifyImageAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut image = lookup::live::<Image>(cx, &self.image)?;
        image
            .head
            .relabel(said(cx, "image_name", &self.image_name), said(cx, "description", &self.description));
        cx.save(&image)?;
        Ok(Reply::with_text("image_id", &image.head.id))
    }
}

/// Lets other users make instances from an image of one's own.
#[derive(Params)]
pub(crate) struct GrantImageToUsers {
    #[param(id = "image")]
    image: String,
    #[param(required, max_items = USERS_MOST)]
    users: Vec<String>,
}

impl Action<QingCloud> for GrantImageToUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut image = lookup::live::<Image>(cx, &self.image)?;
        for user in &self.users {
            cx.find_account(user)?.or_raise(RESOURCE_NOT_FOUND, || format!("user [{user}] not found"))?;
            if !image.granted_to.contains(user) {
                image.granted_to.push(user.clone());
            }
        }
        let many = image.granted_to.len();
        ensure!(
            many <= USERS_MOST,
            INVALID_REQUEST,
            "an image can be shared with {USERS_MOST} users at most"
        );
        cx.save(&image)?;
        Ok(Reply::new())
    }
}

/// Takes the grant of an image back. Instances that were made from it stay.
#[derive(Params)]
pub(crate) struct RevokeImageFromUsers {
    #[param(id = "image")]
    image: String,
    #[param(required, max_items = USERS_MOST)]
    users: Vec<String>,
}

impl Action<QingCloud> for RevokeImageFromUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut image = lookup::live::<Image>(cx, &self.image)?;
        image.granted_to.retain(|user| !self.users.contains(user));
        cx.save(&image)?;
        Ok(Reply::new())
    }
}

/// Lists the users that an image of one's own is shared with. Its page promises an error for an image that does not
/// exist.
#[derive(Params)]
pub(crate) struct DescribeImageUsers {
    #[param(id = "image")]
    image_id: String,
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

impl Action<QingCloud> for DescribeImageUsers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let image = lookup::own::<Image>(cx, &self.image_id)?;
        let users = image.granted_to.iter().map(|id| cx.account(id)).collect::<Result<Vec<_>, _>>()?;
        self.filter.page("image_user_set", users, |user, object| {
            // When it was shared is not kept; it was not before the image was made.
            object.text("image_id", &image.head.id).shown("create_time", image.head.created_at).object(
                "user",
                |object| {
                    object
                        .text("user_id", &user.id)
                        .text("user_name", user.attribute(USER_NAME))
                        .text("email", user.attribute(EMAIL));
                },
            );
            Ok(())
        })
    }
}
