//! Addresses and networks in parameters: what cannot be read is a malformed message (1100).

use squall_api::cloud;
use squall_api::param::{Invalid, Param, Rule, Shape, Tree, form};
use std::fmt;
use std::net::Ipv4Addr;

/// An IPv4 address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ip(pub(crate) Ipv4Addr);

impl Param for Ip {
    const SHAPE: Shape = Shape::Form("an IPv4 address");

    fn read(tree: &Tree<'_>, _rule: &Rule) -> Result<Ip, Invalid> {
        form(tree, "an IPv4 address", |text| text.parse().ok().map(Ip))
    }
}

impl fmt::Display for Ip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A network of IPv4 addresses, written as `192.168.1.0/24`: the bits behind the prefix must be zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cidr(cloud::Cidr);

impl Cidr {
    /// Reads a network; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Cidr> {
        cloud::Cidr::parse(text).map(Cidr)
    }

    /// The same in the engine's form.
    pub(crate) fn block(self) -> cloud::Cidr {
        self.0
    }

    /// The length of its prefix.
    pub(crate) fn bits(self) -> u32 {
        u32::from(self.0.bits)
    }

    /// Whether an address lies in it.
    pub(crate) fn contains(self, ip: Ip) -> bool {
        self.0.contains(u32::from(ip.0))
    }

    /// Whether a whole network lies in it.
    pub(crate) fn covers(self, other: Cidr) -> bool {
        self.0.covers(other.0)
    }

    /// Its address of a number, counted from the network's own.
    pub(crate) fn nth(self, number: u32) -> Ip {
        Ip(Ipv4Addr::from(self.0.first.wrapping_add(number)))
    }

    /// Whether a host in it can have an address: neither the network's own nor the broadcast.
    pub(crate) fn is_host(self, ip: Ip) -> bool {
        let address = u32::from(ip.0);
        self.contains(ip) && address != self.0.first && address != self.0.last()
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Param for Cidr {
    const SHAPE: Shape = Shape::Form("a network in CIDR form");

    fn read(tree: &Tree<'_>, _rule: &Rule) -> Result<Cidr, Invalid> {
        form(tree, "a network in CIDR form", Cidr::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_with_zeros_behind_its_prefix() {
        for text in ["192.168.1.0/24", "0.0.0.0/0", "10.1.2.3/32"] {
            assert_eq!(Cidr::parse(text).unwrap().to_string(), text);
        }
        for text in
            ["192.168.1.1/24", "192.168.1.0", "192.168.1.0/33", "192.168.1/24", "10.0.0.0/+8", "/8", ""]
        {
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
    }

    #[test]
    fn networks_cover_what_lies_inside_and_hosts_are_not_their_edges() {
        let (wide, narrow) = (Cidr::parse("172.16.0.0/16").unwrap(), Cidr::parse("172.16.9.0/24").unwrap());
        assert!(wide.covers(narrow) && wide.covers(wide) && !narrow.covers(wide));
        let hosts: Vec<bool> = [0, 1, 254, 255, 256].map(|n| narrow.is_host(narrow.nth(n))).to_vec();
        assert_eq!(hosts, [false, true, true, false, false]);
    }
}
