//! Events in the operator's settings.

use super::listing::{Listing, project};
use super::{text, word};
use crate::incident;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Event, Incident, State, World};

pub(super) const EVENTS: Listing<Event> = Listing {
    name: "events",
    known: &["server", "code"],
    create: |_, head, _| {
        let incident = Incident::FanAtLimit;
        Ok(Event { head: head.in_state(State::Active), incident, server: String::new() })
    },
    set,
    remove: |world, event| world.erase(event),
};

/// The events as JSON.
pub(super) fn show(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |event: &Event| {
        Ok(json!({
            "id": event.head.id, "project_id": project(world, &event.head)?, "server": event.server,
            "code": incident::account(event.incident).code,
        }))
    };
    world.every::<Event>()?.iter().map(show).collect()
}

fn set(_: &World<'_>, event: &mut Event, name: &str, value: &Value) -> Answer<()> {
    if name == "server" {
        text(name, value)?.clone_into(&mut event.server);
        return Ok(());
    }
    let known: Vec<(String, Incident)> =
        incident::all().map(|incident| (incident::account(incident).code, incident)).collect();
    let codes: Vec<&str> = known.iter().map(|(code, _)| code.as_str()).collect();
    let code = word(name, value, &codes)?;
    if let Some((_, incident)) = known.iter().find(|(known, _)| known == code) {
        event.incident = *incident;
    }
    Ok(())
}
