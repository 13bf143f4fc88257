//! What a transaction does to rows.

use crate::StoredKey;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row put, or with `None` removed.
pub(crate) type Change = Option<Arc<[u8]>>;

/// Rows put, or with `None` removed.
pub(crate) type Changes = BTreeMap<StoredKey, Change>;
