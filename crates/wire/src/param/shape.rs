//! A JSON document held against the shapes that are declared, before its fields are read one by one.

use super::{Field, Invalid, Problem, Shape};
use crate::tree::Tree;

/// The most names of missing fields that are told.
const NAMES: usize = 100;

/// What is wrong with a JSON document before its fields are read one by one: a value of another type than its field
/// declares, or a field that none declares where `is_closed`. Texts of a query are not judged here; they have no type.
///
/// # Errors
/// `Malformed` for a type, `NotAllowed` for an unknown field; the first found, in the order of names.
pub fn check_types(tree: &Tree<'_>, fields: &[Field], is_closed: bool) -> Result<(), Invalid> {
    let Tree::Map(entries) = tree else {
        return Err(Invalid::new(tree, Problem::Malformed("a record")));
    };
    for (name, value) in entries {
        match fields.iter().find(|field| field.name == name) {
            Some(field) => {
                let told = |invalid: Invalid| invalid.within(name).masked(field.rule.secret);
                has_shape(value, &field.shape, is_closed).map_err(told)?;
            }
            None if is_closed => {
                return Err(Invalid::new(value, Problem::NotAllowed).within(name).masked(true));
            }
            None => {}
        }
    }
    Ok(())
}

fn has_shape(tree: &Tree<'_>, shape: &Shape, is_closed: bool) -> Result<(), Invalid> {
    let expected = |word| Err(Invalid::new(tree, Problem::Malformed(word)));
    match (shape, tree) {
        (_, Tree::Null)
        | (Shape::Text | Shape::Form(_), Tree::Text(_))
        | (Shape::Int, Tree::Number(_))
        | (Shape::Flag, Tree::Bool(_)) => Ok(()),
        (Shape::Dictionary, Tree::Map(entries)) => entries.iter().try_for_each(|(name, value)| {
            has_shape(value, &Shape::Text, is_closed).map_err(|invalid| invalid.within(name))
        }),
        (Shape::List(inner), Tree::List(items)) => {
            let judge = |(at, item): (usize, &Tree<'_>)| {
                has_shape(item, inner, is_closed).map_err(|invalid| invalid.within(&(at + 1).to_string()))
            };
            items.iter().enumerate().try_for_each(judge)
        }
        (Shape::Record(fields), Tree::Map(_)) => check_types(tree, fields, is_closed),
        (Shape::Text | Shape::Form(_), _) => expected("a text"),
        (Shape::Int, _) => expected("an integer"),
        (Shape::Flag, _) => expected("true or false"),
        (Shape::List(_), _) => expected("a list"),
        (Shape::Record(_) | Shape::Dictionary, _) => expected("a record"),
    }
}

/// The names of all required fields that are not there, in the order of their declaration, those of records too; of
/// very many the first 100.
pub fn missing(tree: &Tree<'_>, fields: &[Field]) -> Vec<String> {
    let mut names = Vec::new();
    gather_missing(tree, fields, "", &mut names);
    names
}

fn gather_missing(tree: &Tree<'_>, fields: &[Field], prefix: &str, names: &mut Vec<String>) {
    for field in fields {
        if names.len() >= NAMES {
            return;
        }
        let name = field.name;
        match (tree.get(name), field.shape) {
            (None, _) if field.required => names.push(format!("{prefix}{name}")),
            (Some(inner), Shape::Record(fields)) => {
                gather_missing(inner, fields, &format!("{prefix}{name}."), names);
            }
            (Some(Tree::List(items)), Shape::List(Shape::Record(fields))) => {
                for (at, item) in items.iter().enumerate() {
                    gather_missing(item, fields, &format!("{prefix}{name}.{}.", at + 1), names);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::Rule;

    const fn field(name: &'static str, shape: Shape, required: bool) -> Field {
        Field { name, shape, required, rule: Rule::ANY }
    }

    const NIC: &[Field] = &[field("subnet_id", Shape::Text, true), field("ip", Shape::Text, false)];
    const FIELDS: &[Field] = &[
        field("name", Shape::Text, true),
        field("count", Shape::Int, false),
        field("nics", Shape::List(&Shape::Record(NIC)), true),
    ];

    fn judged(text: &str) -> Result<(), String> {
        let tree = Tree::from_json(text).unwrap();
        check_types(&tree, FIELDS, true).map_err(|invalid| invalid.field)
    }

    #[test]
    fn types_are_those_that_are_declared_and_fields_too() {
        assert_eq!(judged(r#"{"name":"a","count":1,"nics":[{"subnet_id":"s","ip":null}]}"#), Ok(()));
        assert_eq!(judged(r#"{"name":1}"#), Err("name".to_owned()));
        assert_eq!(judged(r#"{"count":"1"}"#), Err("count".to_owned()));
        assert_eq!(judged(r#"{"nics":{}}"#), Err("nics".to_owned()));
        assert_eq!(judged(r#"{"nics":[{},{"subnet_id":true}]}"#), Err("nics.2.subnet_id".to_owned()));
        assert_eq!(judged(r#"{"nics":[{"net":"x"}]}"#), Err("nics.1.net".to_owned()));
        assert_eq!(judged("[]"), Err(String::new()));
    }

    #[test]
    fn everything_missing_is_named_at_once() {
        let tree = Tree::from_json(r#"{"nics":[{"ip":"1"}],"name":null}"#).unwrap();
        assert_eq!(missing(&tree, FIELDS), ["name", "nics.1.subnet_id"]);
    }
}
