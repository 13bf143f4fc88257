//! The tables of a program, declared so that a store can tell whether it may read what another
//! version of the program has written.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Key, Row, Table, shape};

/// The tables of a program and the shapes of their rows.
///
/// A shape is a set of lines. Rows may be read by a program whose shape of them has every line of
/// the shape in which they were written: adding a table, or a variant at the end of an enum, only
/// adds lines; any other change of a row's fields takes a line away.
#[derive(Clone, Default)]
pub struct Schema {
    tables: BTreeMap<u8, Shape>,
}

#[derive(Clone)]
pub(crate) struct Shape {
    name: &'static str,
    pub(crate) lines: BTreeSet<String>,
}

impl Shape {
    /// The name and the lines, as they are stored.
    pub(crate) fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        format!("{}\n{}", self.name, lines.join("\n"))
    }
}

impl Schema {
    /// No tables yet.
    pub fn new() -> Schema {
        Schema::default()
    }

    /// This schema with one more table.
    #[must_use]
    pub fn with<K: Key, V: Row>(mut self, table: &Table<K, V>) -> Schema {
        let mut key = "key ".to_string();
        K::shape(&mut key);
        let mut lines = shape::lines::<V>();
        lines.insert(key);
        self.tables.insert(table.id(), Shape { name: table.name(), lines });
        self
    }

    /// The id and name of each table, in order.
    pub fn tables(&self) -> impl Iterator<Item = (u8, &'static str)> {
        self.tables.iter().map(|(id, shape)| (*id, shape.name))
    }

    /// The lines of a table's shape, in order; none of one that is not declared.
    pub fn lines(&self, id: u8) -> impl Iterator<Item = &str> {
        self.tables.get(&id).into_iter().flat_map(|shape| shape.lines.iter().map(String::as_str))
    }

    /// Whether an encoded key is one of a declared table.
    pub(crate) fn covers(&self, key: &[u8]) -> bool {
        key.first().is_some_and(|id| self.tables.contains_key(id))
    }

    pub(crate) fn get(&self, id: u8) -> Option<&Shape> {
        self.tables.get(&id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u8, &Shape)> {
        self.tables.iter().map(|(id, shape)| (*id, shape))
    }
}
