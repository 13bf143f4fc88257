//! Physical servers: listed, registered, inspected, and switched on and off with the instances on them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod metal;

use metal::*;
use serde_json::{Value, json};
use squall_simulate::Desk;

fn change(desk: &Desk, action: &str, id: &str) {
    let reply = desk.ok("ChangeServerPowerState", &[("action", action), ("server_id_set.1", id)]);
    assert_eq!(reply["physical_servers"], json!([{"id": id}]));
}

fn power(desk: &Desk, id: &str) -> (Value, Value) {
    let server = server(desk, id);
    (server["power_state"].clone(), server["operation_state"].clone())
}

#[test]
fn a_server_is_switched_and_its_instance_with_it() {
    let desk = desk();
    let id = running(&desk);
    let server_id = text(&instance(&desk, &id)["server_id"]);
    for (action, word, before, after, state) in [
        ("power off", "power-off", "on", "off", "stopped"),
        ("power on", "power-on", "off", "on", "running"),
        ("rebooting", "reboot", "on", "on", "running"),
        ("power off", "power-off", "on", "off", "stopped"),
        ("rebooting", "reboot", "off", "on", "running"),
    ] {
        change(&desk, action, &server_id);
        assert_eq!(power(&desk, &server_id), (json!(before), json!(format!("{word}-processing"))));
        desk.settle();
        assert_eq!(power(&desk, &server_id), (json!(after), json!(format!("{word}-succeed"))));
        must_be(&desk, &id, state, "install-succeed");
    }
}

#[test]
fn what_a_controller_cannot_do_stays_undone() {
    let desk = desk();
    let id = running(&desk);
    let server_id = text(&instance(&desk, &id)["server_id"]);
    for (state, instance) in [("on", "running"), ("off", "stopped")] {
        for (action, word) in [("power off", "power-off"), ("power on", "power-on"), ("rebooting", "reboot")]
        {
            patch(&desk, "servers", &server_id, json!({"bmc": "ok", "power_state": state}));
            change(&desk, action, &server_id);
            patch(&desk, "servers", &server_id, json!({"bmc": "unreachable"}));
            desk.settle();
            assert_eq!(power(&desk, &server_id), (json!(state), json!(format!("{word}-failed"))));
            let error = server(&desk, &server_id)["error"].clone();
            assert_eq!(error["error_code"], "iMetal.0110");
            assert_eq!(error["error_type"], "verify_server_error");
            must_be(&desk, &id, instance, "install-succeed");
        }
    }
}

#[test]
fn an_operator_who_switches_a_server_ends_what_was_under_way() {
    let desk = desk();
    let id = running(&desk);
    let server_id = text(&instance(&desk, &id)["server_id"]);
    change(&desk, "rebooting", &server_id);
    patch(&desk, "servers", &server_id, json!({"power_state": "off"}));
    assert_eq!(power(&desk, &server_id), (json!("off"), json!(null)));
    must_be(&desk, &id, "stopped", "install-succeed");
    desk.settle();
    assert_eq!(power(&desk, &server_id).0, "off");
}

#[test]
fn servers_are_switched_all_or_none() {
    let desk = desk();
    let (one, other) = (server_id(&desk, 0), server_id(&desk, 1));
    let action = ("action", "power on");
    let both = [action, ("server_id_set.1", &*one), ("server_id_set.2", &*other)];
    let failing = |code: &str, pairs: &[(&str, &str)]| desk.fails(code, "ChangeServerPowerState", pairs);
    assert_eq!(failing("iMetal.0002", &both[1..]), "Missing required parameters: action");
    failing("iMetal.0001", &[("action", "reboot"), both[1]]);
    failing("iMetal.0002", &[action]);
    failing("iMetal.0002", &[action, ("server_id_set", "[]")]);
    failing("iMetal.0001", &[action, both[1], ("server_id_set.2", &one)]);
    let many = format!("[{}]", vec!["\"x\""; 51].join(","));
    failing("iMetal.0001", &[action, ("server_id_set", &many)]);
    let missing =
        failing("iMetal.0100", &[action, both[1], ("server_id_set.2", NOTHING), ("server_id_set.3", "x")]);
    assert_eq!(missing, format!("Physical servers ID not found: [{NOTHING}, x]"));
    for stage in ["onboard", "os-ready", "offboarding"] {
        patch(&desk, "servers", &other, json!({"manage_state": stage}));
        assert_eq!(failing("iMetal.0101", &both), format!("Physical servers state is not ready: [{other}]"));
    }
    patch(&desk, "servers", &other, json!({"manage_state": "maintain"}));
    desk.ok("ChangeServerPowerState", &both);
    failing("iMetal.0202", &both);
    desk.settle();
    // A server whose instance is being installed is not switched either.
    patch(&desk, "servers", &other, json!({"manage_state": "ready"}));
    let id = Order::of(&desk).with("placement.server_id", &other).place(&desk);
    failing("iMetal.0202", &both);
    desk.settle();
    desk.ok("ChangeServerPowerState", &both);
    desk.settle();
    desk.ok("DeleteInstance", &[("instance_id", &id)]);
    failing("iMetal.0202", &both);
}

#[test]
fn servers_are_listed_by_page_and_stage() {
    let desk = desk();
    let page = desk.ok("ListServers", &[("limit", "3")]);
    assert_eq!((&page["count"], &page["page_info"]["current_count"]), (&json!(12), &json!(10)));
    let marker = text(&page["page_info"]["next_marker"]);
    let rest = desk.ok("ListServers", &[("marker", &marker)]);
    assert_eq!(rest["servers"].as_array().unwrap().len(), 2);
    assert_eq!(rest["page_info"]["previous_marker"], rest["servers"][0]["id"]);
    assert_eq!(desk.ok("ListServers", &[("manage_state", "in-use")])["count"], 0);
    running(&desk);
    assert_eq!(desk.ok("ListServers", &[("manage_state", "in-use")])["count"], 1);
    desk.fails("iMetal.0001", "ListServers", &[("manage_state", "frozen")]);
    desk.fails("iMetal.0001", "ListServers", &[("limit", "ten")]);
    let shown = server(&desk, &server_id(&desk, 11));
    assert_eq!((&shown["project_id"], &shown["location"]["dc"]), (&json!(PROJECT), &json!("idc-1")));
    assert_eq!(
        desk.fails("iMetal.0100", "ShowServer", &[("server_id", "x")]),
        "Physical servers ID not found: [x]"
    );
}

#[test]
fn the_provider_registers_and_inspects_servers() {
    let desk = desk();
    let serial = text(&entry(&desk, "servers", 0)["sn"]);
    let id = text(&desk.ok("RegisterServer", &[("name", "new"), ("sn", "SN-1")])["id"]);
    assert_eq!(server(&desk, &id)["manage_state"], "ready");
    let message = desk.fails("iMetal.0102", "RegisterServer", &[("id", &id)]);
    assert_eq!(message, format!("Physical servers ID already exist: [{id}]"));
    desk.fails("iMetal.0102", "RegisterServer", &[("sn", &serial)]);
    desk.fails("iMetal.0001", "RegisterServer", &[("manage_state", "in-use")]);
    desk.fails("iMetal.0001", "RegisterServer", &[("irack", NOTHING)]);
    desk.fails("iMetal.0001", "RegisterServer", &[("project_id", "nobody")]);
    for (bmc, why) in
        [("unreachable", "the BMC cannot be reached"), ("bad-credentials", "the BMC refused the credentials")]
    {
        let message = desk.fails("iMetal.0110", "RegisterServer", &[("id", "x"), ("bmc", bmc)]);
        assert_eq!(message, format!("Inspect Physical servers error: [x], {why}"));
        patch(&desk, "servers", &id, json!({"bmc": bmc}));
        let message = desk.fails("iMetal.0110", "InspectServer", &[("server_id", &id)]);
        assert_eq!(message, format!("Inspect Physical servers error: [{id}], {why}"));
    }
    patch(&desk, "servers", &id, json!({"bmc": "ok"}));
    desk.ok("InspectServer", &[("server_id", &id)]);
    desk.fails("iMetal.0100", "InspectServer", &[("server_id", NOTHING)]);
    // It serves every project, as no user could.
    let other = desk.open_account("other");
    desk.patch_account("other", &json!({"project_id": "projectother"}));
    let theirs = desk.ok("RegisterServer", &[("project_id", "projectother")]);
    assert_eq!(desk.call_as(&other, "ListServers", &[])["servers"][0]["id"], theirs["id"]);
    desk.ok("InspectServer", &[("server_id", &text(&theirs["id"]))]);
}
