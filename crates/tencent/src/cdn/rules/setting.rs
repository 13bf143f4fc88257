//! Platforms, their numbers and what an extension may hold; the vendor documents none of the three, so these are ours.

use crate::cdn::document::{Document, whole};
use crate::cdn::{say, settings};
use serde_json::Value;
use squall_api::Outcome;
use squall_api::catalogue::tencent_cdn::{
    EXTENSION_INVALID, PID_CONFIG_INVALID, PLATFORM_CONFIG_ERROR, PLATFORM_INVALID,
};
use squall_api::cloud::Platform;

/// The names that an extension may have.
const EXTENSIONS: [&str; 2] = ["note", "tag"];

fn ids(platform: &Platform) -> Vec<String> {
    let platforms = settings::platforms(platform);
    platforms.values().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The platform must be one that there is (2150).
pub(crate) fn judge_platform(platform: &Platform, id: &str) -> Outcome<()> {
    say::must(ids(platform).iter().any(|known| known == id), PLATFORM_INVALID, || {
        "there is no such platform".to_owned()
    })
}

/// Numbers by platform: an object of platforms that there are with positive numbers (2160).
pub(crate) fn judge_pid_config(platform: &Platform, config: &Document) -> Outcome<String> {
    let known = ids(platform);
    let fits = |(id, number): (&String, &Value)| known.contains(id) && whole(number).is_some_and(|n| n > 0);
    match config.value().and_then(Value::as_object) {
        Some(map) if map.iter().all(fits) => Ok(Value::Object(map.clone()).to_string()),
        _ => Err(say::plain(PID_CONFIG_INVALID).because("it is no JSON map of platforms and numbers")),
    }
}

/// An extension: an object of names that there are (2180).
pub(crate) fn judge_extension(extension: &Document) -> Outcome<String> {
    match extension.value().and_then(Value::as_object) {
        Some(map) if map.keys().all(|name| EXTENSIONS.contains(&name.as_str())) => {
            Ok(Value::Object(map.clone()).to_string())
        }
        _ => Err(say::plain(EXTENSION_INVALID).because("it is no JSON object of known names")),
    }
}

/// The platform must be configured for what is asked for (1013).
pub(crate) fn must_be_mapped(platform: &Platform, service: &str) -> Outcome<()> {
    let is_mapped = settings::platforms(platform).contains_key(service);
    say::must(is_mapped, PLATFORM_CONFIG_ERROR, || format!("no platform is mapped to {service}"))
}
