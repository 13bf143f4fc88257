//! Rooms, racks and tags; what servers are made of and how they are; their logs, alarms and events.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod reports;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::{Desk, Huawei, START};
use std::io::Read as _;

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

/// The farthest instant that events can be asked about from now, in milliseconds.
fn month_ago(desk: &Desk) -> String {
    ((desk.now().seconds() + 1 - 30 * 86_400) * 1_000).to_string()
}

fn events_of(desk: &Desk, server: &str) -> Vec<String> {
    let of = [("from", &*month_ago(desk)), ("to", &now(desk).1), ("resource_id", server)];
    let reply = desk.ok("ListEvents", &of);
    let message = |event: &Value| event["event_message"].as_str().unwrap().to_owned();
    reply["events"].as_array().unwrap().iter().map(message).collect()
}

#[test]
fn rooms_are_listed_by_region_and_described_all_or_none() {
    let desk = desk();
    let reply = desk.ok("ListIDcs", &[REGION]);
    let room = id(&reply["idcs"][0]);
    let shown =
        json!({"id": room, "name": "idc-1", "irack_num": 2, "region": "cn-east-3", "description": ""});
    assert_eq!(reply["idcs"], json!([shown]));
    assert_eq!(reply["count"], 1);
    assert_eq!(desk.ok("ListIDcs", &[("region", "cn-south-1")])["idcs"], json!([]));

    let text = "x".repeat(512);
    let updated = desk.ok("UpdateIDcs", &[("[].1.id", &room), ("[].1.description", &text)]);
    assert_eq!(updated, "update idc success");
    assert_eq!(desk.ok("ListIDcs", &[REGION])["idcs"][0]["description"], text.as_str());

    desk.fails(MISSING, "ListIDcs", &[]);
    desk.fails(INVALID, "ListIDcs", &[REGION, ("order", "upwards")]);
    for limit in ["many", "", "0", "-1", "2001"] {
        desk.fails(INVALID, "ListIDcs", &[REGION, ("limit", limit)]);
        desk.fails(INVALID, "ListIRacks", &[REGION, ("limit", limit)]);
    }
    for limit in ["1", "2000"] {
        desk.ok("ListIDcs", &[REGION, ("limit", limit)]);
        desk.ok("ListIRacks", &[REGION, ("limit", limit)]);
    }
    let message = desk.fails(MISSING, "UpdateIDcs", &[]);
    assert!(message.ends_with(": body"), "{message}");
    desk.fails(MISSING, "UpdateIDcs", &[("body", "[]")]);
    desk.fails(MISSING, "UpdateIDcs", &[("[].1.description", "no id")]);
    desk.fails(INVALID, "UpdateIDcs", &[("body", "{}")]);
    let one = json!({"id": room, "description": "a"});
    for second in [one.clone(), json!({"id": "none"}), json!({"id": room, "description": "x".repeat(513)})] {
        desk.fails(INVALID, "UpdateIDcs", &[("body", &json!([one, second]).to_string())]);
    }
}

#[test]
fn racks_are_listed_in_pages_and_in_either_order() {
    let desk = desk();
    let all = desk.ok("ListIRacks", &[REGION, ("order", "asc")]);
    let racks: Vec<String> = all["iracks"].as_array().unwrap().iter().map(id).collect();
    assert_eq!((racks.len(), &all["count"]), (2, &json!(2)));
    let first = &all["iracks"][0];
    for (field, value) in [("dc", "idc-1"), ("unit", "42"), ("power", "12000"), ("location", "A-01")] {
        let seen: Vec<&Value> = all["iracks"].as_array().unwrap().iter().map(|rack| &rack[field]).collect();
        assert!(seen.contains(&&json!(value)), "{field}: {seen:?}");
    }
    assert!(first["operation_status"].is_u64() && first["is_cloud_based"].is_string());

    let page = desk.ok("ListIRacks", &[REGION, ("limit", "1")]);
    assert_eq!(id(&page["iracks"][0]), racks[1], "newest first");
    let info = &page["page_info"];
    assert_eq!((&info["next_marker"], &info["current_count"]), (&json!(racks[1]), &json!(1)));
    let page = desk.ok("ListIRacks", &[REGION, ("limit", "1"), ("marker", &racks[1])]);
    assert_eq!((id(&page["iracks"][0]), &page["page_info"]["next_marker"]), (racks[0].clone(), &json!("")));
    desk.fails(MISSING, "ListIRacks", &[]);
    desk.fails(INVALID, "ListIRacks", &[REGION, ("order", "up")]);
}

#[test]
fn racks_have_descriptions_and_tags() {
    let desk = desk();
    let rack = id(&desk.ok("ListIRacks", &[REGION])["iracks"][0]);
    desk.ok("UpdateIRack", &[("irack_id", &rack), ("description", "left aisle")]);
    let tags = [("id", &*rack), ("tags.1.key", "env"), ("tags.1.value", "prod"), ("tags.2.key", "x")];
    assert_eq!(desk.ok("BatchCreateIrackTags", &tags), Value::Null);
    let shown = desk.ok("ListIRacks", &[REGION])["iracks"][0].clone();
    assert_eq!(shown["description"], "left aisle");
    assert_eq!(shown["tags"], json!([{"key": "env", "value": "prod"}, {"key": "x", "value": ""}]));

    desk.ok("BatchDeleteIrackTags", &[("id", &rack), ("tags.1.key", "env"), ("tags.1.value", "other")]);
    assert_eq!(desk.ok("ListIRacks", &[REGION])["iracks"][0]["tags"].as_array().unwrap().len(), 2);
    desk.ok("BatchDeleteIrackTags", &[("id", &rack), ("tags.1.key", "env")]);
    assert_eq!(desk.ok("ListIRacks", &[REGION])["iracks"][0]["tags"], json!([{"key": "x", "value": ""}]));

    let long = "x".repeat(513);
    desk.fails(INVALID, "UpdateIRack", &[("irack_id", &rack), ("description", &long)]);
    desk.fails(INVALID, "UpdateIRack", &[("irack_id", "none"), ("description", "x")]);
    for action in ["BatchCreateIrackTags", "BatchDeleteIrackTags"] {
        desk.fails(INVALID, action, &[("id", "none"), ("tags.1.key", "a")]);
        desk.fails(MISSING, action, &[("id", &rack)]);
        desk.fails(MISSING, action, &[("id", &rack), ("tags.1.value", "a")]);
    }
}

#[test]
fn the_general_route_tags_physical_servers_and_nothing_else() {
    let desk = desk();
    let server = &servers(&desk)[0];
    let of = [("resource_type", "physicalservers"), ("resource_id", server)];
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
        of.iter().copied().chain(more.iter().copied()).collect()
    };
    let tags = || desk.ok("ShowServer", &[("server_id", server)])["tags"].clone();
    desk.ok("BatchCreateTags", &with(&[("tags.1.key", "env"), ("tags.1.value", "a/b")]));
    desk.ok("BatchCreateTags", &with(&[("tags.1.key", "env"), ("tags.1.value", "c")]));
    assert_eq!(tags(), json!([{"key": "env", "value": "c"}]));
    for key in ["_sys_a", " a", "a*", "", &"k".repeat(129)] {
        let bad = [of[0], of[1], ("tags.1.key", key)];
        desk.fails(INVALID, "BatchCreateTags", &bad);
    }
    let many =
        json!({"tags": (0..20).map(|n| json!({"key": n.to_string()})).collect::<Vec<_>>()}).to_string();
    desk.fails(INVALID, "BatchCreateTags", &[of[0], of[1], ("body", &many)]);
    desk.ok("BatchDeleteTags", &with(&[("tags.1.key", "env")]));
    assert_eq!(tags(), json!([]));
    for action in ["BatchCreateTags", "BatchDeleteTags"] {
        let server = ("resource_id", server.as_str());
        desk.fails(INVALID, action, &[("resource_type", "disks"), server, ("tags.1.key", "a")]);
        desk.fails(NO_SERVER, action, &[of[0], ("resource_id", "none"), ("tags.1.key", "a")]);
        desk.fails(MISSING, action, &[of[0], server, ("body", r#"{"tags":[]}"#)]);
    }
}

#[test]
fn hardware_is_known_once_it_was_inspected_and_shows_what_ails() {
    let desk = desk();
    let (server, other) = (&servers(&desk)[0], &servers(&desk)[1]);
    let hardware = |server: &str| desk.ok("ShowServerHardwareAttributes", &[("server_id", server)]);
    let firmware = |server: &str| desk.ok("ShowServerFirmwareAttributes", &[("server_id", server)]);
    let shown = hardware(server);
    assert_eq!(shown, hardware(server), "it is always the same");
    assert_ne!(shown["memorys"][0]["serial_number"], hardware(other)["memorys"][0]["serial_number"]);
    assert_eq!(shown["summary"], desk.ok("ShowServer", &[("server_id", server)])["hardware_attributes"]);
    for list in
        ["memorys", "processors", "network_adapters", "fans", "powers", "storage_controllers", "metrics"]
    {
        assert!(!shown[list].as_array().unwrap().is_empty(), "{list}");
    }
    let components = firmware(server);
    assert_eq!(components, firmware(server));
    assert!(components.as_array().unwrap().iter().all(|one| one["version"] != ""));

    set(&desk, server, json!({"health_state": "Critical"}));
    let status = json!({"state": "Unenabled", "health": "Critical"});
    assert_eq!(hardware(server)["powers"][0]["status"], status);
    assert_eq!(hardware(server)["powers"][1]["status"]["health"], "OK");

    set(&desk, server, json!({"bmc": "unreachable"}));
    hardware(server);
    set(&desk, server, json!({"inspected": false}));
    for action in ["ShowServerHardwareAttributes", "ShowServerFirmwareAttributes"] {
        let message = desk.fails("iMetal.0110", action, &[("server_id", server)]);
        assert!(
            message.contains(server.as_str()) && message.ends_with("the BMC cannot be reached"),
            "{message}"
        );
        desk.fails(NO_SERVER, action, &[("server_id", "none")]);
    }
    set(&desk, server, json!({"bmc": "ok"}));
    desk.ok("InspectServer", &[("server_id", server)]);
    firmware(server);
}

#[test]
fn every_console_has_an_address_of_its_own() {
    let desk = desk();
    let server = &servers(&desk)[0];
    let url = || desk.ok("ShowRemoteConsole", &[("server_id", server)])["url"].as_str().unwrap().to_owned();
    let (first, second) = (url(), url());
    assert!(first.starts_with("https://") && first.contains("token="), "{first}");
    assert_ne!(first, second);
    desk.fails(NO_SERVER, "ShowRemoteConsole", &[("server_id", "none")]);
}

#[test]
fn logs_are_collected_in_time_and_fetched_as_an_archive() {
    let desk = desk();
    let (server, other) = (&servers(&desk)[0], &servers(&desk)[1]);
    set(&desk, server, json!({"health_state": "Warning"}));
    let begun = desk.ask(&desk.credentials, "ExportServerLogs", &[("server_id", server)]);
    assert_eq!((begun.status, begun.header("content-transfer-encoding")), (202, "binary"));
    let export = begun.body["export_id"].as_str().unwrap();
    assert_eq!((&begun.body["status"], &begun.body["percentage"]), (&json!("processing"), &json!("0%")));
    assert!(begun.body["created_at"].as_str().unwrap().ends_with('Z'));

    let of = [("server_id", server.as_str()), ("export_id", export)];
    desk.fails(INVALID, "DownloadServerLogs", &of);
    desk.advance(Span::seconds(10));
    assert_eq!(desk.ok("ShowLogsExportStatus", &of)["percentage"], "50%");
    desk.settle();
    let done = desk.ok("ShowLogsExportStatus", &of);
    assert_eq!((&done["status"], &done["percentage"]), (&json!("completed"), &json!("100%")));

    let fetch =
        || desk.hand_over(&desk.prepare(&desk.credentials, "DownloadServerLogs", &of, None, None)).response;
    let response = fetch();
    let serial = &desk.ok("ShowServer", &[("server_id", server)])["hardware_attributes"]["sn"];
    let name = format!("attachment; filename={}-dump.tar.gz", serial.as_str().unwrap());
    assert_eq!(response.headers()["content-disposition"], name.as_str());
    let mut archive = tar::Archive::new(GzDecoder::new(&response.body()[..]));
    let mut log = String::new();
    for entry in archive.entries().unwrap() {
        entry.unwrap().read_to_string(&mut log).unwrap();
    }
    assert!(
        log.contains(serial.as_str().unwrap()) && log.contains("A part of the server degrades."),
        "{log}"
    );
    set(&desk, server, json!({"health_state": "OK"}));
    assert_eq!(response.body(), fetch().body(), "what comes later is not in it");

    for action in ["ShowLogsExportStatus", "DownloadServerLogs"] {
        desk.fails(NO_SERVER, action, &[("server_id", "none"), ("export_id", export)]);
        desk.fails(INVALID, action, &[("server_id", server), ("export_id", "none")]);
        desk.fails(INVALID, action, &[("server_id", other), ("export_id", export)]);
    }
    desk.fails(NO_SERVER, "ExportServerLogs", &[("server_id", "none")]);
    desk.patch_world(&json!({"servers": {server: null}}));
    assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
}

#[test]
fn servers_are_counted_by_how_they_are() {
    let desk = desk();
    let all = servers(&desk);
    set(&desk, &all[0], json!({"health_state": "Warning", "power_state": "on"}));
    set(&desk, &all[1], json!({"health_state": "Critical", "bmc": "bad-credentials"}));
    set(&desk, &all[2], json!({"health_state": "Unknown", "manage_state": "maintain", "irack": ""}));
    let reply = desk.ok("ShowServerStatus", &[]);
    let health = &reply["server_status"];
    let counts =
        [("total", 12), ("ok", 9), ("warning", 1), ("critical", 1), ("unknown", 1), ("isolation", 1)];
    for (name, count) in counts.into_iter().chain([("health", 9), ("unHealth", 2), ("unhealth", 2)]) {
        assert_eq!(health[name]["count"], count, "{name}");
    }
    assert_eq!(health["total"]["dc_stats"], json!({"idc-1": 11}), "one stands nowhere");
    assert_eq!(health["isolation"]["dc_stats"], json!({}));
    assert_eq!(reply["server_power_status"], json!({"on": 1, "off": 10, "unknown": 1}));
    let states = &reply["server_manage_state"];
    assert_eq!(
        (&states["ready"], &states["maintain"], &states["in-use"]),
        (&json!(11), &json!(1), &json!(0))
    );
}
