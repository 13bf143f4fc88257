//! New ids. A counter, scrambled by a permutation that the world's seed chooses: ids look random, never collide, and
//! are the same for the same seed and the same history. None of them is a secret.

use crate::world::{Answer, Stream, World};

const LOWER: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const MIXED: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ROUNDS: u64 = 4;

impl World<'_> {
    /// A new id: a prefix and so many lower-case letters and digits (at most 12).
    pub fn mint(&self, prefix: &str, len: usize) -> Answer<String> {
        Ok(spell(prefix, LOWER, self.scrambled(36_u64.pow(len.min(12) as u32))?, len))
    }

    /// A new id of mixed-case letters and digits (at most 10).
    pub fn mint_mixed(&self, prefix: &str, len: usize) -> Answer<String> {
        Ok(spell(prefix, MIXED, self.scrambled(62_u64.pow(len.min(10) as u32))?, len))
    }

    /// A new number below a limit, each once until all are used.
    pub fn mint_number(&self, below: u64) -> Answer<u64> {
        self.scrambled(below.max(1))
    }

    /// A new UUID of version 7. Its time is made up, so that the ids of a world follow from its seed alone.
    pub fn mint_uuid(&self) -> Answer<String> {
        let number = self.mint_number(1 << 32)?;
        let rest = self.noise("uuid", number as i64)?;
        let (high, low) = (number as u32, number as u16);
        Ok(format!(
            "019b{:04x}-{low:04x}-7{:03x}-{:04x}-{:012x}",
            high >> 16,
            rest & 0xfff,
            0x8000 | (rest >> 12) & 0x3fff,
            (rest >> 16) & 0xffff_ffff_ffff,
        ))
    }

    /// A new id of so many mixed-case letters and digits, which unlike the others is not a permutation of a counter.
    pub fn mint_long(&self, len: usize) -> Answer<String> {
        let mut state = self.seed()? ^ self.next(Stream::Secrets)?.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Ok((0..len)
            .map(|_| {
                state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                char::from(MIXED[(mix(state) % 62) as usize])
            })
            .collect())
    }

    /// A number that follows from the world's seed, a name and another number, and from nothing else: for
    /// readings that nobody keeps.
    pub fn noise(&self, name: &str, at: i64) -> Answer<u64> {
        let hash = name.bytes().fold(self.seed()?, |hash, byte| mix(hash ^ u64::from(byte)));
        Ok(mix(hash ^ (at as u64)))
    }

    fn scrambled(&self, domain: u64) -> Answer<u64> {
        let counter = self.next(Stream::Ids)?;
        Ok(permute(counter % domain, domain, self.seed()?))
    }
}

fn spell(prefix: &str, alphabet: &[u8], mut number: u64, len: usize) -> String {
    let base = alphabet.len() as u64;
    let mut id = String::with_capacity(prefix.len() + len);
    id.push_str(prefix);
    for _ in 0..len {
        id.push(char::from(alphabet[(number % base) as usize]));
        number /= base;
    }
    id
}

/// A permutation of `0..domain`: a balanced Feistel network on the next even power of two, walked until it
/// lands inside.
fn permute(number: u64, domain: u64, seed: u64) -> u64 {
    let bits = (64 - domain.saturating_sub(1).leading_zeros()).max(2);
    let half = bits.div_ceil(2);
    let mask = (1_u64 << half) - 1;
    let mut value = number;
    loop {
        let (mut left, mut right) = (value >> half, value & mask);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ (mix(right ^ seed.rotate_left(round as u32 * 16) ^ round) & mask));
        }
        value = (left << half) | right;
        if value < domain {
            return value;
        }
    }
}

/// The finaliser of splitmix64: every input bit moves every output bit.
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn permutes_every_number_to_another() {
        let seen: BTreeSet<u64> = (0..5_000).map(|n| permute(n, 5_000, 7)).collect();
        assert_eq!(seen.len(), 5_000);
        assert_ne!(permute(1, 5_000, 7), permute(1, 5_000, 8));
    }
}
