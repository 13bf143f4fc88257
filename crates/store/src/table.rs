//! A table: a name, the byte its keys begin with, and the types of its keys and rows.

use std::marker::PhantomData;

/// A typed range of the store. Declare it once as a constant.
///
/// The id is the first byte of every key of the table, so two tables of one store must not share
/// it.
pub struct Table<K, V> {
    id: u8,
    name: &'static str,
    holds: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Table<K, V> {
    /// A table with an id from 0 to 254 and a name for error messages.
    ///
    /// # Panics
    /// With the id 255, which would leave no key after the last row; in a constant this is a
    /// compile error.
    pub const fn new(id: u8, name: &'static str) -> Self {
        assert!(id < u8::MAX, "table ids end at 254");
        Table { id, name, holds: PhantomData }
    }

    /// The first byte of the table's keys.
    pub const fn id(&self) -> u8 {
        self.id
    }

    /// The table's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}
