//! How rows are found: ranges of keys, pages of them, and borrowed forms of keys.

pub(crate) mod listing;
pub(crate) mod lookup;
pub(crate) mod range;
pub(crate) mod scan;
