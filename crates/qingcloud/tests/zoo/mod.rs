//! What the tests of clusters share: a network to put them in, an order of one, a package of an application.
#![allow(dead_code)]

use base64::Engine as _;
use serde_json::{Value, json};
use squall_api::cloud::{Head, Network, Router, State};
use squall_simulate::Desk;

pub(crate) const IMAGE: &str = "centos7x64d";

/// A desk whose demo account has a network in a router, and one without.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    desk.change(|world| {
        let demo = world.account_named("demo")?.unwrap();
        let head = |id: &str, state| Head::new(id.to_owned(), &demo, "pek3", "", world.now).in_state(state);
        world.insert(&Router {
            head: head("rtr-router01", State::Active),
            router_type: 1,
            cidr: "192.168.0.0/16".to_owned(),
            private_ip: String::new(),
            firewall: None,
            is_applied: true,
            wanted_address: None,
        })?;
        for (id, router, cidr) in
            [("vxnet-joined1", Some("rtr-router01"), "192.168.10.0/24"), ("vxnet-alone01", None, "")]
        {
            world.insert(&Network {
                head: head(id, State::Free),
                network_type: 1,
                router: router.map(str::to_owned),
                cidr: cidr.to_owned(),
                manager_ip: "192.168.10.1".to_owned(),
                dhcp: None,
                features: 1,
            })?;
        }
        Ok(())
    });
    desk
}

pub(crate) fn order() -> Value {
    json!({
        "name": "zoo", "description": "", "vxnet": "vxnet-joined1",
        "nodes": [{
            "container": {"type": "kvm", "image": IMAGE, "zone": "pek3"},
            "count": 2, "cpu": 1, "memory": 1024, "volume": {"size": 20}
        }],
        "advanced_actions": ["scale_horizontal"]
    })
}

pub(crate) fn create(desk: &Desk, order: &Value) -> Value {
    desk.ok("CreateCluster", &[("conf", &order.to_string())])
}

pub(crate) fn cluster(desk: &Desk, id: &str) -> Value {
    desk.ok("DescribeClusters", &[("clusters.1", id), ("verbose", "1")])["cluster_set"][0].clone()
}

/// The order with one value changed, by its JSON pointer.
pub(crate) fn altered(pointer: &str, value: Value) -> Value {
    let mut order = order();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    order.pointer_mut(parent).unwrap()[key] = value;
    order
}

pub(crate) fn audited(desk: &Desk) {
    let findings = desk.look(|world| world.audit());
    assert!(findings.is_empty(), "{findings:?}");
}

pub(crate) fn version(desk: &Desk) -> String {
    let app = desk.ok("CreateApp", &[("app_name", "zoo")]);
    let version = desk.ok("CreateAppVersion", &[("app_id", app["app_id"].as_str().unwrap()), ("name", "v1")]);
    version["version_id"].as_str().unwrap().to_owned()
}

pub(crate) fn upload(desk: &Desk, version: &str, files: &Value) -> String {
    let content = base64::engine::general_purpose::STANDARD.encode(files.to_string());
    let reply = desk.ok(
        "UploadAppVersionAttachment",
        &[("version_id", version), ("attachment_content", &content), ("filename", "zoo.tar.gz")],
    );
    reply["attachment_id"].as_str().unwrap().to_owned()
}

pub(crate) fn config() -> Value {
    json!({"type": "array", "properties": [{"key": "cluster", "type": "array", "properties": [
        {"key": "name", "type": "string", "default": "zoo", "required": "no"},
        {"key": "description", "type": "string", "default": "", "required": "no"},
        {"key": "vxnet", "type": "string", "default": "", "required": "yes"},
        {"key": "zk", "type": "service", "default": "", "required": "no", "limits": {"app-other001": []}},
        {"key": "main", "type": "array", "properties": [
            {"key": "cpu", "type": "integer", "range": [1, 2, 4, 8], "default": 1, "required": "yes"},
            {"key": "count", "type": "integer", "min": 0, "max": 9, "default": 1, "required": "yes"}
        ]}
    ]}]})
}

pub(crate) const TEMPLATE: &str = r#"{"name": {{cluster.name}}, "description": "{{cluster.description}}",
    "vxnet": {{cluster.vxnet}}, "links": {"zk": {{cluster.zk}}}, "nodes": [{"role": "main",
    "container": {"type": "kvm", "image": "centos7x64d", "zone": "pek3"}, "count": {{cluster.main.count}},
    "cpu": {{cluster.main.cpu}}, "memory": 2048}]}"#;

pub(crate) fn package(template: &str) -> Value {
    json!({"config.json": config().to_string(), "cluster.json.mustache": template, "locale/en.json": "{}"})
}

pub(crate) fn answers(cpu: Value, count: u64) -> String {
    json!({"cluster": {"name": "zoo", "vxnet": "vxnet-joined1", "main": {"cpu": cpu, "count": count}}})
        .to_string()
}
