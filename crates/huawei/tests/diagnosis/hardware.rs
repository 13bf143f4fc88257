//! What servers are made of and how they are, their consoles and their logs.

use super::{INVALID, NO_SERVER, desk, servers, set};
use flate2::read::GzDecoder;
use serde_json::json;
use squall_api::cloud::Span;
use std::io::Read as _;

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
