//! Interfaces, whatever kind of row a system keeps them in: those of private networks and the ports of subnets.

use crate::networking::nic::Nic;
use crate::networking::port::Port;
use crate::rows::kind::Kind;
use crate::rows::resource::Resource;
use crate::world::{Answer, World};
use std::net::IpAddr;

/// An interface of a machine, a gateway or a balancer.
#[derive(Clone, PartialEq, Debug)]
pub struct Interface {
    /// Which kind of row it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The network or subnet it is in.
    pub network: String,
    /// Its addresses there, the first one first.
    pub addresses: Vec<IpAddr>,
    /// Its hardware address.
    pub mac: String,
    /// What it belongs to.
    pub device: Option<String>,
    /// Whether it came with that.
    pub is_built_in: bool,
    /// The firewalls it stands behind by itself.
    pub firewalls: Vec<String>,
}

impl From<Nic> for Interface {
    fn from(nic: Nic) -> Interface {
        Interface {
            kind: Kind::Nic,
            addresses: addresses(&nic),
            network: nic.network,
            mac: nic.head.id.clone(),
            id: nic.head.id,
            device: nic.instance,
            is_built_in: nic.is_builtin,
            firewalls: Vec::new(),
        }
    }
}

impl From<Port> for Interface {
    fn from(port: Port) -> Interface {
        Interface {
            kind: Kind::Port,
            addresses: addresses(&port),
            id: port.head.id,
            network: port.subnet,
            mac: port.mac,
            device: port.device,
            is_built_in: port.built_in,
            firewalls: port.firewalls,
        }
    }
}

fn addresses<T: Resource>(row: &T) -> Vec<IpAddr> {
    let mut addresses = Vec::new();
    row.addresses(&mut |_, address| addresses.push(address));
    addresses
}

impl World<'_> {
    /// The interfaces of a device, the primary one first.
    pub fn interfaces_of(&self, device: &str) -> Answer<Vec<Interface>> {
        let mut nics = self.linked::<Nic>(device)?;
        nics.sort_by(|a, b| {
            let rank = |nic: &Nic| (u32::MAX - nic.role, nic.head.created_at);
            rank(a).cmp(&rank(b)).then_with(|| a.head.id.cmp(&b.head.id))
        });
        let ports = self.ports_of(device)?;
        Ok(nics.into_iter().map(Interface::from).chain(ports.into_iter().map(Interface::from)).collect())
    }
}
