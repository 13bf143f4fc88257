//! The network that instances stand in: their addresses, and the few operations of the VPC's service.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod metal;

use metal::*;
use serde_json::{Value, json};
use squall_simulate::Desk;

fn subnet(desk: &Desk, vpc: &str, block: u8) -> String {
    let (cidr, gateway) = (format!("192.168.{block}.0/28"), format!("192.168.{block}.1"));
    let pairs = [
        ("subnet.name", "more"),
        ("subnet.cidr", &*cidr),
        ("subnet.gateway_ip", &gateway),
        ("subnet.vpc_id", vpc),
    ];
    text(&desk.ok("CreateSubnet", &pairs)["subnet"]["id"])
}

fn addresses(desk: &Desk, id: &str) -> Vec<String> {
    let interfaces = instance(desk, id)["network_interfaces"].clone();
    interfaces.as_array().unwrap().iter().map(|it| text(&it["ipv4_address"])).collect()
}

#[test]
fn an_instance_that_is_off_gets_other_addresses() {
    let desk = desk();
    let (id, vpc) = (stopped(&desk), text(&entry(&desk, "vpcs", 0)["id"]));
    let first = text(&entry(&desk, "subnets", 0)["id"]);
    let more = subnet(&desk, &vpc, 7);
    desk.settle();
    let nics = [
        ("instance_id", &*id),
        ("vpc_id", &vpc),
        ("nics.1.subnet_id", &more),
        ("nics.1.ip_address", "192.168.7.9"),
        ("nics.2.subnet_id", &first),
        ("nics.2.ip_address", ""),
    ];
    let reply = desk.ask(&desk.credentials, "ModifyInstanceIp", &nics);
    assert_eq!((reply.status, reply.body), (202, Value::Null));
    must_be(&desk, &id, "stopped", "modify-ip-processing");
    desk.settle();
    must_be(&desk, &id, "stopped", "modify-ip-succeed");
    assert_eq!(addresses(&desk, &id), ["192.168.7.9", "192.168.0.2"]);
    assert_eq!(desk.ok("ListPorts", &[])["ports"].as_array().unwrap().len(), 2);
    // The address it has may be asked for again.
    desk.ok("ModifyInstanceIp", &[nics[0], nics[2], nics[3]]);
    desk.settle();
    assert_eq!(addresses(&desk, &id), ["192.168.7.9"]);
}

#[test]
fn new_addresses_must_fit() {
    let desk = desk();
    let vpc = text(&entry(&desk, "vpcs", 0)["id"]);
    let first = text(&entry(&desk, "subnets", 0)["id"]);
    let (runs, id) = (running(&desk), stopped(&desk));
    let change = |code: &str, id: &str, subnet: &str, more: &[(&str, &str)]| {
        let mut pairs = vec![("instance_id", id), ("nics.1.subnet_id", subnet)];
        pairs.extend(more);
        desk.fails(code, "ModifyInstanceIp", &pairs)
    };
    change("iMetal.0200", NOTHING, &first, &[]);
    change("iMetal.0202", &runs, &first, &[]);
    change("iMetal.0230", &id, NOTHING, &[]);
    desk.fails("iMetal.0002", "ModifyInstanceIp", &[("instance_id", &id)]);
    for nics in ["[]", r#"[{"subnet_id":"a"},{"subnet_id":"b"},{"subnet_id":"c"}]"#] {
        desk.fails("iMetal.0001", "ModifyInstanceIp", &[("instance_id", &id), ("nics", nics)]);
    }
    change("iMetal.0001", &id, &first, &[("nics.1.ip_address", "here")]);
    change("iMetal.0001", &id, &first, &[("nics.1.ip_address", "10.0.0.9")]);
    change("iMetal.0001", &id, &first, &[("vpc_id", NOTHING)]);
    change("iMetal.0233", &id, &first, &[("nics.1.ip_address", &addresses(&desk, &runs)[0])]);
    let more = subnet(&desk, &vpc, 7);
    assert_eq!(change("iMetal.0231", &id, &more, &[]), format!("Subnet unavailable: [{more}]"));
    desk.settle();
    for _ in 0..10 {
        desk.ok("CreatePort", &[("port.network_id", &more)]);
    }
    change("iMetal.0232", &id, &more, &[]);
    desk.patch_world(&json!({"ports_budget": 10}));
    change("iMetal.0235", &id, &first, &[]);
    desk.settle();
    let port = port_of(&desk, &id);
    patch(&desk, "ports", &port, json!({"held": true}));
    change("iMetal.0236", &id, &first, &[]);
    patch(&desk, "ports", &port, json!({"held": false}));
    desk.patch_world(&json!({"vpc": "down"}));
    change("iMetal.0099", &id, &first, &[]);
    desk.patch_world(&json!({"vpc": "up"}));
    switch(&desk, &id, "power on");
    change("iMetal.0202", &id, &first, &[]);
}

#[test]
fn addresses_that_cannot_be_put_into_force_are_an_error_of_the_task_alone() {
    let desk = desk();
    let (id, first) = (stopped(&desk), text(&entry(&desk, "subnets", 0)["id"]));
    let server_id = text(&instance(&desk, &id)["server_id"]);
    let change = [("instance_id", &*id), ("nics.1.subnet_id", &*first)];
    desk.ok("ModifyInstanceIp", &change);
    patch(&desk, "servers", &server_id, json!({"bmc": "unreachable"}));
    desk.settle();
    must_be(&desk, &id, "stopped", "modify-ip-failed");
    let error = instance(&desk, &id)["error"].clone();
    assert_eq!(
        (&error["error_code"], &error["error_type"]),
        (&json!("iMetal.0110"), &json!("modify_ip_error"))
    );
    patch(&desk, "servers", &server_id, json!({"bmc": "ok"}));
    desk.ok("ModifyInstanceIp", &change);
    desk.settle();
    must_be(&desk, &id, "stopped", "modify-ip-succeed");
}

/// The service of the network has codes and words of its own; the status says what is meant.
fn refused(desk: &Desk, status: u16, code: &str, action: &str, pairs: &[(&str, &str)]) {
    let before = desk.dump();
    let reply = desk.ask(&desk.credentials, action, pairs);
    assert_eq!(reply.status, status, "{action} {pairs:?}: {}", reply.body);
    assert_eq!(reply.body["code"], code, "{action} {pairs:?}: {}", reply.body);
    assert!(reply.body["message"].as_str().is_some_and(|text| !text.is_empty()), "{}", reply.body);
    assert!(before == desk.dump(), "{action} changed the world");
}

#[test]
fn networks_are_made_shown_and_taken_away() {
    let desk = desk();
    let id = running(&desk);
    refused(&desk, 409, "VPC.2500", "DeletePort", &[("port_id", &port_of(&desk, &id))]);
    let vpc = text(&desk.ok("CreateVpc", &[("vpc.name", "mine"), ("vpc.cidr", "10.1.0.0/16")])["vpc"]["id"]);
    assert_eq!(desk.ok("ShowVpc", &[("vpc_id", &vpc)])["vpc"]["cidr"], "10.1.0.0/16");
    assert_eq!(desk.ok("ListVpcs", &[])["vpcs"].as_array().unwrap().len(), 2);
    refused(&desk, 404, "VPC.0003", "ShowVpc", &[("vpc_id", NOTHING)]);
    let wanted = |cidr: &str, gateway: &str, vpc: &str, status: u16, code: &str| {
        let pairs = [
            ("subnet.name", "s"),
            ("subnet.cidr", cidr),
            ("subnet.gateway_ip", gateway),
            ("subnet.vpc_id", vpc),
        ];
        refused(&desk, status, code, "CreateSubnet", &pairs);
    };
    wanted("10.1.1.0/29", "10.1.1.1", &vpc, 400, "VPC.0212");
    wanted("10.1.1.0/24", "10.1.2.1", &vpc, 400, "VPC.0201");
    wanted("10.2.1.0/24", "10.2.1.1", &vpc, 400, "VPC.0203");
    wanted("10.1.1.0/24", "10.1.1.1", NOTHING, 404, "VPC.0003");
    let own = [
        ("subnet.name", "s"),
        ("subnet.cidr", "10.1.1.0/28"),
        ("subnet.gateway_ip", "10.1.1.1"),
        ("subnet.vpc_id", &*vpc),
    ];
    let made = desk.ok("CreateSubnet", &own)["subnet"].clone();
    assert_eq!((&made["status"], &made["available_ip_address_count"]), (&json!("UNKNOWN"), &json!(10)));
    wanted("10.1.1.0/24", "10.1.1.1", &vpc, 400, "VPC.0204");
    desk.settle();
    let subnet = text(&made["id"]);
    assert_eq!(desk.ok("ShowSubnet", &[("subnet_id", &subnet)])["subnet"]["status"], "ACTIVE");
    assert_eq!(desk.ok("ListSubnets", &[("vpc_id", &vpc)])["subnets"].as_array().unwrap().len(), 1);
    refused(&desk, 409, "VPC.0104", "DeleteVpc", &[("vpc_id", &vpc)]);
    let ip = ("port.fixed_ips.1.ip_address", "10.1.1.5");
    let port = desk.ask(&desk.credentials, "CreatePort", &[("port.network_id", &subnet), ip]);
    assert_eq!((port.status, &port.body["port"]["status"]), (201, &json!("BUILD")));
    let port = text(&port.body["port"]["id"]);
    refused(&desk, 409, "VPC.0701", "CreatePort", &[("port.network_id", &subnet), ip]);
    refused(&desk, 400, "VPC.2500", "CreatePort", &[("port.network_id", &subnet), (ip.0, "10.9.9.9")]);
    refused(&desk, 404, "VPC.0202", "CreatePort", &[("port.network_id", NOTHING)]);
    desk.settle();
    assert_eq!(desk.ok("ShowPort", &[("port_id", &port)])["port"]["status"], "DOWN");
    refused(&desk, 409, "VPC.0209", "DeleteSubnet", &[("vpc_id", &vpc), ("subnet_id", &subnet)]);
    refused(&desk, 400, "VPC.0207", "DeleteSubnet", &[("vpc_id", NOTHING), ("subnet_id", &subnet)]);
    refused(&desk, 404, "VPC.0202", "ShowSubnet", &[("subnet_id", NOTHING)]);
    patch(&desk, "ports", &port, json!({"held": true}));
    refused(&desk, 409, "VPC.2500", "DeletePort", &[("port_id", &port)]);
    patch(&desk, "ports", &port, json!({"held": false}));
    desk.ok("DeletePort", &[("port_id", &port)]);
    refused(&desk, 404, "VPC.2500", "ShowPort", &[("port_id", &port)]);
    desk.ok("DeleteSubnet", &[("vpc_id", &vpc), ("subnet_id", &subnet)]);
    desk.ok("DeleteVpc", &[("vpc_id", &vpc)]);
}

#[test]
fn networks_keep_what_is_said_of_them_and_lie_in_private_blocks() {
    let desk = desk();
    let made = desk.ok("CreateVpc", &[("vpc.name", "office"), ("vpc.description", "第一")])["vpc"].clone();
    let shown = json!({
        "id": made["id"], "name": "office", "description": "第一", "cidr": "192.168.0.0/16", "status": "OK",
        "routes": [], "enterprise_project_id": "0", "tenant_id": PROJECT,
        "created_at": "2026-01-01T00:00:00", "updated_at": "2026-01-01T00:00:00",
    });
    assert_eq!(made, shown);
    let vpc = text(&made["id"]);
    assert_eq!(desk.ok("ListVpcs", &[("id", &vpc)])["vpcs"], json!([shown]));
    assert_eq!(desk.ok("ListVpcs", &[("id", NOTHING)])["vpcs"], json!([]));
    refused(&desk, 400, "VPC.0115", "CreateVpc", &[("vpc.name", "office")]);
    for nameless in [&[][..], &[("vpc.name", "")]] {
        desk.ok("CreateVpc", &[nameless, &[("vpc.cidr", "10.0.0.0/8")]].concat());
    }
    let long = "x".repeat(65);
    for name in ["a<b", "a b", &long] {
        refused(&desk, 400, "VPC.0101", "CreateVpc", &[("vpc.name", name)]);
    }
    refused(&desk, 400, "VPC.0101", "CreateVpc", &[("vpc.description", "a<b")]);
    for cidr in
        ["8.8.0.0/16", "172.15.0.0/16", "172.0.0.0/8", "192.169.0.0/16", "10.0.0.0/29", "10.0.0.1/8", "ten"]
    {
        refused(&desk, 400, "VPC.0101", "CreateVpc", &[("vpc.cidr", cidr)]);
    }
    for (cidr, name) in [("172.16.0.0/12", "a"), ("172.31.255.240/28", "b"), ("192.168.4.0/24", "c")] {
        desk.ok("CreateVpc", &[("vpc.cidr", cidr), ("vpc.name", name)]);
    }
}

#[test]
fn subnets_and_ports_keep_what_is_said_of_them() {
    let desk = desk();
    let vpc = text(&desk.ok("CreateVpc", &[("vpc.name", "office")])["vpc"]["id"]);
    let plain = [
        ("subnet.name", "floor-1"),
        ("subnet.cidr", "192.168.3.0/24"),
        ("subnet.gateway_ip", "192.168.3.1"),
        ("subnet.vpc_id", &*vpc),
    ];
    let with = |more: &[(&'static str, &'static str)]| [&plain[..], more].concat();
    for (field, value, code) in [
        ("subnet.primary_dns", "here", "VPC.0201"),
        ("subnet.dnsList.1", "::1", "VPC.0201"),
        ("subnet.description", "<>", "VPC.0201"),
        ("subnet.availability_zone", "", "VPC.0002"),
    ] {
        refused(&desk, 400, code, "CreateSubnet", &with(&[(field, value)]));
    }
    let made = desk.ok(
        "CreateSubnet",
        &with(&[
            ("subnet.description", "east"),
            ("subnet.availability_zone", "cn-east-3a"),
            ("subnet.dhcp_enable", "false"),
            ("subnet.primary_dns", "100.125.1.250"),
            ("subnet.secondary_dns", "100.125.64.250"),
        ]),
    )["subnet"]
        .clone();
    for (field, value) in [
        ("description", json!("east")),
        ("availability_zone", json!("cn-east-3a")),
        ("dhcp_enable", json!(false)),
        ("primary_dns", json!("100.125.1.250")),
        ("secondary_dns", json!("100.125.64.250")),
        ("dnsList", json!(["100.125.1.250", "100.125.64.250"])),
        ("tenant_id", json!(PROJECT)),
        ("created_at", json!("2026-01-01T00:00:00")),
        ("updated_at", json!("2026-01-01T00:00:00")),
    ] {
        assert_eq!(made[field], value, "{field}");
    }
    desk.settle();
    let later = desk.ok("ShowSubnet", &[("subnet_id", made["id"].as_str().unwrap())])["subnet"].clone();
    assert_ne!(later["updated_at"], later["created_at"]);
    let port =
        desk.ok("CreatePort", &[("port.network_id", made["id"].as_str().unwrap()), ("port.name", "p")]);
    let port = port["port"].clone();
    assert_eq!(port["tenant_id"], PROJECT);
    let count = |filters: &[(&str, &str)]| desk.ok("ListPorts", filters)["ports"].as_array().unwrap().len();
    for (name, fits, other) in [
        ("id", port["id"].as_str().unwrap(), NOTHING),
        ("name", "p", "q"),
        ("status", "BUILD", "ACTIVE"),
        ("mac_address", port["mac_address"].as_str().unwrap(), "none"),
        ("admin_state_up", "true", "false"),
        ("device_owner", "", "compute:clouddc"),
    ] {
        assert_eq!((count(&[(name, fits)]), count(&[(name, other)])), (1, 0), "{name}");
    }
    refused(&desk, 400, "VPC.2500", "ListPorts", &[("status", "GONE")]);
}

#[test]
fn projects_are_listed_by_what_they_are() {
    let desk = desk();
    let domain = text(&desk.ok("ListProjects", &[])["projects"][0]["domain_id"]);
    let count =
        |filters: &[(&str, &str)]| desk.ok("ListProjects", filters)["projects"].as_array().unwrap().len();
    for (name, fits, other) in [
        ("name", "cn-east-3", "cn-south-1"),
        ("enabled", "true", "false"),
        ("is_domain", "false", "true"),
        ("domain_id", &*domain, NOTHING),
        ("parent_id", &domain, NOTHING),
        ("page", "1", "2"),
    ] {
        assert_eq!((count(&[(name, fits)]), count(&[(name, other)])), (1, 0), "{name}");
    }
    assert_eq!(
        (count(&[("page", "1"), ("per_page", "1")]), count(&[("page", "2"), ("per_page", "1")])),
        (1, 0)
    );
    for bad in [("page", "0"), ("per_page", "0"), ("per_page", "5001"), ("enabled", "perhaps")] {
        assert_eq!(desk.ask(&desk.credentials, "ListProjects", &[bad]).status, 400, "{bad:?}");
    }
}

#[test]
fn images_are_listed_by_what_they_are() {
    let desk = desk();
    desk.patch_world(&json!({"images": {"w": {"name": "w", "os_type": "Windows", "status": "queued"}}}));
    let count = |filters: &[(&str, &str)]| desk.ok("ListImages", filters)["images"].as_array().unwrap().len();
    assert_eq!((count(&[]), count(&[("id", "w")]), count(&[("name", "w")])), (2, 1, 1));
    assert_eq!((count(&[("status", "active")]), count(&[("__os_type", "Windows")])), (1, 1));
    assert_eq!((count(&[("__imagetype", "gold")]), count(&[("limit", "1")])), (0, 1));
    desk.patch_world(&json!({"images": {"g": {"image_type": "gold"}, "s": {"image_type": "shared"}}}));
    let seen = ["private", "public", "shared"].map(|visibility| count(&[("visibility", visibility)]));
    assert_eq!(seen, [2, 1, 1]);
    refused(&desk, 400, "iMetal.0001", "ListImages", &[("visibility", "hidden")]);
    refused(&desk, 400, "iMetal.0001", "ListImages", &[("status", "new")]);
    desk.patch_world(&json!({"ims": "down"}));
    desk.fails("APIGW.0201", "ListImages", &[]);
}
