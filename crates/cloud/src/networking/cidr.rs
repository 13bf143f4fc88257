//! Blocks of IPv4 and IPv6 addresses.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A block of IPv4 addresses, written as `192.168.1.0/24`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cidr {
    /// Its first address.
    pub first: u32,
    /// The length of its prefix, 0 to 32.
    pub bits: u8,
}

impl Cidr {
    /// The block of these first address and length of prefix, for tables of constants.
    ///
    /// # Panics
    /// When bits behind the prefix are not zero: in a constant this is a compile error.
    pub const fn of([a, b, c, d]: [u8; 4], bits: u8) -> Cidr {
        let block = Cidr { first: u32::from_be_bytes([a, b, c, d]), bits };
        assert!(bits <= 32 && block.first & !block.mask() == 0, "bits behind the prefix");
        block
    }

    /// Reads a block; the bits behind the prefix must be zero.
    pub fn parse(text: &str) -> Option<Cidr> {
        let (address, bits) = text.split_once('/')?;
        let first = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let digits = bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = bits.parse::<u8>().ok().filter(|bits| digits && *bits <= 32)?;
        let block = Cidr { first, bits };
        (first & !block.mask() == 0).then_some(block)
    }

    const fn mask(self) -> u32 {
        match u32::MAX.checked_shl(32 - self.bits as u32) {
            Some(mask) => mask,
            None => 0,
        }
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

/// A block of IPv6 addresses, written as `fd00:1::/64`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cidr6 {
    /// Its first address.
    pub first: u128,
    /// The length of its prefix, 0 to 128.
    pub bits: u8,
}

impl Cidr6 {
    /// Reads a block; the bits behind the prefix must be zero, and it must not be one of IPv4 in disguise.
    pub fn parse(text: &str) -> Option<Cidr6> {
        let (address, bits) = text.split_once('/')?;
        let address =
            address.parse::<Ipv6Addr>().ok().filter(|address| address.to_ipv4_mapped().is_none())?;
        let digits = bits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = bits.parse::<u8>().ok().filter(|bits| digits && *bits <= 128)?;
        let block = Cidr6 { first: address.to_bits(), bits };
        (block.first & !block.mask() == 0).then_some(block)
    }

    fn mask(self) -> u128 {
        u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0)
    }

    /// Its last address.
    pub fn last(self) -> u128 {
        self.first | !self.mask()
    }

    /// Whether a whole block lies in it.
    pub fn covers(self, other: Cidr6) -> bool {
        other.bits >= self.bits && other.first & self.mask() == self.first
    }

    /// Whether any address lies in both.
    pub fn meets(self, other: Cidr6) -> bool {
        self.covers(other) || other.covers(self)
    }
}

impl fmt::Display for Cidr6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv6Addr::from_bits(self.first), self.bits)
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

    #[test]
    fn blocks_of_version_6_know_what_lies_in_them() {
        let of = |text: &str| Cidr6::parse(text).unwrap();
        assert!(
            of("fd00::/48").covers(of("fd00:0:0:1::/64")) && !of("fd00:0:0:1::/64").covers(of("fd00::/48"))
        );
        assert!(of("::/0").meets(of("fd00::1/128")) && !of("fd00::/64").meets(of("fd00:0:0:1::/64")));
        assert_eq!(of("fd00::/126").last(), of("fd00::3/128").first);
        for text in ["fd00::1/64", "fd00::/129", "::ffff:10.0.0.0/104", "10.0.0.0/8", "fd00::"] {
            assert_eq!(Cidr6::parse(text), None, "{text}");
        }
    }
}
