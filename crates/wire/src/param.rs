//! Typed parameters. A request is a struct; what may be sent in each field is told by its type and its
//! rule, so a missing or malformed field is found before any action runs, and tests can be made from the
//! same facts.

use crate::tree::Tree;
use std::collections::BTreeMap;

/// The most entries of a list, unless its field says otherwise.
pub const ITEMS: usize = 1_000;
/// The longest text in bytes, unless its field says otherwise.
pub const TEXT_BYTES: usize = 1_024;

/// What kind of value a field takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// A whole number.
    Int,
    /// Yes or no.
    Flag,
    /// A form of its own, such as an instant or an address; the word says which.
    Form(&'static str),
    /// A list.
    List(&'static Shape),
    /// A record.
    Record(&'static [Field]),
    /// Texts under names of the caller's own.
    Dictionary,
}

/// What a field's value must keep to beyond its shape.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rule {
    /// The least number.
    pub min: i64,
    /// The greatest number.
    pub max: i64,
    /// The only texts or numbers allowed; any when empty.
    pub one_of: &'static [&'static str],
    /// The longest text in bytes.
    pub max_len: usize,
    /// The most entries.
    pub max_items: usize,
    /// The kind of resource whose id it is.
    pub id: Option<&'static str>,
    /// Whether it must never be shown.
    pub secret: bool,
    /// The code that a bad value raises instead of the dialect's usual one.
    pub invalid: Option<&'static str>,
}

impl Rule {
    /// Anything within the usual limits.
    pub const ANY: Rule = Rule {
        min: i64::MIN,
        max: i64::MAX,
        one_of: &[],
        max_len: TEXT_BYTES,
        max_items: ITEMS,
        id: None,
        secret: false,
        invalid: None,
    };
}

/// A field of a request, as its struct declares it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What its value must keep to.
    pub rule: Rule,
}

/// What is wrong with a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Problem {
    /// It is not there.
    Missing,
    /// Its value is not of the right form; the word says what was expected.
    Malformed(&'static str),
    /// Its value is well formed but not allowed.
    NotAllowed,
    /// It has more entries than this.
    TooMany(usize),
}

/// A field that cannot be accepted.
#[derive(Clone, PartialEq, Debug)]
pub struct Invalid {
    /// Its name, with the names around it: `rules.1.priority`.
    pub field: String,
    /// The value, shortened; empty when there is none.
    pub value: String,
    /// What is wrong.
    pub problem: Problem,
    /// The code to raise instead of the dialect's usual one.
    pub code: Option<&'static str>,
}

impl Invalid {
    fn new(tree: &Tree<'_>, problem: Problem) -> Invalid {
        let value = tree.text().unwrap_or("").chars().take(80).collect();
        Invalid { field: String::new(), value, problem, code: None }
    }

    fn within(mut self, name: &str) -> Invalid {
        self.field = if self.field.is_empty() { name.to_owned() } else { format!("{name}.{}", self.field) };
        self
    }
}

/// A type that a field can have.
pub trait Param: Sized {
    /// What it takes.
    const SHAPE: Shape;

    /// Reads a value that is there.
    ///
    /// # Errors
    /// `Invalid`, without the field's name.
    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<Self, Invalid>;

    /// What stands for a value that is not there; `None` when it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// A struct of typed parameters; derived.
pub trait Params: Sized {
    /// The name of the struct: an action's name.
    const NAME: &'static str;
    /// Its fields.
    const FIELDS: &'static [Field];
    /// What it does: the struct's documentation.
    const ABOUT: &'static str;

    /// Reads all fields; unknown ones are ignored.
    ///
    /// # Errors
    /// `Invalid`, naming the first field that cannot be accepted.
    fn decode(tree: &Tree<'_>) -> Result<Self, Invalid>;
}

/// Reads a field of a record, or what stands for it when it is absent.
///
/// # Errors
/// `Invalid` with the field's name.
pub fn field<T: Param>(tree: &Tree<'_>, field: &Field, default: Option<T>) -> Result<T, Invalid> {
    let invalid = match tree.get(field.name) {
        Some(value) => match T::read(value, &field.rule) {
            Ok(value) => return Ok(value),
            Err(invalid) => invalid,
        },
        None => match default.or_else(T::absent).filter(|_| !field.required) {
            Some(value) => return Ok(value),
            None => Invalid::new(&Tree::Null, Problem::Missing),
        },
    };
    Err(Invalid { code: invalid.code.or(field.rule.invalid), ..invalid.within(field.name) })
}

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
                has_shape(value, &field.shape, is_closed).map_err(|invalid| invalid.within(name))?;
            }
            None if is_closed => return Err(Invalid::new(value, Problem::NotAllowed).within(name)),
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

/// The names of all required fields that are not there, in the order of their declaration, those of records too.
pub fn missing(tree: &Tree<'_>, fields: &[Field]) -> Vec<String> {
    let mut names = Vec::new();
    gather_missing(tree, fields, "", &mut names);
    names
}

fn gather_missing(tree: &Tree<'_>, fields: &[Field], prefix: &str, names: &mut Vec<String>) {
    for field in fields {
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

impl Param for String {
    const SHAPE: Shape = Shape::Text;

    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<String, Invalid> {
        let text = tree.text().ok_or_else(|| Invalid::new(tree, Problem::Malformed("a text")))?;
        if text.len() > rule.max_len {
            return Err(Invalid::new(tree, Problem::NotAllowed));
        }
        if !rule.one_of.is_empty() && !rule.one_of.contains(&text) {
            return Err(Invalid::new(tree, Problem::NotAllowed));
        }
        Ok(text.to_owned())
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl Param for $type {
            const SHAPE: Shape = Shape::Int;

            fn read(tree: &Tree<'_>, rule: &Rule) -> Result<$type, Invalid> {
                let malformed = || Invalid::new(tree, Problem::Malformed("an integer"));
                let text = tree.text().ok_or_else(malformed)?;
                let digits = text.strip_prefix('-').unwrap_or(text);
                if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(malformed());
                }
                let not_allowed = || Invalid::new(tree, Problem::NotAllowed);
                let number: i64 = text.parse().map_err(|_| not_allowed())?;
                if number < rule.min || number > rule.max {
                    return Err(not_allowed());
                }
                if !rule.one_of.is_empty() && !rule.one_of.contains(&text) {
                    return Err(not_allowed());
                }
                <$type>::try_from(number).map_err(|_| not_allowed())
            }
        }
    )*};
}

whole_numbers!(i64, u64, u32, u16, u8, usize);

impl Param for bool {
    const SHAPE: Shape = Shape::Flag;

    fn read(tree: &Tree<'_>, _rule: &Rule) -> Result<bool, Invalid> {
        match tree.text() {
            Some("1" | "true" | "True") => Ok(true),
            Some("0" | "false" | "False") => Ok(false),
            _ => Err(Invalid::new(tree, Problem::Malformed("0 or 1"))),
        }
    }
}

impl<T: Param> Param for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<Option<T>, Invalid> {
        T::read(tree, rule).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T: Param> Param for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    /// A single value is accepted where a list is wanted: vendors' own clients send `status=in-use`.
    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<Vec<T>, Invalid> {
        let items = match tree {
            Tree::List(items) => items.as_slice(),
            Tree::Map(_) => return Err(Invalid::new(tree, Problem::Malformed("a list"))),
            single => std::slice::from_ref(single),
        };
        if items.len() > rule.max_items {
            return Err(Invalid::new(tree, Problem::TooMany(rule.max_items)));
        }
        let numbered = items.iter().enumerate();
        numbered.map(|(at, item)| T::read(item, rule).map_err(|e| e.within(&(at + 1).to_string()))).collect()
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

impl Param for BTreeMap<String, String> {
    const SHAPE: Shape = Shape::Dictionary;

    /// Keys and values may be of any length here: what an action allows, it says itself.
    fn read(tree: &Tree<'_>, rule: &Rule) -> Result<BTreeMap<String, String>, Invalid> {
        let Tree::Map(entries) = tree else {
            return Err(Invalid::new(tree, Problem::Malformed("a record")));
        };
        if entries.len() > rule.max_items {
            return Err(Invalid::new(tree, Problem::TooMany(rule.max_items)));
        }
        let texts = entries.iter().map(|(name, value)| {
            let text = value.text().ok_or_else(|| Invalid::new(value, Problem::Malformed("a text")));
            Ok((name.to_string(), text.map_err(|invalid| invalid.within(name))?.to_owned()))
        });
        texts.collect()
    }

    fn absent() -> Option<BTreeMap<String, String>> {
        Some(BTreeMap::new())
    }
}

/// Any text that a type of one's own can be read from; for dialects' forms such as instants and addresses.
///
/// # Errors
/// `Malformed` with the word for what was expected.
pub fn form<T>(
    tree: &Tree<'_>,
    word: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Invalid> {
    tree.text().and_then(read).ok_or_else(|| Invalid::new(tree, Problem::Malformed(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

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
