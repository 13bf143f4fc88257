//! Probes made from what actions declare: each field missing, malformed, out of its bounds, too long, too
//! many. The code must be the right one and the world untouched; no probe is written by hand.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

use serde_json::{Value, json};
use squall_api::catalogue::Code;
use squall_api::client::Prepared;
use squall_api::param::{Field, Shape};
use squall_api::{Access, ActionFacts};
use squall_simulate::{Desk, Huawei, QingCloud, TencentCdn, Vendor, generate};

struct Probe {
    parameters: generate::Parameters,
    code: Code,
    what: String,
}

fn probes(vendor: &dyn Vendor, action: &ActionFacts) -> Vec<Probe> {
    // The zone is every call's own and checked before any action; one that lists zones cannot be probed apart from it.
    action
        .fields
        .iter()
        .filter(|field| field.name != "zone")
        .flat_map(|field| of_field(vendor, action, field))
        .collect()
}

fn of_field(vendor: &dyn Vendor, action: &ActionFacts, field: &Field) -> Vec<Probe> {
    let base = generate::required(vendor, action, &Default::default());
    let is_of = |name: &str| name == field.name || name.starts_with(&format!("{}.", field.name));
    let without: generate::Parameters = base.into_iter().filter(|(name, _)| !is_of(name)).collect();
    let with = |values: Vec<(String, String)>, code: Code, what: &str| {
        let what = format!("{}: {} {what}", action.name, field.name);
        Probe { parameters: without.iter().cloned().chain(values).collect(), code, what }
    };
    let (one, shape) = match field.shape {
        Shape::List(inner) => (format!("{}.1", field.name), *inner),
        single => (field.name.to_owned(), single),
    };
    let single = |value: &str| vec![(one.clone(), value.to_owned())];
    let codes = vendor.codes();
    let rule = &field.rule;
    let declared = rule.invalid.and_then(|number| squall_api::catalogue::find(vendor.system(), number));
    let (malformed, not_allowed) = (codes.malformed, declared.unwrap_or(codes.not_allowed));
    let mut probes = Vec::new();
    if field.required {
        let missing = vendor.missing(action.name, field.name).unwrap_or(codes.missing);
        probes.push(with(Vec::new(), missing, "missing"));
        probes.extend(codes.empty.map(|code| with(single(""), code, "empty")));
    }
    match shape {
        Shape::Int => {
            for text in ["abc", "1.5", "0x10", "1e3", "+1"] {
                probes.push(with(single(text), malformed, text));
            }
            probes.push(with(single("99999999999999999999"), not_allowed, "beyond 64 bits"));
            if rule.max < i64::MAX {
                probes.push(with(single(&(rule.max + 1).to_string()), not_allowed, "above its maximum"));
            }
            if rule.min > i64::MIN {
                probes.push(with(single(&(rule.min - 1).to_string()), not_allowed, "below its minimum"));
            }
        }
        Shape::Flag => probes.push(with(single("maybe"), malformed, "neither 0 nor 1")),
        Shape::Text => {
            if !rule.one_of.is_empty() {
                probes.push(with(single("squall-nonsense"), not_allowed, "not one of its words"));
            }
            if rule.max_len < 60_000 {
                probes.push(with(single(&"x".repeat(rule.max_len + 1)), not_allowed, "too long"));
            }
        }
        Shape::Record(_) => probes.push(with(single("flat"), malformed, "a text where a record belongs")),
        Shape::Form(_) | Shape::List(_) | Shape::Dictionary => {}
    }
    if matches!(field.shape, Shape::List(_)) && !matches!(shape, Shape::Record(_)) && rule.max_items < 10_000
    {
        let many = (1..=10_000).map(|n| (format!("{}.{n}", field.name), format!("x{n}"))).collect();
        probes.push(with(many, not_allowed, "with 10,000 entries"));
        probes.push(with(vec![(format!("{}.x", field.name), "1".to_owned())], malformed, "with a bad index"));
    }
    probes
}

#[test]
fn every_field_of_qingcloud_refuses_what_it_does_not_declare() {
    probe(&QingCloud);
}

#[test]
fn every_field_of_huawei_refuses_what_it_does_not_declare() {
    probe(&Huawei);
}

#[test]
fn every_field_of_tencents_cdn_refuses_what_it_does_not_declare() {
    probe(&TencentCdn);
}

fn probe(vendor: &'static dyn Vendor) {
    let desk = Desk::of(vendor);
    vendor.furnish(&desk);
    let mut wrong = Vec::new();
    let (mut count, mut fields) = (0, 0);
    for action in desk.cloud().actions() {
        fields += action.fields.len();
        let before = desk.dump();
        let mut all = probes(vendor, &action);
        all.extend(of_types(&desk, &action));
        for probe in all {
            count += 1;
            let pairs: Vec<_> = probe.parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
            let method = vendor.big_method();
            let reply = desk.ask_suitably(&desk.credentials, action.name, &pairs, method);
            // A record's fields are looked into before it is known to be none: then a field of it is
            // missing (1100 too).
            if reply.code != Some(probe.code) {
                wrong.push(format!("{}: expected {}, got {}", probe.what, probe.code, reply.body));
            }
        }
        assert!(before == desk.dump(), "probes of {} changed the world ({:?})", action.name, Access::Write);
    }
    println!("{count} probes of {fields} fields");
    assert!(count > 2 * fields / 3, "{count} probes of {fields} fields");
    assert!(wrong.is_empty(), "{} of {count} probes:\n{}", wrong.len(), wrong.join("\n"));
}

/// Probes of the types in a JSON body: every value, wherever it stands, in each type but its own, and a field that is
/// not declared in every record. Systems whose bodies have no types have none of these.
fn of_types(desk: &Desk, action: &ActionFacts) -> Vec<Probe> {
    let base = generate::required(desk.vendor, action, &Default::default());
    let pairs: Vec<_> = base.iter().map(|(name, value)| (&**name, &**value)).collect();
    let prepared: Prepared = desk.prepare(&desk.credentials, action.name, &pairs, None, None);
    let body: Value = serde_json::from_str(&prepared.body).unwrap_or_default();
    let mut probes = Vec::new();
    let mut with = |body: Value, what: String| {
        let mut parameters = base.clone();
        parameters.push(("body".to_owned(), body.to_string()));
        let what = format!("{}: {what}", action.name);
        probes.push(Probe { parameters, code: desk.vendor.codes().malformed, what });
    };
    if !body.is_object() {
        return Vec::new();
    }
    for wrong in [json!([1]), json!("text"), json!(1), json!(true)] {
        with(wrong.clone(), format!("a body that is {wrong}"));
    }
    let is_closed = desk.vendor.is_closed(action.name);
    for (place, value) in wrong_types(&body, action.fields, is_closed) {
        with(value, place);
    }
    probes
}

/// A body again and again, with one value of a wrong type each time, and where that is.
fn wrong_types(body: &Value, fields: &[Field], is_closed: bool) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    if is_closed {
        let mut other = body.clone();
        other["squall"] = json!("x");
        found.push(("a field that is not declared".to_owned(), other));
    }
    for field in fields {
        let mut put = |place: String, value: Value| {
            let mut other = body.clone();
            other[field.name] = value;
            found.push((format!("{} {place}", field.name), other));
        };
        let present = body.get(field.name).cloned().unwrap_or_default();
        for value in not_of(&field.shape) {
            put(format!("is {value}"), value);
        }
        match field.shape {
            Shape::List(Shape::Record(inner)) => {
                for (place, value) in wrong_types(&present[0], inner, is_closed) {
                    put(format!("has {place}"), json!([value]));
                }
            }
            Shape::Record(inner) => {
                for (place, value) in wrong_types(&present, inner, is_closed) {
                    put(format!("has {place}"), value);
                }
            }
            Shape::List(inner) => {
                for value in not_of(inner) {
                    put(format!("has {value}"), json!([value]));
                }
            }
            Shape::Dictionary => put("has a number".to_owned(), json!({"a": 1})),
            _ => {}
        }
    }
    found
}

/// A value of each type but that of a shape.
fn not_of(shape: &Shape) -> Vec<Value> {
    let all = [json!("text"), json!(5), json!(true), json!([]), json!({})];
    let own = |value: &Value| match shape {
        Shape::Text | Shape::Form(_) => value.is_string(),
        Shape::Int => value.is_number(),
        Shape::Flag => value.is_boolean(),
        Shape::List(_) => value.is_array(),
        Shape::Record(_) | Shape::Dictionary => value.is_object(),
    };
    all.into_iter().filter(|value| !own(value)).collect()
}
