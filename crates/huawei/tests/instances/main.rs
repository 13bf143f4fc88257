//! Instances from their order to their end: what each operation does, and every code that it raises.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod later;
#[path = "../metal/mod.rs"]
mod metal;

use metal::*;
use serde_json::json;
use squall_api::cloud::Span;

#[test]
fn an_instance_is_installed_runs_goes_and_is_remembered_for_an_hour() {
    let desk = desk();
    let server_id = server_id(&desk, 0);
    let placed = Order::of(&desk).with("placement.server_id", &server_id).with("description", "a note");
    let id = placed.with("metadata", r#"{"role":"web"}"#).with("user_data", &user_data(3)).place(&desk);
    must_be(&desk, &id, "pending", "install-processing");
    let taken = server(&desk, &server_id);
    assert_eq!((&taken["manage_state"], &taken["power_state"]), (&json!("in-use"), &json!("off")));
    let shown = instance(&desk, &id);
    assert_eq!(shown["launched_at"], json!(null));
    desk.settle();
    must_be(&desk, &id, "running", "install-succeed");
    assert_eq!(server(&desk, &server_id)["power_state"], "on");
    let shown = instance(&desk, &id);
    assert_eq!((&shown["name"], &shown["description"]), (&json!("web"), &json!("a note")));
    assert_eq!((&shown["server_id"], &shown["user_data"]), (&json!(server_id), &json!("eHh4")));
    assert_eq!((&shown["metadata"], &shown["image"]["os_type"]), (&json!({"role": "web"}), &json!("Linux")));
    assert_eq!(shown["network_interfaces"][0]["ipv4_address"], "192.168.0.2");
    assert!(shown["launched_at"].is_string() && shown.get("error").is_none(), "{shown}");
    assert_eq!(desk.ok("DeleteInstance", &[("instance_id", &id)]), json!(null));
    must_be(&desk, &id, "shutting-down", "uninstall-processing");
    assert_eq!(server(&desk, &server_id)["manage_state"], "in-use");
    desk.settle();
    must_be(&desk, &id, "terminated", "uninstall-succeed");
    assert_eq!(server(&desk, &server_id)["manage_state"], "ready");
    assert_eq!(desk.ok("ListPorts", &[])["ports"], json!([]));
    desk.fails("iMetal.0202", "DeleteInstance", &[("instance_id", &id)]);
    desk.advance(Span::minutes(59));
    must_be(&desk, &id, "terminated", "uninstall-succeed");
    desk.advance(Span::minutes(2));
    let message = desk.fails("iMetal.0200", "ShowInstanceStatus", &[("instance_id", &id)]);
    assert_eq!(message, format!("Instances not found: [{id}]"));
    Order::of(&desk).with("placement.server_id", &server_id).place(&desk);
}

#[test]
fn an_order_that_is_badly_formed_says_so() {
    let desk = desk();
    let order = Order::of(&desk);
    for name in ["name", "image_id", "vpc_id", "password", "network_interfaces"] {
        let message = order.without(name).fails(&desk, "iMetal.0002");
        assert_eq!(message, format!("Missing required parameters: {name}"));
    }
    let message = order.without("name").without("password").fails(&desk, "iMetal.0002");
    assert_eq!(message, "Missing required parameters: name, password");
    let subnet = "network_interfaces.1.subnet_id";
    let bare = order.without("network_interfaces");
    assert_eq!(
        bare.with("network_interfaces", "[{}]").fails(&desk, "iMetal.0002"),
        format!("Missing required parameters: {subnet}")
    );
    let address = "network_interfaces.1.ipv4_address";
    let three = r#"[{"subnet_id":"a"},{"subnet_id":"b"},{"subnet_id":"c"}]"#;
    for (name, value, blamed) in [
        ("name", "two words", "name"),
        ("name", "", "name"),
        ("name", &"n".repeat(64), "name"),
        ("description", &"d".repeat(256), "description"),
        (address, "here", "network_interfaces.ipv4_address"),
        (address, "10.0.0.1", "network_interfaces.ipv4_address"),
        ("metadata", r#"{"what?":""}"#, "metadata"),
        ("user_data", "***", "user_data"),
        ("vpc_id", NOTHING, "network_interfaces.subnet_id"),
    ] {
        let message = order.with(name, value).fails(&desk, "iMetal.0001");
        assert_eq!(message, format!("A request parameter contains invalid or unsupported value: {blamed}"));
    }
    for interfaces in ["[]", three] {
        bare.with("network_interfaces", interfaces).fails(&desk, "iMetal.0001");
    }
    for password in ["", "abc", "Root1234", "Squall#2026", &"aB1".repeat(9), &"aB1!".repeat(1_025)] {
        assert_eq!(order.with("password", password).fails(&desk, "iMetal.0205"), "Invalid password");
    }
    let eleven: serde_json::Map<_, _> = (0..11).map(|n| (format!("k{n}"), json!("v"))).collect();
    for metadata in
        [json!(eleven), json!({"": "v"}), json!({"k".repeat(256): ""}), json!({"k": "v".repeat(256)})]
    {
        order.with("metadata", &metadata.to_string()).fails(&desk, "iMetal.0207");
    }
    let ten: serde_json::Map<_, _> = (0..10).map(|n| (format!("k{n}"), json!("v".repeat(255)))).collect();
    order.with("metadata", &json!(ten).to_string()).place(&desk);
    for bytes in [32_769, 900_000] {
        let message = order.with("user_data", &user_data(bytes)).fails(&desk, "iMetal.0206");
        assert_eq!(message, "User data exceeds size limits");
    }
    order.with("user_data", &user_data(32_768)).with("name", "机器_1-a.b").place(&desk);
}

#[test]
fn an_order_needs_a_server_an_image_and_a_network_that_can_be_used() {
    let desk = desk();
    let (order, server_id, image) =
        (Order::of(&desk), server_id(&desk, 0), text(&entry(&desk, "images", 0)["id"]));
    let placed = order.with("placement.server_id", &server_id);
    assert_eq!(
        order.with("placement.server_id", NOTHING).fails(&desk, "iMetal.0100"),
        format!("Physical servers ID not found: [{NOTHING}]")
    );
    for stage in ["onboard", "os-ready", "maintain", "offboarding"] {
        patch(&desk, "servers", &server_id, json!({"manage_state": stage}));
        let message = placed.fails(&desk, "iMetal.0101");
        assert_eq!(message, format!("Physical servers state is not ready: [{server_id}]"));
    }
    patch(&desk, "servers", &server_id, json!({"manage_state": "ready", "frozen_state": 1}));
    placed.fails(&desk, "iMetal.0101");
    patch(&desk, "servers", &server_id, json!({"frozen_state": 0}));
    desk.ok("ChangeServerPowerState", &[("action", "power on"), ("server_id_set.1", &server_id)]);
    placed.fails(&desk, "iMetal.0101");
    desk.settle();
    placed.place(&desk);
    placed.fails(&desk, "iMetal.0101");
    order.with("image_id", NOTHING).fails(&desk, "iMetal.0204");
    for change in [json!({"status": "saving"}), json!({"status": "deleted"}), json!({"image_type": "gold"})] {
        patch(&desk, "images", &image, change);
        order.fails(&desk, "iMetal.0204");
        patch(&desk, "images", &image, json!({"status": "active", "image_type": "private"}));
    }
    for neighbour in ["ims", "vpc"] {
        desk.patch_world(&json!({neighbour: "down"}));
        assert_eq!(order.fails(&desk, "iMetal.0099"), "Internal server error");
        desk.patch_world(&json!({neighbour: "up"}));
    }
    order.place(&desk);
}

#[test]
fn an_order_needs_addresses_and_ports() {
    let desk = desk();
    let (order, vpc) = (Order::of(&desk), text(&entry(&desk, "vpcs", 0)["id"]));
    let subnet = text(&entry(&desk, "subnets", 0)["id"]);
    let (first, second) = ("network_interfaces.1.subnet_id", "network_interfaces.2.subnet_id");
    let message = order.with(first, NOTHING).fails(&desk, "iMetal.0230");
    assert_eq!(message, format!("Subnet not found: [{NOTHING}]"));
    for status in ["UNKNOWN", "ERROR"] {
        patch(&desk, "subnets", &subnet, json!({"status": status}));
        assert_eq!(order.fails(&desk, "iMetal.0231"), format!("Subnet unavailable: [{subnet}]"));
    }
    patch(&desk, "subnets", &subnet, json!({"status": "ACTIVE"}));
    let address = "network_interfaces.1.ipv4_address";
    for reserved in ["192.168.0.0", "192.168.0.1", "192.168.0.252", "192.168.0.255"] {
        order.with(address, reserved).fails(&desk, "iMetal.0233");
    }
    order.with(address, "192.168.0.9").place(&desk);
    order.with(address, "192.168.0.9").fails(&desk, "iMetal.0233");
    let twice = order.with(address, "192.168.0.10").with(second, &subnet);
    twice.with("network_interfaces.2.ipv4_address", "192.168.0.10").fails(&desk, "iMetal.0233");
    // The interface without an address takes none that the other asks for.
    let id =
        order.with(second, &subnet).with("network_interfaces.2.ipv4_address", "192.168.0.2").place(&desk);
    let interfaces = instance(&desk, &id)["network_interfaces"].clone();
    let addresses = [&interfaces[0]["ipv4_address"], &interfaces[1]["ipv4_address"]];
    assert_eq!(addresses, ["192.168.0.3", "192.168.0.2"]);
    let small = [
        ("subnet.name", "small"),
        ("subnet.cidr", "192.168.9.0/28"),
        ("subnet.gateway_ip", "192.168.9.1"),
        ("subnet.vpc_id", &vpc),
    ];
    let small = text(&desk.ok("CreateSubnet", &small)["subnet"]["id"]);
    order.with(first, &small).fails(&desk, "iMetal.0231");
    desk.settle();
    for _ in 0..9 {
        desk.ok("CreatePort", &[("port.network_id", &small)]);
    }
    order.with(first, &small).with(second, &small).fails(&desk, "iMetal.0232");
    desk.settle();
    desk.patch_world(&json!({"ports_budget": 1}));
    assert_eq!(order.with(second, &small).fails(&desk, "iMetal.0235"), "Create VPC ports overload");
    order.with(first, &small).place(&desk);
    order.fails(&desk, "iMetal.0235");
    desk.settle();
    order.with(first, &small).fails(&desk, "iMetal.0232");
    order.place(&desk);
}

#[test]
fn many_are_ordered_between_a_least_and_a_most() {
    let desk = desk();
    let order = Order::of(&desk);
    let run = |order: &Order| {
        let reply = desk.ok("RunInstances", &order.pairs());
        let ids: Vec<String> =
            reply["instances"].as_array().unwrap().iter().map(|it| text(&it["id"])).collect();
        ids
    };
    assert_eq!(run(&order).len(), 1);
    assert_eq!(run(&order.with("min_count", "2")).len(), 2);
    assert_eq!(run(&order.with("min_count", "2").with("max_count", "3")).len(), 3);
    let (tenth, last) = (server_id(&desk, 9), server_id(&desk, 11));
    let both = order.with("placement.server_id_set.1", &tenth).with("placement.server_id_set.2", &last);
    let ids = run(&both.with("max_count", "9"));
    let servers: Vec<String> = ids.iter().map(|id| text(&instance(&desk, id)["server_id"])).collect();
    assert_eq!(servers, [tenth.clone(), last]);
    assert_eq!(both.run_fails(&desk, "iMetal.0101").matches(", ").count(), 1);
    desk.settle();
    // Twelve servers, of which eight are taken.
    order.with("min_count", "5").run_fails(&desk, "iMetal.0201");
    let one = order.with("placement.server_id_set.1", &server_id(&desk, 8));
    one.with("min_count", "2").with("max_count", "2").run_fails(&desk, "iMetal.0201");
    assert_eq!(run(&order.with("min_count", "2").with("max_count", "100")).len(), 4);
    assert_eq!(order.fails(&desk, "iMetal.0201"), "Insufficient server resources");
    order.with("min_count", "0").run_fails(&desk, "iMetal.0001");
    order.with("network_interfaces.1.ipv4_address", "").run_fails(&desk, "iMetal.0201");
}

/// Everything is wrong with it; one thing after the other is put right.
#[test]
fn what_is_wrong_with_an_order_is_found_in_order() {
    let desk = desk();
    let good = Order::of(&desk);
    let value = |name: &str| {
        good.pairs().iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    let (subnet, server) = (text(&entry(&desk, "subnets", 0)["id"]), server_id(&desk, 0));
    patch(&desk, "subnets", &subnet, json!({"status": "ERROR"}));
    patch(&desk, "servers", &server, json!({"manage_state": "onboard"}));
    desk.patch_world(&json!({"ports_budget": 0}));
    let twelve: serde_json::Map<_, _> = (0..12).map(|n| (format!("k{n}"), json!("v"))).collect();
    let mut order = good
        .with("min_count", "2")
        .with("max_count", "1")
        .with("password", "abc")
        .with("metadata", &json!(twelve).to_string())
        .with("user_data", &user_data(32_769))
        .with("network_interfaces.1.ipv4_address", "192.168.0.7")
        .with("placement.server_id_set.1", NOTHING)
        .with("image_id", NOTHING)
        .with("network_interfaces.1.subnet_id", NOTHING)
        .with("squall", "unknown")
        .without("name");
    let mut next = |code: &str, change: &dyn Fn(&Order) -> Order| {
        order.run_fails(&desk, code);
        order = change(&order);
    };
    next("iMetal.0001", &|order| order.without("squall"));
    next("iMetal.0002", &|order| order.with("name", "web"));
    next("iMetal.0203", &|order| order.with("max_count", "2"));
    next("iMetal.0205", &|order| order.with("password", "Squall@2026"));
    next("iMetal.0207", &|order| order.without("metadata"));
    next("iMetal.0206", &|order| order.without("user_data"));
    next("iMetal.0234", &|order| order.without("network_interfaces.1.ipv4_address"));
    next("iMetal.0100", &|order| order.with("placement.server_id_set.1", &server));
    next("iMetal.0204", &|order| order.with("image_id", &value("image_id").unwrap()));
    next("iMetal.0230", &|order| order.with("network_interfaces.1.subnet_id", &subnet));
    next("iMetal.0101", &|order| order.without("placement"));
    next("iMetal.0231", &|order| order.with("min_count", "100").with("max_count", "100"));
    patch(&desk, "subnets", &subnet, json!({"status": "ACTIVE"}));
    next("iMetal.0201", &|order| order.with("min_count", "2"));
    next("iMetal.0235", &|order| order.clone());
    desk.patch_world(&json!({"ports_budget": 20}));
    desk.ok("RunInstances", &order.pairs());
}
