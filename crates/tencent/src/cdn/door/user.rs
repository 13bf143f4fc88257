//! Keys, and the users below an account, as operators see and set them.

use super::{fields, invalid, list, text};
use crate::founding;
use crate::people::{POLICY, USER_NAME};
use crate::policy;
use serde_json::{Value, json};
use squall_api::cloud::{Account, Answer, World};
use squall_api::policy::Node;

/// The most users, and the most keys of one.
const USERS: usize = 100;
const KEYS: usize = 100;
/// The longest name, key id or secret, in bytes.
const BYTES: usize = 128;

pub(super) fn show_keys(world: &World<'_>, account: &Account) -> Answer<Vec<Value>> {
    let keys = world.keys_of(&account.id)?;
    let shown = keys.iter().map(|key| {
        let mut shown = json!({"id": key.id, "secret": key.secret});
        if !key.active {
            shown["disabled"] = true.into();
        }
        shown
    });
    Ok(shown.collect())
}

pub(super) fn show(world: &World<'_>, user: &Account) -> Answer<Value> {
    let policy: Value = serde_json::from_str(user.attribute(POLICY)).unwrap_or(Value::Null);
    Ok(json!({
        "name": user.attribute(USER_NAME), "keys": show_keys(world, user)?, "policy": policy,
    }))
}

/// The list of keys replaces the whole one.
pub(super) fn replace_keys(world: &World<'_>, account: &str, value: &Value) -> Answer<()> {
    let items = list("keys", value)?;
    if items.len() > KEYS {
        return Err(invalid("`keys` must be a list of at most 100 pairs"));
    }
    for key in world.keys_of(account)? {
        world.erase_key(&key)?;
    }
    for item in items {
        let given = fields(item, &["id", "secret", "disabled"])?;
        let part = |name: &str| {
            let part = text(name, given.get(name).unwrap_or(&Value::Null), BYTES)?;
            if part.is_empty() { Err(invalid("a key needs `id` and `secret`")) } else { Ok(part) }
        };
        let disabled = given.get("disabled").and_then(Value::as_bool).unwrap_or(false);
        founding::issue_key(world, account, part("id")?, part("secret")?, !disabled)?;
    }
    Ok(())
}

/// The list of users replaces the whole one: those not in it go, those of a known name are changed.
pub(super) fn replace(world: &World<'_>, master: &str, value: &Value) -> Answer<()> {
    let items = list("sub_users", value)?;
    if items.len() > USERS {
        return Err(invalid("`sub_users` must be a list of at most 100 users"));
    }
    let mut kept: Vec<String> = Vec::new();
    for item in items {
        let given = fields(item, &["name", "keys", "policy"])?;
        let name = text("name", given.get("name").unwrap_or(&Value::Null), BYTES)?;
        if name.is_empty() || kept.iter().any(|known| known == name) {
            return Err(invalid("a user needs a `name` of its own"));
        }
        kept.push(name.to_owned());
        let mut users = world.users_of(master)?.into_iter();
        let mut user = match users.find(|user| user.attribute(USER_NAME) == name) {
            Some(user) => user,
            None => fresh(world, master, name)?,
        };
        if let Some(document) = given.get("policy") {
            if !document.is_null() {
                policy::read(&Node::at("policy", document))?;
            }
            let document = if document.is_null() { String::new() } else { document.to_string() };
            user.set_attribute(POLICY, &document);
        }
        world.save_account(&user)?;
        if let Some(keys) = given.get("keys") {
            replace_keys(world, &user.id, keys)?;
        }
    }
    for user in world.users_of(master)? {
        if !kept.iter().any(|name| name == user.attribute(USER_NAME)) {
            world.evict(&user)?;
        }
    }
    Ok(())
}

fn fresh(world: &World<'_>, master: &str, name: &str) -> Answer<Account> {
    let id = format!("2{:011}", world.mint_number(100_000_000_000)?);
    let mut user = Account::new(id, world.now);
    user.master = Some(master.to_owned());
    user.set_attribute(USER_NAME, name);
    Ok(user)
}
