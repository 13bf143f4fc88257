//! Events, and both as operators see them.

use super::{INVALID, MISSING, desk, events_of, id, now, servers, set, world};
use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::START;

#[test]
fn events_tell_what_was_done_to_servers_and_how_it_ended() {
    let desk = desk();
    let all = servers(&desk);
    let founded = world(&desk)["events"][0]["server"].as_str().unwrap().to_owned();
    let server = all.iter().find(|server| **server != founded).unwrap();
    let power = |action: &str| {
        desk.ok("ChangeServerPowerState", &[("action", action), ("server_id_set.1", server)]);
        desk.settle();
    };
    power("power on");
    set(&desk, server, json!({"bmc": "unreachable"}));
    power("power off");
    assert_eq!(events_of(&desk, server), ["Power-off failed.", "Power-on succeeded."]);
    let to = now(&desk).1;
    let failed = desk.ok("ListEvents", &[("to", &to), ("event_level", "major")]);
    let event = &failed["events"][0];
    assert_eq!((&failed["count"], &event["status"]), (&json!(1), &json!("incident")));
    assert_eq!(event["time"], (START.seconds() + 20) * 1_000, "milliseconds");
    let origin: Value = serde_json::from_str(event["origin_event"].as_str().unwrap()).unwrap();
    assert_eq!(origin["subject"], json!(server));

    let shown = desk.ok("ShowEvent", &[("event_id", event["event_id"].as_str().unwrap())]);
    assert_eq!((&shown["code"], &shown["name_cn"]), (&event["message_id"], &json!("下电失败")));
    for field in
        ["name_en", "effect_cn", "effect_en", "suggestion_cn", "suggestion_en", "reason_cn", "reason_en"]
    {
        assert!(shown[field].as_str().is_some_and(|text| !text.is_empty()), "{field}");
    }
    let page = desk.ok("ListEvents", &[("to", &to), ("offset", "1"), ("limit", "1")]);
    assert_eq!((page["events"].as_array().unwrap().len(), &page["count"]), (1, &json!(3)));

    desk.fails(INVALID, "ShowEvent", &[("event_id", "none")]);
    desk.fails(MISSING, "ListEvents", &[]);
    let month = (to.parse::<i64>().unwrap() - 30 * 86_400_000).to_string();
    desk.ok("ListEvents", &[("from", &month), ("to", &to)]);
    let longer = (month.parse::<i64>().unwrap() - 1).to_string();
    desk.fails(INVALID, "ListEvents", &[("from", &longer), ("to", &to)]);
    desk.fails(INVALID, "ListEvents", &[("from", &to), ("to", &to)]);
    desk.fails(INVALID, "ListEvents", &[("to", &to), ("event_level", "fatal")]);
    desk.advance(Span::days(91));
    assert_eq!(desk.look(|world| world.live_ids(squall_api::cloud::Kind::Event)), Vec::<String>::new());
}

#[test]
fn installing_a_system_is_reported_of_its_server() {
    let desk = desk();
    let shown = world(&desk);
    let (image, subnet) = (id(&shown["images"][0]), &shown["subnets"][0]);
    let of = [
        ("name", "web"),
        ("image_id", &*image),
        ("vpc_id", subnet["vpc_id"].as_str().unwrap()),
        ("password", "Squall@2026"),
        ("network_interfaces.1.subnet_id", subnet["id"].as_str().unwrap()),
    ];
    let vm = desk.ok("CreateInstance", &of)["instance_id"].as_str().unwrap().to_owned();
    desk.settle();
    let server = desk.ok("ListInstances", &[])["instances"][0]["server_id"].as_str().unwrap().to_owned();
    assert_eq!(events_of(&desk, &server)[0], "OS installation succeeded.");
    desk.ok("DeleteInstance", &[("instance_id", &vm)]);
    desk.settle();
    assert_eq!(events_of(&desk, &server)[0], "OS removal succeeded.");
}

#[test]
fn operators_see_and_make_alarms_and_events() {
    let desk = desk();
    let (first, server) = (world(&desk), servers(&desk)[0].clone());
    assert_eq!(
        (first["alarms"].as_array().unwrap().len(), first["events"].as_array().unwrap().len()),
        (1, 1)
    );
    desk.patch_world(&json!({"alarms": first["alarms"], "events": first["events"]}));
    assert_eq!(world(&desk), first, "what is shown can be written back");
    let (alarm, event) = (id(&first["alarms"][0]), id(&first["events"][0]));
    desk.patch_world(
        &json!({"alarms": {&alarm: {"status": "ok"}}, "events": {&event: {"code": "0x02010001"}}}),
    );
    assert_eq!(desk.ok("ListAlarms", &[])["alarms"][0]["alarm_status"], "ok");
    assert_eq!(desk.ok("ShowEvent", &[("event_id", &event)])["name_en"], "Power-on failed.");
    let hot =
        json!({"name": "hot", "server": server, "part": "cpu", "metric": "cpu_temperature", "level": 1});
    desk.patch_world(&json!({"alarms": [hot], "events": []}));
    let listed = desk.ok("ListAlarms", &[("alarm_type", "metric")]);
    assert_eq!(listed["alarms"][0]["metric"]["metric_name"], "cpu_temperature");
    let refused = |patch: Value| {
        let store = &desk.universe.site.store;
        store.write(|tx| desk.cloud().operator().patch_world(&desk.cloud().world(tx, START), &patch)).is_err()
    };
    assert!(refused(json!({"events": {"e": {"code": "0x99"}}})));
    assert!(refused(json!({"alarms": {"a": {"level": 5}}})));
}
