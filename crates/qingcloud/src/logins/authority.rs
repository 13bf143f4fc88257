//! The authority that signs platform licences. Its key follows from the world's own, so a world accepts what it signed
//! itself and nothing else, and nobody can sign for it who only knows its seed.
//!
//! A licence as it is delivered is the base64 of a JSON object with `license_id`, `customer`, `not_before`,
//! `not_after`, `max_hosts`, `platform_id` and `signature`. The signature is Ed25519, in base64, over the
//! compact JSON array of the other six values in that order: their text, not their meaning, so that nothing
//! can be rewritten.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use squall_api::cloud::{Answer, Licence, Refusal, Time, World};

/// The only platform that licences here are good for.
pub(crate) const PLATFORM: &str = "squall";
/// The longest document in bytes.
pub(crate) const DOCUMENT_MOST: usize = 16_384;
/// The longest id of a licence in bytes.
const ID_MOST: usize = 64;

/// A licence as it is written down.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) license_id: String,
    pub(crate) customer: String,
    pub(crate) not_before: String,
    pub(crate) not_after: String,
    pub(crate) max_hosts: u64,
    pub(crate) platform_id: String,
    pub(crate) signature: String,
}

impl Document {
    /// Reads a document; `None` when it is anything else, or cut short.
    pub(crate) fn read(content: &str) -> Option<Document> {
        let json = STANDARD.decode(content).ok()?;
        let document: Document = serde_json::from_slice(&json).ok()?;
        let has_id = (1..=ID_MOST).contains(&document.license_id.len());
        has_id.then_some(document)
    }

    /// The document as it is delivered.
    pub(crate) fn content(&self) -> Answer<String> {
        Ok(STANDARD.encode(serde_json::to_vec(self).map_err(unexpected)?))
    }

    fn signed_text(&self) -> Answer<String> {
        let values = (
            &self.license_id,
            &self.customer,
            &self.not_before,
            &self.not_after,
            self.max_hosts,
            &self.platform_id,
        );
        serde_json::to_string(&values).map_err(unexpected)
    }

    /// The licence that it describes, installed now; `None` when its dates are none.
    pub(crate) fn licence(&self, now: Time) -> Option<Licence> {
        Some(Licence {
            id: self.license_id.clone(),
            customer: self.customer.clone(),
            not_before: Time::parse(&self.not_before)?,
            not_after: Time::parse(&self.not_after)?,
            max_hosts: self.max_hosts,
            platform: self.platform_id.clone(),
            installed_at: now,
        })
    }
}

fn unexpected(what: impl std::fmt::Display) -> Refusal {
    Refusal::Invalid { what: what.to_string() }
}

/// The key that signs for a world.
fn key(world: &World<'_>) -> Answer<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(&world.seal("licence authority", "")?).map_err(unexpected)
}

/// The public half of the key, in base64.
pub(crate) fn public_key(world: &World<'_>) -> Answer<String> {
    Ok(STANDARD.encode(key(world)?.public_key()))
}

/// Signs a document, whatever it says.
pub(crate) fn sign(world: &World<'_>, mut document: Document) -> Answer<Document> {
    let signature = key(world)?.sign(document.signed_text()?.as_bytes());
    document.signature = STANDARD.encode(signature);
    Ok(document)
}

/// Whether a document bears this world's signature.
pub(crate) fn is_genuine(world: &World<'_>, document: &Document) -> Answer<bool> {
    let (key, text) = (key(world)?, document.signed_text()?);
    let public = UnparsedPublicKey::new(&ED25519, key.public_key());
    let signature = STANDARD.decode(&document.signature);
    Ok(signature.is_ok_and(|signature| public.verify(text.as_bytes(), &signature).is_ok()))
}
