//! The whole catalogue as one JSON array, one code a line, in the order of the vendors' lists.

use serde_json::{Value, json};
use squall_catalogue::page::Page;
use squall_catalogue::{Code, all};

/// Every code's object; what only recipes and dialects know (`reach`, `raised_by`) is left out.
pub(crate) fn render() -> String {
    let lines: Vec<String> = all().map(object).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn object(code: Code) -> String {
    let fields: [(&str, Value); 14] = [
        ("system", json!(code.system().as_str())),
        ("code", json!(code.number())),
        ("name", json!(code.name())),
        ("kind", json!(code.kind().as_str())),
        ("http_status", json!(code.http_status())),
        ("label_zh", json!(code.label_zh())),
        ("message", json!(code.message())),
        ("rows", rows(code)),
        ("gloss_en", json!(code.gloss_en())),
        ("retry", json!(code.retry().as_str())),
        ("blame", json!(code.blame().as_str())),
        ("carrier", json!(code.carrier())),
        ("unanswered", json!(code.unanswered())),
        ("page", page(code)),
    ];
    let fields = fields.map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", fields.join(","))
}

/// Every status and message of a code that has several; `null` for the others.
fn rows(code: Code) -> Value {
    let rows = code.rows().map(|row| {
        json!({"http_status": row.http_status, "message": row.message, "retry": row.kind.retry().as_str()})
    });
    let rows: Vec<Value> = rows.collect();
    if rows.len() > 1 { rows.into() } else { Value::Null }
}

/// The page in both languages; `null` where there is none.
fn page(code: Code) -> Value {
    match code.page().and_then(|markdown| Page::parse(markdown).ok()) {
        Some(page) => json!({
            "en": format!("## When it happens\n\n{}\n\n## What to do\n\n{}\n", page.when_en, page.todo_en),
            "zh": format!("## 何时出现\n\n{}\n\n## 怎么办\n\n{}\n", page.when_zh, page.todo_zh),
        }),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_array_holds_every_code_in_order() {
        let parsed: Vec<Value> = serde_json::from_str(&render()).unwrap();
        let names = |value: &Value| (value["system"].clone(), value["code"].clone());
        let expected: Vec<_> =
            all().map(|code| (json!(code.system().as_str()), json!(code.number()))).collect();
        assert_eq!(parsed.iter().map(names).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_code_tells_all_the_catalogue_knows() {
        let parsed: Vec<Value> = serde_json::from_str(&render()).unwrap();
        let denied = parsed.iter().find(|value| value["name"] == "PERMISSION_DENIED").unwrap();
        assert_eq!(denied["code"], "1400");
        assert_eq!(denied["http_status"], Value::Null);
        assert!(denied["page"]["zh"].as_str().unwrap().contains("怎么办"));
        let huawei = parsed.iter().find(|value| value["code"] == "iMetal.0206").unwrap();
        assert!(huawei["http_status"].is_u64() && huawei["message"].is_string());
        assert_eq!((&huawei["rows"], &huawei["unanswered"]), (&Value::Null, &Value::Null));
        let gateway = parsed.iter().find(|value| value["code"] == "APIGW.0201").unwrap();
        assert_eq!(gateway["rows"][0]["message"], gateway["message"]);
        assert_eq!(
            (&gateway["rows"][5]["http_status"], &gateway["rows"][5]["retry"]),
            (&json!(504), &json!("backoff"))
        );
    }
}
