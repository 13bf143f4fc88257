//! Accounts as an operator sees them.

use super::{fields, invalid, person};
use crate::checks::standing::LOCK;
use crate::role::{self, ROLE};
use crate::{
    figures::{quotas, zones},
    founding,
    logins::people,
};
use serde_json::{Map, Value, json};
use squall_api::cloud::{AccessKey, Account, Answer, Kind, Refusal, Standing, World};
use squall_api::setting;

/// The fields of an account, besides those of a person.
const OWN: [&str; 12] = [
    "id",
    "user_id",
    "keys",
    "balance",
    "status",
    "quotas",
    "role",
    "zones",
    "locked",
    "master",
    "own_quotas",
    "platform",
];

/// An account as JSON.
pub(crate) fn show(world: &World<'_>, account: &Account) -> Answer<Value> {
    let keys: Vec<Value> =
        world.keys_of(&account.id)?.iter().map(|key| json!({"id": key.id, "secret": key.secret})).collect();
    let limits: Map<String, Value> = quotas::DEFAULTS
        .iter()
        .map(|(name, _)| ((*name).to_owned(), quotas::limit(account, name).into()))
        .collect();
    let role: Value = serde_json::from_str(account.attribute(ROLE)).unwrap_or(Value::Null);
    let granted: Vec<&str> =
        account.attribute(zones::GRANTED).split(',').filter(|zone| !zone.is_empty()).collect();
    let label = if account.label.is_empty() { &account.id } else { &account.label };
    // Whoever pays for it may be gone from a world that an earlier version made.
    let payer = world.find_account(account.purse_holder())?.unwrap_or_else(|| account.clone());
    let mut shown = Map::new();
    person::show(account, &mut shown);
    let Value::Object(own) = json!({
        "id": label,
        "user_id": account.id,
        "keys": keys,
        "balance": payer.balance_at(world.now).to_string(),
        "status": status_word(account.standing),
        "quotas": limits,
        "role": role,
        "zones": granted,
        "locked": !account.attribute(LOCK).is_empty(),
        "master": account.master,
        "own_quotas": account.own_quotas,
        "platform": people::runs_platform(account),
    }) else {
        return Ok(Value::Null);
    };
    shown.extend(own);
    Ok(Value::Object(shown))
}

fn known() -> Vec<&'static str> {
    OWN.into_iter().chain(person::KNOWN).collect()
}

/// The account of an id, or of the operator's name for it.
pub(crate) fn resolve(world: &World<'_>, name: &str) -> Answer<Account> {
    let id = world.account_named(name)?.unwrap_or_else(|| name.to_owned());
    world.account(&id)
}

fn status_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active",
        Standing::Registering => "registering",
        Standing::Frozen => "frozen",
        Standing::Disabled => "disabled",
        Standing::Deleted => "deleted",
    }
}

/// A new account: what is missing is as in the demo account, except for its keys. With a `master` it becomes
/// that account's user. Answers its id in the engine.
pub(crate) fn create(world: &World<'_>, given: &Value) -> Answer<String> {
    let mut rest = fields(given, &known())?.clone();
    let label = match rest.remove("id") {
        None => String::new(),
        Some(label) => setting::label(&label)?.to_owned(),
    };
    if world.account_named(&label)?.is_some() || world.find_account(&label)?.is_some() {
        return Err(Refusal::Taken { kind: Kind::Account, key: label });
    }
    let id = match rest.remove("user_id") {
        None | Some(Value::Null) => founding::account_id(world)?,
        Some(id) => own_id(world, &id)?,
    };
    let master = match rest.remove("master") {
        None | Some(Value::Null) => None,
        Some(master) => Some(resolve(world, master.as_str().unwrap_or(""))?),
    };
    if master.as_ref().is_some_and(|master| master.master.is_some()) {
        return Err(invalid("`master` must not be a user of another account"));
    }
    let master = master.map(|master| master.id);
    let account = founding::open_account(world, id, &label, master.as_deref())?;
    if !rest.contains_key("keys") {
        people::issue_key(world, &account.id)?;
    }
    patch(world, &account.id, &Value::Object(rest))?;
    Ok(account.id)
}

/// An id that the operator chose: in the vendor's form and nobody's yet.
fn own_id(world: &World<'_>, id: &Value) -> Answer<String> {
    let form = |id: &&str| id.strip_prefix("usr-").is_some_and(|rest| (1..=60).contains(&rest.len()));
    let id = id.as_str().filter(form).ok_or_else(|| invalid("`user_id` must begin with `usr-`"))?;
    match world.find_account(id)? {
        Some(_) => Err(Refusal::Taken { kind: Kind::Account, key: id.to_owned() }),
        None => Ok(id.to_owned()),
    }
}

/// Merges a patch into an account.
pub(crate) fn patch(world: &World<'_>, id: &str, patch: &Value) -> Answer<()> {
    let patch = fields(patch, &known())?;
    for (name, value) in patch {
        match name.as_str() {
            "keys" => replace_keys(world, id, value)?,
            "balance" => set_balance(world, id, value)?,
            "id" | "user_id" | "master" => return Err(invalid(&format!("`{name}` cannot be changed"))),
            _ => {
                let mut account = world.account(id)?;
                if person::KNOWN.contains(&name.as_str()) {
                    person::set(world, &mut account, name, value)?;
                } else {
                    set(&mut account, name, value)?;
                }
                world.save_account(&account)?;
            }
        }
    }
    Ok(())
}

fn set(account: &mut Account, name: &str, value: &Value) -> Answer<()> {
    match name {
        "status" => {
            account.standing = match value.as_str() {
                Some("active") => Standing::Active,
                Some("frozen") => Standing::Frozen,
                Some("disabled") => Standing::Disabled,
                Some("registering") => Standing::Registering,
                _ => return Err(invalid("`status` must be one of: active, frozen, disabled, registering")),
            }
        }
        "quotas" => {
            let names = quotas::DEFAULTS.map(|(name, _)| name);
            for (quota, limit) in fields(value, &names)? {
                match limit.as_u64() {
                    Some(limit) => drop(account.quotas.insert(quota.clone(), limit)),
                    None if limit.is_null() => drop(account.quotas.remove(quota)),
                    None => return Err(invalid("`quotas.*` must be whole numbers")),
                }
            }
        }
        "role" if value.is_null() => account.set_attribute(ROLE, ""),
        "role" => {
            role::read_role(value, &account.id)?;
            account.set_attribute(ROLE, &value.to_string());
        }
        "zones" => {
            let known = zones::ALL.map(|(zone, _)| zone);
            let none = Vec::new();
            let list = if value.is_null() { Some(&none) } else { value.as_array() };
            let zone = |zone: &Value| known.into_iter().find(|known| zone == *known);
            let granted = list.and_then(|list| list.iter().map(zone).collect::<Option<Vec<&str>>>());
            let granted = granted
                .ok_or_else(|| invalid(&format!("`zones` must be a list of: {}", known.join(", "))))?;
            account.set_attribute(zones::GRANTED, &granted.join(","));
        }
        "locked" => {
            let locked = value.as_bool().ok_or_else(|| invalid("`locked` must be true or false"))?;
            account.set_attribute(LOCK, if locked { "locked" } else { "" });
        }
        people::PLATFORM => {
            let runs = value.as_bool().ok_or_else(|| invalid("`platform` must be true or false"))?;
            if runs && account.master.is_some() {
                return Err(invalid("`platform` must be false for a user of another account"));
            }
            account.set_attribute(name, if runs { "1" } else { "0" });
        }
        _ => {
            let own = value.as_bool().ok_or_else(|| invalid("`own_quotas` must be true or false"))?;
            account.own_quotas = own && account.master.is_some();
        }
    }
    Ok(())
}

fn set_balance(world: &World<'_>, id: &str, value: &Value) -> Answer<()> {
    let wanted = setting::balance(value)?;
    let present = world.payer(id)?;
    world.deposit(&present.id, wanted - present.balance_at(world.now))
}

fn replace_keys(world: &World<'_>, id: &str, value: &Value) -> Answer<()> {
    let pairs = setting::keys(value)?;
    for key in world.keys_of(id)? {
        world.erase_key(&key)?;
    }
    for (key, secret) in pairs {
        let (key, secret, account) = (key.to_owned(), secret.to_owned(), id.to_owned());
        world.save_key(&AccessKey { id: key, secret, account, active: true, created_at: world.now })?;
    }
    Ok(())
}

/// Deletes an account with its keys, its users and all that they own.
pub(crate) fn delete(world: &World<'_>, id: &str) -> Answer<()> {
    if id == founding::SYSTEM {
        return Err(invalid("this account is the vendor's own"));
    }
    world.evict(&world.account(id)?)
}
