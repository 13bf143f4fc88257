//! What sort of refusal a code is, and the advice that follows from the sort alone.

use std::fmt;

/// The sort of condition a code reports. Small and closed: retry advice and blame are functions of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The request was accepted; not an error.
    Ok,
    /// The request itself is wrong: a parameter is missing, malformed or out of range.
    Invalid,
    /// The caller has not shown who it is: key, signature, password, session or date.
    Unauthenticated,
    /// The caller is known and may not do this.
    Denied,
    /// What the request names does not exist.
    NotFound,
    /// What the request would create, or the value it claims, is there already.
    Exists,
    /// Something must be repaired or removed first; waiting alone does not help.
    Precondition,
    /// Something is in transition; waiting helps.
    Busy,
    /// Too little money.
    Funds,
    /// A limit granted to the account, or a documented limit on numbers, is reached.
    Quota,
    /// The platform has no more of what was asked for.
    Capacity,
    /// Too many requests in too short a time.
    Throttled,
    /// A part of the platform is down, overloaded or under maintenance.
    Unavailable,
    /// The platform, this edition or this combination does not offer what was asked for.
    Unsupported,
    /// Some items of a batch succeeded and some did not.
    Partial,
    /// The platform failed in a way it did not expect.
    Internal,
}

/// Whether sending the same request again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Retry {
    /// The same request keeps failing; send a corrected one.
    Never,
    /// The same request can succeed once something else has been changed (state, rights, money, limits).
    AfterChange,
    /// The same request can succeed after a while, without anyone doing anything.
    Later,
    /// Send the same request again, waiting longer each time.
    Backoff,
}

/// Who has to act so that the call succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Blame {
    /// The program that made the call.
    Caller,
    /// The owner of the account: money, quotas, rights.
    Account,
    /// Whoever runs the platform: hosts, licences, settings.
    Operator,
    /// The platform's own software.
    Provider,
}

impl Kind {
    /// The default advice on repeating a request that was refused with this kind.
    pub const fn retry(self) -> Retry {
        match self {
            Self::Ok => Retry::Never,
            Self::Invalid => Retry::Never,
            Self::Unauthenticated => Retry::Never,
            Self::Denied => Retry::AfterChange,
            Self::NotFound => Retry::Never,
            Self::Exists => Retry::Never,
            Self::Precondition => Retry::AfterChange,
            Self::Busy => Retry::Later,
            Self::Funds => Retry::AfterChange,
            Self::Quota => Retry::AfterChange,
            Self::Capacity => Retry::Later,
            Self::Throttled => Retry::Backoff,
            Self::Unavailable => Retry::Backoff,
            Self::Unsupported => Retry::Never,
            Self::Partial => Retry::Never,
            Self::Internal => Retry::Backoff,
        }
    }

    /// Who usually has to act. [`Kind::Ok`] answers the caller, for want of anything to blame.
    pub const fn blame(self) -> Blame {
        match self {
            Self::Ok => Blame::Caller,
            Self::Invalid => Blame::Caller,
            Self::Unauthenticated => Blame::Caller,
            Self::Denied => Blame::Account,
            Self::NotFound => Blame::Caller,
            Self::Exists => Blame::Caller,
            Self::Precondition => Blame::Caller,
            Self::Busy => Blame::Caller,
            Self::Funds => Blame::Account,
            Self::Quota => Blame::Account,
            Self::Capacity => Blame::Operator,
            Self::Throttled => Blame::Caller,
            Self::Unavailable => Blame::Provider,
            Self::Unsupported => Blame::Caller,
            Self::Partial => Blame::Caller,
            Self::Internal => Blame::Provider,
        }
    }

    /// The word used in JSON and on the terminal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Invalid => "invalid",
            Self::Unauthenticated => "unauthenticated",
            Self::Denied => "denied",
            Self::NotFound => "not_found",
            Self::Exists => "exists",
            Self::Precondition => "precondition",
            Self::Busy => "busy",
            Self::Funds => "funds",
            Self::Quota => "quota",
            Self::Capacity => "capacity",
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::Unsupported => "unsupported",
            Self::Partial => "partial",
            Self::Internal => "internal",
        }
    }
}

impl Retry {
    /// The word used in JSON and on the terminal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::AfterChange => "after_change",
            Self::Later => "later",
            Self::Backoff => "backoff",
        }
    }
}

impl Blame {
    /// The word used in JSON and on the terminal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Account => "account",
            Self::Operator => "operator",
            Self::Provider => "provider",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Blame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
