//! Physical servers as their owner sees them.

use crate::paging::{self, LONG, Listed};
use crate::{Huawei, Reply, Traits, lookup, people, tags, words};
use squall_api::catalogue::{Code, huawei::*};
use squall_api::cloud::{Rack, Room, Server};
use squall_api::wire::Object;
use squall_api::{Access, Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[Entry::of::<ListServers>(), Entry::of::<ShowServer>()];

/// Lists the project's physical servers, newest first.
#[derive(Params)]
pub(crate) struct ListServers {
    #[param(one_of = words::STAGES)]
    manage_state: Option<String>,
    marker: Option<String>,
    limit: Option<i64>,
}

impl Action<Huawei> for ListServers {
    const TRAITS: Traits = Traits::get("/v1/{project_id}/physicalservers", "clouddc:imetal:list");
    const ACCESS: Access = Access::Read;

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = Vec::new();
        for server in cx.owned::<Server>(lookup::owner(cx))? {
            let shown = View::of(cx, server)?;
            if self.manage_state.as_deref().is_none_or(|wanted| shown.stage == wanted) {
                rows.push(shown);
            }
        }
        Ok(paging::page("servers", &rows, self.limit, self.marker.as_deref(), LONG))
    }
}

/// Shows one physical server.
#[derive(Params)]
pub(crate) struct ShowServer {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei> for ShowServer {
    const TRAITS: Traits = Traits::get("/v1/{project_id}/physicalservers/{server_id}", "clouddc:imetal:get");
    const ACCESS: Access = Access::Read;
    const RAISES: &'static [Code] = &[SERVER_NOT_FOUND];

    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let shown = View::of(cx, lookup::server(cx, &self.server_id)?)?;
        let mut reply = Object::new();
        shown.write(&mut reply);
        Ok(reply.into())
    }
}

/// A server with what stands around it.
struct View {
    server: Server,
    stage: &'static str,
    rack: Option<Rack>,
    room: Option<Room>,
    project: String,
    domain: String,
}

impl View {
    fn of(cx: &Cx<'_>, server: Server) -> Outcome<View> {
        let is_used = cx.metal_on(&server.head.id)?.is_some();
        let rack = cx.find::<Rack>(&server.rack)?;
        let room = match &rack {
            Some(rack) => cx.find::<Room>(&rack.room)?,
            None => None,
        };
        let domain = people::domain(cx, &cx.caller.account)?;
        let project = domain.attribute(people::PROJECT).to_owned();
        Ok(View { stage: words::stage(&server, is_used), server, rack, room, project, domain: domain.id })
    }
}

impl Listed for View {
    fn id(&self) -> &str {
        &self.server.head.id
    }

    fn write(&self, object: &mut Object) {
        let (server, head) = (&self.server, &self.server.head);
        object
            .text("id", &head.id)
            .text("name", &head.name)
            .text("project_id", &self.project)
            .text("domain_id", &self.domain)
            .text("manage_state", self.stage)
            .int("frozen_state", server.frozen)
            .text("power_state", words::power(server));
        if server.task.is_some() {
            object.text("operation_state", &words::task(server.task));
        }
        object.text("health_state", words::health(server.health)).shown("onboard_time", head.created_at);
        object.object("location", |location| {
            location.text("dc", self.room.as_ref().map_or("", |room| &room.head.name));
            location.text("rack", self.rack.as_ref().map_or("", |rack| &rack.head.name));
            location.shown("unit", server.unit);
        });
        object.object("hardware_attributes", |hardware| {
            hardware
                .text("sn", &server.serial)
                .text("manufacturer", "Huawei")
                .text("model", "2288H V7")
                .text("main_board_manufacturer", "Huawei")
                .text("main_board_serial_number", &format!("024{}", server.serial));
        });
        object.array("tags", |array| tags::write(&server.tags, array));
        if let (Some(trouble), Some(task)) = (server.trouble, server.task) {
            let (code, text) = words::trouble(trouble, &head.id);
            object.object("error", |error| {
                error.text("error_code", code).text("error_msg", &text);
                error.text("error_type", words::trouble_type(task.verb));
            });
        }
    }
}
