//! Equipment rooms.

use super::power::must_be_distinct;
use crate::paging::{self, Listed, SHORT, in_order};
use crate::say;
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::cloud::{Kind, Room};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ListIDcs>(Traits::get("/v1/{project_id}/idcs", "clouddc:idc:list"), &[]).reading(),
    Entry::of::<UpdateIDcs>(Traits::put("/v1/{project_id}/idcs", "clouddc:idc:update"), &[]),
];

/// Lists the project's equipment rooms in a region, newest first unless the order says otherwise.
#[derive(Params)]
pub(crate) struct ListIDcs {
    #[param(required)]
    region: String,
    #[param(range = 1..=2_000)]
    limit: Option<i64>,
    #[param(one_of = paging::ORDERS)]
    order: Option<String>,
    marker: Option<String>,
}

impl Action<Huawei> for ListIDcs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = cx.owned::<Room>(lookup::owner(cx))?;
        rows.retain(|room| room.region == self.region);
        let rows = in_order(rows, self.order.as_deref());
        paging::page("idcs", &rows, self.limit, self.marker.as_deref(), SHORT, |room| {
            let racks = cx.linked_ids(Kind::Rack, &room.head.id)?.len();
            Ok(View { room: room.clone(), racks })
        })
    }
}

/// A room with the count of its racks.
struct View {
    room: Room,
    racks: usize,
}

impl Listed for View {
    fn write(&self, object: &mut Object) {
        let head = &self.room.head;
        object
            .text("id", &head.id)
            .text("name", &head.name)
            .int("irack_num", self.racks)
            .text("region", &self.room.region)
            .text("description", &head.about);
    }
}

/// Changes the descriptions of equipment rooms, of all or none. The body is a bare list.
#[derive(Params)]
pub(crate) struct UpdateIDcs {
    #[param(name = "[]", required)]
    rooms: Vec<RoomPatch>,
}

/// What an equipment room is to become.
#[derive(Params)]
pub(crate) struct RoomPatch {
    #[param(required, id = "room")]
    id: String,
    #[param(max_len = 512)]
    description: Option<String>,
}

impl Action<Huawei> for UpdateIDcs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let ids: Vec<String> = self.rooms.iter().map(|patch| patch.id.clone()).collect();
        must_be_distinct("body", &ids)?;
        for patch in &self.rooms {
            // CloudDC has no code for a room that is not there.
            let absent = || say::invalid("id").because(format!("there is no idc {}", patch.id));
            let mut room = lookup::own::<Room>(cx, &patch.id)?.ok_or_else(absent)?;
            room.head.relabel(None, patch.description.as_deref());
            cx.save(&room)?;
        }
        Ok(Reply::text("update idc success"))
    }
}
