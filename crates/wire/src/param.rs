//! Typed parameters. A request is a struct; what may be sent in each field is told by its type and its
//! rule, so a missing or malformed field is found before any action runs, and tests can be made from the
//! same facts.

mod shape;
mod value;

pub use shape::{check_types, missing};

use crate::name;
use crate::tree::Tree;

/// What stands in the place of a secret.
pub const MASK: &str = "***";

/// The most entries of a list, unless its field says otherwise.
pub const ITEMS: usize = 1_000;
/// The longest text in bytes, unless its field says otherwise.
pub const TEXT_BYTES: usize = 1_024;

/// The name of a field that is the whole of a document, where that is a list and no object.
pub const WHOLE: &str = "[]";

/// The form of what names something that the system declares, such as an action: shown where it can be a name.
pub const NAME: Shape = Shape::Form("a name");

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
    /// Whether it must never be shown: neither in the log nor in a sentence about it, nor anything inside it.
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
        let name = name::shown(name);
        self.field = if self.field.is_empty() { name.into_owned() } else { format!("{name}.{}", self.field) };
        self
    }

    /// The same without its value, where that must never be shown.
    fn masked(mut self, is_secret: bool) -> Invalid {
        if is_secret {
            MASK.clone_into(&mut self.value);
        }
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
    let invalid = invalid.within(field.name).masked(field.rule.secret);
    Err(Invalid { code: invalid.code.or(field.rule.invalid), ..invalid })
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
