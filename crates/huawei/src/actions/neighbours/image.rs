//! Images, as IMS lists them.

use super::neighbour::page;
use crate::door::image::{STATES, TYPES, status, type_of};
use crate::traits::Service;
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::cloud::Image;
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] =
    &[Entry::of::<ListImages>(Traits::get("/v2/cloudimages", "ims:images:list").of(Service::Ims), &[])
        .reading()];

/// The words of the filters.
const STATUSES: [&str; 5] = [STATES[0].0, STATES[1].0, STATES[2].0, STATES[3].0, STATES[4].0];

/// Who may see an image, by the words of the filter.
const VISIBILITIES: [&str; 3] = ["private", "public", "shared"];

/// The vendor's own images and those of its market are everybody's.
fn visibility(image: &Image) -> &'static str {
    match type_of(image) {
        "gold" | "market" => VISIBILITIES[1],
        "shared" => VISIBILITIES[2],
        _ => VISIBILITIES[0],
    }
}

/// Lists the images of the project.
#[derive(Params)]
pub(crate) struct ListImages {
    #[param(id = "image")]
    id: Option<String>,
    name: Option<String>,
    #[param(one_of = STATUSES)]
    status: Option<String>,
    #[param(name = "__imagetype", one_of = TYPES)]
    image_type: Option<String>,
    #[param(name = "__os_type")]
    os_type: Option<String>,
    #[param(name = "__platform")]
    os_family: Option<String>,
    #[param(one_of = VISIBILITIES)]
    visibility: Option<String>,
    limit: Option<i64>,
    marker: Option<String>,
}

impl Action<Huawei> for ListImages {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let is =
            |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        let mut rows = cx.owned::<Image>(lookup::owner(cx))?;
        rows.retain(|image| {
            is(&self.id, &image.head.id)
                && is(&self.name, &image.head.name)
                && is(&self.status, status(image))
                && is(&self.image_type, type_of(image))
                && is(&self.os_type, &image.platform)
                && is(&self.os_family, &image.os_family)
                && is(&self.visibility, visibility(image))
        });
        let mut reply = Object::new();
        reply.objects("images", page(&rows, self.limit, self.marker.as_deref()), |image, object| {
            object.text("id", &image.head.id).text("name", &image.head.name).text("status", status(image));
            object.text("visibility", visibility(image)).text("__imagetype", type_of(image));
            object.text("__os_type", &image.platform).text("__platform", &image.os_family);
            object.int("min_disk", image.size_gib).shown("created_at", image.head.created_at);
        });
        Ok(reply.into())
    }
}
