//! What can go wrong below a transaction, in the words of the store.

use std::fmt;

/// Why a store operation did not happen. Every text is one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A row was written in a transaction that may only read.
    ReadOnly,
    /// Another transaction got in between; the same work may be tried again.
    Conflict,
    /// The backend could not do it. After a failed commit nothing of the transaction is visible.
    Failed(String),
    /// A stored row or key does not decode as what its table holds.
    Corrupt {
        /// The table's name.
        table: &'static str,
        /// The encoded key, as far as it is known.
        key: Vec<u8>,
        /// What did not fit.
        why: &'static str,
    },
    /// The transaction would keep its thread for longer than its [`Patience`](crate::Patience) allows. Nothing of it
    /// remains, and it may be begun again with more of it.
    Lengthy,
    /// Something is over its limit.
    TooLarge {
        /// What was too large.
        what: &'static str,
        /// Its size, in the unit of the limit.
        size: usize,
        /// The largest size that is accepted.
        limit: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::ReadOnly => f.write_str("a row was written in a read transaction"),
            Error::Conflict => f.write_str("the transaction met another one and may be tried again"),
            Error::Failed(why) => write!(f, "the store failed: {why}"),
            Error::Corrupt { table, key, why } => {
                write!(f, "a row of table {table} is damaged ({why}), key {}", key.escape_ascii())
            }
            Error::Lengthy => f.write_str("the transaction takes longer than its thread can be spared"),
            Error::TooLarge { what, size, limit } => {
                write!(f, "{what} of {size} is over the limit of {limit}")
            }
        }
    }
}

impl std::error::Error for Error {}
