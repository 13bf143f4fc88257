//! What a world keeps from those who know its seed: the key that its secrets are drawn from and that its tokens are
//! sealed with.

use crate::refusal::Refusal;
use crate::world::{Answer, Stream, World};
use ring::hmac;
use serde::{Deserialize, Serialize};
use squall_store::{Table, Tx};
use std::fmt;

pub(crate) const SEALING_KEY: Table<(), SealingKey> = Table::new(150, "sealing key");

/// The length of a seal in bytes.
pub const SEAL_BYTES: usize = 32;

const LETTERS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Bytes below it fall on every letter equally often.
const FAIR: u8 = 248;

/// The key of a world. It is handed in where the world is made, lies in the world from then on, and is never shown.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingKey([u8; 32]);

impl SealingKey {
    /// A key of these bytes, which nobody must be able to guess.
    pub const fn new(bytes: [u8; 32]) -> SealingKey {
        SealingKey(bytes)
    }

    /// Whether there is a key in a world. Worlds that were made before there were any have none until one is stored.
    pub fn is_known(tx: &Tx<'_>) -> Answer<bool> {
        Ok(tx.get(&SEALING_KEY, &())?.is_some())
    }

    /// Puts the key into a world.
    pub fn store(&self, tx: &Tx<'_>) -> Answer<()> {
        Ok(tx.put(&SEALING_KEY, &(), self)?)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

/// What is made with the key, so that nothing made for one end is good for another.
#[derive(Clone, Copy)]
enum End {
    Seal = 1,
    Secret = 2,
}

impl World<'_> {
    /// The seal of a text for a purpose, which only who has the world's key can make. Each system's seals are its own.
    ///
    /// # Errors
    /// Where the store fails, or the world has no key.
    pub fn seal(&self, purpose: &str, text: &str) -> Answer<[u8; SEAL_BYTES]> {
        self.made(End::Seal, purpose, text)
    }

    /// Whether a seal is that of a text for a purpose; how long it takes does not tell how much of it is right.
    ///
    /// # Errors
    /// As [`World::seal`].
    pub fn is_sealed(&self, purpose: &str, text: &str, seal: &[u8]) -> Answer<bool> {
        let message = self.message(End::Seal, purpose, text);
        Ok(hmac::verify(&self.sealing_key()?, &message, seal).is_ok())
    }

    /// A secret of mixed-case letters and digits. Who knows the seed and all other secrets cannot tell it.
    ///
    /// # Errors
    /// As [`World::seal`].
    pub fn mint_secret(&self, len: usize) -> Answer<String> {
        let number = self.next(Stream::Secrets)?.to_string();
        let mut secret = String::with_capacity(len);
        for block in 0.. {
            let bytes = self.made(End::Secret, &number, &block.to_string())?;
            let fair = bytes.into_iter().filter(|byte| *byte < FAIR);
            let letters = fair.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            secret.extend(letters.take(len - secret.len()));
            if secret.len() == len {
                break;
            }
        }
        Ok(secret)
    }

    fn made(&self, end: End, purpose: &str, text: &str) -> Answer<[u8; SEAL_BYTES]> {
        let tag = hmac::sign(&self.sealing_key()?, &self.message(end, purpose, text));
        let mut seal = [0; SEAL_BYTES];
        seal.copy_from_slice(tag.as_ref());
        Ok(seal)
    }

    /// The purpose's length comes first, so that no two of purpose and text make the same message.
    fn message(&self, end: End, purpose: &str, text: &str) -> Vec<u8> {
        let length = (purpose.len() as u64).to_be_bytes();
        [&[end as u8, self.realm][..], &length, purpose.as_bytes(), text.as_bytes()].concat()
    }

    fn sealing_key(&self) -> Answer<hmac::Key> {
        let key = self.tx.get(&SEALING_KEY, &())?;
        let key = key.ok_or_else(|| Refusal::Invalid { what: "the world has no sealing key".to_owned() })?;
        Ok(hmac::Key::new(hmac::HMAC_SHA256, &key.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Laws;
    use crate::{Realm, Time};
    use squall_store::Store;

    fn with<T>(realm: Realm, key: Option<u8>, work: impl Fn(&World<'_>) -> Answer<T>) -> Answer<T> {
        Store::memory().write(|tx| {
            let world = World { tx, realm, now: Time::default(), laws: &Laws::NONE };
            key.map_or(Ok(()), |byte| SealingKey::new([byte; 32]).store(tx))?;
            work(&world)
        })
    }

    #[test]
    fn a_seal_is_good_for_its_text_its_purpose_its_system_and_its_key_alone() {
        let seal = with(1, Some(7), |world| world.seal("token", "ann")).unwrap();
        let is = |realm, key, purpose: &str, text: &str, seal: &[u8]| {
            with(realm, Some(key), |world| world.is_sealed(purpose, text, seal)).unwrap()
        };
        assert!(is(1, 7, "token", "ann", &seal));
        assert!(!is(2, 7, "token", "ann", &seal) && !is(1, 8, "token", "ann", &seal));
        assert!(!is(1, 7, "toke", "nann", &seal) && !is(1, 7, "token", "bob", &seal));
        assert!(!is(1, 7, "token", "ann", &seal[..31]) && !is(1, 7, "token", "ann", &[]));
    }

    #[test]
    fn secrets_follow_from_the_key_and_not_from_the_seed() {
        let secrets = |seed, key| {
            let minted = with(1, Some(key), |world| {
                world.set_seed(seed)?;
                Ok((world.mint_secret(40)?, world.mint_secret(100)?, world.mint_secret(0)?))
            });
            minted.unwrap()
        };
        let (first, second, none) = secrets(1, 7);
        assert_eq!((first.len(), second.len(), &*none), (40, 100, ""));
        assert_eq!(secrets(2, 7).0, first);
        assert_ne!(secrets(1, 8).0, first);
        assert_ne!(second[..40], first);
        assert!(second.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }

    #[test]
    fn a_world_without_a_key_makes_neither() {
        assert!(with(1, None, |world| world.seal("token", "ann")).is_err());
        assert!(with(1, None, |world| world.is_sealed("token", "ann", &[])).is_err());
        assert!(with(1, None, |world| world.mint_secret(1)).is_err());
    }
}
