//! A server certificate with its private key.

use crate::kind::Kind;
use crate::listener::Listener;
use crate::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
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
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if verb == Verb::Cease {
            for mut listener in world.linked::<Listener>(&self.head.id)? {
                listener.certificates.retain(|id| *id != self.head.id);
                world.save(&listener)?;
            }
        }
        Ok(())
    }
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
