//! What the engine says when it will not do something: a dozen neutral reasons, no vendor's code among them.

use crate::rows::kind::Kind;
use std::fmt;

/// Why the engine refused. Every dialect maps each of these to one of its codes by an exhaustive match.
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// No such thing.
    Absent {
        /// What was looked for.
        kind: Kind,
        /// Its id as given.
        id: String,
    },
    /// The name, address or key is somebody's already.
    Taken {
        /// The kind that owns such keys.
        kind: Kind,
        /// The key in question.
        key: String,
    },
    /// It cannot be done in the state the thing is in.
    WrongState {
        /// The thing.
        id: String,
        /// What it would have to be.
        needs: &'static str,
    },
    /// Other things depend on it.
    InUse {
        /// The thing.
        id: String,
        /// One that depends on it.
        by: String,
    },
    /// The account cannot pay.
    Funds {
        /// The account.
        account: String,
    },
    /// An account's quota would be exceeded.
    Quota {
        /// The quota's name.
        quota: String,
        /// The most allowed.
        limit: u64,
        /// What is in use.
        used: u64,
        /// What was asked for on top.
        wanted: u64,
    },
    /// No host or pool has room.
    Capacity {
        /// What ran out.
        pool: String,
    },
    /// A value that can never be right.
    Invalid {
        /// What is wrong, in words.
        what: String,
    },
    /// The store failed underneath.
    Store(squall_store::Error),
}

impl From<squall_store::Error> for Refusal {
    fn from(error: squall_store::Error) -> Refusal {
        Refusal::Store(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Absent { id, .. } => write!(f, "resource [{id}] not found"),
            Refusal::Taken { key, .. } => write!(f, "[{key}] already exists"),
            Refusal::WrongState { id, needs } => write!(f, "resource [{id}] is not {needs}"),
            Refusal::InUse { id, by } => write!(f, "resource [{id}] is in use by [{by}]"),
            Refusal::Funds { account } => write!(f, "balance of [{account}] is not sufficient"),
            Refusal::Quota { quota, limit, used, wanted } => {
                write!(f, "quota [{quota}] is {limit}, in use {used}, requested {wanted}")
            }
            Refusal::Capacity { pool } => write!(f, "[{pool}] is exhausted"),
            Refusal::Invalid { what } => f.write_str(what),
            Refusal::Store(error) => write!(f, "{error}"),
        }
    }
}
