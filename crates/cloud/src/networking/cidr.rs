//! A block of IPv4 addresses.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::Ipv4Addr;

/// A block of IPv4 addresses, written as `192.168.1.0/24`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cidr {
    /// Its first address.
    pub first: u32,
    /// The length of its prefix, 0 to 32.
    pub bits: u8,
}

impl Cidr {
    /// Reads a block; the bits behind the prefix must be zero.
    pub fn parse(text: &str) -> Option<Cidr> {
        let (address, bits) = text.split_once('/')?;
        let first = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let digits = bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = bits.parse::<u8>().ok().filter(|bits| digits && *bits <= 32)?;
        let block = Cidr { first, bits };
        (first & !block.mask() == 0).then_some(block)
    }

    fn mask(self) -> u32 {
        u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0)
    }

    /// Its last address.
    pub fn last(self) -> u32 {
        self.first | !self.mask()
    }

    /// Whether an address lies in it.
    pub fn contains(self, address: u32) -> bool {
        address & self.mask() == self.first
    }

    /// Whether a whole block lies in it.
    pub fn covers(self, other: Cidr) -> bool {
        other.bits >= self.bits && self.contains(other.first)
    }

    /// Whether any address lies in both.
    pub fn meets(self, other: Cidr) -> bool {
        self.covers(other) || other.covers(self)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.first), self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_know_what_lies_in_them() {
        let block = Cidr::parse("10.1.0.0/16").unwrap();
        let of = |text: &str| Cidr::parse(text).unwrap();
        assert!(block.covers(of("10.1.2.0/24")) && !of("10.1.2.0/24").covers(block));
        assert!(block.meets(of("10.0.0.0/8")) && !block.meets(of("10.2.0.0/16")));
        assert_eq!((block.to_string(), block.last()), ("10.1.0.0/16".to_owned(), 0x0A01_FFFF));
        for text in ["10.1.0.1/16", "10.1.0.0/33", "10.1.0.0", "10.1.0/16", "10.1.0.0/+8", "x/8"] {
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
        assert!(of("0.0.0.0/0").contains(7));
    }
}
