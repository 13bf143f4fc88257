//! Copies of images.

use super::image::{TRAITS, must_be_offered, usable};
use crate::QingCloud;
use crate::figures::quotas::{self, Called};
use crate::figures::{pace, price};
use crate::job;
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Head, Image, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] =
    &[Entry::of::<CloneImages>(TRAITS.licensed(), &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT])];

/// The most copies of one call.
const COUNT_MOST: i64 = 50;

/// Copies an image into images of one's own.
#[derive(Params)]
pub(crate) struct CloneImages {
    #[param(id = "image")]
    image: String,
    #[param(default = 1, range = 1..=COUNT_MOST)]
    count: u64,
    /// That of the original unless the call says otherwise.
    #[param(max_len = 255)]
    image_name: Option<String>,
}

impl Action<QingCloud> for CloneImages {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let original = usable(cx, &self.image)?;
        must_be_offered(&original)?;
        quotas::check(cx, &[("image", self.count)])?;
        let price = price::image(original.size_gib);
        price::check(cx, price.times(self.count))?;
        let name = self.image_name.as_deref().unwrap_or(&original.head.name);
        let mut ids = Vec::new();
        for _ in 0..self.count {
            let head = Head::new(cx.mint("img-", 8)?, cx.caller.id(), cx.zone(), name, cx.now)
                .priced(price, price)
                .counted([("image", 1)]);
            let mut image = Image {
                head,
                is_system: false,
                granted_to: Vec::new(),
                is_public: false,
                zones: vec![cx.zone().to_owned()],
                ..original.clone()
            };
            cx.insert(&image)?;
            cx.begin(&mut image, Verb::Create, State::Free, pace::CAPTURE_IMAGE)?;
            ids.push(image.head.id);
        }
        job::reply_naming(cx, "images", &ids, pace::CAPTURE_IMAGE)
    }
}
