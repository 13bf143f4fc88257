//! The client's half: calls signed as the vendor's Python SDK signs them.
//!
//! `@Host=cdnx.api.qcloud.com` sends to another host than the action's, `@Scheme=http` without TLS.

use super::host::PATH;
use squall_api::client::{Credentials, Outgoing, Prepared};
use squall_api::cloud::Time;
use squall_api::wire::percent;
use squall_api::wire::sign::tencent::{Method, SIGNATURE, Signed, sign};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a call may carry besides the parameters of its action.
pub(crate) const ENVELOPE: [&str; 13] = [
    "Action",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Version",
    "RequestClient",
    "RequestSource",
    "@Host",
    "@Scheme",
];

/// Numbers that this process has signed with: a client must not use one twice.
static NONCES: AtomicU64 = AtomicU64::new(1);

/// Writes and signs a call to a module's host.
pub(crate) fn prepare(call: &Outgoing<'_>, module: &str, credentials: &Credentials, now: Time) -> Prepared {
    let method = call.method.unwrap_or("GET");
    let mut fields = common(call, credentials, now);
    let (mut host, mut scheme) = (format!("{module}.api.qcloud.com"), "");
    for (name, value) in call.parameters {
        match name.as_str() {
            "@Host" => host.clone_from(value),
            "@Scheme" => scheme = value,
            // A common parameter written without a value is not sent at all.
            _ if value.is_empty() && fields.contains_key(name) => drop(fields.remove(name)),
            _ => drop(fields.insert(name.clone(), value.clone())),
        }
    }
    let secret = match credentials {
        Credentials::Key { secret, .. } | Credentials::Role { secret, .. } => Some(secret),
        _ => None,
    };
    let path = call.path.unwrap_or(PATH);
    if let Some(secret) = secret.filter(|_| !fields.contains_key(SIGNATURE)) {
        let pairs: Vec<_> =
            fields.iter().map(|(name, value)| (Cow::Borrowed(&**name), Cow::Borrowed(&**value))).collect();
        let text = Signed { method, host: &host, path, pairs: &pairs }.text();
        let hash = Method::of(fields.get("SignatureMethod").map(String::as_str));
        fields.insert(SIGNATURE.to_owned(), sign(hash, secret, &text));
    }
    let form = encoded(&fields);
    let place = if scheme == "http" { format!("http://{host}{path}") } else { path.to_owned() };
    let (target, body) =
        if method == "GET" { (format!("{place}?{form}"), String::new()) } else { (place, form) };
    let mut headers = vec![("host".to_owned(), host)];
    if method != "GET" {
        headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    }
    Prepared { method: method.to_owned(), target, headers, body }
}

fn common(call: &Outgoing<'_>, credentials: &Credentials, now: Time) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), value.to_owned());
    put("Action", call.action);
    let (Credentials::Key { id, .. } | Credentials::Role { id, .. }) = credentials else { return fields };
    put("SecretId", id);
    put("Timestamp", &now.seconds().to_string());
    // The instant tells processes apart, the count what one of them sends at one instant.
    let count = NONCES.fetch_add(1, Ordering::Relaxed);
    put("Nonce", &(now.0.unsigned_abs().wrapping_mul(1_000_003) ^ count << 40 ^ count).to_string());
    if let Credentials::Role { token, .. } = credentials {
        put("Token", token);
    }
    fields
}

fn encoded(fields: &BTreeMap<String, String>) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        percent::encode(name, &mut form);
        form.push('=');
        percent::encode(value, &mut form);
    }
    form
}

/// The code that a reply carries: the module's inside the message where there is one.
pub(crate) fn code(body: &str) -> Option<String> {
    let reply: serde_json::Value = serde_json::from_str(body).ok()?;
    if let Some(error) = reply.get("Response").map(|inner| inner.get("Error")) {
        return in_message(error?.get("Message")?.as_str()?).map(str::to_owned);
    }
    let code = reply.get("code")?.as_i64().filter(|code| *code != 0)?;
    let inner = reply.get("message").and_then(serde_json::Value::as_str).and_then(in_message);
    Some(inner.map_or_else(|| code.to_string(), str::to_owned))
}

/// The number in brackets with which a message begins.
fn in_message(message: &str) -> Option<&str> {
    let (number, _) = message.strip_prefix('(')?.split_once(')')?;
    Some(number).filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
