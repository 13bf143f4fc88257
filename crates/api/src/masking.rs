//! What the journal shows of a call: by what its action declares, and by nothing else. A declared parameter is shown
//! unless it is secret; what nobody declared may be anything, so only how long it is is shown.

use crate::request::Request;
use serde_json::{Map, Value};
use squall_wire::param::{NAME, WHOLE};
use squall_wire::secret::MASK;
use squall_wire::{Field, Secrets, Shape, Tree, flat, name};
use std::borrow::Cow;

/// The name under which a body that cannot be taken apart is shown.
const BODY: &str = "body";
/// The name under which parameters are counted whose own names are not shown.
const UNDECLARED: &str = "(undeclared)";
/// The name under which is told how much was not kept.
const CUT: &str = "(cut)";
/// Headers whose values are credentials, whatever the system.
const CREDENTIALS: [&str; 6] =
    ["authorization", "cookie", "proxy-authorization", "x-auth-token", "x-security-token", "x-subject-token"];

/// The parameters that are declared for a call.
#[derive(Clone, Copy, Default)]
pub(crate) struct Declared {
    /// The action's; none where there is no such action.
    pub(crate) own: Option<&'static [Field]>,
    /// Those that every call of the system may carry.
    pub(crate) common: &'static [Field],
}

impl Declared {
    fn parts(self) -> impl Iterator<Item = &'static [Field]> {
        [self.own.unwrap_or_default(), self.common].into_iter()
    }

    fn judge(self, name: &str) -> Verdict {
        self.parts().map(|fields| of_name(fields, name)).max().unwrap_or(Verdict::Undeclared)
    }

    fn field(self, name: &str) -> Option<&'static Field> {
        self.parts().flatten().find(|field| field.name == name)
    }
}

/// What may be shown of a value. Of two declarations the stricter one counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Undeclared,
    Shown,
    /// Where it can be a name.
    Named,
    Secret,
}

/// The secrets of a call that failed, so that no sentence repeats one.
pub(crate) fn secrets<'a>(tree: &'a Tree<'_>, declared: Declared, request: &'a Request) -> Secrets<'a> {
    let mut secrets = Secrets::default();
    declared.parts().for_each(|fields| secrets.gather(tree, fields));
    for value in CREDENTIALS.into_iter().filter_map(|name| request.header(name)) {
        secrets.add(value);
        secrets.add(value.split_once(' ').map_or("", |(_, shown)| shown));
    }
    secrets
}

/// A path as it may be shown: where it led to no action, the words of it.
pub(crate) fn path<'p>(path: &'p str, declared: Declared) -> Cow<'p, str> {
    match declared.own {
        Some(_) => Cow::Borrowed(path),
        None => Cow::Owned(path.split('/').map(name::shown).collect::<Vec<_>>().join("/")),
    }
}

/// Parameters by name, as they were sent in a query, form or document, of which so many bytes in all.
pub(crate) fn parameters(text: &[u8], bytes: usize, declared: Declared) -> Map<String, Value> {
    match text.trim_ascii_start().first() {
        None => Map::new(),
        Some(b'{' | b'[') => document(text, bytes, declared),
        Some(_) => pairs(text, bytes, declared),
    }
}

fn document(text: &[u8], bytes: usize, declared: Declared) -> Map<String, Value> {
    let is_whole = text.len() == bytes;
    let shown = match serde_json::from_slice(text).ok().filter(|_| is_whole) {
        Some(Value::Object(entries)) => return of_entries(entries, |name| declared.field(name)),
        Some(list) => {
            declared.field(WHOLE).map_or_else(|| hidden(&list), |field| of_field(list.clone(), field))
        }
        None => name::hidden(bytes).into(),
    };
    Map::from_iter([(BODY.to_owned(), shown)])
}

fn of_entries(
    entries: Map<String, Value>,
    find: impl Fn(&str) -> Option<&'static Field>,
) -> Map<String, Value> {
    let (mut shown, mut unnamed) = (Map::new(), 0);
    for (name, value) in entries {
        match find(&name) {
            Some(field) => drop(shown.insert(name, of_field(value, field))),
            None if name::is_plain(&name) => drop(shown.insert(name, hidden(&value))),
            None => unnamed += name.len() + value.to_string().len(),
        }
    }
    if unnamed > 0 {
        shown.insert(UNDECLARED.to_owned(), name::hidden(unnamed).into());
    }
    shown
}

fn of_field(value: Value, field: &'static Field) -> Value {
    if field.rule.secret { MASK.into() } else { of_shape(value, &field.shape) }
}

fn of_shape(value: Value, shape: &'static Shape) -> Value {
    match (shape, value) {
        (_, Value::Null) => Value::Null,
        (shape, Value::String(text)) if *shape == NAME => name::shown(&text).into(),
        (Shape::Record(fields), Value::Object(entries)) => {
            Value::Object(of_entries(entries, |name| fields.iter().find(|field| field.name == name)))
        }
        (Shape::List(inner), Value::Array(items)) => {
            items.into_iter().map(|item| of_shape(item, inner)).collect()
        }
        (Shape::List(inner), single) => of_shape(single, inner),
        (Shape::Dictionary, Value::Object(entries)) => {
            let shown = entries.into_iter().map(|(name, value)| (name, of_shape(value, &Shape::Text)));
            Value::Object(shown.collect())
        }
        (Shape::Record(_) | Shape::Dictionary, other) => hidden(&other),
        (
            Shape::Text | Shape::Int | Shape::Flag | Shape::Form(_),
            other @ (Value::Object(_) | Value::Array(_)),
        ) => hidden(&other),
        (_, single) => single,
    }
}

fn hidden(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::String(text) => name::hidden(text.len()).into(),
        other => name::hidden(other.to_string().len()).into(),
    }
}

fn pairs(text: &[u8], bytes: usize, declared: Declared) -> Map<String, Value> {
    let is_whole = text.len() == bytes;
    // The last pair of a text that was cut off is not whole.
    let kept = if is_whole { text.len() } else { text.iter().rposition(|byte| *byte == b'&').unwrap_or(0) };
    let Ok(pairs) = flat::pairs(&text[..kept]) else {
        return Map::from_iter([(BODY.to_owned(), name::hidden(bytes).into())]);
    };
    let (mut shown, mut unnamed) = (Map::new(), 0);
    for (name, value) in pairs {
        let value = match declared.judge(&name) {
            Verdict::Shown => value.into_owned(),
            Verdict::Named => name::shown(&value).into_owned(),
            Verdict::Secret => {
                shown.insert(name::shown(&name).into_owned(), MASK.into());
                continue;
            }
            // What has no value is no parameter, but a text that was sent in the place of parameters.
            Verdict::Undeclared if name::is_plain(&name) && !value.is_empty() => name::hidden(value.len()),
            Verdict::Undeclared => {
                unnamed += name.len() + value.len();
                continue;
            }
        };
        shown.insert(name.into_owned(), value.into());
    }
    if unnamed > 0 {
        shown.insert(UNDECLARED.to_owned(), name::hidden(unnamed).into());
    }
    if !is_whole {
        shown.insert(CUT.to_owned(), name::hidden(bytes - kept).into());
    }
    shown
}

/// What may be shown of the value of a dotted name.
fn of_name(fields: &[Field], name: &str) -> Verdict {
    let (head, below) = split(name);
    match fields.iter().find(|field| field.name == head) {
        None => Verdict::Undeclared,
        Some(field) if field.rule.secret => Verdict::Secret,
        Some(field) => of_part(&field.shape, below),
    }
}

fn of_part(shape: &Shape, below: Option<&str>) -> Verdict {
    match (shape, below) {
        (shape, None) if *shape == NAME => Verdict::Named,
        (Shape::Text | Shape::Int | Shape::Flag | Shape::Form(_), None) | (Shape::Dictionary, Some(_)) => {
            Verdict::Shown
        }
        (Shape::List(inner), None) => of_part(inner, None),
        (Shape::List(inner), Some(below)) => match split(below) {
            (at, below) if at.bytes().all(|byte| byte.is_ascii_digit()) => of_part(inner, below),
            _ => Verdict::Undeclared,
        },
        (Shape::Record(fields), Some(below)) => of_name(fields, below),
        _ => Verdict::Undeclared,
    }
}

fn split(name: &str) -> (&str, Option<&str>) {
    name.split_once('.').map_or((name, None), |(head, below)| (head, Some(below)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use squall_wire::Rule;

    const fn field(name: &'static str, shape: Shape, secret: bool) -> Field {
        Field { name, shape, required: false, rule: Rule { secret, ..Rule::ANY } }
    }

    static STATIC: [Field; 2] = [field("kind", Shape::Int, false), field("val1", Shape::Text, true)];
    static OWN: [Field; 5] = [
        field("ids", Shape::List(&Shape::Text), false),
        field("conf", Shape::Text, true),
        field("statics", Shape::List(&Shape::Record(&STATIC)), false),
        field("tags", Shape::Dictionary, false),
        field("token", Shape::Text, false),
    ];
    static COMMON: [Field; 2] = [field("zone", Shape::Text, false), field("token", Shape::Text, true)];
    const DECLARED: Declared = Declared { own: Some(&OWN), common: &COMMON };

    fn shown(text: &str) -> Value {
        Value::Object(parameters(text.as_bytes(), text.len(), DECLARED))
    }

    #[test]
    fn parameters_are_shown_by_their_declaration_at_any_depth() {
        let text = "zone=pek3&ids.1=a&conf=%7B%7D&statics.1.val1=key&statics.1.kind=4&statics.x.kind=5&tags.a=b\
            &token=MII&conf.1=key&pass=key&ids=a%20b";
        assert_eq!(
            shown(text),
            json!({
                "zone": "pek3", "ids": "a b", "ids.1": "a", "conf": "***", "conf.1": "***", "statics.1.val1": "***",
                "statics.1.kind": "4", "statics.x.kind": "…(1 bytes)", "tags.a": "b", "token": "***",
                "pass": "…(3 bytes)",
            })
        );
        let text = r#"
            {"zone":"pek3","ids":["a",{"b":"key"}],"conf":{"a":1},"statics":[{"val1":["key"],"kind":4,"x":"key"}],
             "tags":{"a":"b","c":["key"]},"token":null,"pass":"key","Zhu88jie!":1,"zone2":null}"#;
        assert_eq!(
            shown(text),
            json!({
                "zone": "pek3", "ids": ["a", "…(11 bytes)"], "conf": "***",
                "statics": [{"val1": "***", "kind": 4, "x": "…(3 bytes)"}], "tags": {"a": "b", "c": "…(7 bytes)"},
                "token": null, "pass": "…(3 bytes)", "(undeclared)": "…(10 bytes)", "zone2": null,
            })
        );
    }

    #[test]
    fn what_cannot_be_taken_apart_is_not_shown() {
        for text in ["{\"conf\":\"key\"", "[\"key\"]", "a=key&a=key", "%zzkey=1"] {
            assert_eq!(shown(text), json!({"body": name::hidden(text.len())}), "{text}");
        }
        assert_eq!(shown("dG9rZW4="), json!({"(undeclared)": "…(7 bytes)"}));
        assert_eq!(shown("correcthorse"), json!({"(undeclared)": "…(12 bytes)"}));
        let cut = parameters(b"zone=pek3&conf=ke", 1_000, DECLARED);
        assert_eq!(Value::Object(cut), json!({"zone": "pek3", "(cut)": "…(991 bytes)"}));
        let cut = parameters(b"{\"zone\":1}", 1_000, DECLARED);
        assert_eq!(Value::Object(cut), json!({"body": "…(1000 bytes)"}));
        assert_eq!(path("/v1/Zhu88jie!/servers", Declared::default()), "/v1/…(9 bytes)/servers");
        assert_eq!(path("/v1/0a0b0c0d0e/servers", DECLARED), "/v1/0a0b0c0d0e/servers");
    }
}
