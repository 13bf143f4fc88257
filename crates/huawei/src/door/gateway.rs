//! The operator's settings of the gateway and of what is behind it.

use super::{boolean, fields, invalid, lines, word};
use crate::settings::*;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Platform};

const KNOWN: [&str; 6] =
    ["backend", "throttle_per_second", "denied_users", "denied_ips", "protocol", "faulty"];
const PROTOCOLS: [&str; 2] = ["any", "https"];

pub(super) fn show(platform: &Platform) -> Value {
    json!({
        "backend": platform.service(BACKEND),
        "throttle_per_second": calls_per_second(platform),
        "denied_users": list(platform, DENIED_USERS).collect::<Vec<_>>(),
        "denied_ips": list(platform, DENIED_IPS).collect::<Vec<_>>(),
        "protocol": PROTOCOLS[usize::from(platform.switch(HTTPS_ONLY, false))],
        "faulty": platform.switch(FAULTY, false),
    })
}

pub(super) fn patch(platform: &mut Platform, value: &Value) -> Answer<()> {
    for (name, value) in fields(value, &KNOWN)? {
        match name.as_str() {
            "backend" => set_service(platform, BACKEND, word(name, value, &BACKENDS)?),
            "throttle_per_second" => set_rate(platform, THROTTLE, value)?,
            "protocol" => {
                let only = word(name, value, &PROTOCOLS)? == "https";
                platform.switches.insert(HTTPS_ONLY.to_owned(), only);
            }
            "faulty" => drop(platform.switches.insert(FAULTY.to_owned(), boolean(name, value)?)),
            list => set_lines(platform, list, &lines(name, value)?),
        }
    }
    Ok(())
}

/// Marks a component as something else than up, or as up again.
pub(super) fn set_service(platform: &mut Platform, name: &str, state: &str) {
    match state {
        "up" => drop(platform.services.remove(name)),
        other => drop(platform.services.insert(name.to_owned(), other.to_owned())),
    }
}

/// A rate a second; null puts back what applies where none is set.
pub(super) fn set_rate(platform: &mut Platform, name: &str, value: &Value) -> Answer<()> {
    match value.as_u64().and_then(|rate| u32::try_from(rate).ok()) {
        Some(rate) => drop(platform.settings.insert(name.to_owned(), rate.to_string())),
        None if value.is_null() => drop(platform.settings.remove(name)),
        None => return Err(invalid("a rate must be a whole number a second, or null")),
    }
    Ok(())
}

pub(super) fn set_lines(platform: &mut Platform, name: &str, text: &str) {
    if text.is_empty() {
        platform.settings.remove(name);
    } else {
        platform.settings.insert(name.to_owned(), text.to_owned());
    }
}
