//! Huawei CloudDC: what its calls are made of and what its replies mean.

mod showings;

use super::{Codes, Vendor};
use crate::forgery::Showing;
use crate::{Chance, Desk, Pool, Reply};
use serde_json::{Map, Value, json};
use squall_api::catalogue::huawei::*;
use squall_api::catalogue::{Code, System};
use squall_api::client::Credentials;
use squall_api::cloud::{Answer, Kind, Laws, Metal, Port, Server, State, Subnet, World};
use squall_api::param::Rule;
use squall_api::{Access, ActionFacts, Cloud, Dialect as _, Pipeline, Site};
use squall_huawei::{Service, Traits};
use std::sync::Arc;

/// Huawei CloudDC as its tests know it.
#[derive(Clone, Copy, Debug)]
pub struct Huawei;

/// The account that every world begins with, and its project.
const DEMO: &str = "demo";
const DEMO_PROJECT: &str = "0123456789abcdef0123456789abcdef";
/// How many servers an account of tests is given.
const SERVERS: usize = 6;

impl Vendor for Huawei {
    fn system(&self) -> System {
        System::Huawei
    }

    fn folder(&self) -> &'static str {
        "huawei"
    }

    fn cloud(&self, site: Arc<Site>) -> Box<dyn Cloud> {
        Box::new(Pipeline::new(site, squall_huawei::Huawei))
    }

    fn laws(&self) -> &'static [(System, &'static Laws)] {
        &[(System::Huawei, squall_huawei::Huawei::LAWS)]
    }

    fn codes(&self) -> Codes {
        Codes {
            missing: PARAMETER_MISSING,
            empty: None,
            malformed: PARAMETER_INVALID,
            not_allowed: PARAMETER_INVALID,
            internal: INTERNAL_ERROR,
        }
    }

    /// Without what its path names there is no operation.
    fn missing(&self, action: &str, field: &str) -> Option<Code> {
        let is_in_path = traits(action)?.path.contains(&format!("{{{field}}}"));
        is_in_path.then_some(API_NOT_FOUND)
    }

    /// Another project's things do not exist.
    fn foreign(&self, word: &str) -> Code {
        match word {
            "server" => SERVER_NOT_FOUND,
            "instance" => INSTANCE_NOT_FOUND,
            "subnet" => SUBNET_NOT_FOUND,
            "image" => IMAGE_NOT_FOUND,
            _ => PARAMETER_INVALID,
        }
    }

    fn showings(&self, desk: &Desk) -> Vec<Showing> {
        showings::all(desk)
    }

    fn message<'v>(&self, body: &'v Value) -> &'v str {
        let told = [&body["error_msg"], &body["message"], &body["error"]["message"]];
        told.into_iter().find_map(Value::as_str).unwrap_or_default()
    }

    /// Each has a number, and where CloudDC or its gateway refuses, the status is one of the code's.
    fn judge(&self, reply: &Reply) {
        let number = reply.header("x-request-id");
        assert!(number.len() == 32 && number.bytes().all(|byte| byte.is_ascii_hexdigit()), "{number}");
        let Some(code) = reply.code else { return assert!(reply.status < 300, "{}", reply.status) };
        let status = Some(reply.status);
        let fits = code.rows().any(|row| row.http_status == status) || reply.body.get("error_code").is_none();
        assert!(fits && reply.status >= 400, "{code} with status {status:?}: {}", reply.body);
    }

    /// The project, which the paths of all operations begin with.
    fn own(&self, credentials: &Credentials) -> Vec<(String, String)> {
        match credentials {
            Credentials::Key { id, .. } => {
                let label = id.strip_prefix("KEY-").into_iter();
                label.map(|label| ("project_id".to_owned(), project(label))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_closed(&self, action: &str) -> bool {
        traits(action).is_some_and(|traits| matches!(traits.service, Service::CloudDc | Service::Provider))
    }

    fn furnish(&self, desk: &Desk) {
        desk.patch_world(&json!({"gateway": {"throttle_per_second": 1_000_000}}));
    }

    /// Servers, a network, an image and an instance; the demo account has its own of all but the last.
    fn welcome(&self, desk: &Desk, label: &str) -> Pool {
        let project = project(label);
        if label != DEMO {
            desk.patch_account(label, &json!({"project_id": project}));
            desk.patch_world(&possessions(label, &project));
        }
        let world = desk.look(|world| desk.cloud().operator().show_world(world));
        let mut pool = Pool::default();
        self.learn("", &of_project(world, &project), &mut pool);
        if label != DEMO {
            let owner = crate::key(&format!("KEY-{label}"), &format!("secret-{label}"));
            let made = desk.ask(&owner, "CreateInstance", &[("body", &order(&pool).to_string())]);
            assert_eq!(made.code, None, "{}", made.body);
            desk.settle();
            self.learn("CreateInstance", &made.body, &mut pool);
        }
        pool
    }

    fn disturb(&self, desk: &Desk, _label: &str, chance: &mut Chance) {
        let mut one = |kind: Kind| {
            let ids = desk.look(|world| world.live_ids(kind));
            chance.pick(&ids).cloned().unwrap_or_default()
        };
        let (server, port, subnet) = (one(Kind::Server), one(Kind::Port), one(Kind::Subnet));
        let word = |chance: &mut Chance, words: &[&'static str]| chance.pick(words).copied().unwrap_or("");
        let of_one = |list: &str, id: &str, change: Value| json!({list: {id: change}});
        let patch = match chance.below(8) {
            0 | 1 => {
                let bmc = word(chance, &["ok", "ok", "unreachable", "bad-credentials"]);
                of_one("servers", &server, json!({"bmc": bmc}))
            }
            2 => {
                let stage =
                    word(chance, &["onboard", "os-ready", "ready", "ready", "maintain", "offboarding"]);
                of_one("servers", &server, json!({"manage_state": stage, "frozen_state": chance.below(2)}))
            }
            3 if !port.is_empty() => of_one("ports", &port, json!({"held": chance.percent(50)})),
            4 => {
                let status = word(chance, &["ACTIVE", "ACTIVE", "UNKNOWN", "ERROR"]);
                of_one("subnets", &subnet, json!({"status": status}))
            }
            5 => {
                let most = chance.pick(&[1, 4, 20, 20]).copied().unwrap_or(20);
                json!({"ports_budget": most})
            }
            _ => json!({"strict_delete": chance.percent(30)}),
        };
        desk.patch_world(&patch);
    }

    /// Whatever an instance needs must be its owner's and fit together.
    fn audit(&self, world: &World<'_>) -> Answer<Vec<String>> {
        let mut findings = Vec::new();
        let mut must = |holds: bool, id: &str, what: &str| {
            if !holds {
                findings.push(format!("{id} {what}"));
            }
        };
        for metal in world.every::<Metal>()? {
            let (id, head) = (&metal.head.id, &metal.head);
            let ports = world.ports_of(id)?;
            if head.state == State::Ceased {
                must(ports.is_empty(), id, "is gone and has ports");
                continue;
            }
            let server = world.fetch::<Server>(&metal.server)?;
            must(server.head.owner == head.owner, id, "stands on another's server");
            must((1..=2).contains(&ports.len()), id, "has not one or two ports");
            let settled = head.is_idle() && server.head.is_idle();
            let at_rest = settled && matches!(head.state, State::Active | State::Stopped);
            must(!at_rest || head.state == server.head.state, id, "is not as its server is");
            for port in &ports {
                let subnet = world.fetch::<Subnet>(&port.subnet)?;
                must(port.head.owner == head.owner, id, "has another's port");
                must(subnet.vpc == metal.vpc, id, "has a port in another network");
            }
        }
        for port in world.every::<Port>()? {
            let subnet = world.fetch::<Subnet>(&port.subnet)?;
            must(subnet.hands_out(port.address), &port.head.id, "has an address that is not handed out");
        }
        Ok(findings)
    }

    fn value(&self, name: &str, rule: &Rule, chance: &mut Chance, pool: &Pool) -> Option<String> {
        let (_, values) = GRAMMARS.iter().find(|(known, _)| *known == name && rule.id.is_none())?;
        let text = chance.pick(values).copied().unwrap_or_default();
        Some(match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some(word) if !word.contains('"') => chance.pick(pool.of(word)).cloned().unwrap_or_default(),
            _ => {
                let few = chance.below(4).to_string();
                text.replace("{n}", &chance.below(40).to_string()).replace("{few}", &few)
            }
        })
    }

    fn always(&self) -> &'static [&'static str] {
        &[]
    }

    fn made_up(&self, _word: &str, chance: &mut Chance) -> String {
        format!("00000000-0000-7000-8000-00000000000{}", chance.below(10))
    }

    fn shelf(&self, word: &str) -> &'static str {
        WORDS.iter().find(|(_, known)| *known == word).map_or("", |(_, shelf)| shelf)
    }

    /// Ids tell nothing by themselves: what they are of is told by the names around them.
    fn learn(&self, action: &str, reply: &Value, pool: &mut Pool) {
        let around = if action.ends_with("Server") { "server" } else { "" };
        gather(around, reply, pool);
    }

    fn shared(&self) -> &'static [&'static str] {
        &[]
    }

    /// What the provider does with servers, behind the operator's door.
    fn is_platforms(&self, action: &ActionFacts) -> bool {
        ["RegisterServer", "InspectServer"].contains(&action.name)
    }

    fn is_listing(&self, action: &ActionFacts) -> bool {
        let needs_nothing = action.fields.iter().all(|field| !field.required || field.rule.id.is_none());
        action.access == Access::Read && needs_nothing
    }
}

fn traits(action: &str) -> Option<Traits> {
    squall_huawei::Huawei.registry().find(action).map(|entry| entry.traits)
}

/// The project of the demo account, or of one that a test opened.
fn project(label: &str) -> String {
    if label == DEMO { DEMO_PROJECT.to_owned() } else { format!("project{label}") }
}

/// What an account is given, under ids made of its label.
fn possessions(label: &str, project: &str) -> Value {
    let mark = label.bytes().fold(0_u64, |mark, byte| mark.wrapping_mul(131).wrapping_add(byte.into()));
    let id =
        |kind: u64, n: usize| format!("0a0b0c0d-{kind:04x}-7{n:03x}-8000-{:012x}", mark & 0xffff_ffff_ffff);
    // The first is not well, so that there is an alarm and an event.
    let health = |n: usize| if n == 0 { "Warning" } else { "OK" };
    let server = |n: usize| {
        let name = format!("{label}-{n}");
        (id(1, n), json!({"project_id": project, "name": name, "health_state": health(n)}))
    };
    let servers: Map<String, Value> = (0..SERVERS).map(server).collect();
    let (vpc, subnet, image) = (id(2, 0), id(3, 0), id(4, 0));
    let (room, rack) = (id(5, 0), id(6, 0));
    json!({
        "idcs": {&room: {"project_id": project, "name": "room"}},
        "iracks": {rack: {"project_id": project, "name": "rack", "idc": room}},
        "servers": servers,
        "vpcs": {&vpc: {"project_id": project, "name": "vpc"}},
        "subnets": {subnet: {"project_id": project, "vpc_id": vpc, "cidr": "192.168.0.0/24"}},
        "images": {image: {"project_id": project, "name": "image"}},
    })
}

/// An order of an instance from the only image, in the only network.
fn order(pool: &Pool) -> Value {
    let only = |shelf: &str| pool.of(shelf).first().cloned().unwrap_or_default();
    json!({
        "name": "first", "image_id": only("image"), "vpc_id": only("vpc"), "password": "Squall@2026",
        "network_interfaces": [{"subnet_id": only("subnet")}],
    })
}

/// What of the operator's lists is a project's.
fn of_project(mut world: Value, project: &str) -> Value {
    for list in world.as_object_mut().into_iter().flat_map(|lists| lists.values_mut()) {
        if let Some(entries) = list.as_array_mut() {
            entries.retain(|entry| entry["project_id"] == project);
        }
    }
    world
}

/// Remembers every id below a value, by its own name or that of what is around it.
fn gather(around: &str, value: &Value, pool: &mut Pool) {
    let mut remember = |name: &str, id: &str| {
        if let Some((_, shelf)) = WORDS.iter().find(|(known, _)| *known == name).filter(|_| !id.is_empty()) {
            pool.remember(shelf, id);
        }
    };
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match (name.as_str(), inner) {
                    ("id", Value::String(id)) => remember(around, id),
                    (name, Value::String(id)) if name.ends_with("_id") => remember(name, id),
                    _ => {}
                }
            }
            fields.iter().for_each(|(name, inner)| gather(name, inner, pool));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(around, item, pool)),
        _ => {}
    }
}

/// The names of ids, and of what ids stand in, with the word for what they are of.
const WORDS: &[(&str, &str)] = &[
    ("server", "server"),
    ("servers", "server"),
    ("server_id", "server"),
    ("physical_servers", "server"),
    ("instances", "instance"),
    ("instance_id", "instance"),
    ("images", "image"),
    ("image", "image"),
    ("vpcs", "vpc"),
    ("vpc", "vpc"),
    ("vpc_id", "vpc"),
    ("subnets", "subnet"),
    ("subnet", "subnet"),
    ("subnet_id", "subnet"),
    ("ports", "port"),
    ("port", "port"),
    ("idcs", "room"),
    ("room", "room"),
    ("iracks", "rack"),
    ("rack", "rack"),
    ("events", "event"),
    ("event", "event"),
    ("event_id", "event"),
    ("export", "export"),
    ("export_id", "export"),
];

/// Values for fields that only make sense in a form of their own. `{word}` becomes an id of the caller's, `{n}` and
/// `{few}` numbers.
const GRAMMARS: &[(&str, &[&str])] = &[
    ("password", &["Squall@2026", "Squall@2026", "Squall@2026", "short"]),
    ("new_password", &["Squall@2027"]),
    ("description", &["a note"]),
    ("metadata", &["{\"role\":\"web\"}", "{}"]),
    ("user_data", &["aGVsbG8="]),
    ("ipv4_address", &["", "", "192.168.0.{n}"]),
    ("ip_address", &["", "", "192.168.0.{n}"]),
    ("cidr", &["192.168.0.0/16", "192.168.{few}.0/24", "192.168.{few}.0/24"]),
    ("gateway_ip", &["192.168.{few}.1"]),
    ("min_count", &["1", "2"]),
    ("max_count", &["2", "3"]),
    ("instance_id", &["{instance}"]),
    ("server_id", &["{server}"]),
    ("project_id", &[""]),
    ("manage_state", &["ready"]),
    ("bmc", &["ok", "ok", "unreachable"]),
    ("health_state", &["OK"]),
    ("irack", &["", "{rack}"]),
    ("marker", &["", "{instance}"]),
    ("region", &["cn-east-3"]),
    // Alarms count seconds, events milliseconds; both from the beginning of the tests' time.
    ("from", &["1767225000", "1767225000000"]),
    ("to", &["1769000000", "1769000000000"]),
];
