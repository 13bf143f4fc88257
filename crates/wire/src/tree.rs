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
}
