//! The operator's half of CloudDC: its settings, its things, its accounts.

pub(crate) mod account;
mod alarm;
mod event;
mod gateway;
pub(crate) mod image;
pub(crate) mod listing;
pub(crate) mod network;
mod rack;
pub(crate) mod server;
mod user;
pub(crate) mod world;

use serde_json::Value;
use squall_api::cloud::Answer;
pub(crate) use squall_api::setting::{fields, invalid};

/// A text of at most 256 bytes.
pub(crate) fn text<'v>(name: &str, value: &'v Value) -> Answer<&'v str> {
    let text = value.as_str().filter(|text| text.len() <= 256);
    text.ok_or_else(|| invalid(&format!("`{name}` must be a text of at most 256 bytes")))
}

/// A word of a list.
pub(crate) fn word<'v>(name: &str, value: &'v Value, words: &[&str]) -> Answer<&'v str> {
    let found = value.as_str().filter(|word| words.contains(word));
    found.ok_or_else(|| invalid(&format!("`{name}` must be one of: {}", words.join(", "))))
}

/// True or false.
pub(crate) fn boolean(name: &str, value: &Value) -> Answer<bool> {
    value.as_bool().ok_or_else(|| invalid(&format!("`{name}` must be true or false")))
}

/// A list of texts, as it is kept: one a line.
pub(crate) fn lines(name: &str, value: &Value) -> Answer<String> {
    let wrong = || invalid(&format!("`{name}` must be a list of at most 1000 texts"));
    let items = value.as_array().filter(|items| items.len() <= 1_000).ok_or_else(wrong)?;
    let texts: Option<Vec<&str>> =
        items.iter().map(|item| item.as_str().filter(|text| !text.contains('\n'))).collect();
    Ok(texts.ok_or_else(wrong)?.join("\n"))
}
