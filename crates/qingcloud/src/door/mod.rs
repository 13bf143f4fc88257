//! The operator's half of QingCloud: its settings, its accounts, and what reaches users by other ways than
//! the API.

pub(crate) mod account;
mod app;
pub(crate) mod licence;
mod mail;
mod person;
pub(crate) mod world;

use serde_json::Value;
use squall_api::cloud::{Answer, World};
pub(crate) use squall_api::setting::{fields, invalid};
use squall_api::wire::flat;

/// Routes below `/_squall/systems/qingcloud/` besides `world` and `accounts`.
pub(crate) fn route(
    world: &World<'_>,
    method: &str,
    path: &str,
    query: &str,
    body: &Value,
) -> Option<Answer<Value>> {
    match (method, path.trim_matches('/')) {
        ("GET", "mail") => Some(mail::list(world, query)),
        ("POST", "mail") => Some(mail::send(world, body)),
        ("GET", "licence") => Some(licence::authority(world)),
        ("POST", "licence") => Some(licence::sign(world, body)),
        ("POST", "app_token") => Some(app::token(world, body)),
        _ => None,
    }
}

/// A parameter of a query, decoded.
pub(crate) fn query_value(query: &str, name: &str) -> Answer<Option<String>> {
    let pairs = flat::pairs(query.as_bytes()).map_err(|error| invalid(&error.to_string()))?;
    Ok(pairs.into_iter().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()))
}
