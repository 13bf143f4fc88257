//! The console's part in applications: handing them a token for the user who opens them.

use super::{account, fields, invalid};
use crate::logins::app_token;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Kind, Refusal, Span, World};

/// What may be said of a token.
pub(crate) const FIELDS: [&str; 4] = ["app", "user", "zone", "seconds"];
/// How long a token is good unless said otherwise.
const LIFETIME_S: u64 = 3_600;
/// The longest life of a token.
const LIFETIME_MOST_S: u64 = 366 * 86_400;

/// A token of an application for a user, and the payload and signature with which a console hands it over:
/// `{"app", "user", "zone", "seconds"}`, of which only `user` must be given.
pub(crate) fn token(world: &World<'_>, body: &Value) -> Answer<Value> {
    let body = fields(body, &FIELDS)?;
    let text = |name: &str, default: &'static str| match body.get(name) {
        None => Ok(default.to_owned()),
        Some(value) => value.as_str().map(str::to_owned).ok_or_else(|| invalid("expected a text")),
    };
    let (app, zone) = (text("app", "app-demo0001")?, text("zone", "pek3")?);
    let key = world.app_key(&app)?;
    let key = key.ok_or_else(|| Refusal::Absent { kind: Kind::App, id: app.clone() })?;
    let user = account::resolve(world, &text("user", "")?)?;
    let seconds = match body.get("seconds") {
        None => LIFETIME_S,
        Some(value) => value
            .as_u64()
            .filter(|seconds| *seconds <= LIFETIME_MOST_S)
            .ok_or_else(|| invalid("`seconds` must be a whole number, at most a year"))?,
    };
    let expires_at = world.now + Span::seconds(i64::try_from(seconds).unwrap_or_default());
    let token = app_token::issue(world, &app, &user.id, expires_at)?;
    let (payload, signature) = app_token::payload(&key, &user.id, &token, &zone, expires_at);
    Ok(json!({
        "access_token": token, "user_id": user.id, "payload": payload, "signature": signature,
        "expires": expires_at.to_string(),
    }))
}
