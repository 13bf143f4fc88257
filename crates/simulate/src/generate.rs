//! Calls made up from what actions declare: every field by its shape and rule, ids of things that exist,
//! and values for the few fields that have a grammar of their own.

use crate::chance::Chance;
use crate::pool::Pool;
use squall_api::ActionFacts;
use squall_api::param::{Field, Rule, Shape};

/// A call to be made: parameters by name.
pub type Parameters = Vec<(String, String)>;

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

/// Parameters for an action. Required fields are nearly always there, optional ones now and then.
pub fn parameters(action: &ActionFacts, chance: &mut Chance, pool: &Pool) -> Parameters {
    let mut parameters = Parameters::new();
    fields(action.fields, "", chance, pool, &mut parameters);
    parameters
}

/// Every required field and no other, each with a value of the right form.
pub fn required(action: &ActionFacts) -> Parameters {
    let (mut chance, pool, mut out) = (Chance::new(1), Pool::default(), Parameters::new());
    required_fields(action.fields, "", &mut chance, &pool, &mut out);
    out
}

fn required_fields(fields: &[Field], before: &str, chance: &mut Chance, pool: &Pool, out: &mut Parameters) {
    for field in fields.iter().filter(|field| field.required) {
        let path = format!("{before}{}", field.name);
        match field.shape {
            Shape::List(Shape::Record(inner)) => {
                required_fields(inner, &format!("{path}.1."), chance, pool, out)
            }
            Shape::List(inner) => {
                out.push((format!("{path}.1"), single_value(field.name, inner, &field.rule, chance, pool)))
            }
            Shape::Record(inner) => required_fields(inner, &format!("{path}."), chance, pool, out),
            single => out.push((path, present(field.name, &single, &field.rule, chance, pool))),
        }
    }
}

/// A value that is not left out.
fn present(name: &str, shape: &Shape, rule: &Rule, chance: &mut Chance, pool: &Pool) -> String {
    Some(single_value(name, shape, rule, chance, pool))
        .filter(|text| !text.is_empty())
        .unwrap_or("1".to_owned())
}

fn fields(fields: &[Field], before: &str, chance: &mut Chance, pool: &Pool, out: &mut Parameters) {
    for field in fields {
        let wanted = if field.required || ALWAYS.contains(&field.name) { 98 } else { 25 };
        // Addresses and routers are what most optional ids are for; without them little is ever bound.
        let wanted = if field.rule.id.is_some() && !field.required { 35 } else { wanted };
        if chance.percent(wanted) {
            value(
                &format!("{before}{}", field.name),
                field.name,
                &field.shape,
                &field.rule,
                chance,
                pool,
                out,
            );
        }
    }
}

fn value(
    path: &str,
    name: &str,
    shape: &Shape,
    rule: &Rule,
    chance: &mut Chance,
    pool: &Pool,
    out: &mut Parameters,
) {
    match shape {
        Shape::List(inner) => {
            for at in 1..=1 + u64::from(chance.percent(15)) {
                value(&format!("{path}.{at}"), name, inner, rule, chance, pool, out);
            }
        }
        Shape::Record(inner) => fields(inner, &format!("{path}."), chance, pool, out),
        single => {
            let text = single_value(name, single, rule, chance, pool);
            if !text.is_empty() {
                out.push((path.to_owned(), text));
            }
        }
    }
}

fn single_value(name: &str, shape: &Shape, rule: &Rule, chance: &mut Chance, pool: &Pool) -> String {
    let has_grammar = rule.id.is_none() || ["image_id", "target_user", "owner"].contains(&name);
    if let Some((_, values)) = GRAMMARS.iter().find(|(known, _)| *known == name && has_grammar) {
        let text = chance.pick(values).copied().unwrap_or_default();
        let network = chance.pick(pool.of("network")).map_or("vxnet-0", String::as_str);
        let instance = chance.pick(pool.of("instance")).map_or("i-00000000", String::as_str);
        return text.replace("{network}", network).replace("{instance}", instance);
    }
    if name == "conf" {
        let network = chance.pick(pool.of("network")).cloned().unwrap_or_else(|| "vxnet-0".to_owned());
        return order(&network, chance);
    }
    if let Some(word) = rule.id {
        return match chance.pick(pool.of(word)) {
            Some(id) => id.clone(),
            None if word == "network" => "vxnet-0".to_owned(),
            None => format!("{}-0000000{}", crate::pool::prefix_of(word), chance.below(10)),
        };
    }
    if let Some(text) = chance.pick(rule.one_of) {
        return (*text).to_owned();
    }
    match shape {
        Shape::Int => {
            let (min, max) = (rule.min.max(0), rule.max.min(rule.min.max(0).saturating_add(20)));
            (min + chance.below((max - min + 1).unsigned_abs()) as i64).to_string()
        }
        Shape::Flag => chance.below(2).to_string(),
        _ => format!("n{}", chance.below(1_000)),
    }
}
