//! Physical servers in the operator's settings.

use super::listing::{Listing, project};
use super::{boolean, invalid, text, word};
use crate::{diagnosis, founding, words};
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Controller, Head, Rack, Refusal, Server, State, World};

/// The words for a management controller.
const CONTROLLERS: [(&str, Controller); 3] = [
    ("ok", Controller::Answers),
    ("unreachable", Controller::Unreachable),
    ("bad-credentials", Controller::Refuses),
];

pub(super) const SERVERS: Listing<Server> = Listing {
    name: "servers",
    known: &[
        "name",
        "manage_state",
        "frozen_state",
        "power_state",
        "health_state",
        "bmc",
        "inspected",
        "irack",
        "unit",
        "sn",
    ],
    create: |_, head, _| Ok(create(head)),
    set,
    remove: |world, server| world.dissolve(server.clone()),
};

/// A server that an operator hands over.
pub(crate) fn create(head: Head) -> Server {
    founding::server(head.in_state(State::Stopped))
}

/// The servers as JSON.
pub(super) fn show(world: &World<'_>) -> Answer<Vec<Value>> {
    world.every::<Server>()?.iter().map(|server| show_one(world, server)).collect()
}

fn show_one(world: &World<'_>, server: &Server) -> Answer<Value> {
    let is_used = world.metal_on(&server.head.id)?.is_some();
    let bmc = CONTROLLERS.iter().find(|(_, controller)| *controller == server.controller);
    Ok(json!({
        "id": server.head.id,
        "project_id": project(world, &server.head)?,
        "name": server.head.name,
        "manage_state": words::stage(server, is_used),
        "frozen_state": server.frozen,
        "power_state": words::power(server),
        "health_state": words::health(server.health),
        "bmc": bmc.map_or("ok", |(word, _)| word),
        "inspected": server.inspected,
        "irack": server.rack,
        "unit": server.unit,
        "sn": server.serial,
    }))
}

/// Sets one field; also of a server that is being registered.
pub(crate) fn set(world: &World<'_>, server: &mut Server, name: &str, value: &Value) -> Answer<()> {
    let wrong = |what: &str| invalid(&format!("`{name}` must be {what}"));
    match name {
        "name" => server.head.name = text(name, value)?.to_owned(),
        "manage_state" => {
            // A server with an instance shows `in-use` by itself, so what a listing shows can be written back.
            let word = word(name, value, &words::STAGES)?;
            match words::stage_of(word) {
                Some(stage) => server.stage = stage,
                None if world.metal_on(&server.head.id)?.is_some() => {}
                None => return Err(wrong("set by an instance to be `in-use`")),
            }
        }
        "frozen_state" => {
            let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
            server.frozen = number.filter(|n| *n <= 7).ok_or_else(|| wrong("a number from 0 to 7"))?;
        }
        "power_state" => {
            let on = word(name, value, &["on", "off"])? == "on";
            server.head.state = if on { State::Active } else { State::Stopped };
            if server.head.change.take().is_some() {
                server.task = None;
            }
            world.take_instance_along(server)?;
        }
        "health_state" => {
            let health = value.as_str().and_then(words::health_of);
            let health = health.ok_or_else(|| wrong("one of: OK, Warning, Critical, Unknown"))?;
            if std::mem::replace(&mut server.health, health) != health {
                diagnosis::health_changed(world, server)?;
            }
        }
        "bmc" => {
            let words = CONTROLLERS.map(|(word, _)| word);
            let word = word(name, value, &words)?;
            server.controller = CONTROLLERS
                .iter()
                .find(|(known, _)| *known == word)
                .map_or(Controller::Answers, |(_, controller)| *controller);
        }
        "inspected" => server.inspected = boolean(name, value)?,
        "irack" => {
            let rack = text(name, value)?;
            if !rack.is_empty() && world.find::<Rack>(rack)?.is_none() {
                return Err(Refusal::Absent { kind: squall_api::cloud::Kind::Rack, id: rack.to_owned() });
            }
            rack.clone_into(&mut server.rack);
        }
        "unit" => {
            let unit = value.as_u64().and_then(|unit| u32::try_from(unit).ok());
            server.unit = unit.ok_or_else(|| wrong("a whole number"))?;
        }
        _ => server.serial = text(name, value)?.to_owned(),
    }
    Ok(())
}
