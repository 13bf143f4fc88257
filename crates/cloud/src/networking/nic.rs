//! A network interface; its id is its hardware address.

use crate::networking::network::Network;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// How many bytes a hardware address has.
const MAC_BYTES: usize = 6;

/// A network interface; its id is its hardware address.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Nic {
    /// What every resource carries.
    pub head: Head,
    /// The network it is in.
    pub network: String,
    /// Its address there; empty where the network gives none.
    pub private_ip: String,
    /// The instance it is attached to.
    pub instance: Option<String>,
    /// Whether it came with the instance joining the network, and goes with its leaving.
    pub is_builtin: bool,
    /// The vendor's role of it.
    pub role: u32,
}

impl Resource for Nic {
    const KIND: Kind = Kind::Nic;
    const TARGETS: &'static [Kind] = &[Kind::Network, Kind::Instance, Kind::Router];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.network);
        self.instance.iter().for_each(|id| push(id));
    }
    fn addresses(&self, push: &mut dyn FnMut(&str, IpAddr)) {
        if let Ok(address) = self.private_ip.parse() {
            push(&self.network, address);
        }
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.instance.take_if(|id| id == target);
        Ok(())
    }
    fn is_built_in(&self) -> bool {
        self.is_builtin
    }
}

impl World<'_> {
    /// A new hardware address, below the system's prefix.
    pub fn mint_hardware_address(&self) -> Answer<String> {
        let prefix = self.laws.network.mac_prefix;
        let rest = MAC_BYTES.saturating_sub(prefix.len());
        let number = self.mint_number(1 << (8 * rest))?.to_be_bytes();
        let bytes = prefix.iter().chain(&number[number.len() - rest..]);
        Ok(bytes.map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"))
    }

    /// Lets an instance join a network by an interface of its own, at this address or at any free one.
    ///
    /// # Errors
    /// `Taken` for an address that something there has already, `Capacity` when no address is free.
    pub fn join_network(
        &self,
        instance: &Head,
        network: &Network,
        address: Option<&str>,
        role: u32,
    ) -> Answer<Nic> {
        let private_ip = match address {
            Some(address) => address.to_owned(),
            None => self.free_private_ip(network)?.unwrap_or_default(),
        };
        let id = self.mint_hardware_address()?;
        let head = Head::new(id, &instance.owner, &instance.zone, "", self.now).in_state(State::Bound);
        let nic = Nic {
            head,
            network: network.head.id.clone(),
            private_ip,
            instance: Some(instance.id.clone()),
            is_builtin: true,
            role,
        };
        self.insert(&nic)?;
        Ok(nic)
    }
}
