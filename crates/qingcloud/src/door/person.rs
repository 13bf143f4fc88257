//! What an operator sets of a user as a person: names to log in by, password, second factor, limits on
//! logins.

use super::invalid;
use crate::logins::{people, totp};
use serde_json::{Map, Value, json};
use squall_api::cloud::{Account, Answer, World};

/// The fields. `password` can be set and is never shown; a `totp` secret is base32.
pub(crate) const KNOWN: [&str; 9] = [
    people::EMAIL,
    people::PHONE,
    people::USER_NAME,
    people::NOTIFY_EMAIL,
    people::NOLOGIN,
    people::CHANGE_FIRST,
    people::MAX_SESSIONS,
    people::TOTP,
    people::PASSWORD,
];
/// The most sessions that can be allowed (the console's limit).
const SESSIONS_MOST: u64 = 10;

/// Writes the fields into an account's JSON.
pub(crate) fn show(account: &Account, shown: &mut Map<String, Value>) {
    for name in [people::EMAIL, people::PHONE, people::USER_NAME, people::NOTIFY_EMAIL] {
        shown.insert(name.to_owned(), account.attribute(name).into());
    }
    for name in [people::NOLOGIN, people::CHANGE_FIRST] {
        shown.insert(name.to_owned(), (!account.attribute(name).is_empty()).into());
    }
    let most: Option<u64> = account.attribute(people::MAX_SESSIONS).parse().ok();
    shown.insert(people::MAX_SESSIONS.to_owned(), json!(most));
    let secret = Some(account.attribute(people::TOTP)).filter(|secret| !secret.is_empty());
    shown.insert(people::TOTP.to_owned(), json!(secret));
}

/// Sets one field; null takes it away.
pub(crate) fn set(world: &World<'_>, account: &mut Account, name: &str, value: &Value) -> Answer<()> {
    let wrong = |expected: &str| invalid(&format!("`{name}` must be {expected}"));
    let text = match value {
        Value::Null => "",
        Value::String(text) => text,
        _ => "\0",
    };
    match name {
        people::EMAIL | people::PHONE => {
            let fits = if name == people::EMAIL { people::is_email } else { people::is_phone };
            if !text.is_empty() && !fits(text) {
                return Err(wrong("an e-mail address or a telephone number"));
            }
            people::rename(world, account, name, text)?;
        }
        people::PASSWORD if text.is_empty() => people::clear_password(world, account)?,
        people::PASSWORD if !text.starts_with('\0') => people::set_password(world, account, text)?,
        people::TOTP => {
            if !text.is_empty() && totp::secret(text).is_none() {
                return Err(wrong("a secret of at least 16 characters in base32, or null"));
            }
            account.set_attribute(name, text);
            account.set_attribute(people::TOTP_STEP, "");
        }
        people::MAX_SESSIONS => {
            let most = value.as_u64().filter(|most| (1..=SESSIONS_MOST).contains(most));
            if most.is_none() && !value.is_null() {
                return Err(wrong("a whole number from 1 to 10, or null"));
            }
            account.set_attribute(name, &most.map(|most| most.to_string()).unwrap_or_default());
        }
        people::NOLOGIN | people::CHANGE_FIRST => {
            let yes = value.as_bool().ok_or_else(|| wrong("true or false"))?;
            account.set_attribute(name, if yes { "1" } else { "" });
        }
        _ if text.starts_with('\0') || text.len() > 1_024 => {
            return Err(wrong("a text of at most 1024 bytes"));
        }
        _ => account.set_attribute(name, text),
    }
    Ok(())
}
