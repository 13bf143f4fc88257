//! A subnet of a virtual private cloud, and which of its addresses are free.

use crate::networking::cidr::Cidr;
use crate::networking::port::Port;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

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
    /// The first and last address that is handed out; the gateway's may lie between them.
    fn offered(&self) -> std::ops::RangeInclusive<u32> {
        let first = self.block.first.saturating_add(self.kept_first);
        first..=self.block.last().saturating_sub(self.kept_last)
    }

    /// Whether an address may be handed out at all: it lies in the subnet, is not kept and not the gateway's.
    pub fn hands_out(&self, address: u32) -> bool {
        self.offered().contains(&address) && address != self.gateway
    }

    /// How many addresses it could hand out if nothing had any.
    fn size(&self) -> u64 {
        let range = self.offered();
        let all = u64::from(*range.end()).saturating_add(1).saturating_sub(u64::from(*range.start()));
        all - u64::from(range.contains(&self.gateway)).min(all)
    }
}

impl World<'_> {
    /// How many addresses of a subnet are free.
    pub fn free_addresses(&self, subnet: &Subnet) -> Answer<u64> {
        let used = self.linked_ids(Kind::Port, &subnet.head.id)?.len() as u64;
        Ok(subnet.size().saturating_sub(used))
    }

    /// Whether something in a subnet has an address already.
    pub fn address_is_taken(&self, subnet: &Subnet, address: u32) -> Answer<bool> {
        Ok(self.holder::<Port>(&Port::key(&subnet.head.id, address))?.is_some())
    }

    /// The lowest free address of a subnet.
    ///
    /// # Errors
    /// `Capacity` when there is none.
    pub fn free_address(&self, subnet: &Subnet) -> Answer<u32> {
        for address in subnet.offered().filter(|address| *address != subnet.gateway) {
            if !self.address_is_taken(subnet, address)? {
                return Ok(address);
            }
        }
        Err(Refusal::Capacity { pool: subnet.head.id.clone() })
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
        assert_eq!(subnet.size(), 10);
        let handed_out = (0..16).filter(|n| subnet.hands_out(block.first + n));
        assert_eq!(handed_out.collect::<Vec<_>>(), (2..12).collect::<Vec<_>>());
    }
}
