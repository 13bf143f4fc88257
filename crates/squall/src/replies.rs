//! Recognises systems and codes in replies, or in a log of them, whoever sent them.

use serde_json::Value;
use squall_catalogue::{Code, System};

/// The codes of a raw reply, or of a log with one reply a line, each once, in order.
pub fn codes(text: &str) -> Vec<Code> {
    let mut codes = recognise(text);
    if codes.is_empty() {
        codes = text.lines().flat_map(recognise).collect();
    }
    let mut seen = Vec::new();
    codes.retain(|code| !seen.contains(code) && (seen.push(*code), true).1);
    codes
}

/// System and code of a reply, told by the names of its fields. Text before the JSON, as logs have, is skipped.
fn recognise(text: &str) -> Vec<Code> {
    let Some(body) = text.find('{').map(|at| &text[at..]) else { return Vec::new() };
    let mut documents = serde_json::Deserializer::from_str(body).into_iter::<Value>();
    let Some(Ok(reply)) = documents.next() else { return Vec::new() };
    let number = |name: &str| match reply.get(name) {
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let found =
        |system, number: Option<String>| number.and_then(|number| squall_catalogue::find(system, &number));
    let text = reply.get("message").and_then(Value::as_str).unwrap_or_default();
    let module = text.strip_prefix('(').and_then(|rest| rest.split(')').next()).map(str::to_owned);
    let candidates = [
        found(System::QingCloud, number("ret_code")),
        found(System::UCloudStack, number("RetCode")),
        found(System::Huawei, number("error_code")),
        found(System::TencentCdn, module),
        found(System::Tencent, number("code").filter(|_| reply.get("codeDesc").is_some())),
    ];
    candidates.into_iter().flatten().filter(|code| code.number() != "0").take(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        recognise(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn replies_tell_their_system_and_code() {
        assert_eq!(named(r#"{"message":"PermissionDenied, x","ret_code":1400}"#), ["qingcloud 1400"]);
        assert_eq!(named(r#"2026-01-01 GET /api {"RetCode":2204,"Action":"X"} 3ms"#), ["ucloudstack 2204"]);
        assert_eq!(named(r#"{"error_code":"iMetal.0206","error_msg":"x"}"#), ["huawei-imetal iMetal.0206"]);
        assert_eq!(
            named(r#"{"code":4000,"message":"(2130) x","codeDesc":"InvalidParameter"}"#),
            ["tencent-cdn 2130"]
        );
        assert_eq!(named(r#"{"code":4100,"message":"x","codeDesc":"AuthFailure"}"#), ["tencent 4100"]);
        assert!(
            named(r#"{"ret_code":0}"#).is_empty()
                && named("no json").is_empty()
                && named("{broken").is_empty()
        );
    }
}
