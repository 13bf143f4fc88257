//! Operator's settings from a file, for a world that begins otherwise than the usual one.

use serde_json::Value;
use squall_api::Universe;
use squall_catalogue::System;
use squall_cloud::Refusal;
use std::path::Path;

/// Applies `{"SYSTEM":{"world":{…},"accounts":[{…}]}}`, all or nothing. An account that is there is patched.
///
/// # Errors
/// One sentence on the first thing wrong.
pub fn apply(universe: &Universe, file: &Path) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| told(&error))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| told(&error))?;
    let systems = value.as_object().ok_or_else(|| told(&"expected a JSON object of systems"))?;
    let now = universe.now().map_err(|error| told(&error))?;
    let applied = universe.site.store.write(|tx| {
        for (word, settings) in systems {
            let invalid = |what: String| Refusal::Invalid { what };
            let cloud = System::parse(word).and_then(|system| universe.cloud(system));
            let cloud = cloud.ok_or_else(|| invalid(format!("`{word}` is no built system")))?;
            let (world, operator) = (cloud.world(tx, now), cloud.operator());
            let fields =
                settings.as_object().ok_or_else(|| invalid(format!("`{word}` must be an object")))?;
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("world", patch) => operator.patch_world(&world, patch)?,
                    ("accounts", Value::Array(accounts)) => {
                        for account in accounts {
                            open_or_patch(&world, operator, account)?;
                        }
                    }
                    _ => {
                        return Err(invalid(format!(
                            "`{word}.{name}`: expected `world` or a list of `accounts`"
                        )));
                    }
                }
            }
        }
        Ok(())
    });
    applied.map_err(|refusal: Refusal| told(&refusal))
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
