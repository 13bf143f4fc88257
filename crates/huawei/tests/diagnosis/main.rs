//! Rooms, racks and tags; what servers are made of and how they are; their logs, alarms and events.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod alarm;
mod event;
mod hardware;
mod rack;

use serde_json::{Value, json};
use squall_simulate::{Desk, Huawei};

const INVALID: &str = "iMetal.0001";
const MISSING: &str = "iMetal.0002";
const NO_SERVER: &str = "iMetal.0100";
const REGION: (&str, &str) = ("region", "cn-east-3");

fn desk() -> Desk {
    Desk::of(&Huawei)
}

fn world(desk: &Desk) -> Value {
    desk.look(|world| desk.cloud().operator().show_world(world))
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

fn servers(desk: &Desk) -> Vec<String> {
    world(desk)["servers"].as_array().unwrap().iter().map(id).collect()
}

fn set(desk: &Desk, server: &str, fields: Value) {
    desk.patch_world(&json!({"servers": {server: fields}}));
}

/// The end of a window that holds everything so far, in seconds and in milliseconds.
fn now(desk: &Desk) -> (String, String) {
    let seconds = desk.now().seconds() + 1;
    (seconds.to_string(), (seconds * 1_000).to_string())
}

fn events_of(desk: &Desk, server: &str) -> Vec<String> {
    let reply = desk.ok("ListEvents", &[("to", &now(desk).1), ("resource_id", server)]);
    let message = |event: &Value| event["event_message"].as_str().unwrap().to_owned();
    reply["events"].as_array().unwrap().iter().map(message).collect()
}
