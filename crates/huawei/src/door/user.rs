//! Users of an account as operators see and set them: the account's own, and those with policies.

use super::account::{set_status, status_word};
use super::{fields, invalid, lines, text};
use crate::people::{self, DENIED_REGIONS, DOMAIN, PASSWORD, POLICIES, USER_ID, USER_NAME};
use crate::{founding, ids, policy};
use serde_json::{Value, json};
use squall_api::cloud::{Account, Answer, World};
use squall_api::policy::Node;
use squall_api::setting;

const OWN: [&str; 4] = ["id", "name", "password", "domain"];
const KNOWN: [&str; 7] = ["id", "name", "password", "keys", "policies", "status", "denied_regions"];
/// The most users of an account.
const USERS: usize = 1_000;

pub(super) fn show_own(account: &Account) -> Value {
    json!({
        "id": account.attribute(USER_ID), "name": account.attribute(USER_NAME),
        "password": account.attribute(PASSWORD), "domain": account.attribute(DOMAIN),
    })
}

pub(super) fn show(world: &World<'_>, user: &Account) -> Answer<Value> {
    let policies: Value = serde_json::from_str(user.attribute(POLICIES)).unwrap_or_else(|_| json!([]));
    Ok(json!({
        "id": user.attribute(USER_ID), "name": user.attribute(USER_NAME),
        "password": user.attribute(PASSWORD), "keys": show_keys(world, user)?, "policies": policies,
        "status": status_word(user.standing),
        "denied_regions": user.attribute(DENIED_REGIONS).lines().collect::<Vec<_>>(),
    }))
}

pub(super) fn show_keys(world: &World<'_>, account: &Account) -> Answer<Vec<Value>> {
    let keys = world.keys_of(&account.id)?;
    Ok(keys.iter().map(|key| json!({"id": key.id, "secret": key.secret})).collect())
}

/// Merges a patch into an account's own user.
pub(super) fn patch_own(world: &World<'_>, id: &str, patch: &Value) -> Answer<()> {
    for (name, value) in fields(patch, &OWN)? {
        let mut account = world.account(id)?;
        let value = text(name, value)?;
        let (user, domain) = (account.attribute(USER_NAME).to_owned(), account.attribute(DOMAIN).to_owned());
        match name.as_str() {
            "id" if value == account.attribute(USER_ID) => {}
            "id" => return Err(invalid("`user.id` cannot be changed")),
            "name" => founding::name_user(world, &mut account, value, &domain)?,
            "domain" => rename_domain(world, &mut account, &user, value)?,
            _ => set_password(world, &mut account, value)?,
        }
    }
    Ok(())
}

/// A domain's name is that of all users in it.
fn rename_domain(world: &World<'_>, account: &mut Account, user: &str, domain: &str) -> Answer<()> {
    founding::name_user(world, account, user, domain)?;
    for mut other in world.users_of(&account.id)? {
        let name = other.attribute(USER_NAME).to_owned();
        founding::name_user(world, &mut other, &name, domain)?;
    }
    Ok(())
}

fn set_password(world: &World<'_>, account: &mut Account, password: &str) -> Answer<()> {
    if account.attribute(PASSWORD) != password {
        account.set_attribute(PASSWORD, password);
        people::void_tokens(world, account);
    }
    world.save_account(account)
}

/// The list of users replaces the whole one: those not in it go, those of a known name are changed.
pub(super) fn replace(world: &World<'_>, master: &str, value: &Value) -> Answer<()> {
    let Some(list) = value.as_array().filter(|list| list.len() <= USERS) else {
        return Err(invalid("`users` must be a list of at most 1000 users"));
    };
    let domain = world.account(master)?.attribute(DOMAIN).to_owned();
    let mut kept = Vec::new();
    for (at, item) in list.iter().enumerate() {
        let given = fields(item, &KNOWN)?;
        let name =
            given.get("name").map_or(Err(invalid("a user needs a `name`")), |name| text("name", name))?;
        let user = match people::user_named(world, &domain, name)? {
            Some(user) if user.master.as_deref() == Some(master) => user,
            Some(_) => return Err(invalid(&format!("`{name}` is the account's own user"))),
            None => enrol(world, master, &domain, name)?,
        };
        for (name, value) in given {
            set(world, &user.id, &Node::at(format!("users[{at}].{name}"), value), name)?;
        }
        kept.push(user.id);
    }
    for user in world.users_of(master)?.iter().filter(|user| !kept.contains(&user.id)) {
        world.evict(user)?;
    }
    Ok(())
}

fn enrol(world: &World<'_>, master: &str, domain: &str, name: &str) -> Answer<Account> {
    let mut user = Account::new(ids::hex(world)?, world.now);
    user.master = Some(master.to_owned());
    user.set_attribute(USER_ID, &user.id.clone());
    world.save_account(&user)?;
    founding::name_user(world, &mut user, name, domain)?;
    world.account(&user.id)
}

fn set(world: &World<'_>, id: &str, node: &Node<'_>, name: &str) -> Answer<()> {
    let (mut user, value) = (world.account(id)?, node.value());
    match name {
        "keys" => return replace_keys(world, id, value),
        "password" => return set_password(world, &mut user, text(name, value)?),
        "policies" => {
            policy::read(node)?;
            let shown = value.to_string();
            if user.attribute(POLICIES) != shown {
                user.set_attribute(POLICIES, &shown);
                people::void_tokens(world, &mut user);
            }
        }
        "status" => set_status(world, &mut user, value)?,
        "denied_regions" => user.set_attribute(DENIED_REGIONS, &lines(name, value)?),
        _ => return Ok(()),
    }
    world.save_account(&user)
}

/// The list of keys replaces the whole one, and voids the tokens of whoever has them.
pub(super) fn replace_keys(world: &World<'_>, id: &str, value: &Value) -> Answer<()> {
    let pairs = setting::keys(value)?;
    for key in world.keys_of(id)? {
        world.erase_key(&key)?;
    }
    for (key, secret) in pairs {
        founding::issue_key(world, id, key, secret)?;
    }
    let mut account = world.account(id)?;
    people::void_tokens(world, &mut account);
    world.save_account(&account)
}
