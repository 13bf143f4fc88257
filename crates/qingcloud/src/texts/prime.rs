//! Numbers drawn from a secret, and primes among them: the same secret always gives the same ones.

use num_bigint::BigUint;
use ring::digest::{SHA256, digest};

/// The numbers below this are tried as divisors first.
const SMALL: u32 = 2_000;
/// Bases of the test that a candidate must pass. Candidates are drawn and not chosen by anybody, so that these are more
/// than enough.
const BASES: [u32; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/// A stream of bytes that follows from a secret.
pub(crate) struct Stream<'a> {
    secret: &'a str,
    at: u64,
}

impl Stream<'_> {
    pub(crate) fn of(secret: &str) -> Stream<'_> {
        Stream { secret, at: 0 }
    }

    /// The next number of so many bits, at most.
    pub(crate) fn number(&mut self, bits: u64) -> BigUint {
        let count = bits.div_ceil(8) as usize;
        let mut bytes = Vec::with_capacity(count + 32);
        while bytes.len() < count {
            self.at += 1;
            bytes.extend_from_slice(
                digest(&SHA256, format!("{}/{}", self.secret, self.at).as_bytes()).as_ref(),
            );
        }
        bytes.truncate(count);
        BigUint::from_bytes_be(&bytes) >> (count as u64 * 8 - bits)
    }

    /// The next prime of exactly so many bits with the two highest set, one more than a multiple of `twice` if it is to
    /// be; `twice` is even.
    pub(crate) fn prime(&mut self, bits: u64, twice: &BigUint) -> BigUint {
        let small = small_primes();
        loop {
            let mut start = self.number(bits);
            start.set_bit(bits - 1, true);
            start.set_bit(bits - 2, true);
            let start = &start - (&start % twice) + 1_u32;
            if let Some(prime) = next(&start, twice, &small).filter(|prime| prime.bits() == bits) {
                return prime;
            }
        }
    }
}

/// The first prime among some thousand numbers, each a step after the other.
fn next(start: &BigUint, step: &BigUint, small: &[u32]) -> Option<BigUint> {
    let residue = |number: &BigUint, prime: u32| (number % prime).iter_u32_digits().next().unwrap_or(0);
    let residues: Vec<(u32, u32, u32)> =
        small.iter().map(|prime| (*prime, residue(start, *prime), residue(step, *prime))).collect();
    let is_candidate = |at: u64| {
        residues.iter().all(|(prime, first, step)| {
            let prime = u64::from(*prime);
            !(u64::from(*first) + u64::from(*step) * at).is_multiple_of(prime)
        })
    };
    (0..4_096).filter(|at| is_candidate(*at)).map(|at| start + step * at).find(is_prime)
}

fn small_primes() -> Vec<u32> {
    (3..SMALL).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0)).collect()
}

/// Whether a number passes the test of Miller and Rabin by all bases; it is odd and larger than they are.
fn is_prime(number: &BigUint) -> bool {
    let one = BigUint::from(1_u32);
    let before = number - &one;
    let twos = before.trailing_zeros().unwrap_or(0);
    let odd = &before >> twos;
    BASES.iter().all(|base| {
        let mut power = BigUint::from(*base).modpow(&odd, number);
        if power == one || power == before {
            return true;
        }
        (1..twos).any(|_| {
            power = power.modpow(&BigUint::from(2_u32), number);
            power == before
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primes_are_told_from_others() {
        let two = BigUint::from(2_u32);
        let prime = Stream::of("a").prime(128, &two);
        assert_eq!((prime.bits(), Stream::of("a").prime(128, &two)), (128, prime.clone()));
        assert!(is_prime(&prime) && is_prime(&BigUint::from(65_537_u32)));
        // A strong pseudoprime by the first bases, a Carmichael number, and a product of two primes.
        for number in [3_215_031_751_u64, 825_265, 65_537 * 65_539] {
            assert!(!is_prime(&BigUint::from(number)), "{number}");
        }
    }
}
