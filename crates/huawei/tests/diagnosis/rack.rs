//! Equipment rooms, racks, and tags on racks and servers.

use super::{INVALID, MISSING, NO_SERVER, REGION, desk, id, servers};
use serde_json::{Value, json};

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
    desk.fails(INVALID, "ListIDcs", &[REGION, ("limit", "many")]);
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
