//! Parameters that are documents: a JSON text, as the pages say, or a dictionary or list of the vendor's SDK, which is
//! flattened into dotted names.

use serde_json::Value;
use squall_api::param::{Invalid, Param, Rule, Shape, Tree};
use squall_api::wire::document::{VALUES, has_more};

/// A document. What cannot be read is nothing: which code that is, the action knows.
#[derive(Clone, Debug)]
pub(crate) struct Document(Option<Value>);

impl Document {
    /// A document that is there already.
    pub(crate) fn of(value: Value) -> Document {
        Document(Some(value))
    }

    /// What was read; nothing where it is no JSON.
    pub(crate) fn value(&self) -> Option<&Value> {
        self.0.as_ref()
    }

    /// The texts of a list; numbers count as what they are written as.
    pub(crate) fn texts(&self) -> Option<Vec<String>> {
        let text = |item: &Value| match item {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        self.value()?.as_array()?.iter().map(text).collect()
    }
}

impl Param for Document {
    const SHAPE: Shape = Shape::Form("a JSON text");

    fn read(tree: &Tree<'_>, _rule: &Rule) -> Result<Document, Invalid> {
        Ok(Document(match tree {
            Tree::Text(text) if has_more(text.as_bytes(), VALUES) => None,
            Tree::Text(text) => serde_json::from_str(text).ok(),
            flattened => Some(value(flattened)),
        }))
    }
}

fn value(tree: &Tree<'_>) -> Value {
    match tree {
        Tree::Map(entries) => {
            Value::Object(entries.iter().map(|(name, inner)| (name.to_string(), value(inner))).collect())
        }
        Tree::List(items) => items.iter().map(value).collect(),
        leaf => leaf.text().map_or(Value::Null, Value::from),
    }
}

/// A whole number of a document: written as such, or as a text of digits.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}
