//! A certificate: a server's with its private key, or an authority's that clients' are checked against.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::time::instant::Time;
use serde::{Deserialize, Serialize};

/// A certificate.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// What every resource carries.
    pub head: Head,
    /// The certificate and those above it, as they were given.
    pub content: String,
    /// The private key, as it was given; empty for an authority's.
    pub private_key: String,
    /// A digest of what the certificate says, whatever its text looks like.
    pub digest: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The names that it is for, the common name first.
    pub names: Vec<String>,
    /// From when and until when it is good, where that was read.
    pub validity: Option<(Time, Time)>,
}

/// What a certificate is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Purpose {
    /// Listeners show it to their clients.
    Server,
    /// Listeners check their clients' certificates against it.
    Authority,
}

impl Resource for Certificate {
    const KIND: Kind = Kind::Certificate;
    headed!();
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(Certificate::key(&self.head.owner, &self.digest));
    }
}

impl Certificate {
    /// A server's, of which nothing more is known than its text.
    pub fn of_server(head: Head, content: String, private_key: String, digest: String) -> Certificate {
        let (purpose, names, validity) = (Purpose::Server, Vec::new(), None);
        Certificate { head, content, private_key, digest, purpose, names, validity }
    }

    /// What no two certificates may have in common: the content, for one owner.
    pub fn key(owner: &str, digest: &str) -> String {
        format!("{owner}|{digest}")
    }

    /// Whether it is not good any more at an instant.
    pub fn has_expired(&self, now: Time) -> bool {
        self.validity.is_some_and(|(_, until)| until <= now)
    }
}
