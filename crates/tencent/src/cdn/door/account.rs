//! Accounts as operators see and set them.

use super::{TEXT_BYTES, boolean, fields, invalid, list, text, user};
use crate::cdn::account::{self, CALLS_PER_MINUTE, CERTIFICATES, NOT_VIP, REVIEW, is_open, is_vip, set_open};
use crate::cdn::pace;
use crate::cdn::traits::Module;
use crate::founding;
use crate::people::{self, APP_ID, PROJECTS, QUALIFICATION, UIN};
use serde_json::{Map, Value, json};
use squall_api::cloud::{Account, Answer, Kind, Refusal, Standing, World};
use squall_api::setting;

const KNOWN: [&str; 14] = [
    "id",
    "keys",
    "balance",
    "status",
    "quotas",
    "uin",
    "app_id",
    "qualification",
    "review",
    "vip",
    "opened",
    "projects",
    "certificates",
    "sub_users",
];
const STATUSES: [(&str, Standing); 3] =
    [("active", Standing::Active), ("frozen", Standing::Frozen), ("disabled", Standing::Disabled)];
const QUALIFICATIONS: [&str; 4] = ["passed", "none", "pending", "rejected"];
const QUOTAS: [&str; 2] = [account::HOSTS, CALLS_PER_MINUTE];

/// An account as JSON.
pub(crate) fn show(world: &World<'_>, account: &Account) -> Answer<Value> {
    let id = if account.label.is_empty() { &account.id } else { &account.label };
    let opened: Map<String, Value> = Module::ALL
        .iter()
        .map(|module| (module.word().to_owned(), is_open(account, *module).into()))
        .collect();
    let certificates = account::certificates(account);
    let certificates: Vec<Value> = certificates
        .iter()
        .map(|kept| json!({"id": kept.id, "crt": kept.content, "private_key": kept.private_key}))
        .collect();
    let word =
        STATUSES.iter().find(|(_, known)| *known == account.standing).map_or("disabled", |(word, _)| word);
    let users = world.users_of(&account.id)?;
    Ok(json!({
        "id": id,
        "keys": user::show_keys(world, account)?,
        "balance": account.balance_at(world.now).to_string(),
        "status": word,
        "quotas": {
            account::HOSTS: account.quotas.get(account::HOSTS).copied().unwrap_or(pace::HOSTS),
            CALLS_PER_MINUTE: account::calls_per_minute(account),
        },
        "uin": account.attribute(UIN),
        "app_id": account.attribute(APP_ID),
        "qualification": people::qualification(account),
        "review": (!account.attribute(REVIEW).is_empty()).then_some("pending"),
        "vip": is_vip(account),
        "opened": opened,
        "projects": people::projects(account),
        "certificates": certificates,
        "sub_users": users.iter().map(|one| user::show(world, one)).collect::<Answer<Vec<_>>>()?,
    }))
}

/// A new account: what is missing is as in the demo account, except for its keys and numbers. Answers its id.
pub(crate) fn create(world: &World<'_>, given: &Value) -> Answer<String> {
    let mut rest = fields(given, &KNOWN)?.clone();
    let label = match rest.remove("id") {
        None => String::new(),
        Some(label) => setting::label(&label)?.to_owned(),
    };
    let is_taken = world.account_named(&label)?.is_some() || world.find_account(&label)?.is_some();
    if !label.is_empty() && is_taken {
        return Err(Refusal::Taken { kind: Kind::Account, key: label });
    }
    let account = founding::open_account(world, &label)?;
    if !rest.contains_key("keys") {
        let (id, secret) = (world.mint_mixed("AKID", 10)?, world.mint_secret(32)?);
        founding::issue_key(world, &account.id, &id, &secret, true)?;
    }
    patch(world, &account.id, &Value::Object(rest))?;
    Ok(account.id)
}

/// Merges a patch into an account.
pub(crate) fn patch(world: &World<'_>, id: &str, patch: &Value) -> Answer<()> {
    for (name, value) in fields(patch, &KNOWN)? {
        match name.as_str() {
            "keys" => user::replace_keys(world, id, value)?,
            "sub_users" => user::replace(world, id, value)?,
            "balance" => set_balance(world, id, value)?,
            _ => {
                let mut account = world.account(id)?;
                set(&mut account, name, value)?;
                world.save_account(&account)?;
            }
        }
    }
    Ok(())
}

fn set(account: &mut Account, name: &str, value: &Value) -> Answer<()> {
    match name {
        "status" => {
            let standing = value.as_str().and_then(|word| STATUSES.iter().find(|(known, _)| *known == word));
            let standing = standing.ok_or_else(|| invalid("`status` must be active, frozen or disabled"))?;
            account.standing = standing.1;
        }
        "quotas" => {
            for (quota, most) in fields(value, &QUOTAS)? {
                match most.as_u64() {
                    Some(most) => drop(account.quotas.insert(quota.clone(), most)),
                    None if most.is_null() => drop(account.quotas.remove(quota)),
                    None => return Err(invalid(&format!("`{quota}` must be a whole number"))),
                }
            }
        }
        "uin" | "app_id" => {
            let number = text(name, value, 12)?;
            if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(invalid(&format!("`{name}` must be a text of digits")));
            }
            account.set_attribute(if name == "uin" { UIN } else { APP_ID }, number);
        }
        "qualification" => {
            let word = value.as_str().filter(|word| QUALIFICATIONS.contains(word));
            let word =
                word.ok_or_else(|| invalid("`qualification` must be passed, none, pending or rejected"))?;
            account.set_attribute(QUALIFICATION, if word == "passed" { "" } else { word });
        }
        "review" => match value.as_str() {
            Some("pending") => account.set_attribute(REVIEW, "pending"),
            None if value.is_null() => account.set_attribute(REVIEW, ""),
            _ => return Err(invalid("`review` must be `pending` or null")),
        },
        "vip" => account.set_attribute(NOT_VIP, if boolean(name, value)? { "" } else { "yes" }),
        "opened" => {
            for (module, open) in fields(value, &Module::ALL.map(Module::word))? {
                let module = Module::of_label(module).unwrap_or(Module::Cdn);
                set_open(account, module, boolean("opened", open)?);
            }
        }
        "projects" => {
            let projects = list(name, value)?.iter().map(|project| project.as_u64().map(|n| n.to_string()));
            let projects: Option<Vec<String>> = projects.collect();
            let projects = projects.ok_or_else(|| invalid("`projects` must be a list of numbers"))?;
            account.set_attribute(PROJECTS, &projects.join("\n"));
        }
        "certificates" => set_certificates(account, value)?,
        _ => return Err(invalid(&format!("`{name}` cannot be changed"))),
    }
    Ok(())
}

fn set_certificates(account: &mut Account, value: &Value) -> Answer<()> {
    let certificates = list("certificates", value)?;
    for certificate in certificates {
        let given = fields(certificate, &["id", "crt", "private_key"])?;
        for name in ["id", "crt", "private_key"] {
            text(name, given.get(name).unwrap_or(&Value::Null), TEXT_BYTES)?;
        }
    }
    account.set_attribute(CERTIFICATES, &Value::from(certificates.to_vec()).to_string());
    Ok(())
}

fn set_balance(world: &World<'_>, id: &str, value: &Value) -> Answer<()> {
    let wanted = setting::balance(value)?;
    world.deposit(id, wanted - world.account(id)?.balance_at(world.now))?;
    let mut account = world.account(id)?;
    people::note_debt(world, &mut account);
    world.save_account(&account)
}
