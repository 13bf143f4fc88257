//! A port of a subnet: an address with whatever it belongs to.

use crate::networking::subnet::Subnet;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::Span;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};

/// A port. It is `Pending` while the network builds it; `Free` without and `Bound` with a device.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Port {
    /// What every resource carries.
    pub head: Head,
    /// The subnet its address is of.
    pub subnet: String,
    /// Its address there.
    pub address: u32,
    /// Its hardware address.
    pub mac: String,
    /// The instance it belongs to.
    pub device: Option<String>,
    /// Its place among the ports of that instance, counted from 0.
    pub place: u32,
    /// Whether a public or virtual address is bound to it, so that it cannot be deleted.
    pub held: bool,
}

impl Resource for Port {
    const KIND: Kind = Kind::Port;
    const TARGETS: &'static [Kind] = &[Kind::Subnet, Kind::Metal];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.subnet);
        self.device.iter().for_each(|id| push(id));
    }
    fn addresses(&self, push: &mut dyn FnMut(&str, IpAddr)) {
        push(&self.subnet, Ipv4Addr::from(self.address).into());
    }
}

impl World<'_> {
    /// The ports of an instance, in their order.
    pub fn ports_of(&self, device: &str) -> Answer<Vec<Port>> {
        let mut ports = self.linked::<Port>(device)?;
        ports.sort_by_key(|port| port.place);
        Ok(ports)
    }

    /// How many ports of an account are being built.
    pub fn ports_building(&self, owner: &str) -> Answer<usize> {
        let ports = self.owned::<Port>(owner)?;
        Ok(ports.iter().filter(|port| port.head.state == State::Pending).count())
    }

    /// Begins to build a port at an address, or at the lowest free one.
    ///
    /// # Errors
    /// `Taken` for an address that something has already, `Capacity` when none is free.
    pub fn build_port(
        &self,
        head: Head,
        subnet: &Subnet,
        address: Option<u32>,
        device: Option<(&str, u32)>,
        span: Span,
    ) -> Answer<Port> {
        let address = match address {
            Some(address) => address,
            None => match self.next_free(&subnet.offer())? {
                IpAddr::V4(address) => address.into(),
                IpAddr::V6(_) => return Err(Refusal::Capacity { pool: subnet.head.id.clone() }),
            },
        };
        let [.., a, b, c] = self.mint_number(1 << 24)?.to_be_bytes();
        let mut port = Port {
            head,
            subnet: subnet.head.id.clone(),
            address,
            mac: format!("fa:16:3e:{a:02x}:{b:02x}:{c:02x}"),
            device: device.map(|(id, _)| id.to_owned()),
            place: device.map_or(0, |(_, place)| place),
            held: false,
        };
        let target = if device.is_some() { State::Bound } else { State::Free };
        self.insert(&port)?;
        self.begin(&mut port, Verb::Create, target, span)?;
        Ok(port)
    }
}
