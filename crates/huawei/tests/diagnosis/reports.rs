//! What is reported of servers: alarms and events.

use super::*;

#[test]
fn alarms_follow_a_servers_health() {
    let desk = desk();
    let server = &servers(&desk)[4];
    let list = |more: &[(&str, &str)]| {
        let reply = desk.ok("ListAlarms", &[&[("resource_id", server.as_str())], more].concat());
        assert_eq!(reply["count"], reply["alarms"].as_array().unwrap().len());
        reply["alarms"].clone()
    };
    assert_eq!(list(&[]), json!([]));
    set(&desk, server, json!({"health_state": "Warning"}));
    let alarm = list(&[])[0].clone();
    assert_eq!((&alarm["alarm_status"], &alarm["alarm_level"]), (&json!("alarm"), &json!(2)));
    assert_eq!((&alarm["begin_time"], &alarm["end_time"]), (&json!(START.seconds()), &Value::Null));
    assert_eq!(alarm["metric"]["dimensions"], json!([{"name": "server_id", "value": server}]));
    let record = alarm["alarm_record_id"].as_str().unwrap();
    assert!(record.len() == 24 && record.starts_with("ah"), "{record}");

    set(&desk, server, json!({"health_state": "Unknown"}));
    assert_eq!(list(&[])[0], alarm, "nobody knows whether it is over");
    desk.advance(Span::minutes(1));
    set(&desk, server, json!({"health_state": "Critical"}));
    assert_eq!(list(&[("alarm_status", "ok")])[0]["end_time"], START.seconds() + 60);
    let worse = list(&[("alarm_level", "1"), ("alarm_status", "alarm"), ("alarm_type", "event")]);
    assert_eq!(worse.as_array().unwrap().len(), 1);
    assert_eq!(list(&[("alarm_type", "metric")]), json!([]));
    set(&desk, server, json!({"health_state": "OK"}));
    assert_eq!(list(&[("alarm_status", "alarm")]), json!([]));
    let expected = [
        "A part of the server degrades.",
        "A part of the server failed.",
        "The server is healthy again.",
        "The server's health is unknown.",
    ];
    // What happens at one instant is listed in no particular order.
    let mut events = events_of(&desk, server);
    events.sort();
    assert_eq!(events, expected);

    set(&desk, server, json!({"health_state": "Warning"}));
    desk.patch_world(&json!({"servers": {server: null}}));
    assert_eq!(list(&[("alarm_status", "invalid")]).as_array().unwrap().len(), 1, "its server is gone");
    desk.advance(Span::days(91));
    assert_eq!(list(&[]).as_array().unwrap().len(), 1, "what is over is forgotten in time");
}

#[test]
fn alarms_are_listed_by_time_and_in_pages() {
    let desk = desk();
    let list = |more: &[(&str, &str)]| desk.ok("ListAlarms", more)["alarms"].as_array().unwrap().len();
    for server in &servers(&desk)[..3] {
        set(&desk, server, json!({"health_state": "Warning"}));
    }
    assert_eq!((list(&[]), list(&[("limit", "3")]), list(&[("offset", "3")])), (4, 3, 1));
    let at = |seconds: i64| (START.seconds() + seconds).to_string();
    assert_eq!(list(&[("from", &at(0)), ("to", &at(1))]), 4);
    assert_eq!(list(&[("from", &at(1))]), 0);
    assert_eq!(list(&[("to", &at(-1))]), 0);
    let record = desk.ok("ListAlarms", &[])["alarms"][0]["alarm_record_id"].clone();
    assert_eq!(list(&[("alarm_record_id", record.as_str().unwrap())]), 1);
    assert_eq!(list(&[("alarm_record_id", "ah0123456789abcdefABCDEF")]), 0);
    for bad in [
        &[("from", "5"), ("to", "5")][..],
        &[("from", "-1")],
        &[("from", "soon")],
        &[("alarm_level", "5")],
        &[("alarm_status", "bad")],
        &[("alarm_type", "all")],
        &[("offset", "-1")],
        &[("alarm_record_id", "ah1")],
        &[("alarm_record_id", "al0123456789abcdefABCDEF")],
        &[("alarm_record_id", "ah0123456789abcdefABCDE-")],
        &[("alarm_record_id", "ah0123456789abcdefABCDEFG")],
    ] {
        desk.fails(INVALID, "ListAlarms", bad);
    }
    let many = ["x"; 101].join(",");
    desk.fails(INVALID, "ListAlarms", &[("resource_id", &many)]);
}

#[test]
fn alarms_are_summed_up() {
    let desk = desk();
    let all = servers(&desk);
    let founded = world(&desk)["alarms"][0]["server"].as_str().unwrap().to_owned();
    let ailing = all.iter().find(|server| **server != founded).unwrap();
    set(&desk, ailing, json!({"health_state": "Critical"}));
    set(&desk, &founded, json!({"health_state": "Warning"}));
    let of = [("resource_type", "physicalservers"), ("resource_id", founded.as_str())];
    desk.ok("BatchCreateTags", &[of[0], of[1], ("tags.1.key", "env"), ("tags.1.value", "prod")]);
    desk.advance(Span::minutes(2));
    let sum = desk.ok("ShowAlarmSummary", &[]);
    let level = |level: u8| json!({"alarm_level": level, "alarm_number": 1});
    assert_eq!(sum["alarm_levels"], json!([level(1), level(2), level(3)]));
    assert_eq!(sum["alarm_devices"][2], json!({"alarm_device": "power", "alarm_number": 1}));
    assert_eq!(sum["alarm_hosts"][0]["resource_id"], founded, "the one with the most alarms");
    let info = json!({"alarm_device": "power", "alarm_number": 1, "alarm_duration": 120});
    assert_eq!(sum["alarm_hosts"][1]["alarm_infos"], json!([info]));
    let labels: Vec<&Value> =
        sum["alarm_groups"].as_array().unwrap().iter().map(|group| &group["label"]).collect();
    assert_eq!(labels, ["", "env=prod"]);
    assert_eq!(sum["alarm_groups"][1]["sns"].as_array().unwrap().len(), 1);
    for server in &all {
        set(&desk, server, json!({"health_state": "Critical"}));
    }
    assert_eq!(desk.ok("ShowAlarmSummary", &[])["alarm_hosts"].as_array().unwrap().len(), 10);
}

#[test]
fn alarms_are_told_day_by_day() {
    let desk = desk();
    let server = &servers(&desk)[5];
    desk.advance(Span::days(1));
    set(&desk, server, json!({"health_state": "Critical"}));
    desk.advance(Span::days(1));
    set(&desk, server, json!({"health_state": "OK"}));
    desk.advance(Span::days(1));
    let from = (START.seconds() - 3_600).to_string();
    let trend = desk.ok("ShowAlarmTrend", &[("from", &from), ("to", &now(&desk).0)]);
    let days = trend["fault_hosts"].as_array().unwrap();
    let dates: Vec<&Value> = days.iter().map(|day| &day["fault_date"]).collect();
    assert_eq!(dates[..2], ["2025-12-31T00:00:00Z", "2026-01-01T00:00:00Z"]);
    let faults: Vec<usize> = days.iter().map(|day| day["fault_host"].as_array().unwrap().len()).collect();
    let fresh: Vec<&Value> = days.iter().map(|day| &day["new_fault_host"]).collect();
    assert_eq!((faults, fresh), (vec![0, 1, 2, 2, 1], [0, 1, 1, 0, 0].map(Value::from).iter().collect()));
    let begun = &trend["alarm_daily_new_trends"];
    assert_eq!(begun[2]["alarm_levels"], json!([{"alarm_level": 1, "alarm_number": 1}]));
    assert_eq!(begun[2]["alarm_devices"], json!([{"alarm_device": "power", "alarm_number": 1}]));
    assert_eq!(begun[3]["alarm_levels"], json!([]));

    let second = desk.now().seconds().to_string();
    desk.advance(Span::millis(500));
    set(&desk, server, json!({"health_state": "Warning"}));
    let trend = desk.ok("ShowAlarmTrend", &[("from", &from), ("to", &second)]);
    let today = trend["alarm_daily_new_trends"][4].clone();
    assert_eq!(today["alarm_levels"], json!([{"alarm_level": 2, "alarm_number": 1}]), "in the last second");

    desk.fails(MISSING, "ShowAlarmTrend", &[("from", &from)]);
    desk.fails(INVALID, "ShowAlarmTrend", &[("from", "7"), ("to", "7")]);
    desk.fails(INVALID, "ShowAlarmTrend", &[("from", "0"), ("to", &now(&desk).0)]);
    desk.fails(INVALID, "ShowAlarmTrend", &[("from", &from), ("to", "later")]);
    for action in ["ShowAlarmTrend", "ListEvents"] {
        let message = desk.fails(MISSING, action, &[("to", &now(&desk).0)]);
        assert!(message.ends_with(": from"), "{message}");
    }
}

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
    let (from, to) = (month_ago(&desk), now(&desk).1);
    let window = [("from", &*from), ("to", &*to)];
    let failed = desk.ok("ListEvents", &[&window[..], &[("event_level", "major")]].concat());
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
    let page = desk.ok("ListEvents", &[&window[..], &[("offset", "1"), ("limit", "1")]].concat());
    assert_eq!((page["events"].as_array().unwrap().len(), &page["count"]), (1, &json!(3)));

    desk.fails(INVALID, "ShowEvent", &[("event_id", "none")]);
    desk.fails(MISSING, "ListEvents", &[]);
    let month = (to.parse::<i64>().unwrap() - 30 * 86_400_000).to_string();
    desk.ok("ListEvents", &[("from", &month), ("to", &to)]);
    let longer = (month.parse::<i64>().unwrap() - 1).to_string();
    desk.fails(INVALID, "ListEvents", &[("from", &longer), ("to", &to)]);
    desk.fails(INVALID, "ListEvents", &[("from", &to), ("to", &to)]);
    desk.fails(INVALID, "ListEvents", &[&window[..], &[("event_level", "fatal")]].concat());
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
        let cloud = desk.cloud();
        let written = desk.universe.site.store.write(|tx| {
            let world = cloud.world(tx, START);
            cloud.operator().patch_world(&world, &patch)
        });
        written.is_err()
    };
    assert!(refused(json!({"events": {"e": {"code": "0x99"}}})));
    assert!(refused(json!({"alarms": {"a": {"level": 5}}})));
}
