//! A token with which an account may configure its hosts once.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::time::instant::Time;
use serde::{Deserialize, Serialize};

/// A token that is good once, for its owner, until it expires. Its id is the token.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ConfigToken {
    /// What every resource carries.
    pub head: Head,
    /// The instant from which it is no longer good.
    pub expires_at: Time,
}

impl Resource for ConfigToken {
    const KIND: Kind = Kind::ConfigToken;
    headed!();
}
