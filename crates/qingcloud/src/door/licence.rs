//! The operator's side of platform licences: signing documents, the platform's licence file, revocations.

use super::{fields, invalid};
use crate::logins::authority::{self, Document};
use serde_json::{Map, Value, json};
use squall_api::cloud::{Answer, Platform, Span, Time, World};

/// The setting that holds the platform's licence file: documents in base64, blanks between them.
pub(crate) const FILE: &str = "licence_file";
/// The setting that lists the ids of revoked licences, as JSON.
const REVOKED: &str = "licence_revoked";
/// The longest licence file in bytes.
const FILE_MOST: usize = 1 << 20;
/// The most revoked licences.
const REVOKED_MOST: usize = 1_000;
/// What a document may say.
pub(crate) const FIELDS: [&str; 6] =
    ["license_id", "customer", "not_before", "not_after", "max_hosts", "platform_id"];

/// The ids of revoked licences.
pub(crate) fn revoked(platform: &Platform) -> Vec<String> {
    let text = platform.settings.get(REVOKED).map_or("[]", String::as_str);
    serde_json::from_str(text).unwrap_or_default()
}

/// The settings as JSON, without the switch.
pub(crate) fn show(platform: &Platform) -> (Value, Value) {
    (json!(platform.settings.get(FILE)), json!(revoked(platform)))
}

/// Sets or removes the licence file.
pub(crate) fn set_file(platform: &mut Platform, value: &Value) -> Answer<()> {
    match value {
        Value::Null => drop(platform.settings.remove(FILE)),
        Value::String(text) if text.len() <= FILE_MOST => {
            drop(platform.settings.insert(FILE.to_owned(), text.clone()));
        }
        _ => return Err(invalid("`licence.file` must be null or a text of at most 1 MiB")),
    }
    Ok(())
}

/// Replaces the list of revoked licences.
pub(crate) fn set_revoked(platform: &mut Platform, value: &Value) -> Answer<()> {
    let ids: Option<Vec<String>> = serde_json::from_value(value.clone()).ok();
    let ids = ids.filter(|ids| ids.len() <= REVOKED_MOST);
    let ids = ids.ok_or_else(|| invalid("`licence.revoked` must be a list of at most 1000 ids"))?;
    drop(platform.settings.insert(REVOKED.to_owned(), json!(ids).to_string()));
    Ok(())
}

/// Who signs here.
pub(crate) fn authority(world: &World<'_>) -> Answer<Value> {
    Ok(json!({"platform_id": authority::PLATFORM, "public_key": authority::public_key(world)?}))
}

/// Signs a document. What is missing is: an id of its own, from now for a year, 1000 hosts, this platform.
pub(crate) fn sign(world: &World<'_>, body: &Value) -> Answer<Value> {
    let given = fields(body, &FIELDS)?;
    let max_hosts = match given.get("max_hosts") {
        None => 1_000,
        Some(value) => value.as_u64().ok_or_else(|| invalid("`max_hosts` must be a whole number"))?,
    };
    let license_id = match text(given, "license_id", "")? {
        "" => world.mint("lic-", 8)?,
        id => id.to_owned(),
    };
    let document = Document {
        license_id,
        customer: text(given, "customer", "demo")?.to_owned(),
        not_before: date(world.now, text(given, "not_before", "+0s")?)?,
        not_after: date(world.now, text(given, "not_after", "+365d")?)?,
        max_hosts,
        platform_id: text(given, "platform_id", authority::PLATFORM)?.to_owned(),
        signature: String::new(),
    };
    let document = authority::sign(world, document)?;
    Ok(json!({"content": document.content()?, "document": document}))
}

fn text<'v>(given: &'v Map<String, Value>, name: &str, default: &'v str) -> Answer<&'v str> {
    match given.get(name) {
        None => Ok(default),
        Some(value) => value
            .as_str()
            .filter(|text| text.len() <= 256)
            .ok_or_else(|| invalid(&format!("`{name}` must be a text of at most 256 bytes"))),
    }
}

/// A date as it is, or counted from now: `+1d`, `-90m`.
fn date(now: Time, text: &str) -> Answer<String> {
    let bad = || invalid("dates must be RFC 3339, or relative like `+1d`, `-2h`, `+30m`, `-10s`");
    if !text.starts_with(['+', '-']) {
        return Time::parse(text).map(|_| text.to_owned()).ok_or_else(bad);
    }
    let unit = text.char_indices().last().filter(|(at, _)| *at > 0).ok_or_else(bad)?;
    let number: i64 = text[..unit.0].parse().map_err(|_| bad())?;
    let span = match unit.1 {
        'd' => Span::days(1),
        'h' => Span::hours(1),
        'm' => Span::minutes(1),
        's' => Span::seconds(1),
        _ => return Err(bad()),
    };
    Ok((now + span * number).to_string())
}
