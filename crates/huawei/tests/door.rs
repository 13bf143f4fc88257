//! The operator's settings of CloudDC: every field of its world and of its accounts, shown and set.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod metal;

use metal::*;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, World};
use squall_simulate::Desk;

fn world(desk: &Desk) -> Value {
    desk.look(|world| desk.cloud().operator().show_world(world))
}

fn account(desk: &Desk, label: &str) -> Value {
    desk.look(|world| {
        let account = world.account(&world.account_named(label)?.unwrap())?;
        desk.cloud().operator().show_account(world, &account)
    })
}

/// A change that must be refused, leaving everything as it was; answers why.
#[track_caller]
fn refused(desk: &Desk, change: impl Fn(&World<'_>) -> Answer<()>) -> String {
    let (now, before) = (desk.now(), desk.dump());
    let outcome = desk.universe.site.store.write(|tx| change(&desk.cloud().world(tx, now)));
    assert!(before == desk.dump(), "the world was changed");
    outcome.unwrap_err().to_string()
}

#[track_caller]
fn world_refused(desk: &Desk, patch: Value) -> String {
    refused(desk, |world| desk.cloud().operator().patch_world(world, &patch))
}

#[track_caller]
fn account_refused(desk: &Desk, patch: Value) -> String {
    refused(desk, |world| {
        let id = world.account_named("demo")?.unwrap();
        desk.cloud().operator().patch_account(world, &id, &patch)
    })
}

fn find(list: &Value, id: &str) -> Value {
    list.as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap_or(&Value::Null).clone()
}

#[test]
fn every_setting_is_shown_as_it_was_set() {
    let desk = desk();
    for (at, value) in [
        ("/regions/cn-south-1", json!(false)),
        ("/ports_budget", json!(4)),
        ("/gateway/backend", json!("slow")),
        ("/gateway/throttle_per_second", json!(7)),
        ("/gateway/denied_users", json!(["ann", "bob"])),
        ("/gateway/denied_ips", json!(["10.0.0.1", "::1"])),
        ("/gateway/protocol", json!("https")),
        ("/gateway/faulty", json!(true)),
        ("/service/throttle_per_second", json!(3)),
        ("/iam", json!("down")),
        ("/ims", json!("down")),
        ("/vpc", json!("down")),
        ("/strict_delete", json!(true)),
        ("/periods/memory_seconds", json!(60)),
        ("/periods/memory_seconds", json!(null)),
    ] {
        let mut before = world(&desk);
        let names: Vec<&str> = at.split('/').skip(1).collect();
        let patch = names.iter().rev().fold(value.clone(), |inner, name| json!({*name: inner}));
        desk.patch_world(&patch);
        *before.pointer_mut(at).unwrap() = value;
        assert_eq!(world(&desk), before, "{at}");
    }
    desk.patch_world(&json!({"gateway": {"throttle_per_second": null, "denied_users": []}}));
    assert_eq!(world(&desk)["gateway"]["throttle_per_second"], 200);
    assert_eq!(world(&desk)["gateway"]["denied_users"], json!([]));
}

#[test]
fn every_field_of_every_thing_is_shown_as_it_was_set() {
    let desk = desk();
    running(&desk);
    let before = world(&desk);
    let first = |list: &str| text(&before[list][0]["id"]);
    for (list, field, value) in [
        ("idcs", "name", json!("n")),
        ("idcs", "region", json!("cn-south-1")),
        ("idcs", "description", json!("d")),
        ("iracks", "name", json!("n")),
        ("iracks", "idc", json!("")),
        ("iracks", "region", json!("cn-south-1")),
        ("iracks", "location", json!("B-1")),
        ("iracks", "size", json!("1x1x1")),
        ("iracks", "unit", json!(48)),
        ("iracks", "power", json!(9_000)),
        ("iracks", "description", json!("d")),
        ("servers", "name", json!("n")),
        ("servers", "manage_state", json!("maintain")),
        ("servers", "frozen_state", json!(2)),
        ("servers", "power_state", json!("on")),
        ("servers", "health_state", json!("Critical")),
        ("servers", "bmc", json!("bad-credentials")),
        ("servers", "inspected", json!(false)),
        ("servers", "irack", json!("")),
        ("servers", "unit", json!(40)),
        ("servers", "sn", json!("SN")),
        ("vpcs", "name", json!("n")),
        ("subnets", "name", json!("n")),
        ("subnets", "status", json!("ERROR")),
        ("images", "name", json!("n")),
        ("images", "status", json!("killed")),
        ("images", "os_type", json!("Other")),
        ("images", "image_type", json!("market")),
        ("ports", "held", json!(true)),
        ("alarms", "name", json!("n")),
        ("alarms", "server", json!("s")),
        ("alarms", "part", json!("fan")),
        ("alarms", "metric", json!("m")),
        ("alarms", "level", json!(1)),
        ("alarms", "status", json!("ok")),
        ("events", "server", json!("s")),
    ] {
        let id = first(list);
        let mut wanted = find(&world(&desk)[list], &id);
        patch(&desk, list, &id, json!({field: value}));
        wanted[field] = value;
        assert_eq!(find(&world(&desk)[list], &id), wanted, "{list}.{field}");
    }
}

/// What is shown can be written back as it stands, in either form.
#[test]
fn what_is_shown_can_be_written_back() {
    let desk = desk();
    running(&desk);
    let id = Order::of(&desk).place(&desk);
    desk.ok("CreateVpc", &[("vpc.name", "mine")]);
    desk.patch_world(&json!({"gateway": {"denied_users": ["x"]}, "regions": {"cn-south-1": false}}));
    let shown = world(&desk);
    desk.patch_world(&shown);
    assert_eq!(world(&desk), shown);
    must_be(&desk, &id, "pending", "install-processing");
    let account_shown = account(&desk, "demo");
    let mut back = account_shown.clone();
    back.as_object_mut().unwrap().retain(|name, _| name != "id" && name != "domain_id");
    desk.patch_account("demo", &back);
    assert_eq!(account(&desk, "demo"), account_shown);
}

#[test]
fn a_list_replaces_a_list_and_an_object_changes_single_entries() {
    let desk = desk();
    let ids = |desk: &Desk, list: &str| -> Vec<String> {
        world(desk)[list].as_array().unwrap().iter().map(|entry| text(&entry["id"])).collect()
    };
    let (first, instance) = (server_id(&desk, 0), running(&desk));
    desk.patch_world(&json!({"servers": {"a": {"name": "A"}, "b": {}, "nothing": null}}));
    assert_eq!(ids(&desk, "servers").len(), 14);
    assert_eq!(server(&desk, "a")["name"], "A");
    desk.patch_world(&json!({"servers": {"b": null, &first: null}}));
    assert_eq!(ids(&desk, "servers").len(), 12);
    // An instance goes with its server.
    desk.fails("iMetal.0200", "ShowInstanceStatus", &[("instance_id", &instance)]);
    desk.patch_world(&json!({"servers": [{"id": "a", "name": "B"}, {"name": "new"}]}));
    let left = ids(&desk, "servers");
    assert_eq!((left.len(), server(&desk, "a")["name"].clone()), (2, json!("B")));
    desk.patch_world(&json!({"servers": []}));
    assert_eq!(desk.ok("ListServers", &[])["count"], 0);
    for list in ["idcs", "iracks", "images", "alarms", "events", "subnets", "vpcs"] {
        desk.patch_world(&json!({list: []}));
        assert_eq!(ids(&desk, list), [""; 0], "{list}");
    }
    // A network and what is in it may come in one patch, for whichever project.
    desk.open_account("other");
    desk.patch_account("other", &json!({"project_id": "projectother"}));
    desk.patch_world(&json!({
        "vpcs": {"v": {"project_id": "projectother"}},
        "subnets": {"s": {
            "project_id": "projectother", "vpc_id": "v", "cidr": "192.168.3.0/24", "gateway_ip": "192.168.3.9",
        }},
        "idcs": {"i": {}}, "iracks": {"r": {"idc": "i"}}, "servers": {"x": {"irack": "r"}},
    }));
    let subnet = find(&world(&desk)["subnets"], "s");
    assert_eq!(
        (&subnet["gateway_ip"], &subnet["available_ip_address_count"]),
        (&json!("192.168.3.9"), &json!(250))
    );
    assert!(desk.look(|world| world.audit()).is_empty());
}

#[test]
fn what_is_not_known_is_refused_with_what_is() {
    let desk = desk();
    running(&desk);
    let before = world(&desk);
    let says = |why: String, known: &str| {
        assert!(why.contains("unknown field `squall`") && why.contains(known), "{why}")
    };
    says(world_refused(&desk, json!({"squall": 1, "iam": "down"})), "strict_delete");
    says(world_refused(&desk, json!({"gateway": {"faulty": true, "squall": 1}})), "denied_ips");
    says(world_refused(&desk, json!({"regions": {"squall": true}})), "cn-east-3");
    says(world_refused(&desk, json!({"service": {"squall": 1}})), "throttle_per_second");
    for (list, known) in [
        ("idcs", "region"),
        ("iracks", "location"),
        ("servers", "manage_state"),
        ("vpcs", "cidr"),
        ("subnets", "gateway_ip"),
        ("images", "os_type"),
        ("ports", "held"),
        ("alarms", "metric"),
        ("events", "code"),
    ] {
        let id = text(&before[list][0]["id"]);
        says(world_refused(&desk, json!({"iam": "down", list: {&id: {"squall": 1}}})), known);
        for wrong in [json!("x"), json!(1), json!({&id: 1}), json!({&id: {"id": "other"}})] {
            world_refused(&desk, json!({list: wrong}));
        }
        world_refused(&desk, json!({list: {&id: {"project_id": "other"}}}));
        if list != "ports" {
            world_refused(&desk, json!({list: {"new": {"project_id": "nobody"}}}));
            world_refused(&desk, json!({list: [{"id": "a"}, {"id": "a"}]}));
        }
    }
    says(account_refused(&desk, json!({"squall": 1})), "project_id");
    says(account_refused(&desk, json!({"user": {"squall": 1}})), "domain");
    says(account_refused(&desk, json!({"users": [{"name": "ann", "squall": 1}]})), "denied_regions");
    says(account_refused(&desk, json!({"keys": [{"id": "a", "secret": "b", "squall": 1}]})), "secret");
}

#[test]
fn values_of_another_kind_are_refused_in_the_world() {
    let desk = desk();
    running(&desk);
    let before = world(&desk);
    let one =
        |list: &str, field: &str, value: Value| json!({list: {text(&before[list][0]["id"]): {field: value}}});
    for patch in [
        json!([]),
        json!({"iam": "slow"}),
        json!({"vpc": true}),
        json!({"strict_delete": "yes"}),
        json!({"ports_budget": -1}),
        json!({"regions": {"cn-east-3": "yes"}}),
        json!({"regions": ["cn-east-3"]}),
        json!({"gateway": {"backend": "gone"}}),
        json!({"gateway": {"throttle_per_second": "2"}}),
        json!({"gateway": {"throttle_per_second": 1.5}}),
        json!({"gateway": {"denied_ips": "10.0.0.1"}}),
        json!({"gateway": {"denied_users": ["a\nb"]}}),
        json!({"gateway": {"protocol": "http"}}),
        json!({"service": 5}),
        json!({"periods": {"memory_seconds": -1}}),
        json!({"periods": {"memory_seconds": "60"}}),
        json!({"periods": {"memory_seconds": 3_200_000_000_u64}}),
        json!({"periods": {"recycle_seconds": 60}}),
        one("servers", "manage_state", json!("in-use now")),
        one("servers", "frozen_state", json!(8)),
        one("servers", "power_state", json!("standby")),
        one("servers", "health_state", json!("ok")),
        one("servers", "bmc", json!("broken")),
        one("servers", "irack", json!("nowhere")),
        one("servers", "sn", before["servers"][1]["sn"].clone()),
        one("servers", "name", json!("x".repeat(257))),
        one("iracks", "idc", json!("nowhere")),
        one("iracks", "unit", json!("42")),
        one("vpcs", "cidr", json!("10.0.0.0/8")),
        one("subnets", "cidr", json!("10.0.0.0/8")),
        one("subnets", "vpc_id", json!("other")),
        one("subnets", "gateway_ip", json!("192.168.0.2")),
        one("subnets", "status", json!("active")),
        one("images", "status", json!("ready")),
        one("images", "image_type", json!("public")),
        one("ports", "held", json!("yes")),
        one("ports", "ip_address", json!("192.168.0.9")),
        json!({"ports": []}),
        json!({"ports": {"nothing": {"held": true}}}),
        json!({"subnets": {"new": {"cidr": "10.0.0.0/24"}}}),
        json!({"subnets": {"new": {"cidr": "192.168.5.0/29"}}}),
        json!({"subnets": {"new": {"cidr": "192.168.0.128/25"}}}),
        json!({"subnets": {"new": {"cidr": "192.168.5.0/24", "gateway_ip": "192.168.6.1"}}}),
        json!({"subnets": {"new": {"vpc_id": "nothing"}}}),
        one("alarms", "level", json!(5)),
        one("events", "code", json!("0x0")),
    ] {
        world_refused(&desk, patch);
    }
}

#[test]
fn values_of_another_kind_are_refused_in_accounts() {
    let desk = desk();
    for patch in [
        json!([]),
        json!({"id": "other"}),
        json!({"balance": "much"}),
        json!({"status": "gone"}),
        json!({"quotas": {"servers": 1}}),
        json!({"project_id": ""}),
        json!({"project_id": "a b"}),
        json!({"region": "mars-1"}),
        json!({"enabled": "yes"}),
        json!({"keys": {}}),
        json!({"keys": [{"id": "a"}]}),
        json!({"user": {"id": "other"}}),
        json!({"user": {"name": 1}}),
        json!({"users": {}}),
        json!({"users": [{"password": "p"}]}),
        json!({"users": [{"name": "demo"}]}),
        json!({"users": [{"name": "ann", "policies": "*"}]}),
        json!({"users": [{"name": "ann", "keys": [{"id": "SQUALLDEMOKEY", "secret": "x"}]}]}),
    ] {
        account_refused(&desk, patch);
    }
}

#[test]
fn accounts_are_opened_changed_and_closed() {
    let desk = desk();
    let operator = |change: &dyn Fn(&World<'_>) -> Answer<()>| desk.change(change);
    let create = json!({
        "id": "shop", "keys": [{"id": "SHOP", "secret": "s"}], "balance": "5", "project_id": "projectshop",
        "region": "cn-south-1", "enabled": false, "status": "frozen", "quotas": {},
        "user": {"name": "boss", "password": "p", "domain": "shopdomain"},
        "users": [{"name": "ann", "password": "q", "keys": [{"id": "ANN", "secret": "t"}],
            "policies": ["clouddc:*"], "status": "disabled", "denied_regions": ["cn-east-3"]}],
    });
    operator(&|world| desk.cloud().operator().create_account(world, &create).map(drop));
    let shown = account(&desk, "shop");
    for (name, value) in create.as_object().unwrap() {
        match name.as_str() {
            "balance" => assert_eq!(shown["balance"], "5.00"),
            "user" | "users" => {}
            _ => assert_eq!(shown[name], *value, "{name}"),
        }
    }
    for (name, value) in create["user"].as_object().unwrap() {
        assert_eq!(shown["user"][name], *value);
    }
    for (name, value) in create["users"][0].as_object().unwrap() {
        assert_eq!(shown["users"][0][name], *value);
    }
    for label in ["shop", "demo"] {
        refused(&desk, |world| {
            desk.cloud().operator().create_account(world, &json!({"id": label})).map(drop)
        });
    }
    refused(&desk, |world| {
        let theirs = json!({"project_id": "projectshop"});
        desk.cloud().operator().create_account(world, &theirs).map(drop)
    });
    // Nothing but a name is needed; keys and project are made up.
    operator(&|world| desk.cloud().operator().create_account(world, &json!({"id": "bare"})).map(drop));
    let bare = account(&desk, "bare");
    assert_eq!((bare["project_id"].as_str().unwrap().len(), bare["keys"].as_array().unwrap().len()), (32, 1));
    assert_eq!((&bare["status"], &bare["user"]["name"]), (&json!("active"), &json!("bare")));
    // Users that are not in the list any more go; a domain's new name is that of all its users.
    desk.patch_account("shop", &json!({"users": [{"name": "bob"}]}));
    desk.patch_account("shop", &json!({"user": {"domain": "renamed"}}));
    let users = account(&desk, "shop")["users"].clone();
    assert_eq!((users.as_array().unwrap().len(), &users[0]["name"]), (1, &json!("bob")));
    desk.patch_world(&json!({"servers": {"theirs": {"project_id": "projectshop"}}}));
    operator(&|world| {
        let id = world.account_named("shop")?.unwrap();
        desk.cloud().operator().delete_account(world, &id)
    });
    assert_eq!(find(&world(&desk)["servers"], "theirs"), Value::Null);
    assert!(desk.look(|world| world.audit()).is_empty());
}
