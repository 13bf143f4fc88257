//! Two worlds of one seed and of different keys, lived in alike: their ids are the same, and no secret is.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_json::Value;
use squall_api::cloud::{SealingKey, Span};
use squall_simulate::{Desk, Huawei, QingCloud, Tenants, Vendor};
use std::collections::BTreeSet;

/// A name that stands beside the fields of bodies for a header.
const TOKEN: &str = "x-subject-token";

fn tenants(vendor: &'static dyn Vendor, key: u8) -> Tenants {
    let desk = Desk::of(vendor);
    desk.change(|world| SealingKey::new([key; 32]).store(world.tx));
    Tenants::new(desk, 11, 2)
}

/// The names of the fields in which two bodies differ.
fn differing(name: &str, one: &Value, other: &Value, found: &mut BTreeSet<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert!(one.keys().eq(other.keys()), "{name}");
            one.iter().for_each(|(name, value)| differing(name, value, &other[name], found));
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).for_each(|(one, other)| differing(name, one, other, found));
        }
        _ if one != other => drop(found.insert(name.to_owned())),
        _ => {}
    }
}

/// Every step in both worlds, and the names of all fields in which the replies differ.
fn lived_alike(vendor: &'static dyn Vendor, steps: u64) -> BTreeSet<String> {
    let (mut one, mut other) = (tenants(vendor, 1), tenants(vendor, 2));
    let mut found = BTreeSet::new();
    for _ in 0..steps {
        let (step, same) = (one.invent(), other.invent());
        assert_eq!(step.parameters, same.parameters, "{}", step.action.name);
        let (reply, others) = (one.make(&step), other.make(&same));
        assert_eq!(reply.number(), others.number(), "{} {:?}", step.action.name, step.parameters);
        differing(step.action.name, &reply.body, &others.body, &mut found);
        let tokens = [&reply, &others].map(|reply| reply.header(TOKEN).to_owned());
        assert!(tokens[0].is_empty() || tokens[0] != tokens[1], "both worlds hand out {}", tokens[0]);
        for tenants in [&one, &other] {
            tenants.desk.advance(Span::millis(700));
        }
    }
    found
}

#[test]
fn what_differs_in_qingcloud_are_secrets() {
    let found = lived_alike(&QingCloud, 6_000);
    let secrets = [
        "private_key",
        "session_id",
        "graphics_passwd",
        "pub_key",
        "encrypted_public_key",
        "ca_cert",
        "client_crt",
        "client_key",
        "static_key",
    ];
    assert!(found.iter().all(|name| secrets.contains(&&**name)), "{found:?}");
    assert!(found.contains("private_key"), "{found:?}");
}

#[test]
fn what_differs_in_huawei_are_secrets() {
    let found = lived_alike(&Huawei, 2_000);
    assert!(found.iter().all(|name| name == "url"), "{found:?}");
    assert!(found.contains("url"), "{found:?}");
}
