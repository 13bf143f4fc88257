//! What a console hands to an application when a user opens it: a token that stands for the user for a while,
//! and the same in a payload that the application can check. A token carries all it stands for under a seal,
//! so nothing is remembered.

use crate::QingCloud;
use crate::checks::credential;
use crate::credential::Signed;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use squall_api::catalogue::qingcloud::{AUTH_FAILURE, SESSION_EXPIRED};
use squall_api::cloud::{Account, Answer, AppKey, Time, World};
use squall_api::wire::sign::qingcloud::{Alphabet, Method, sign};
use squall_api::{Outcome, Passage, Raise, ensure};
use std::sync::Arc;

/// What a token's seal is for.
const PURPOSE: &str = "app";

/// A token of an application for a user.
pub(crate) fn issue(world: &World<'_>, app: &str, user: &str, expires_at: Time) -> Answer<String> {
    let facts = json!({"app": app, "exp": expires_at.seconds(), "sub": user}).to_string();
    let claims = URL_SAFE_NO_PAD.encode(facts);
    let seal = URL_SAFE_NO_PAD.encode(world.seal(PURPOSE, &claims)?);
    Ok(format!("{claims}.{seal}"))
}

/// The user that a token of an application stands for: genuine and this application's (1200), not run out
/// (2000).
pub(crate) fn user(world: &World<'_>, app: &str, token: &str) -> Outcome<String> {
    let failure = || "access_token not matched".to_owned();
    let (claims, given) = token.split_once('.').or_raise(AUTH_FAILURE, failure)?;
    let seal = URL_SAFE_NO_PAD.decode(given).ok().or_raise(AUTH_FAILURE, failure)?;
    ensure!(world.is_sealed(PURPOSE, claims, &seal)?, AUTH_FAILURE, "{}", failure());
    let decoded = URL_SAFE_NO_PAD.decode(claims).ok().or_raise(AUTH_FAILURE, failure)?;
    let facts: Value = serde_json::from_slice(&decoded).ok().or_raise(AUTH_FAILURE, failure)?;
    ensure!(facts["app"] == app, AUTH_FAILURE, "{}", failure());
    let expires_at = Time::from_seconds(facts["exp"].as_i64().unwrap_or_default());
    ensure!(world.now <= expires_at, SESSION_EXPIRED, "access_token is expired");
    facts["sub"].as_str().map(str::to_owned).or_raise(AUTH_FAILURE, failure)
}

/// For whom the application acts that makes a call of `/app/`: the user of its token, or else whoever runs it.
pub(crate) fn principal(
    passage: &Passage<'_, QingCloud>,
    signed: &Signed<'_>,
    app: &str,
    token: Option<&str>,
) -> Outcome<Arc<Account>> {
    let world = &passage.world;
    let failure = || "signature not matched".to_owned();
    let key = world.app_key(app)?.or_raise(AUTH_FAILURE, failure)?;
    credential::must_match(passage, signed, &key.secret, Alphabet::UrlSafe)?;
    let user = match token {
        Some(token) => self::user(world, &key.id, token)?,
        None => key.owner,
    };
    let account = world.find_account(&user)?.or_raise(AUTH_FAILURE, failure)?;
    Ok(account.into())
}

/// Payload and signature as the console posts them to an application: base64url of a JSON object, and its
/// HMAC with the application's secret.
pub(crate) fn payload(
    key: &AppKey,
    user: &str,
    token: &str,
    zone: &str,
    expires_at: Time,
) -> (String, String) {
    let facts = json!({
        "user_id": user, "access_token": token, "action": "view_app", "zone": zone,
        "expires": expires_at.to_string(),
    });
    let payload = URL_SAFE_NO_PAD.encode(facts.to_string());
    let signature = sign(Method::HmacSha256, Alphabet::UrlSafe, &key.secret, &payload);
    (payload, signature)
}
