//! A parameter as it is told: its name, its type, and what its value must keep to.

use serde_json::{Map, Value, json};
use squall_wire::{Field, Rule, Shape};

/// A parameter of a call, for people.
pub(super) struct Parameter {
    /// `rules.n.priority`
    pub(super) name: String,
    /// `integer, required, 0 to 100`
    pub(super) says: String,
}

impl Parameter {
    /// All parameters, those of records one by one.
    pub(super) fn all(fields: &[Field]) -> Vec<Parameter> {
        let mut all = Vec::new();
        gather(fields, "", &mut all);
        all
    }
}

fn gather(fields: &[Field], prefix: &str, all: &mut Vec<Parameter>) {
    for field in fields {
        let mut name = format!("{prefix}{}", field.name);
        let mut shape = &field.shape;
        while let Shape::List(inner) = shape {
            name.push_str(".n");
            shape = inner;
        }
        let mut says = vec![word(shape).to_owned()];
        says.extend(field.required.then(|| "required".to_owned()));
        says.extend(limits(field, shape));
        let name = if *shape == Shape::Dictionary { format!("{name}.NAME") } else { name };
        if let Shape::Record(inner) = shape {
            let inside = format!("{name}.");
            all.push(Parameter { name, says: says.join(", ") });
            gather(inner, &inside, all);
        } else {
            all.push(Parameter { name, says: says.join(", ") });
        }
    }
}

/// The type of a single value.
fn word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Int => "integer",
        Shape::Flag => "flag",
        Shape::Form(word) => word,
        Shape::List(_) => "list",
        Shape::Record(_) => "record",
        Shape::Dictionary => "texts by name",
    }
}

fn limits(field: &Field, of_item: &Shape) -> Vec<String> {
    let Rule { min, max, one_of, max_len, max_items, id, secret, invalid } = field.rule;
    let mut limits = Vec::new();
    limits.extend(id.map(|kind| format!("id of {kind}")));
    if !one_of.is_empty() {
        limits.push(format!("one of {}", one_of.join(" ")));
    }
    match (*of_item == Shape::Int, min > i64::MIN, max < i64::MAX) {
        (true, true, true) => limits.push(format!("{min} to {max}")),
        (true, true, false) => limits.push(format!("at least {min}")),
        (true, false, true) => limits.push(format!("at most {max}")),
        _ => {}
    }
    if *of_item == Shape::Text && one_of.is_empty() && id.is_none() {
        limits.push(format!("at most {max_len} bytes"));
    }
    if is_many(&field.shape) {
        limits.push(format!("at most {max_items} of them"));
    }
    limits.extend(secret.then(|| "never shown".to_owned()));
    limits.extend(invalid.map(|code| format!("{code} when it is wrong")));
    limits
}

fn is_many(shape: &Shape) -> bool {
    matches!(shape, Shape::List(_) | Shape::Dictionary)
}

/// A parameter for programs. What does not limit it is left out.
pub(super) fn to_json(field: &Field) -> Value {
    let mut object = Map::new();
    object.insert("name".to_owned(), field.name.into());
    object.insert("required".to_owned(), field.required.into());
    object.extend(of_shape(&field.shape));
    let Rule { min, max, one_of, max_len, max_items, id, secret, invalid } = field.rule;
    let mut of_item = &field.shape;
    while let Shape::List(inner) = of_item {
        of_item = inner;
    }
    let is_int = *of_item == Shape::Int;
    let limits = [
        ("min", (is_int && min > i64::MIN).then(|| json!(min))),
        ("max", (is_int && max < i64::MAX).then(|| json!(max))),
        ("one_of", (!one_of.is_empty()).then(|| json!(one_of))),
        ("max_bytes", (*of_item == Shape::Text).then(|| json!(max_len))),
        ("max_items", is_many(&field.shape).then(|| json!(max_items))),
        ("id", id.map(Value::from)),
        ("secret", secret.then(|| true.into())),
        ("invalid", invalid.map(Value::from)),
    ];
    for (name, limit) in limits {
        object.extend(limit.map(|limit| (name.to_owned(), limit)));
    }
    Value::Object(object)
}

/// The type, with that of a list's items and a record's fields.
fn of_shape(shape: &Shape) -> Map<String, Value> {
    let mut object = Map::new();
    let kind = match shape {
        Shape::Dictionary => "dictionary",
        shape => word(shape),
    };
    object.insert("type".to_owned(), kind.into());
    match shape {
        Shape::List(inner) => {
            object.insert("items".to_owned(), Value::Object(of_shape(inner)));
        }
        Shape::Record(fields) => {
            object.insert("fields".to_owned(), fields.iter().map(to_json).collect());
        }
        _ => {}
    }
    object
}

/// Whether some field takes a parameter of this name: `instances.1`, `rules.2.priority`.
pub(super) fn takes(fields: &[Field], name: &str) -> bool {
    let (head, rest) = name.split_once('.').map_or((name, None), |(head, rest)| (head, Some(rest)));
    let field = fields.iter().find(|field| field.name == head);
    field.is_some_and(|field| shape_takes(&field.shape, rest))
}

fn shape_takes(shape: &Shape, rest: Option<&str>) -> bool {
    let Some(rest) = rest else { return true };
    match shape {
        Shape::List(inner) => {
            let (index, rest) = rest.split_once('.').map_or((rest, None), |(at, rest)| (at, Some(rest)));
            is_number(index) && shape_takes(inner, rest)
        }
        Shape::Record(fields) => takes(fields, rest),
        Shape::Dictionary => true,
        Shape::Text | Shape::Int | Shape::Flag | Shape::Form(_) => false,
    }
}

/// A name with `n` in the place of numbers.
pub(super) fn numberless(name: &str) -> String {
    let parts = name.split('.').map(|part| if is_number(part) { "n" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn field(name: &'static str, shape: Shape, rule: Rule) -> Field {
        Field { name, shape, required: false, rule }
    }

    const PRIORITY: Rule = Rule { min: 0, max: 100, ..Rule::ANY };
    const RULE: &[Field] =
        &[field("priority", Shape::Int, PRIORITY), field("tags", Shape::Dictionary, Rule::ANY)];
    const FIELDS: &[Field] = &[
        Field {
            required: true,
            ..field("instances", Shape::List(&Shape::Text), Rule { id: Some("instance"), ..Rule::ANY })
        },
        field("rules", Shape::List(&Shape::Record(RULE)), Rule::ANY),
        field("force", Shape::Flag, Rule::ANY),
    ];

    #[test]
    fn names_that_are_sent_are_those_that_are_declared() {
        for good in ["instances", "instances.1", "rules.12.priority", "rules.1.tags.a.b", "force"] {
            assert!(takes(FIELDS, good), "{good}");
        }
        for bad in ["instance", "instances.a", "instances.", "rules.1.prio", "force.1", "", "rules.priority"]
        {
            assert!(!takes(FIELDS, bad), "{bad}");
        }
        assert_eq!(numberless("rules.12.x1.3"), "rules.n.x1.n");
    }

    #[test]
    fn people_read_one_line_each() {
        let lines = Parameter::all(FIELDS);
        let lines: Vec<_> = lines.iter().map(|one| format!("{}: {}", one.name, one.says)).collect();
        assert_eq!(
            lines,
            [
                "instances.n: text, required, id of instance, at most 1000 of them",
                "rules.n: record, at most 1000 of them",
                "rules.n.priority: integer, 0 to 100",
                "rules.n.tags.NAME: texts by name, at most 1000 of them",
                "force: flag",
            ]
        );
    }

    #[test]
    fn programs_read_the_whole_shape() {
        let rules = to_json(&FIELDS[1]);
        assert_eq!((&rules["type"], &rules["max_items"]), (&json!("list"), &json!(1000)));
        assert_eq!(
            rules["items"]["fields"][0],
            json!({"name": "priority", "required": false, "type": "integer", "min": 0, "max": 100})
        );
        assert_eq!(to_json(&FIELDS[0])["id"], "instance");
    }
}
