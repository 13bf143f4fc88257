//! Accounts as operators see and set them.

use super::{boolean, fields, invalid, text, user, word};
use crate::people::{self, NOT_ENABLED, PROJECT, REGION};
use crate::{founding, ids, settings};
use serde_json::{Value, json};
use squall_api::cloud::{Account, Answer, Kind, Refusal, Standing, World};
use squall_api::setting;

const KNOWN: [&str; 10] =
    ["id", "keys", "balance", "status", "quotas", "project_id", "region", "enabled", "user", "users"];
const STATUSES: [(&str, Standing); 3] =
    [("active", Standing::Active), ("frozen", Standing::Frozen), ("disabled", Standing::Disabled)];

/// An account as JSON.
pub(crate) fn show(world: &World<'_>, account: &Account) -> Answer<Value> {
    let id = if account.label.is_empty() { &account.id } else { &account.label };
    let users = world.users_of(&account.id)?;
    let users: Vec<Value> = users.iter().map(|user| user::show(world, user)).collect::<Answer<_>>()?;
    Ok(json!({
        "id": id,
        "domain_id": account.id,
        "keys": user::show_keys(world, account)?,
        "balance": account.balance_at(world.now).to_string(),
        "status": status_word(account.standing),
        "quotas": {},
        "project_id": account.attribute(PROJECT),
        "region": account.attribute(REGION),
        "enabled": account.attribute(NOT_ENABLED).is_empty(),
        "user": user::show_own(account),
        "users": users,
    }))
}

/// The word for an account's or user's standing.
pub(super) fn status_word(standing: Standing) -> &'static str {
    STATUSES.iter().find(|(_, known)| *known == standing).map_or("disabled", |(word, _)| word)
}

/// A new account: what is missing is as in the demo account, except for its keys, its project and its user's name.
/// Answers its id in the engine.
pub(crate) fn create(world: &World<'_>, given: &Value) -> Answer<String> {
    let mut rest = fields(given, &KNOWN)?.clone();
    let id = ids::hex(world)?;
    let label = match rest.remove("id") {
        None => id.clone(),
        Some(label) => setting::label(&label)?.to_owned(),
    };
    if world.account_named(&label)?.is_some() || world.find_account(&label)?.is_some() {
        return Err(Refusal::Taken { kind: Kind::Account, key: label });
    }
    let mut account = founding::open_account(world, id, &label)?;
    account.set_attribute(PROJECT, &ids::hex(world)?);
    account.set_attribute(REGION, settings::REGIONS[0]);
    account.set_attribute(people::PASSWORD, founding::DEMO_KEY.1);
    founding::name_user(world, &mut account, &label, &label)?;
    if !rest.contains_key("keys") {
        let (key, secret) = (world.mint_mixed("HPUA", 10)?.to_uppercase(), world.mint_secret(40)?);
        founding::issue_key(world, &account.id, &key, &secret)?;
    }
    patch(world, &account.id, &Value::Object(rest))?;
    Ok(account.id)
}

/// Merges a patch into an account.
pub(crate) fn patch(world: &World<'_>, id: &str, patch: &Value) -> Answer<()> {
    for (name, value) in fields(patch, &KNOWN)? {
        match name.as_str() {
            "keys" => user::replace_keys(world, id, value)?,
            "balance" => set_balance(world, id, value)?,
            "user" => user::patch_own(world, id, value)?,
            "users" => user::replace(world, id, value)?,
            _ => {
                let mut account = world.account(id)?;
                set(world, &mut account, name, value)?;
                world.save_account(&account)?;
            }
        }
    }
    Ok(())
}

fn set(world: &World<'_>, account: &mut Account, name: &str, value: &Value) -> Answer<()> {
    match name {
        "status" => set_status(world, account, value)?,
        "quotas" => drop(fields(value, &[])?),
        "project_id" => account.set_attribute(PROJECT, &own_project(world, account, value)?),
        "region" => account.set_attribute(REGION, word(name, value, &settings::REGIONS)?),
        "enabled" => account.set_attribute(NOT_ENABLED, if boolean(name, value)? { "" } else { "yes" }),
        _ => return Err(invalid(&format!("`{name}` cannot be changed"))),
    }
    Ok(())
}

/// Sets the standing of an account or user. Disabling one voids its tokens.
pub(super) fn set_status(world: &World<'_>, account: &mut Account, value: &Value) -> Answer<()> {
    let word = word("status", value, &STATUSES.map(|(word, _)| word))?;
    let standing = STATUSES.iter().find(|(known, _)| *known == word);
    account.standing = standing.map_or(Standing::Active, |(_, standing)| *standing);
    if account.standing == Standing::Disabled {
        people::void_tokens(world, account);
    }
    Ok(())
}

/// A project belongs to one account.
fn own_project(world: &World<'_>, account: &Account, value: &Value) -> Answer<String> {
    let project = text("project_id", value)?;
    let form = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !form {
        return Err(invalid("`project_id` must be of letters and digits"));
    }
    let others = world.accounts()?;
    let mut others = others.iter().filter(|other| other.id != account.id);
    if others.any(|other| other.attribute(PROJECT) == project) {
        return Err(Refusal::Taken { kind: Kind::Account, key: project.to_owned() });
    }
    Ok(project.to_owned())
}

fn set_balance(world: &World<'_>, id: &str, value: &Value) -> Answer<()> {
    let wanted = setting::balance(value)?;
    world.deposit(id, wanted - world.account(id)?.balance_at(world.now))
}
