//! A user's answers held against the form, and completed with what the form puts in place of those not given.

use super::form::{CLUSTER, Form, Item, Type};
use super::invalid;
use super::reader::shown;
use serde_json::{Map, Value};
use squall_api::Outcome;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What messages call the answers.
pub(crate) const ANSWERS: &str = "conf";
/// Settings of every cluster that a form need not mention. The name and description may be empty.
const RESERVED: [&str; 3] = ["name", "description", "vxnet"];
/// The steps that all answers of a form may take to be held against it: comparisons with what a range offers, and those
/// of patterns.
const STEPS_MOST: u64 = 2_000_000;
/// How far a number may be from a step, for the sake of decimals.
const STEP_SLACK: f64 = 1e-9;

/// A cluster that an answer names, and what it may be.
#[derive(Debug)]
pub(crate) struct Service<'f> {
    pub(crate) key: &'f str,
    pub(crate) cluster: String,
    pub(crate) limits: &'f BTreeMap<String, Vec<String>>,
}

/// Answers that passed.
#[derive(Debug)]
pub(crate) struct Answers<'f> {
    pub(crate) values: Value,
    pub(crate) services: Vec<Service<'f>>,
    /// What was answered where the form asks for a password.
    pub(crate) passwords: Vec<String>,
}

/// Holds answers against the form. What the form does not ask is handed on as it is.
///
/// # Errors
/// `CONFIG_PARAMETER_INVALID`, naming the key.
pub(crate) fn check<'f>(form: &'f Form, given: &Map<String, Value>) -> Outcome<Answers<'f>> {
    let mut answers = Answers { values: Value::Null, services: Vec::new(), passwords: Vec::new() };
    answers.values = Value::Object(fill(&form.items, given, "", &mut answers, &mut Steps(STEPS_MOST))?);
    Ok(answers)
}

/// The steps that are left.
struct Steps(u64);

impl Steps {
    fn take(&mut self, steps: u64, place: &str) -> Outcome<()> {
        let left = self.0.checked_sub(steps);
        let too_many = || invalid(ANSWERS, format_args!("[{place}] takes too long to be checked"));
        self.0 = left.ok_or_else(too_many)?;
        Ok(())
    }
}

fn fill<'f>(
    items: &'f [Item],
    given: &Map<String, Value>,
    path: &str,
    answers: &mut Answers<'f>,
    steps: &mut Steps,
) -> Outcome<Map<String, Value>> {
    let mut filled = given.clone();
    for item in items {
        let place = if path.is_empty() { item.key.clone() } else { format!("{path}.{}", item.key) };
        let answer = given.get(&item.key).filter(|value| !value.is_null());
        if item.kind == Type::Group {
            let empty = Map::new();
            let inner = match answer {
                None => &empty,
                Some(Value::Object(inner)) => inner,
                Some(other) => return Err(bad(&place, item, other, "must be an object")),
            };
            let inner = fill(&item.items, inner, &place, answers, steps)?;
            filled.insert(item.key.clone(), Value::Object(inner));
            continue;
        }
        let is_blank = answer.is_none_or(|value| value.as_str() == Some(""));
        let may_be_blank = path == CLUSTER && matches!(&*item.key, "name" | "description");
        if is_blank && item.required && !(may_be_blank && answer.is_some()) {
            return Err(invalid(ANSWERS, format_args!("[{place}] is required")));
        }
        match (answer, &item.default) {
            (None, Some(default)) => drop(filled.insert(item.key.clone(), default.clone())),
            (Some(answer), _) if !is_blank => {
                examine(item, answer, &place, steps)?;
                let text = answer.as_str().map(str::to_owned);
                match (item.kind, text) {
                    (Type::Service, Some(cluster)) => {
                        answers.services.push(Service { key: &item.key, cluster, limits: &item.limits });
                    }
                    (Type::Password, Some(password)) => answers.passwords.push(password),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(filled)
}

fn bad(place: &str, item: &Item, answer: &Value, what: impl std::fmt::Display) -> squall_api::Fault {
    let answer = if item.kind == Type::Password { "***".to_owned() } else { shown(answer) };
    invalid(ANSWERS, format_args!("[{place}] {what}, not [{answer}]"))
}

/// Holds one answer against its property.
fn examine(item: &Item, answer: &Value, place: &str, steps: &mut Steps) -> Outcome<()> {
    let (fits, expected) = match item.kind {
        Type::Integer => (answer.is_i64() || answer.is_u64(), "an integer"),
        Type::Number => (answer.is_number(), "a number"),
        Type::Boolean => (answer.is_boolean(), "a boolean"),
        Type::Text if item.separator.is_some() => (answer.is_string() || answer.is_array(), "a string"),
        Type::Text | Type::Password | Type::Service => (answer.is_string(), "a string"),
        Type::LoadBalancer => (answer.is_string() || answer.is_array(), "an array of load balancers"),
        Type::Group => (answer.is_object(), "an object"),
    };
    if !fits {
        return Err(bad(place, item, answer, format_args!("must be {expected}")));
    }
    if !item.range.is_empty() && !in_range(item, answer, place, steps)? {
        let range = shown(&Value::Array(item.range.clone()));
        return Err(bad(place, item, answer, format_args!("must be of {range}")));
    }
    if let Some(number) = answer.as_f64() {
        in_bounds(item, number, answer, place)?;
    }
    if let (Some(pattern), Some(text)) = (&item.pattern, answer.as_str()) {
        steps.take(pattern.steps(text), place)?;
        if !pattern.is_match(text) {
            return Err(bad(place, item, answer, format_args!("must match [{pattern}]")));
        }
    }
    Ok(())
}

fn in_range(item: &Item, answer: &Value, place: &str, steps: &mut Steps) -> Outcome<bool> {
    let mut offers = |choice: &Value| {
        steps.take(item.range.len() as u64, place)?;
        Ok(item.range.iter().any(|offer| is_same(offer, choice)))
    };
    let choices = match (&item.separator, answer) {
        (Some(_), Value::Array(choices)) => Cow::Borrowed(choices),
        (Some(separator), Value::String(choices)) => {
            Cow::Owned(choices.split(&**separator).map(|choice| Value::from(choice.trim())).collect())
        }
        _ => return offers(answer),
    };
    for choice in &*choices {
        if !offers(choice)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// 1 and 1.0 are the same choice.
fn is_same(a: &Value, b: &Value) -> bool {
    a == b || matches!((a.as_f64(), b.as_f64()), (Some(a), Some(b)) if a == b)
}

fn in_bounds(item: &Item, number: f64, answer: &Value, place: &str) -> Outcome<()> {
    if let Some(min) = item.min.filter(|min| number < *min) {
        return Err(bad(place, item, answer, format_args!("must be at least {min}")));
    }
    if let Some(max) = item.max.filter(|max| number > *max) {
        return Err(bad(place, item, answer, format_args!("must be at most {max}")));
    }
    if let Some(step) = item.step {
        let steps = (number - item.min.unwrap_or(0.0)) / step;
        if (steps - steps.round()).abs() > STEP_SLACK {
            return Err(bad(place, item, answer, format_args!("must be reached by steps of {step}")));
        }
    }
    Ok(())
}

/// Answers that a form itself suggests, to try a package out without a user: defaults, or else the first that
/// is allowed.
pub(crate) fn suggested(form: &Form) -> Value {
    let mut values = suggest(&form.items);
    let cluster = values.entry(CLUSTER).or_insert_with(|| Value::Object(Map::new()));
    if let Some(cluster) = cluster.as_object_mut() {
        for key in RESERVED {
            cluster.entry(key).or_insert_with(|| Value::from(""));
        }
        // Networks are not part of a package: any name will do to see whether the rest holds.
        cluster.insert("vxnet".to_owned(), Value::from(crate::founding::BASE_NETWORK));
    }
    Value::Object(values)
}

fn suggest(items: &[Item]) -> Map<String, Value> {
    let mut values = Map::new();
    for item in items {
        let value = match (&item.default, item.kind) {
            (_, Type::Group) => Value::Object(suggest(&item.items)),
            (Some(default), _) if default.as_str() != Some("") || item.range.is_empty() => default.clone(),
            _ if !item.range.is_empty() => item.range[0].clone(),
            (_, Type::Integer) => Value::from(item.min.map_or(1, |min| min.ceil() as i64)),
            (_, Type::Number) => Value::from(item.min.unwrap_or(1.0)),
            (_, Type::Boolean) => Value::from(false),
            (_, Type::LoadBalancer) => Value::Array(Vec::new()),
            _ => Value::from(""),
        };
        values.insert(item.key.clone(), value);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(properties: Value) -> Form {
        let text = json!({"type": "array", "properties": [
            {"key": "cluster", "type": "array", "properties": properties}
        ]});
        Form::parse(&text.to_string()).unwrap()
    }

    fn verdict(property: Value, answer: Value) -> Result<Value, String> {
        let key = property["key"].as_str().unwrap().to_owned();
        let form = form(json!([property]));
        let given = if answer.is_null() { json!({}) } else { json!({"cluster": {key.clone(): answer}}) };
        check(&form, given.as_object().unwrap())
            .map(|answers| answers.values["cluster"][&key].clone())
            .map_err(|fault| fault.text().into_owned())
    }

    #[test]
    fn answers_keep_to_their_property() {
        let item = |more: Value| {
            let mut item = json!({"key": "k", "type": "integer", "required": "yes"});
            item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            item
        };
        let cases = [
            (json!({}), json!(3), true),
            (json!({}), json!("3"), false),
            (json!({}), json!(3.5), false),
            (json!({}), Value::Null, false),
            (json!({"default": 1}), Value::Null, false),
            (json!({"required": "no", "default": 1}), Value::Null, true),
            (json!({"range": [1, 2, 4]}), json!(4), true),
            (json!({"range": [1, 2, 4]}), json!(3), false),
            (json!({"min": 10, "max": 30, "step": 10}), json!(30), true),
            (json!({"min": 10, "max": 30, "step": 10}), json!(9), false),
            (json!({"min": 10, "max": 30, "step": 10}), json!(40), false),
            (json!({"min": 10, "max": 30, "step": 10}), json!(25), false),
            (json!({"type": "number", "step": 0.1}), json!(0.3), true),
            (json!({"type": "boolean"}), json!("true"), false),
            (json!({"type": "string"}), json!(""), false),
            (json!({"type": "string", "pattern": "^v[0-9]+$"}), json!("v12"), true),
            (json!({"type": "string", "pattern": "^v[0-9]+$"}), json!("12"), false),
            (json!({"type": "string", "range": ["a", "b"], "multichoice": true}), json!("a,b"), true),
            (json!({"type": "string", "range": ["a", "b"], "multichoice": true}), json!("a,c"), false),
            (json!({"type": "string", "range": ["a", "b"]}), json!("a,b"), false),
        ];
        for (more, answer, passes) in cases {
            let verdict = verdict(item(more.clone()), answer.clone());
            assert_eq!(verdict.is_ok(), passes, "{more} {answer}: {verdict:?}");
        }
    }

    #[test]
    fn passwords_are_not_repeated() {
        let item = json!({"key": "k", "type": "password", "pattern": "^[0-9]+$"});
        assert!(!verdict(item, json!("secret")).unwrap_err().contains("secret"));
    }

    #[test]
    fn the_name_may_be_empty_but_not_the_network() {
        let form = form(json!([
            {"key": "name", "type": "string", "required": "yes"},
            {"key": "vxnet", "type": "string", "required": "yes"}
        ]));
        let answers = |vxnet: &str| json!({"cluster": {"name": "", "vxnet": vxnet}});
        assert!(check(&form, answers("vxnet-1").as_object().unwrap()).is_ok());
        assert!(check(&form, answers("").as_object().unwrap()).is_err());
        assert_eq!(suggested(&form)["cluster"]["vxnet"], "vxnet-0");
    }

    #[test]
    fn bad_forms_are_refused() {
        for properties in [
            json!([{"type": "string"}]),
            json!([{"key": "a", "type": "text"}]),
            json!([{"key": "a", "type": "array"}]),
            json!([{"key": "a", "type": "string", "pattern": "("}]),
            json!([{"key": "a", "type": "string"}, {"key": "a", "type": "string"}]),
            json!([{"key": "a", "type": "integer", "min": "1"}]),
            json!("none"),
        ] {
            let text = json!({"type": "array", "properties": properties}).to_string();
            assert!(Form::parse(&text).is_err(), "{text}");
        }
        assert!(Form::parse("\u{feff}{\"properties\":[]}").is_err());
    }

    #[test]
    fn what_takes_long_is_refused_before_it_does() {
        let slow = json!({"key": "k", "type": "string", "pattern": "(?:a?){600}b"});
        assert!(verdict(slow.clone(), json!("a".repeat(900) + "b")).is_ok());
        assert!(verdict(slow, json!("a".repeat(2_000))).unwrap_err().contains("takes too long"));
        let never = json!({"key": "k", "type": "string", "pattern": "(?:a?){3000}b"});
        let text = json!({"type": "array", "properties": [never]}).to_string();
        assert!(Form::parse(&text).unwrap_err().text().contains("cannot be read"));
        let wide: Vec<String> = (0..2_000).map(|n| n.to_string()).collect();
        let many = json!({"key": "k", "type": "string", "range": wide, "multichoice": true});
        assert!(verdict(many.clone(), json!("1999,0")).is_ok());
        assert!(verdict(many, json!(vec!["1"; 2_000].join(","))).unwrap_err().contains("takes too long"));
        let large: Vec<Value> = (0..40)
            .map(|n| json!({"key": format!("k{n}"), "type": "string", "pattern": "(?:a?){600}b"}))
            .collect();
        let text = json!({"type": "array", "properties": large}).to_string();
        assert!(Form::parse(&text).unwrap_err().text().contains("too large together"));
    }
}
