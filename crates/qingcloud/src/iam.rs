//! Temporary credentials of roles: handed out by an instance's metadata service, good for `/iam/` until they
//! expire, and limited by the role's policy. A token carries all it stands for under a signature, so nothing
//! need be remembered.

use crate::QingCloud;
use crate::checks::credential;
use crate::credential::Signed;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use ring::hmac;
use serde_json::{Value, json};
use squall_api::catalogue::qingcloud::{AUTH_FAILURE, SESSION_EXPIRED};
use squall_api::cloud::{Account, Answer, Span, Time, World};
use squall_api::wire::sign::qingcloud::Alphabet;
use squall_api::{Outcome, Passage, Raise, Request, Response, ensure};
use std::sync::Arc;

/// Where an instance asks for its role's credential.
pub(crate) const METADATA_PATH: &str = "/latest/meta-data/security-credentials";
/// The attribute of an account that holds its role as JSON; absent where it has none.
pub(crate) const ROLE: &str = "role";
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

/// A seal that only this world can make, over a text for a purpose.
pub(crate) fn seal(world: &World<'_>, purpose: &str, text: &str) -> Answer<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &world.seed()?.to_be_bytes());
    Ok(URL_SAFE_NO_PAD.encode(hmac::sign(&key, format!("{purpose}\n{text}").as_bytes())))
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

/// Whether a role's policy allows an action: any statement that denies it decides, then any that allows it;
/// nothing is allowed unsaid. Statements are `{"effect":"allow"|"deny","action":[…]}`; `*` stands for
/// anything, `iaas:` may precede.
pub(crate) fn policy_allows(account: &Account, action: &str) -> bool {
    let role: Value = serde_json::from_str(account.attribute(ROLE)).unwrap_or_default();
    let policy = &role["policy"];
    let statements = match ["statement", "Statement"].iter().find_map(|name| policy.get(name)) {
        Some(Value::Array(statements)) => statements.clone(),
        Some(single) => vec![single.clone()],
        None => Vec::new(),
    };
    let says = |effect: &str| {
        statements.iter().any(|statement| {
            let field =
                |name: &str, other: &str| statement.get(name).or_else(|| statement.get(other)).cloned();
            let stated = field("effect", "Effect").unwrap_or_default();
            let concerns = field("action", "Action").is_some_and(|actions| covers(&actions, action));
            stated.as_str().is_some_and(|text| text.eq_ignore_ascii_case(effect)) && concerns
        })
    };
    !says("deny") && says("allow")
}

fn covers(patterns: &Value, action: &str) -> bool {
    match patterns {
        Value::String(pattern) => {
            let pattern = pattern.rsplit_once(':').map_or(pattern.as_str(), |(_, name)| name);
            match pattern.strip_suffix('*') {
                Some(prefix) => action.starts_with(prefix),
                None => action == pattern,
            }
        }
        Value::Array(patterns) => patterns.iter().any(|pattern| covers(pattern, action)),
        _ => false,
    }
}
