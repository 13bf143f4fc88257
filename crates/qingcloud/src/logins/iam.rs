//! Temporary credentials of roles: handed out by an instance's metadata service, good for `/iam/` until they
//! expire, and limited by the role's policy. A token carries all it stands for under a signature, so nothing
//! need be remembered.

use crate::QingCloud;
use crate::checks::credential;
use crate::credential::Signed;
use crate::role::ROLE;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde_json::{Value, json};
use squall_api::catalogue::qingcloud::{AUTH_FAILURE, SESSION_EXPIRED};
use squall_api::cloud::{Account, Answer, Span, Time, World};
use squall_api::wire::sign::qingcloud::Alphabet;
use squall_api::{Outcome, Passage, Raise, Request, Response, ensure};
use std::sync::Arc;

/// Where an instance asks for its role's credential.
pub(crate) const METADATA_PATH: &str = "/latest/meta-data/security-credentials";
/// How long a temporary credential is good.
const LIFETIME: Span = Span::hours(1);

struct Credential {
    token: String,
    id: String,
    secret: String,
    expires_at: Time,
}

/// The metadata service: the demo account's role as a temporary credential, 404 where it has none. Python's
/// client wants a JSON text that contains JSON and says so in its Accept header, Go's wants the object itself
/// and sends none.
pub(crate) fn metadata(world: &World<'_>, request: &Request) -> Response {
    let body = credentials(world).ok().flatten();
    let mut response = Response::new(Bytes::new());
    let Some(body) = body else {
        *response.status_mut() = http::StatusCode::NOT_FOUND;
        return response;
    };
    let twice = request.header("accept").is_some_and(|accept| accept.contains("application/json"));
    let text = body.to_string();
    *response.body_mut() = Bytes::from(if twice { Value::String(text).to_string() } else { text });
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    response
}

fn credentials(world: &World<'_>) -> Answer<Option<Value>> {
    let Some(id) = world.account_named("demo")? else { return Ok(None) };
    let account = world.account(&id)?;
    if account.attribute(ROLE).is_empty() {
        return Ok(None);
    }
    let credential = issue(world, &account.id, world.now + LIFETIME)?;
    Ok(Some(json!({
        "jti": &credential.id,
        "id_token": credential.token,
        "access_key": credential.id,
        "secret_key": credential.secret,
        "expiration": credential.expires_at.seconds(),
    })))
}

fn issue(world: &World<'_>, account: &str, expires_at: Time) -> Answer<Credential> {
    let claims = URL_SAFE_NO_PAD.encode(json!({"sub": account, "exp": expires_at.seconds()}).to_string());
    let token = format!("{claims}.{}", seal(world, "token", &claims)?);
    let id = format!("IAM{}", &seal(world, "id", &token)?[..17]);
    let secret = seal(world, "secret", &token)?;
    Ok(Credential { token, id, secret, expires_at })
}

fn seal(world: &World<'_>, purpose: &str, text: &str) -> Answer<String> {
    Ok(URL_SAFE_NO_PAD.encode(world.seal(purpose, text)?))
}

/// Whose role a call with a token plays: genuine (1200), not expired (2000), signed with the secret that goes
/// with it (1200).
pub(crate) fn holder(
    passage: &Passage<'_, QingCloud>,
    signed: &Signed<'_>,
    key: &str,
    token: &str,
) -> Outcome<Arc<Account>> {
    let failure = || "signature not matched".to_owned();
    let (claims, _) = token.split_once('.').or_raise(AUTH_FAILURE, failure)?;
    let decoded = URL_SAFE_NO_PAD.decode(claims).ok().or_raise(AUTH_FAILURE, failure)?;
    let facts: Value = serde_json::from_slice(&decoded).ok().or_raise(AUTH_FAILURE, failure)?;
    let account = facts["sub"].as_str().or_raise(AUTH_FAILURE, failure)?;
    let expires_at = Time::from_seconds(facts["exp"].as_i64().or_raise(AUTH_FAILURE, failure)?);
    let credential = issue(&passage.world, account, expires_at)?;
    ensure!(credential.token == token && credential.id == key, AUTH_FAILURE, "{}", failure());
    credential::must_match(passage, signed, &credential.secret, Alphabet::Standard)?;
    ensure!(passage.world.now <= expires_at, SESSION_EXPIRED, "token is expired");
    let account = passage.world.find_account(account)?.or_raise(AUTH_FAILURE, failure)?;
    Ok(account.into())
}
