//! A private network and the addresses in it.

use crate::networking::occupancy::Offer;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;

/// A private network.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Network {
    /// What every resource carries.
    pub head: Head,
    /// The vendor's type: managed, self-managed or base.
    pub network_type: u32,
    /// The router it has joined.
    pub router: Option<String>,
    /// Its addresses; empty while it has none.
    pub cidr: String,
    /// The address of its gateway.
    pub manager_ip: String,
    /// The first and last address that is handed out.
    pub dhcp: Option<(String, String)>,
    /// The vendor's bits of what it offers.
    pub features: u32,
}

impl Resource for Network {
    const KIND: Kind = Kind::Network;
    const TARGETS: &'static [Kind] = &[Kind::Router];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.router.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        if let Some(router) = self.router.as_ref().filter(|_| !self.cidr.is_empty()) {
            push(format!("{router}|{}", self.cidr));
        }
    }
    fn let_go(&mut self, world: &World<'_>, target: &str) -> Answer<()> {
        if self.router.as_deref() == Some(target) { world.part(self) } else { Ok(()) }
    }
    fn unbind(&mut self) {
        self.router = None;
    }
}

impl Network {
    /// The first and last address that a host in it can have; `None` while it has none.
    pub fn hosts(&self) -> Option<(u32, u32)> {
        let (address, bits) = self.cidr.split_once('/')?;
        let address = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let bits = bits.parse::<u32>().ok().filter(|bits| (1..=30).contains(bits))?;
        let mask = u32::MAX << (32 - bits);
        Some(((address & mask) + 1, (address | !mask) - 1))
    }

    /// Whether a host in it can have this address: within its range and not the gateway's.
    pub fn has_place_for(&self, address: Ipv4Addr) -> bool {
        let number = u32::from(address);
        self.hosts().is_some_and(|(first, last)| (first..=last).contains(&number))
            && address.to_string() != self.manager_ip
    }

    /// What it gives addresses out of: its dynamic range, or all but the first host; `None` while it has none.
    pub fn offer(&self) -> Option<Offer<'_>> {
        let (first, last) = match &self.dhcp {
            Some((first, last)) => (first.parse::<Ipv4Addr>().ok()?, last.parse::<Ipv4Addr>().ok()?),
            None => self.hosts().map(|(first, last)| ((first + 1).min(last).into(), last.into()))?,
        };
        let gateway = self.manager_ip.parse().ok();
        (first <= last).then(|| Offer {
            network: &self.head.id,
            first: first.into(),
            last: last.into(),
            gateway,
        })
    }
}

impl World<'_> {
    /// Whether something in a network has this address already.
    pub fn private_ip_is_taken(&self, network: &Network, address: &str) -> Answer<bool> {
        let Ok(number) = address.parse() else { return Ok(false) };
        Ok(address == network.manager_ip || self.occupant(&network.head.id, number)?.is_some())
    }

    /// An address in a network that nothing has yet; `None` where the network gives no addresses.
    ///
    /// # Errors
    /// `Capacity` when all are taken.
    pub fn free_private_ip(&self, network: &Network) -> Answer<Option<String>> {
        let free = network.offer().map(|offer| self.next_free(&offer)).transpose()?;
        Ok(free.map(|address| address.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Time;

    fn network(cidr: &str) -> Network {
        Network {
            head: Head::new("vxnet-1".to_owned(), "usr-1", "", "", Time::default()),
            network_type: 1,
            router: None,
            cidr: cidr.to_owned(),
            manager_ip: "192.168.1.1".to_owned(),
            dhcp: None,
            features: 0,
        }
    }

    #[test]
    fn hosts_lie_between_the_networks_own_address_and_the_broadcast() {
        let place = |cidr: &str, ip: &str| network(cidr).has_place_for(ip.parse().unwrap());
        for (ip, fits) in [
            ("192.168.1.0", false),
            ("192.168.1.1", false),
            ("192.168.1.2", true),
            ("192.168.1.254", true),
            ("192.168.1.255", false),
            ("192.168.2.2", false),
        ] {
            assert_eq!(place("192.168.1.0/24", ip), fits, "{ip}");
        }
        assert!(!place("", "192.168.1.2"));
        assert!(!place("192.168.1.0/33", "192.168.1.2"));
    }
}
