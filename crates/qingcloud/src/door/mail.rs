//! The mail that users were sent, for operators and tests to read.

use super::{fields, invalid, query_value};
use crate::actions::people::registration::send_code;
use crate::logins::people;
use serde_json::{Value, json};
use squall_api::cloud::{Answer, Errand, Mail, World};

/// What may be said of a mail.
pub(crate) const FIELDS: [&str; 2] = ["to", "kind"];
/// The most mails of one answer.
const SHOWN: usize = 1_000;

/// The mails to an address, or all, newest first.
pub(crate) fn list(world: &World<'_>, query: &str) -> Answer<Value> {
    let mails = match query_value(query, "to")? {
        Some(to) => world.mails_to(&to)?,
        None => world.mails()?,
    };
    Ok(mails.iter().take(SHOWN).map(show).collect())
}

fn show(mail: &Mail) -> Value {
    let (kind, is_token) = match mail.errand {
        Errand::Verification => ("verification", false),
        Errand::Activation => ("activation", false),
        Errand::PasswordReset => ("password_reset", true),
    };
    let (token, code) = if is_token { (Some(&mail.secret), None) } else { (None, Some(&mail.secret)) };
    json!({"to": mail.to, "kind": kind, "token": token, "code": code, "time": mail.sent_at.to_string()})
}

/// Sends a code: `{"to", "kind": "verification" | "activation"}`. Nobody asks for one through the API: the
/// console does.
pub(crate) fn send(world: &World<'_>, body: &Value) -> Answer<Value> {
    let body = fields(body, &FIELDS)?;
    let to = body.get("to").and_then(Value::as_str).filter(|to| people::is_email(to) || people::is_phone(to));
    let to = to.ok_or_else(|| invalid("`to` must be an e-mail address or a telephone number"))?;
    let errand = match body.get("kind").and_then(Value::as_str) {
        Some("verification") | None => Errand::Verification,
        Some("activation") => Errand::Activation,
        Some(_) => return Err(invalid("`kind` must be one of: verification, activation")),
    };
    Ok(show(&send_code(world, to, errand)?))
}
