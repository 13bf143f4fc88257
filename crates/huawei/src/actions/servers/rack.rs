//! Racks.

use crate::paging::{self, Listed, SHORT, in_order};
use crate::say;
use crate::tags::{self, Tag, Tagged};
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::cloud::{Rack, Room};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ListIRacks>(Traits::get("/v1/{project_id}/iracks", "clouddc:irack:list"), &[]).reading(),
    Entry::of::<UpdateIRack>(Traits::put("/v1/{project_id}/iracks/{irack_id}", "clouddc:irack:update"), &[]),
    Entry::of::<BatchCreateIrackTags>(
        Traits::post("/v1/{project_id}/iracks/{id}/tags/create", "clouddc::tagResource"),
        &[],
    ),
    Entry::of::<BatchDeleteIrackTags>(
        Traits::post("/v1/{project_id}/iracks/{id}/tags/delete", "clouddc::untagResource"),
        &[],
    ),
];

/// Lists the project's racks in a region, newest first unless the order says otherwise.
#[derive(Params)]
pub(crate) struct ListIRacks {
    #[param(required)]
    region: String,
    marker: Option<String>,
    #[param(range = 1..=2_000)]
    limit: Option<i64>,
    #[param(one_of = paging::ORDERS)]
    order: Option<String>,
}

impl Action<Huawei> for ListIRacks {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = cx.owned::<Rack>(lookup::owner(cx))?;
        rows.retain(|rack| rack.region == self.region);
        let rows = in_order(rows, self.order.as_deref());
        paging::page("iracks", &rows, self.limit, self.marker.as_deref(), SHORT, |rack| {
            let room = cx.find::<Room>(&rack.room)?;
            Ok(View { rack: rack.clone(), room: room.map_or_else(String::new, |room| room.head.name) })
        })
    }
}

/// A rack with the name of the room it stands in.
struct View {
    rack: Rack,
    room: String,
}

impl Listed for View {
    fn write(&self, object: &mut Object) {
        let (rack, head) = (&self.rack, &self.rack.head);
        object
            .text("id", &head.id)
            .text("name", &head.name)
            .text("dc", &self.room)
            .text("region", &rack.region)
            .text("location", &rack.location)
            .text("size", &rack.size)
            .shown("unit", rack.units)
            .shown("power", rack.watts)
            .text("description", &head.about)
            .array("tags", |array| tags::write(&rack.tags, array));
        // The values of these five are published nowhere: an order that was fulfilled, and nothing frozen.
        object
            .text("order_status", "completed")
            .text("is_cloud_based", "true")
            .int("operation_status", 0)
            .int("freeze_effect", 0)
            .text("scene", "");
    }
}

/// CloudDC has no code for a rack that is not there: the parameter that names it is at fault (0001).
fn rack(cx: &Cx<'_>, name: &str, id: &str) -> Outcome<Rack> {
    let absent = || say::invalid(name).because(format!("there is no irack {id}"));
    lookup::own(cx, id)?.ok_or_else(absent)
}

/// Changes a rack's description.
#[derive(Params)]
pub(crate) struct UpdateIRack {
    #[param(required, id = "rack")]
    irack_id: String,
    #[param(max_len = 512)]
    description: Option<String>,
}

impl Action<Huawei> for UpdateIRack {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rack = rack(cx, "irack_id", &self.irack_id)?;
        rack.head.relabel(None, self.description.as_deref());
        cx.save(&rack)?;
        Ok(Reply::text("update irack success"))
    }
}

/// Tags a rack; of a key that is there already the new value counts.
#[derive(Params)]
pub(crate) struct BatchCreateIrackTags {
    #[param(required, id = "rack")]
    id: String,
    #[param(required, max_items = tags::MOST)]
    tags: Vec<Tag>,
}

impl Action<Huawei> for BatchCreateIrackTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        tags::must_be_good(&self.tags)?;
        tags::create(cx, rack(cx, "id", &self.id)?, &self.tags)
    }
}

/// Takes tags off a rack.
#[derive(Params)]
pub(crate) struct BatchDeleteIrackTags {
    #[param(required, id = "rack")]
    id: String,
    #[param(required, max_items = tags::MOST)]
    tags: Vec<Tag>,
}

impl Action<Huawei> for BatchDeleteIrackTags {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        tags::must_be_good(&self.tags)?;
        tags::delete(cx, rack(cx, "id", &self.id)?, &self.tags)
    }
}

impl Tagged for Rack {
    fn tags(&mut self) -> &mut Vec<(String, String)> {
        &mut self.tags
    }
}
