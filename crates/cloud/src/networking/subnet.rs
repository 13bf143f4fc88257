//! A subnet of a virtual private cloud, and which of its addresses are free.

use crate::networking::cidr::Cidr;
use crate::networking::occupancy::Offer;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;

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
    /// What it gives addresses out of; the gateway's may lie between them.
    pub fn offer(&self) -> Offer<'_> {
        let of = |address: u32| Ipv4Addr::from(address).into();
        Offer {
            network: &self.head.id,
            first: of(self.block.first.saturating_add(self.kept_first)),
            last: of(self.block.last().saturating_sub(self.kept_last)),
            gateway: Some(of(self.gateway)),
        }
    }

    /// Whether an address may be handed out at all: it lies in the subnet, is not kept and not the gateway's.
    pub fn hands_out(&self, address: u32) -> bool {
        self.offer().includes(Ipv4Addr::from(address).into())
    }
}

impl World<'_> {
    /// How many addresses of a subnet are free.
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
        };
        assert_eq!(subnet.offer().size(), 10);
        let handed_out = (0..16).filter(|n| subnet.hands_out(block.first + n));
        assert_eq!(handed_out.collect::<Vec<_>>(), (2..12).collect::<Vec<_>>());
    }
}
