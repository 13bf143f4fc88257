//! The decoded parameters of a request, whatever form they came in.

use std::borrow::Cow;

/// Fields that are looked through one by one.
const FEW: usize = 32;

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
                // A name among a few is found sooner by its length than by its place in the order.
                let found = if fields.len() <= FEW {
                    fields.iter().find(|(key, _)| key == name)
                } else {
                    fields.binary_search_by(|(key, _)| (**key).cmp(name)).ok().map(|at| &fields[at])
                };
                found.map(|(_, tree)| tree).filter(|tree| !matches!(tree, Tree::Null))
            }
            _ => None,
        }
    }

    /// The same map with the fields of some names alone.
    pub fn only(&self, names: &[&str]) -> Tree<'a> {
        match self {
            Tree::Map(fields) => {
                Tree::Map(fields.iter().filter(|(name, _)| names.contains(&&**name)).cloned().collect())
            }
            _ => Tree::EMPTY,
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
