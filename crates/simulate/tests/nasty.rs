//! Values that no client means: signed properly, so that they get as far as they can. Nothing may panic, every answer
//! must be a declared code, and what fails must leave the world as it was.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use squall_api::cloud::Span;
use squall_simulate::{Chance, Desk, Huawei, QingCloud, Tenants, TencentCdn, Vendor};

const NASTY: &[&str] = &[
    "-1",
    "0",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "4294967296",
    "1e999",
    "NaN",
    " ",
    "\t\n",
    "'",
    "\"",
    "\\",
    "{",
    "[]",
    "[[[[[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":{}}}}",
    "null",
    "None",
    "%00%ff",
    "../../../etc/passwd",
    "0.0.0.0/0",
    "255.255.255.255/33",
    "192.168.0.0/-1",
    "::1",
    "i-",
    "-",
    "|",
    "vxnet-0|",
    "vxnet-0|999.999.999.999",
    "|192.168.1.1",
    "2026-13-45T99:99:99Z",
    "9999-12-31T23:59:59Z",
    "0000-00-00T00:00:00Z",
    "\u{202e}txet",
    "防火墙",
    "🙂🙂🙂🙂",
    "{{#a}}{{/b}}",
    "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
    "====",
    "AAAA",
    "H4sIAAAAAAAA",
];

#[test]
fn nasty_values_get_a_declared_code_of_qingcloud_and_change_nothing() {
    be_nasty(&QingCloud, 4_000, 30_000);
}

#[test]
fn nasty_values_get_a_declared_code_of_huawei_and_change_nothing() {
    be_nasty(&Huawei, 1_000, 15_000);
}

#[test]
fn nasty_values_get_a_declared_code_of_tencents_cdn_and_change_nothing() {
    be_nasty(&TencentCdn, 500, 8_000);
}

/// Lets a tenant furnish its world in some steps, and then make calls with something nasty in each.
fn be_nasty(vendor: &'static dyn Vendor, furnishing: u64, calls: u64) {
    let mut tenants = Tenants::new(Desk::of(vendor), 5, 2);
    for _ in 0..furnishing {
        let step = tenants.invent();
        tenants.make(&step);
        tenants.desk.advance(Span::millis(900));
    }
    let mut chance = Chance::new(99);
    for at in 0..calls {
        let mut step = tenants.invent();
        let long = "x".repeat(chance.below(70_000) as usize);
        for _ in 0..=chance.below(2) {
            let count = step.parameters.len() as u64;
            let Some((_, value)) = step.parameters.get_mut(chance.below(count) as usize) else { continue };
            *value = match chance.below(40) {
                0 => long.clone(),
                _ => chance.pick(NASTY).copied().unwrap_or_default().to_owned(),
            };
        }
        tenants.desk.now();
        let sampled = at % 10 == 0;
        let before = if sampled { tenants.desk.dump() } else { Vec::new() };
        let reply = tenants.make(&step);
        let (name, body) = (step.action.name, &reply.body);
        assert!(reply.code != Some(vendor.codes().internal), "{name} {:?}: {body}", step.parameters);
        let changed = sampled && before != tenants.desk.dump();
        assert!(!changed || reply.code.is_none(), "{name} changed the world: {body}");
    }
    assert!(tenants.audit().is_empty(), "{:#?}", tenants.audit());
}
