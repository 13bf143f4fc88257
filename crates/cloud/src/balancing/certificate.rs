//! A server certificate with its private key.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A server certificate with its private key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// What every resource carries.
    pub head: Head,
    /// The certificate and those above it, as they were given.
    pub content: String,
    /// The private key, as it was given.
    pub private_key: String,
    /// A digest of what the certificate says, whatever its text looks like.
    pub digest: String,
}

impl Resource for Certificate {
    const KIND: Kind = Kind::Certificate;
    headed!();
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(Certificate::key(&self.head.owner, &self.digest));
    }
}

impl Certificate {
    /// What no two certificates may have in common: the content, for one owner.
    pub fn key(owner: &str, digest: &str) -> String {
        format!("{owner}|{digest}")
    }
}
