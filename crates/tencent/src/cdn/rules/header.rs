//! Headers that are added to what is delivered.

use crate::cdn::document::Document;
use crate::cdn::say;
use serde_json::Value;
use squall_api::Outcome;
use squall_api::catalogue::tencent_cdn::{RESPONSE_HEADER_INVALID, RESPONSE_HEADER_TOO_LONG};

/// The headers that may be added.
const ALLOWED: [&str; 6] = [
    "content-disposition",
    "content-language",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-max-age",
    "access-control-expose-headers",
];
const ALLOW_ORIGIN: &str = "access-control-allow-origin";
/// The longest value in bytes, and the most headers.
const VALUE_BYTES: usize = 1_000;
const HEADERS: usize = 20;

/// Judges headers: too long or too many (2171), then not allowed or malformed (2170). Answers them as JSON.
pub(crate) fn judge(headers: &Document) -> Outcome<String> {
    let wrong = |why: &str| say::plain(RESPONSE_HEADER_INVALID).because(why);
    // An empty list is how PHP writes an empty dictionary.
    let none = headers.value().and_then(Value::as_array).is_some_and(Vec::is_empty);
    if none {
        return Ok("[]".to_owned());
    }
    let Some(map) = headers.value().and_then(Value::as_object) else {
        return Err(wrong("the headers are no JSON map"));
    };
    let is_long = map.values().any(|value| value.as_str().is_some_and(|text| text.len() > VALUE_BYTES));
    say::must(!is_long && map.len() <= HEADERS, RESPONSE_HEADER_TOO_LONG, || {
        format!("a value has more than {VALUE_BYTES} bytes, or there are more than {HEADERS}")
    })?;
    for (name, value) in map {
        let name = name.replace('_', "-").to_ascii_lowercase();
        let Some(text) = value.as_str() else { return Err(wrong("a value is no text")) };
        let printable = text.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte));
        if !ALLOWED.contains(&&*name) || text.is_empty() || !printable {
            return Err(wrong("a header is not allowed, or malformed"));
        }
        if name == ALLOW_ORIGIN && !is_allowed_origin(text) {
            return Err(wrong("Access-Control-Allow-Origin takes `*` or one address of http or https"));
        }
    }
    Ok(Value::Object(map.clone()).to_string())
}

fn is_allowed_origin(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    text == "*" || rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['*', ',', ' ']))
}
