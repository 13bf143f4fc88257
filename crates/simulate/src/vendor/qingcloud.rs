//! QingCloud: what its calls are made of and what its replies mean.

mod showings;

use super::{Codes, Vendor};
use crate::forgery::Showing;
use crate::{Chance, Desk, Pool, Reply};
use serde_json::{Value, json};
use squall_api::catalogue::qingcloud::*;
use squall_api::catalogue::{Code, System};
use squall_api::client::Credentials;
use squall_api::cloud::Laws;
use squall_api::param::Rule;
use squall_api::{ActionFacts, Cloud, Dialect as _, Pipeline, Site};
use std::sync::Arc;

/// QingCloud as its tests know it.
#[derive(Clone, Copy, Debug)]
pub struct QingCloud;

impl Vendor for QingCloud {
    fn system(&self) -> System {
        System::QingCloud
    }

    fn folder(&self) -> &'static str {
        "qingcloud"
    }

    fn cloud(&self, site: Arc<Site>) -> Box<dyn Cloud> {
        Box::new(Pipeline::new(site, squall_qingcloud::QingCloud))
    }

    fn laws(&self) -> &'static [(System, &'static Laws)] {
        &[(System::QingCloud, squall_qingcloud::QingCloud::LAWS)]
    }

    fn codes(&self) -> Codes {
        Codes {
            missing: MALFORMED_REQUEST,
            empty: Some(MALFORMED_REQUEST),
            malformed: MALFORMED_REQUEST,
            not_allowed: INVALID_REQUEST,
            internal: INTERNAL_ERROR,
        }
    }

    fn foreign(&self, _word: &str) -> Code {
        PERMISSION_DENIED
    }

    fn showings(&self, desk: &Desk) -> Vec<Showing> {
        showings::all(desk)
    }

    fn administers(&self, action: &str) -> Option<Code> {
        let entry = squall_qingcloud::QingCloud.registry().find(action)?;
        entry.traits.administers.then_some(PERMISSION_DENIED)
    }

    fn message<'v>(&self, body: &'v Value) -> &'v str {
        body["message"].as_str().unwrap_or_default()
    }

    /// What belongs to the module of applications is called as the demo application.
    fn instead(&self, reply: &Reply) -> Option<Credentials> {
        (reply.code == Some(INVALID_MODULE)).then(demo_app)
    }

    fn big_method(&self) -> Option<&'static str> {
        Some("POST")
    }

    fn furnish(&self, desk: &Desk) {
        desk.patch_world(&json!({"warehouse": true}));
    }

    /// Tops up or drains a purse.
    fn disturb(&self, desk: &Desk, label: &str, chance: &mut Chance) {
        let balances = ["0.00", "1.00", "50.00", "100000.00", "100000.00"];
        let balance = chance.pick(&balances).copied().unwrap_or("0.00");
        desk.patch_account(label, &json!({"balance": balance}));
    }

    fn value(&self, name: &str, rule: &Rule, chance: &mut Chance, pool: &Pool) -> Option<String> {
        let has_grammar = rule.id.is_none() || ["image_id", "target_user", "owner"].contains(&name);
        if let Some((_, values)) = GRAMMARS.iter().find(|(known, _)| *known == name && has_grammar) {
            let text = chance.pick(values).copied().unwrap_or_default();
            let network = chance.pick(pool.of("vxnet")).map_or("vxnet-0", String::as_str);
            let instance = chance.pick(pool.of("i")).map_or("i-00000000", String::as_str);
            return Some(text.replace("{network}", network).replace("{instance}", instance));
        }
        if name == "conf" {
            let network = chance.pick(pool.of("vxnet")).cloned().unwrap_or_else(|| "vxnet-0".to_owned());
            return Some(order(&network, chance));
        }
        None
    }

    fn always(&self) -> &'static [&'static str] {
        ALWAYS
    }

    fn made_up(&self, word: &str, chance: &mut Chance) -> String {
        match word {
            "network" => "vxnet-0".to_owned(),
            _ => format!("{}-0000000{}", self.shelf(word), chance.below(10)),
        }
    }

    /// The prefix of such ids.
    fn shelf(&self, word: &str) -> &'static str {
        PREFIXES.iter().find(|(known, _)| *known == word).map_or("", |(_, prefix)| prefix)
    }

    /// Ids tell what they are of by their prefix.
    fn learn(&self, _action: &str, reply: &Value, pool: &mut Pool) {
        gather(reply, pool);
    }

    /// Hosts and licences are the platform's, and applications everybody's.
    fn shared(&self) -> &'static [&'static str] {
        &["access key", "host", "licence", "application", ""]
    }

    /// Actions of apps, which act for users and not as one.
    fn is_platforms(&self, action: &ActionFacts) -> bool {
        ["LeaseApp", "UnLeaseApp"].contains(&action.name)
    }

    /// Everything that describes, except for the listings of the platform itself.
    fn is_listing(&self, action: &ActionFacts) -> bool {
        let platform = ["DescribeHyperNodes", "DescribeLicenses", "DescribeUsers"];
        action.name.starts_with("Describe") && !platform.contains(&action.name)
    }
}

fn demo_app() -> Credentials {
    Credentials::App { id: "app-demo0001".to_owned(), secret: "squall-demo-secret".to_owned() }
}

/// The prefix of an id; hardware addresses count as one.
fn prefix(text: &str) -> Option<&str> {
    if text.len() == 17 && text.starts_with("52:54:") {
        return Some("52:54");
    }
    let (prefix, rest) = text.split_once('-')?;
    let is_id = (1..=5).contains(&prefix.len())
        && (7..=8).contains(&rest.len())
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_id.then_some(prefix)
}

const PREFIXES: &[(&str, &str)] = &[
    ("instance", "i"),
    ("volume", "vol"),
    ("snapshot", "ss"),
    ("image", "img"),
    ("key pair", "kp"),
    ("network", "vxnet"),
    ("router", "rtr"),
    ("router rule", "rtrs"),
    ("address", "eip"),
    ("network interface", "52:54"),
    ("virtual address", "vip"),
    ("firewall", "sg"),
    ("firewall rule", "sgr"),
    ("ip set", "sgi"),
    ("load balancer", "lb"),
    ("listener", "lbl"),
    ("backend", "lbb"),
    ("forwarding policy", "lbp"),
    ("forwarding rule", "lbpr"),
    ("certificate", "sc"),
    ("dns alias", "da"),
    ("tag", "tag"),
    ("cluster", "cl"),
    ("cluster node", "cln"),
    ("application", "app"),
    ("application version", "appv"),
    ("attachment", "ca"),
    ("contract", "ct"),
    ("licence", "lic"),
    ("host", "hyp"),
    ("application lease", "appr"),
    ("job", "j"),
    ("account", "usr"),
    ("user", "usr"),
    ("access key", ""),
    ("resource", ""),
];

/// Values for fields that only make sense in a form of their own. `{network}` and `{instance}` become the
/// caller's own.
const GRAMMARS: &[(&str, &[&str])] = &[
    ("image_id", &["centos7x64d", "ubuntu18x64"]),
    ("instance_type", &["c1m1", "c1m2", "c2m4"]),
    ("login_mode", &["passwd"]),
    ("login_passwd", &["Squall2026x"]),
    ("passwd", &["Squall@2026", "Squall@2026", "short"]),
    ("old_passwd", &["Squall@2026"]),
    ("new_passwd", &["Squall@2028"]),
    ("email", &["a@example.cn", "b@example.cn", "c@example.cn"]),
    ("user", &["a@example.cn", "b@example.cn", "c@example.cn"]),
    ("hypervisor", &["kvm"]),
    ("cpu", &["1", "2", "4"]),
    ("memory", &["1024", "2048", "4096"]),
    ("size", &["20", "30", "50"]),
    ("cipher_alg", &["aes256"]),
    ("vpc_network", &["192.168.0.0/16", "172.16.0.0/16"]),
    ("ip_network", &["192.168.1.0/24", "192.168.2.0/24", "192.168.3.0/24"]),
    ("os_disk_size", &["20", "30"]),
    ("certificate_content", &["-----BEGIN CERTIFICATE-----\nMAYwADAAAwA=\n-----END CERTIFICATE-----\n"]),
    ("private_key", &["-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n"]),
    ("attachment_content", &[PACKAGE, PACKAGE, "aGVsbG8="]),
    ("resource_types", &["instance", "cpu"]),
    ("resource_type", &["instance", "volume"]),
    ("start_time", &["2026-01-01T00:00:00Z"]),
    ("end_time", &["2026-01-01T04:00:00Z"]),
    ("meters", &["cpu", "memory"]),
    ("months", &["", "1"]),
    ("zones", &["pek3"]),
    ("target_user", &[""]),
    ("owner", &[""]),
    ("priority", &["1", "2", "3"]),
    ("listener_port", &["80", "443", "8080"]),
    ("listener_protocol", &["http"]),
    ("backend_protocol", &["http"]),
    ("port", &["80", "8080"]),
    ("static_type", &["1"]),
    ("val", &["192.168.1.9", "80"]),
    ("val1", &["80", "8080"]),
    ("val2", &["192.168.1.2", "8080"]),
    ("val3", &["80", "8081", "10.0.0.0/8"]),
    ("val4", &["tcp"]),
    ("need_userdata", &["0"]),
    ("manager_ip", &[""]),
    ("dyn_ip_start", &[""]),
    ("dyn_ip_end", &[""]),
    ("resource_id", &["{instance}"]),
    ("resource", &["{instance}"]),
    ("private_ip", &[""]),
    ("private_ips", &[""]),
    ("public_key", &["ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== a"]),
    ("node_role", &[""]),
    ("resource_conf", &[""]),
    ("storage_size", &["10", "20", "30"]),
    ("vxnet_type", &["0", "1", "1"]),
];
/// Optional fields without which a call rarely makes sense.
const ALWAYS: &[&str] = &["instance_type", "login_passwd", "val1", "val2", "val3", "val4"];

/// A package of an application: a form that asks for network and count of nodes, and the template of its
/// cluster.
const PACKAGE: &str = "\
    eyJjb25maWcuanNvbiI6eyJ0eXBlIjoiYXJyYXkiLCJwcm9wZXJ0aWVzIjpbeyJrZXkiOiJjbHVzdGVyIiwidHlwZS\
    I6ImFycmF5IiwicHJvcGVydGllcyI6W3sia2V5IjoidnhuZXQiLCJ0eXBlIjoic3RyaW5nIiwicmVxdWlyZWQiOiJ5\
    ZXMifSx7ImtleSI6Im1haW4iLCJ0eXBlIjoiYXJyYXkiLCJwcm9wZXJ0aWVzIjpbeyJrZXkiOiJjb3VudCIsInR5cG\
    UiOiJpbnRlZ2VyIiwicmFuZ2UiOlsxLDIsM10sInJlcXVpcmVkIjoieWVzIn1dfV19XX0sImNsdXN0ZXIuanNvbi5t\
    dXN0YWNoZSI6IntcIm5hbWVcIjpcInpvb1wiLFwiZGVzY3JpcHRpb25cIjpcIlwiLFwidnhuZXRcIjp7e2NsdXN0ZX\
    IudnhuZXR9fSxcIm5vZGVzXCI6W3tcInJvbGVcIjpcIm1haW5cIixcImNvbnRhaW5lclwiOntcInR5cGVcIjpcImt2\
    bVwiLFwiaW1hZ2VcIjpcImNlbnRvczd4NjRkXCIsXCJ6b25lXCI6XCJwZWszXCJ9LFwiY291bnRcIjp7e2NsdXN0ZX\
    IubWFpbi5jb3VudH19LFwiY3B1XCI6MSxcIm1lbW9yeVwiOjEwMjR9XX0ifQ==\
    ";

/// An order of a cluster in a network, which also answers the form of the package above.
fn order(network: &str, chance: &mut Chance) -> String {
    let count = chance.below(3);
    format!(
        r#"{{"name":"zoo","description":"","vxnet":"{network}","advanced_actions":["scale_horizontal"],
        "cluster":{{"vxnet":"{network}","main":{{"count":{count}}}}},
        "nodes":[{{"container":{{"type":"kvm","image":"centos7x64d"}},"count":{count},"cpu":1,"memory":1024,
        "volume":{{"size":10}}}}]}}"#
    )
}

fn gather(reply: &Value, pool: &mut Pool) {
    match reply {
        Value::String(text) => prefix(text).into_iter().for_each(|prefix| pool.remember(prefix, text)),
        Value::Array(items) => items.iter().for_each(|item| gather(item, pool)),
        Value::Object(fields) => fields.values().for_each(|value| gather(value, pool)),
        _ => {}
    }
}
