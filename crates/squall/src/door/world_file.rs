//! Operator's settings from a file, for a world that begins otherwise than the usual one.

use super::json;
use serde_json::Value;
use squall_api::Universe;
use squall_catalogue::System;
use squall_cloud::{Refusal, Time};
use squall_store::Tx;
use std::path::Path;

/// Makes a fresh world with `{"SYSTEM":{"world":{…},"accounts":[{…}]}}` from a file, all or nothing. Where there is a
/// world already the file is not even read. An account that a fresh world has is patched.
///
/// # Errors
/// One sentence on the first thing wrong; then no world is made.
pub fn found(universe: &Universe, file: &Path, now: Time) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    if universe.is_founded().map_err(|error| error.to_string())? {
        return universe.found(now).map(drop).map_err(|refusal| refusal.to_string());
    }
    let text = std::fs::read(file).map_err(|error| told(&error))?;
    let value: Value = json::read(&text).map_err(|error| told(&error))?;
    let systems = value.as_object().ok_or_else(|| told(&"expected a JSON object of systems"))?;
    let founded = universe.found_with(now, |tx| {
        systems.iter().try_for_each(|(word, settings)| apply(universe, tx, now, word, settings))
    });
    founded.map(drop).map_err(|refusal| told(&refusal))
}

fn apply(universe: &Universe, tx: &Tx<'_>, now: Time, word: &str, settings: &Value) -> Result<(), Refusal> {
    let invalid = |what: String| Refusal::Invalid { what };
    let cloud = System::parse(word).and_then(|system| universe.cloud(system));
    let cloud = cloud.ok_or_else(|| invalid(format!("`{word}` is no built system")))?;
    let (world, operator) = (cloud.world(tx, now), cloud.operator());
    let fields = settings.as_object().ok_or_else(|| invalid(format!("`{word}` must be an object")))?;
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("world", patch) => operator.patch_world(&world, patch)?,
            ("accounts", Value::Array(accounts)) => {
                for account in accounts {
                    open_or_patch(&world, operator, account)?;
                }
            }
            _ => return Err(invalid(format!("`{word}.{name}`: expected `world` or a list of `accounts`"))),
        }
    }
    Ok(())
}

fn open_or_patch(
    world: &squall_cloud::World<'_>,
    operator: &dyn squall_api::Operator,
    account: &Value,
) -> Result<(), Refusal> {
    let label = account.get("id").and_then(Value::as_str).unwrap_or_default();
    match world.account_named(label)? {
        Some(id) => {
            let mut patch = account.clone();
            if let Some(fields) = patch.as_object_mut() {
                fields.remove("id");
            }
            operator.patch_account(world, &id, &patch)
        }
        None => operator.create_account(world, account).map(drop),
    }
}
