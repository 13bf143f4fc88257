//! The operator's half: what is a fact of the platform, and what of an account.

pub(crate) mod account;
mod user;
pub(crate) mod world;

use serde_json::Value;
use squall_api::cloud::Answer;
pub(crate) use squall_api::setting::{fields, invalid};

/// The most entries of a list.
const ENTRIES: usize = 1_000;
/// The longest text, in bytes: a certificate with those above it.
const TEXT_BYTES: usize = 64 * 1_024;

/// A text that is not too long.
pub(crate) fn text<'v>(name: &str, value: &'v Value, most: usize) -> Answer<&'v str> {
    let text = value.as_str().filter(|text| text.len() <= most);
    text.ok_or_else(|| invalid(&format!("`{name}` must be a text of at most {most} bytes")))
}

/// True or false.
pub(crate) fn boolean(name: &str, value: &Value) -> Answer<bool> {
    value.as_bool().ok_or_else(|| invalid(&format!("`{name}` must be true or false")))
}

/// A list that is not too long.
pub(crate) fn list<'v>(name: &str, value: &'v Value) -> Answer<&'v [Value]> {
    let items = value.as_array().filter(|items| items.len() <= ENTRIES);
    let wrong = || invalid(&format!("`{name}` must be a list of at most {ENTRIES} entries"));
    Ok(items.ok_or_else(wrong)?)
}

/// A list of texts without line ends, as it is kept: one a line.
pub(crate) fn lines(name: &str, value: &Value) -> Answer<String> {
    let wrong = || invalid(&format!("`{name}` must be a list of texts"));
    let texts = list(name, value)?.iter().map(|item| item.as_str().filter(|text| !text.contains('\n')));
    Ok(texts.collect::<Option<Vec<&str>>>().ok_or_else(wrong)?.join("\n"))
}
