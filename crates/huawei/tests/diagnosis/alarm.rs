//! Alarms, one by one and in sum.

use super::{INVALID, MISSING, desk, events_of, now, servers, set, world};
use serde_json::{Value, json};
use squall_api::cloud::Span;
use squall_simulate::START;

#[test]
fn alarms_follow_a_servers_health() {
    let desk = desk();
    let server = &servers(&desk)[3];
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
        "The server is healthy again.",
        "A part of the server failed.",
        "The server's health is unknown.",
        "A part of the server degrades.",
    ];
    assert_eq!(events_of(&desk, server), expected);

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
    for bad in [
        &[("from", "5"), ("to", "5")][..],
        &[("from", "-1")],
        &[("from", "soon")],
        &[("alarm_level", "5")],
        &[("alarm_status", "bad")],
        &[("alarm_type", "all")],
        &[("offset", "-1")],
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
    let week = desk.ok("ShowAlarmTrend", &[("to", &now(&desk).0)]);
    assert_eq!(week["fault_hosts"].as_array().unwrap().len(), 8, "seven days touch eight dates");

    desk.fails(MISSING, "ShowAlarmTrend", &[("from", &from)]);
    desk.fails(INVALID, "ShowAlarmTrend", &[("from", "7"), ("to", "7")]);
    desk.fails(INVALID, "ShowAlarmTrend", &[("from", "0"), ("to", &now(&desk).0)]);
    desk.fails(INVALID, "ShowAlarmTrend", &[("to", "later")]);
}
