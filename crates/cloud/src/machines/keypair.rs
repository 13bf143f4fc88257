//! An SSH key pair; only its public half is kept.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// An SSH key pair; only its public half is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeyPair {
    /// What every resource carries.
    pub head: Head,
    /// The kind of key.
    pub method: String,
    /// The public key in OpenSSH form.
    pub public_key: String,
    /// Whether its owner brought the public key along.
    pub is_imported: bool,
}

impl Resource for KeyPair {
    const KIND: Kind = Kind::KeyPair;
    headed!();
}
