//! The decoded parameters of a request, whatever form they came in.

use std::borrow::Cow;

/// A parameter: a text from a query or form, or any JSON value.
#[derive(Clone, PartialEq, Debug)]
pub enum Tree<'a> {
    /// JSON's null; treated like an absent field.
    Null,
    /// JSON's true and false.
    Bool(bool),
    /// A JSON number, as it was written.
    Number(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Tree<'a>>),
    /// Named fields, in the order of their names.
    Map(Vec<(Cow<'a, str>, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// A map without fields.
    pub const EMPTY: Tree<'static> = Tree::Map(Vec::new());

    /// The field of a name, unless it is null.
    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        match self {
            Tree::Map(fields) => {
                let at = fields.binary_search_by(|(key, _)| (**key).cmp(name)).ok()?;
                Some(&fields[at].1).filter(|tree| **tree != Tree::Null)
            }
            _ => None,
        }
    }

    /// The text, where it is one or can be read as one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Tree::Text(text) | Tree::Number(text) => Some(text),
            Tree::Bool(true) => Some("true"),
            Tree::Bool(false) => Some("false"),
            Tree::Null | Tree::List(_) | Tree::Map(_) => None,
        }
    }

    /// The text of a field; `None` when there is none.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// Reads a JSON document.
    ///
    /// # Errors
    /// What is wrong with it, in words, when it is no JSON or nested too deeply.
    pub fn from_json(text: &str) -> Result<Tree<'static>, String> {
        serde_json::from_str::<serde_json::Value>(text).map(Tree::from).map_err(|error| error.to_string())
    }
}

impl From<serde_json::Value> for Tree<'static> {
    fn from(value: serde_json::Value) -> Tree<'static> {
        use serde_json::Value;
        match value {
            Value::Null => Tree::Null,
            Value::Bool(value) => Tree::Bool(value),
            Value::Number(number) => Tree::Number(Cow::Owned(number.to_string())),
            Value::String(text) => Tree::Text(Cow::Owned(text)),
            Value::Array(items) => Tree::List(items.into_iter().map(Tree::from).collect()),
            Value::Object(fields) => {
                let mut fields: Vec<(Cow<'static, str>, Tree<'static>)> =
                    fields.into_iter().map(|(name, value)| (Cow::Owned(name), Tree::from(value))).collect();
                fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                Tree::Map(fields)
            }
        }
    }
}
