//! The operator's half of QingCloud: its settings, its accounts, and what reaches users by other ways than the API.

pub(crate) mod account;
pub(crate) mod world;

use serde_json::Value;
use squall_api::cloud::{Answer, Refusal, World};

/// Routes below `/_squall/systems/qingcloud/` besides `world` and `accounts`.
pub(crate) fn route(
    _world: &World<'_>,
    _method: &str,
    _path: &str,
    _query: &str,
    _body: &Value,
) -> Option<Answer<Value>> {
    None
}

/// The fields of an object, each of which must be known.
///
/// # Errors
/// `Invalid`, naming what is wrong and the fields there are.
pub(crate) fn fields<'v>(value: &'v Value, known: &[&str]) -> Answer<&'v serde_json::Map<String, Value>> {
    let Value::Object(fields) = value else {
        return Err(invalid("expected a JSON object"));
    };
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(invalid(&format!("unknown field `{name}`; known are: {}", known.join(", ")))),
        None => Ok(fields),
    }
}

/// A refusal of what an operator wrote.
pub(crate) fn invalid(what: &str) -> Refusal {
    Refusal::Invalid { what: what.to_owned() }
}
