//! A subnet of a virtual private cloud, and which of its addresses are free.

use crate::networking::cidr::{Cidr, Cidr6};
use crate::networking::network::Network;
use crate::networking::occupancy::Offer;
use crate::networking::vpc::Vpc;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A subnet. It is `Free` until its cloud's router knows it, `Bound` from then on, and `Failed` when it is faulty.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Subnet {
    /// What every resource carries.
    pub head: Head,
    /// The virtual private cloud it is part of.
    pub vpc: String,
    /// Its addresses.
    pub block: Cidr,
    /// The address of its gateway.
    pub gateway: u32,
    /// How many addresses at its beginning the vendor keeps for itself.
    pub kept_first: u32,
    /// How many addresses at its end.
    pub kept_last: u32,
    /// Its addresses of version 6, of which those of the network and its router are kept.
    pub block6: Option<Cidr6>,
}

/// A version of the Internet Protocol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// Version 4.
    V4,
    /// Version 6.
    V6,
}

impl Family {
    /// That of an address.
    pub const fn of(address: IpAddr) -> Family {
        match address {
            IpAddr::V4(_) => Family::V4,
            IpAddr::V6(_) => Family::V6,
        }
    }
}

impl Resource for Subnet {
    const KIND: Kind = Kind::Subnet;
    const TARGETS: &'static [Kind] = &[Kind::Vpc];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.vpc);
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(format!("{}|{}", self.vpc, self.block));
    }
}

impl Subnet {
    /// What it gives addresses of version 4 out of; the gateway's may lie between them.
    pub fn offer(&self) -> Offer<'_> {
        let of = |address: u32| Ipv4Addr::from(address).into();
        Offer {
            network: &self.head.id,
            first: of(self.block.first.saturating_add(self.kept_first)),
            last: of(self.block.last().saturating_sub(self.kept_last)),
            gateway: Some(of(self.gateway)),
        }
    }

    /// What it gives addresses of a version out of, if it has any.
    pub fn offer_of(&self, family: Family) -> Option<Offer<'_>> {
        match (family, self.block6) {
            (Family::V4, _) => Some(self.offer()),
            (Family::V6, None) => None,
            (Family::V6, Some(block)) => {
                let of = |address: u128| Ipv6Addr::from_bits(address).into();
                let first = of(block.first.saturating_add(2));
                Some(Offer { network: &self.head.id, first, last: of(block.last()), gateway: None })
            }
        }
    }

    /// Whether an address may be handed out at all: it lies in the subnet, is not kept and not the gateway's.
    pub fn hands_out(&self, address: u32) -> bool {
        self.offers(Ipv4Addr::from(address).into())
    }

    /// Whether an address of either version may be handed out at all.
    pub fn offers(&self, address: IpAddr) -> bool {
        self.offer_of(Family::of(address)).is_some_and(|offer| offer.includes(address))
    }
}

impl World<'_> {
    /// A network or subnet of a router or virtual private cloud that a block has an address in common with.
    pub fn clash(&self, parent: &str, block: Cidr) -> Answer<Option<String>> {
        let meets = |subnet: &Subnet| subnet.block.meets(block);
        if let Some(subnet) = self.linked::<Subnet>(parent)?.into_iter().find(meets) {
            return Ok(Some(subnet.head.id));
        }
        let meets = |network: &Network| Cidr::parse(&network.cidr).is_some_and(|other| other.meets(block));
        Ok(self.linked::<Network>(parent)?.into_iter().find(meets).map(|network| network.head.id))
    }

    /// Cuts a subnet from a virtual private cloud by the system's laws: its first host is the gateway.
    ///
    /// # Errors
    /// `Invalid` for a block that lies outside, is too large or too small; `Taken` for one that meets another subnet.
    pub fn cut_subnet(&self, head: Head, vpc: &Vpc, block: Cidr, block6: Option<Cidr6>) -> Answer<Subnet> {
        let law = &self.laws.network;
        let outside = block6.is_some_and(|block| !vpc.block6.is_some_and(|whole| whole.covers(block)));
        if outside || !vpc.covers(block) || !law.subnet_bits.contains(&block.bits) {
            return Err(Refusal::Invalid { what: format!("{block} cannot be a subnet of {}", vpc.head.id) });
        }
        let meets = |subnet: &Subnet| {
            let both = subnet.block6.zip(block6);
            subnet.block.meets(block) || both.is_some_and(|(other, block)| other.meets(block))
        };
        if let Some(other) = self.linked::<Subnet>(&vpc.head.id)?.into_iter().find(meets) {
            return Err(Refusal::Taken { kind: Kind::Subnet, key: other.block.to_string() });
        }
        let (kept_first, kept_last) = (law.kept_first, law.kept_last);
        let gateway = block.first.saturating_add(1);
        let vpc = vpc.head.id.clone();
        let subnet = Subnet { head, vpc, block, gateway, kept_first, kept_last, block6 };
        self.insert(&subnet)?;
        Ok(subnet)
    }

    /// How many addresses of version 4 a subnet has free.
    pub fn free_addresses(&self, subnet: &Subnet) -> Answer<u64> {
        self.addresses_left(&subnet.offer())
    }

    /// Whether something in a subnet has an address already.
    pub fn address_is_taken(&self, subnet: &Subnet, address: u32) -> Answer<bool> {
        Ok(self.occupant(&subnet.head.id, Ipv4Addr::from(address).into())?.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Time;

    #[test]
    fn the_first_the_last_four_and_the_gateway_are_not_handed_out() {
        let block = Cidr::parse("10.0.0.0/28").unwrap();
        let head = Head::new("s".to_owned(), "a", "", "", Time::default());
        let subnet = Subnet {
            head,
            vpc: "v".to_owned(),
            block,
            gateway: block.first + 1,
            kept_first: 1,
            kept_last: 4,
            block6: Cidr6::parse("fd00::/64"),
        };
        assert_eq!(subnet.offer().size(), 10);
        let handed_out = (0..16).filter(|n| subnet.hands_out(block.first + n));
        assert_eq!(handed_out.collect::<Vec<_>>(), (2..12).collect::<Vec<_>>());
        let offers = |text: &str| subnet.offers(text.parse().unwrap());
        assert!(offers("fd00::2") && offers("fd00::ffff:ffff:ffff:ffff"));
        assert!(!offers("fd00::1") && !offers("fd00:0:0:1::2") && !offers("11.0.0.2"));
    }
}
