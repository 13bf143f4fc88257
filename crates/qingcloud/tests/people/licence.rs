//! Licences of the platform and the hosts they cover.

use crate::door;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use squall_api::cloud::{SealingKey, Span};
use squall_simulate::Desk;

const HOST: [(&str, &str); 3] = [("cpu", "64"), ("memory", "262144"), ("name", "h9")];

fn signed(desk: &Desk, document: &Value) -> String {
    door(desk, "POST", "licence", "", document)["content"].as_str().unwrap().to_owned()
}

fn install(desk: &Desk, document: &Value) {
    let content = signed(desk, document);
    desk.ok("UploadLicense", &[("license_content", &content)]);
}

fn enforce(desk: &Desk) {
    desk.patch_world(&json!({"licence": {"enforced": true}}));
}

#[test]
fn an_upload_is_judged_in_order() {
    let desk = Desk::new();
    let upload = |code, content: &str| desk.fails(code, "UploadLicense", &[("license_content", content)]);
    desk.fails(1100, "UploadLicense", &[]);
    upload(4004, "!!!");
    upload(4004, &STANDARD.encode(r#"{"license_id":"lic-a"}"#));
    let good = signed(&desk, &json!({"license_id": "lic-a", "not_before": "-1d", "not_after": "+30d"}));
    upload(4004, &good[..good.len() - 8]);
    upload(4004, &good.replace('A', " "));
    upload(4000, &signed(&desk, &json!({"platform_id": "elsewhere"})));
    upload(4000, &signed(&desk, &json!({"not_before": "+1h"})));
    upload(4001, &signed(&desk, &json!({"not_before": "-2d", "not_after": "-1d"})));
    desk.patch_world(&json!({"licence": {"revoked": ["lic-a"]}}));
    upload(4000, &good);
    desk.patch_world(&json!({"licence": {"revoked": []}}));
    desk.ok("UploadLicense", &[("license_content", &good)]);
    upload(4002, &good);
    desk.ok("DeleteLicenses", &[("licenses.1", "lic-a")]);
    desk.ok("UploadLicense", &[("license_content", &good)]);
}

#[test]
fn no_character_of_a_licence_can_be_changed() {
    let desk = Desk::new();
    let good = signed(&desk, &json!({"license_id": "lic-a", "customer": "c", "max_hosts": 4}));
    let document: Value = serde_json::from_slice(&STANDARD.decode(&good).unwrap()).unwrap();
    for (name, value) in [
        ("license_id", json!("lic-b")),
        ("customer", json!("d")),
        ("not_before", json!("2025-01-01T00:00:00Z")),
        ("not_after", json!("2099-01-01T00:00:00Z")),
        ("max_hosts", json!(5)),
        ("signature", json!("AAAA")),
    ] {
        let mut forged = document.clone();
        forged[name] = value;
        let content = STANDARD.encode(forged.to_string());
        desk.fails(4000, "UploadLicense", &[("license_content", &content)]);
    }
    let other = Desk::new();
    other.change(|world| SealingKey::new([8; 32]).store(world.tx));
    other.fails(4000, "UploadLicense", &[("license_content", &good)]);
}

#[test]
fn nothing_installed_is_said_so() {
    let desk = Desk::new();
    desk.fails(4005, "DescribeLicenses", &[]);
    desk.fails(4005, "DeleteLicenses", &[("licenses.1", "lic-a")]);
    desk.fails(4005, "ReloadLicenses", &[]);
    install(&desk, &json!({"license_id": "lic-a", "max_hosts": 7}));
    desk.fails(2100, "DeleteLicenses", &[("licenses.1", "lic-b")]);
    assert_eq!(desk.ok("DescribeLicenses", &[("licenses.1", "lic-b")])["total_count"], 0);
    let listed = desk.ok("DescribeLicenses", &[]);
    assert_eq!((&listed["total_count"], &listed["license_set"][0]["max_hosts"]), (&json!(1), &json!(7)));
    assert_eq!(listed["license_set"][0]["status"], "active");
}

#[test]
fn the_file_is_read_again_on_request() {
    let desk = Desk::new();
    let set = |file: &str| desk.patch_world(&json!({"licence": {"file": file}}));
    set("garbage");
    desk.fails(4004, "ReloadLicenses", &[]);
    set("  \n");
    desk.fails(4004, "ReloadLicenses", &[]);
    set(&signed(&desk, &json!({"platform_id": "elsewhere"})));
    desk.fails(4000, "ReloadLicenses", &[]);
    let (a, b) = (signed(&desk, &json!({"license_id": "a"})), signed(&desk, &json!({"license_id": "b"})));
    set(&format!("{a}\n{b}\n"));
    assert_eq!(desk.ok("ReloadLicenses", &[])["licenses"], json!(["a", "b"]));
    assert_eq!(desk.ok("ReloadLicenses", &[])["licenses"], json!(["a", "b"]));
    assert_eq!(desk.ok("DescribeLicenses", &[])["total_count"], 2);
}

#[test]
fn where_licences_are_enforced_one_must_hold() {
    let desk = Desk::new();
    enforce(&desk);
    desk.fails(4005, "AddHyperNodes", &HOST);
    desk.fails(4005, "AddHyperNodes", &[]);
    desk.ok("DescribeHyperNodes", &[]);
    install(&desk, &json!({"license_id": "day", "not_before": "-1d", "not_after": "+1d"}));
    desk.advance(Span::days(1));
    desk.ok("AddHyperNodes", &HOST);
    desk.advance(Span::seconds(1));
    desk.fails(4001, "AddHyperNodes", &[]);
    assert_eq!(desk.ok("DescribeLicenses", &[])["license_set"][0]["status"], "expired");
    desk.patch_world(&json!({"licence": {"revoked": ["day"]}}));
    desk.fails(4000, "AddHyperNodes", &[]);
    install(&desk, &json!({"license_id": "small", "max_hosts": 4}));
    desk.fails(4003, "AddHyperNodes", &[]);
    install(&desk, &json!({"license_id": "large", "max_hosts": 5}));
    desk.fails(1100, "AddHyperNodes", &[]);
}

#[test]
fn hosts_come_and_go_within_the_licence() {
    let desk = Desk::new();
    let added = desk.ok("AddHyperNodes", &HOST);
    desk.fails(2110, "AddHyperNodes", &HOST);
    desk.fails(1101, "AddHyperNodes", &[("name", "x"), ("cpu", "0"), ("memory", "1")]);
    install(&desk, &json!({"max_hosts": 5}));
    desk.fails(4003, "AddHyperNodes", &[("name", "h10"), HOST[0], HOST[1]]);
    let listed = desk.ok("DescribeHyperNodes", &[("search_word", "h9")]);
    assert_eq!(listed["hyper_node_set"][0]["memory"], 262_144);
    desk.fails(2100, "DeleteHyperNodes", &[("hyper_nodes.1", "h8")]);
    desk.fails(1101, "DeleteHyperNodes", &[("hyper_nodes.1", "h9"), ("hyper_nodes.2", "h9")]);
    desk.change(|world| {
        let mut host = world.host("host-1")?.unwrap();
        host.cpu_used = 1;
        world.save_host(&host)
    });
    desk.fails(5400, "DeleteHyperNodes", &[("hyper_nodes.1", "h9"), ("hyper_nodes.2", "host-1")]);
    desk.ok("DeleteHyperNodes", &[("hyper_nodes.1", added["hyper_node_id"].as_str().unwrap())]);
    desk.ok("AddHyperNodes", &HOST);
}
