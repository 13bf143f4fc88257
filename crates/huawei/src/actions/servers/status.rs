//! How many physical servers are in which state.

use crate::{Huawei, Reply, Traits, lookup, words};
use squall_api::cloud::{Controller, Health, Rack, Room, Server, Stage};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::collections::BTreeMap;

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[Entry::of::<ShowServerStatus>(
    Traits::get("/v1/{project_id}/physicalservers/status", "clouddc::listStatus"),
    &[],
)
.reading()];

/// Counts the project's physical servers by health, power and management state.
#[derive(Params)]
pub(crate) struct ShowServerStatus;

impl Action<Huawei> for ShowServerStatus {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut servers = Vec::new();
        for server in cx.owned::<Server>(lookup::owner(cx))? {
            let is_used = cx.metal_on(&server.head.id)?.is_some();
            servers.push(Placed { room: room(cx, &server)?, stage: words::stage(&server, is_used), server });
        }
        let mut reply = Object::new();
        reply.object("server_status", |status| write_health(&servers, status));
        reply.object("server_power_status", |status| write_power(&servers, status));
        reply.object("server_manage_state", |status| {
            for stage in words::STAGES {
                status.int(stage, servers.iter().filter(|placed| placed.stage == stage).count());
            }
        });
        Ok(reply.into())
    }
}

/// A server with its management state and the name of the room it stands in.
struct Placed {
    server: Server,
    stage: &'static str,
    room: Option<String>,
}

fn room(cx: &Cx<'_>, server: &Server) -> Outcome<Option<String>> {
    let Some(rack) = cx.find::<Rack>(&server.rack)? else { return Ok(None) };
    Ok(cx.find::<Room>(&rack.room)?.map(|room| room.head.name))
}

fn write_health(servers: &[Placed], object: &mut Object) {
    let ails = |health| matches!(health, Health::Warning | Health::Critical);
    state("total", servers, object, |_| true);
    state("ok", servers, object, |server| server.health == Health::Good);
    state("warning", servers, object, |server| server.health == Health::Warning);
    state("unknown", servers, object, |server| server.health == Health::Unknown);
    state("critical", servers, object, |server| server.health == Health::Critical);
    state("health", servers, object, |server| server.health == Health::Good);
    // The SDK reads one spelling, the vendor's pages print the other.
    state("unHealth", servers, object, |server| ails(server.health));
    state("unhealth", servers, object, |server| ails(server.health));
    // What the vendor counts here is published nowhere: servers taken out for repair are the nearest there is.
    state("isolation", servers, object, |server| server.stage == Stage::Repair);
}

/// How many servers are so, in all and in each room.
fn state(name: &str, servers: &[Placed], object: &mut Object, is_so: impl Fn(&Server) -> bool) {
    let counted: Vec<&Placed> = servers.iter().filter(|placed| is_so(&placed.server)).collect();
    let mut rooms: BTreeMap<&str, usize> = BTreeMap::new();
    for room in counted.iter().filter_map(|placed| placed.room.as_deref()) {
        *rooms.entry(room).or_default() += 1;
    }
    object.object(name, |state| {
        state.int("count", counted.len()).object("dc_stats", |stats| {
            for (room, count) in rooms {
                stats.int(room, count);
            }
        });
    });
}

/// Whether a server is on is known only as long as its management controller answers.
fn write_power(servers: &[Placed], object: &mut Object) {
    let count = |wanted: &str| {
        let power = |server: &Server| match server.controller {
            Controller::Answers => words::power(server),
            Controller::Unreachable | Controller::Refuses => "unknown",
        };
        servers.iter().filter(|placed| power(&placed.server) == wanted).count()
    };
    object.int("on", count("on")).int("off", count("off")).int("unknown", count("unknown"));
}
