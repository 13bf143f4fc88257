//! Probes made from what actions declare: each field missing, malformed, out of its bounds, too long, too
//! many. The code must be the right one and the world untouched; no probe is written by hand.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_api::param::{Field, Shape};
use squall_api::{Access, ActionFacts};
use squall_simulate::{Desk, generate};

const MALFORMED: u64 = 1100;
const NOT_ALLOWED: u64 = 1101;

struct Probe {
    parameters: generate::Parameters,
    code: u64,
    what: String,
}

fn probes(action: &ActionFacts) -> Vec<Probe> {
    // The zone is every call's own and checked before any action; one that lists zones cannot be probed apart from it.
    action
        .fields
        .iter()
        .filter(|field| field.name != "zone")
        .flat_map(|field| of_field(action, field))
        .collect()
}

fn of_field(action: &ActionFacts, field: &Field) -> Vec<Probe> {
    let base = generate::required(action);
    let is_of = |name: &str| name == field.name || name.starts_with(&format!("{}.", field.name));
    let without: generate::Parameters = base.into_iter().filter(|(name, _)| !is_of(name)).collect();
    let with = |values: Vec<(String, String)>, code: u64, what: &str| {
        let what = format!("{}: {} {what}", action.name, field.name);
        Probe { parameters: without.iter().cloned().chain(values).collect(), code, what }
    };
    let (one, shape) = match field.shape {
        Shape::List(inner) => (format!("{}.1", field.name), *inner),
        single => (field.name.to_owned(), single),
    };
    let single = |value: &str| vec![(one.clone(), value.to_owned())];
    let mut probes = Vec::new();
    if field.required {
        probes.push(with(Vec::new(), MALFORMED, "missing"));
        probes.push(with(single(""), MALFORMED, "empty"));
    }
    let rule = &field.rule;
    match shape {
        Shape::Int => {
            for text in ["abc", "1.5", "0x10", "1e3", "+1"] {
                probes.push(with(single(text), MALFORMED, text));
            }
            probes.push(with(single("99999999999999999999"), NOT_ALLOWED, "beyond 64 bits"));
            if rule.max < i64::MAX {
                probes.push(with(single(&(rule.max + 1).to_string()), NOT_ALLOWED, "above its maximum"));
            }
            if rule.min > i64::MIN {
                probes.push(with(single(&(rule.min - 1).to_string()), NOT_ALLOWED, "below its minimum"));
            }
        }
        Shape::Flag => probes.push(with(single("maybe"), MALFORMED, "neither 0 nor 1")),
        Shape::Text => {
            if !rule.one_of.is_empty() {
                probes.push(with(single("squall-nonsense"), NOT_ALLOWED, "not one of its words"));
            }
            if rule.max_len < 60_000 {
                probes.push(with(single(&"x".repeat(rule.max_len + 1)), NOT_ALLOWED, "too long"));
            }
        }
        Shape::Record(_) => probes.push(with(single("flat"), MALFORMED, "a text where a record belongs")),
        Shape::Form(_) | Shape::List(_) | Shape::Dictionary => {}
    }
    if matches!(field.shape, Shape::List(_)) && !matches!(shape, Shape::Record(_)) && rule.max_items < 10_000
    {
        let many = (1..=10_000).map(|n| (format!("{}.{n}", field.name), format!("x{n}"))).collect();
        probes.push(with(many, NOT_ALLOWED, "with 10,000 entries"));
        probes.push(with(vec![(format!("{}.x", field.name), "1".to_owned())], MALFORMED, "with a bad index"));
    }
    probes
}

#[test]
fn every_field_of_every_action_refuses_what_it_does_not_declare() {
    let desk = Desk::new();
    desk.patch_world(&serde_json::json!({"warehouse": true}));
    let mut wrong = Vec::new();
    let (mut count, mut fields) = (0, 0);
    for action in desk.cloud().actions() {
        fields += action.fields.len();
        let before = desk.dump();
        for probe in probes(&action) {
            count += 1;
            let pairs: Vec<_> = probe.parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
            let reply = desk.call_in_module(&desk.credentials, action.name, &pairs, true);
            // A record's fields are looked into before it is known to be none: then a field of it is
            // missing (1100 too).
            if reply["ret_code"] != probe.code {
                wrong.push(format!("{}: expected {}, got {reply}", probe.what, probe.code));
            }
        }
        assert!(before == desk.dump(), "probes of {} changed the world ({:?})", action.name, Access::Write);
    }
    assert!(count > 2 * fields / 3, "{count} probes of {fields} fields");
    assert!(wrong.is_empty(), "{} of {count} probes:\n{}", wrong.len(), wrong.join("\n"));
}
