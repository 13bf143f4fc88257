//! Physical servers as their owner sees them.

use crate::paging::{self, LONG, Listed};
use crate::{Huawei, Reply, Traits, inventory, lookup, people, tags, words};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Account, Rack, Room, Server};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::sync::Arc;

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ListServers>(Traits::get("/v1/{project_id}/physicalservers", "clouddc:imetal:list"), &[])
        .reading(),
    Entry::of::<ShowServer>(
        Traits::get("/v1/{project_id}/physicalservers/{server_id}", "clouddc:imetal:get"),
        &[SERVER_NOT_FOUND],
    )
    .reading(),
];

/// Lists the project's physical servers, newest first.
#[derive(Params)]
pub(crate) struct ListServers {
    #[param(one_of = words::STAGES)]
    manage_state: Option<String>,
    marker: Option<String>,
    limit: Option<i64>,
}

impl Action<Huawei> for ListServers {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut rows = cx.owned::<Server>(lookup::owner(cx))?;
        if let Some(wanted) = &self.manage_state {
            let mut fitting = Vec::new();
            for server in rows {
                if stage(cx, &server)? == wanted {
                    fitting.push(server);
                }
            }
            rows = fitting;
        }
        let (domain, marker) = (people::domain(cx, cx.caller.account())?, self.marker.as_deref());
        paging::page("servers", &rows, self.limit, marker, LONG, |server| View::of(cx, server, &domain))
    }
}

/// Shows one physical server.
#[derive(Params)]
pub(crate) struct ShowServer {
    #[param(required, id = "server")]
    server_id: String,
}

impl Action<Huawei> for ShowServer {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let domain = people::domain(cx, cx.caller.account())?;
        let server = lookup::server(cx, &self.server_id)?;
        let shown = View::of(cx, &server, &domain)?;
        let mut reply = Object::new();
        shown.write(&mut reply);
        Ok(reply.into())
    }
}

/// The management state of a server.
fn stage(cx: &Cx<'_>, server: &Server) -> Outcome<&'static str> {
    Ok(words::stage(server, cx.metal_on(&server.head.id)?.is_some()))
}

/// A server with what stands around it.
struct View<'a> {
    server: &'a Server,
    stage: &'static str,
    rack: Option<Arc<Rack>>,
    room: Option<Arc<Room>>,
    domain: &'a Account,
}

impl<'a> View<'a> {
    fn of(cx: &Cx<'_>, server: &'a Server, domain: &'a Account) -> Outcome<View<'a>> {
        let rack = cx.shared::<Rack>(&server.rack)?;
        let room = match &rack {
            Some(rack) => cx.shared::<Room>(&rack.room)?,
            None => None,
        };
        Ok(View { stage: stage(cx, server)?, server, rack, room, domain })
    }
}

impl Listed for View<'_> {
    fn write(&self, object: &mut Object) {
        let (server, head) = (self.server, &self.server.head);
        object
            .text("id", &head.id)
            .text("name", &head.name)
            .text("project_id", self.domain.attribute(people::PROJECT))
            .text("domain_id", &self.domain.id)
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
        object.object("hardware_attributes", |hardware| inventory::summarise(server, hardware));
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
