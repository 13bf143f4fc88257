//! A port of a subnet: an interface with its addresses, on whatever it belongs to.

use crate::networking::subnet::{Family, Subnet};
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
    /// The subnet its addresses are of.
    pub subnet: String,
    /// Its first address there.
    pub address: u32,
    /// Its hardware address.
    pub mac: String,
    /// What it belongs to.
    pub device: Option<String>,
    /// Its place among the ports of that device, counted from 0, the primary one's.
    pub place: u32,
    /// Whether a public or virtual address is bound to it, so that it cannot be deleted.
    pub held: bool,
    /// Its further addresses of either version, as they are written.
    pub further: Vec<String>,
    /// The firewalls it stands behind, in the order in which they are asked.
    pub firewalls: Vec<String>,
    /// Whether it came with its device.
    pub built_in: bool,
}

impl Resource for Port {
    const KIND: Kind = Kind::Port;
    const TARGETS: &'static [Kind] = &[
        Kind::Subnet,
        Kind::Firewall,
        Kind::Metal,
        Kind::Instance,
        Kind::ClusterNode,
        Kind::Balancer,
        Kind::NatGateway,
    ];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.subnet);
        self.device.iter().chain(&self.firewalls).for_each(|id| push(id));
    }
    fn addresses(&self, push: &mut dyn FnMut(&str, IpAddr)) {
        self.all_addresses().for_each(|address| push(&self.subnet, address));
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.device.take_if(|id| id == target);
        self.firewalls.retain(|id| id != target);
        Ok(())
    }
    fn loosen(&mut self) {
        (self.device, self.place, self.built_in) = (None, 0, false);
    }
    fn unbind(&mut self) {
        self.loosen();
        self.firewalls.clear();
    }
    fn is_built_in(&self) -> bool {
        self.built_in
    }
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        let leaves = verb == Verb::Detach || !self.head.state.is_live();
        if let Some(device) = self.device.as_ref().filter(|_| leaves) {
            world.leave_cloud(device, &self.head.id)?;
        }
        if verb == Verb::Detach {
            self.loosen();
        }
        Ok(())
    }
}

impl Port {
    /// Its addresses of both versions, the first one first.
    pub fn all_addresses(&self) -> impl Iterator<Item = IpAddr> {
        let further = self.further.iter().filter_map(|text| text.parse().ok());
        std::iter::once(Ipv4Addr::from(self.address).into()).chain(further)
    }
}

impl World<'_> {
    /// The ports of a device, in their order.
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

    /// Begins to build a port at an address, or at the next free one.
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
        let mut port = Port {
            head,
            subnet: subnet.head.id.clone(),
            address,
            mac: self.mint_hardware_address()?,
            device: device.map(|(id, _)| id.to_owned()),
            place: device.map_or(0, |(_, place)| place),
            held: false,
            further: Vec::new(),
            firewalls: Vec::new(),
            built_in: device.is_some(),
        };
        let target = if device.is_some() { State::Bound } else { State::Free };
        self.insert(&port)?;
        self.begin(&mut port, Verb::Create, target, span)?;
        Ok(port)
    }

    /// Begins to attach a port to a device of a kind, at the first place that no other port has there.
    ///
    /// # Errors
    /// `WrongState` for one that is not free, `Quota` when the device has as many as its kind may.
    pub fn attach_port(&self, port: &mut Port, kind: Kind, device: &str, span: Span) -> Answer<()> {
        if !port.head.is_settled_in(State::Free) {
            return Err(Refusal::WrongState { id: port.head.id.clone(), needs: "free" });
        }
        let ports = self.ports_of(device)?;
        let used = ports.iter().filter(|port| !port.built_in).count();
        must_be_within("interfaces", used, self.laws.network.holding(kind).interfaces)?;
        let is_free = |place: &u32| ports.iter().all(|port| port.place != *place);
        port.place = (0..).find(is_free).unwrap_or_default();
        port.device = Some(device.to_owned());
        self.begin(port, Verb::Attach, State::Bound, span)
    }

    /// Begins to detach a port from its device.
    ///
    /// # Errors
    /// `WrongState` for one that is not bound, or that came with its device and goes with it.
    pub fn detach_port(&self, port: &mut Port, span: Span) -> Answer<()> {
        if port.built_in || !port.head.is_settled_in(State::Bound) {
            return Err(Refusal::WrongState { id: port.head.id.clone(), needs: "bound, and not built in" });
        }
        self.begin(port, Verb::Detach, State::Free, span)
    }

    /// Gives a port a further address: this one, or the next free one of a version.
    ///
    /// # Errors
    /// `Invalid` for an address that its subnet does not hand out, `Taken` for one that something has already, `Quota`
    /// when it has as many as it may, `Capacity` when none is free.
    pub fn add_address(&self, port: &mut Port, family: Family, address: Option<IpAddr>) -> Answer<IpAddr> {
        must_be_within("addresses", port.further.len(), self.laws.network.further_addresses)?;
        let subnet = self.fetch::<Subnet>(&port.subnet)?;
        let address = match address {
            Some(address) if Family::of(address) == family && subnet.offers(address) => address,
            Some(address) => {
                let what = format!("[{address}] is not handed out by {}", subnet.head.id);
                return Err(Refusal::Invalid { what });
            }
            None => {
                let none = || Refusal::Capacity { pool: subnet.head.id.clone() };
                self.next_free(&subnet.offer_of(family).ok_or_else(none)?)?
            }
        };
        port.further.push(address.to_string());
        self.save(port)?;
        Ok(address)
    }

    /// Puts a port behind firewalls, in the order in which they are asked, in the place of those it stood behind.
    ///
    /// # Errors
    /// `Quota` for more than a port may stand behind.
    pub fn guard_port(&self, port: &mut Port, firewalls: &[String]) -> Answer<()> {
        let limit = self.laws.network.firewalls;
        if firewalls.len() > limit {
            let (used, wanted) = (0, firewalls.len() as u64);
            return Err(Refusal::Quota { quota: "firewalls".to_owned(), limit: limit as u64, used, wanted });
        }
        port.firewalls = firewalls.to_vec();
        self.save(port)
    }
}

/// Whether there may be one more.
pub(crate) fn must_be_within(quota: &str, used: usize, limit: usize) -> Answer<()> {
    let (used, limit) = (used as u64, limit as u64);
    if used < limit {
        Ok(())
    } else {
        Err(Refusal::Quota { quota: quota.to_owned(), limit, used, wanted: 1 })
    }
}
