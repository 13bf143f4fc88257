//! A rule of a NAT gateway: whose addresses are translated on the way out, which ports lead in, and who is let out.

use crate::law::NatScope;
use crate::networking::nat_gateway::NatGateway;
use crate::networking::port::Port;
use crate::networking::subnet::Subnet;
use crate::networking::vpc::Vpc;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A rule of a NAT gateway.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NatRule {
    /// What every resource carries.
    pub head: Head,
    /// The gateway.
    pub gateway: String,
    /// What it does.
    pub translation: Translation,
    /// For what: a virtual private cloud, a subnet, a machine or a port.
    pub subject: String,
    /// The public address that it uses; any of the gateway's without one.
    pub address: Option<String>,
    /// Within which gateway or virtual private cloud it must be the only one of its source.
    pub scope: String,
}

/// What a rule does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Translation {
    /// Gives what its subject sends the gateway's address.
    Source,
    /// Leads what arrives at ports of an address to its subject.
    Target(PortMap),
    /// Lets its subject out of a gateway that lists who may.
    Listed,
}

/// Ports of a public address and the ones behind them, as many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PortMap {
    /// The protocol.
    pub protocol: String,
    /// The first and the last port outside.
    pub outer: (u16, u16),
    /// The first port inside.
    pub inner: u16,
}

impl PortMap {
    /// Whether any port outside is mapped by both.
    pub fn meets(&self, other: &PortMap) -> bool {
        self.protocol == other.protocol && self.outer.0 <= other.outer.1 && other.outer.0 <= self.outer.1
    }

    /// Whether it maps ports to as many that there are.
    fn is_sound(&self) -> bool {
        let (first, last) = self.outer;
        first > 0 && self.inner > 0 && first <= last && self.inner.checked_add(last - first).is_some()
    }
}

impl Resource for NatRule {
    const KIND: Kind = Kind::NatRule;
    const TARGETS: &'static [Kind] =
        &[Kind::NatGateway, Kind::Vpc, Kind::Subnet, Kind::Instance, Kind::Metal, Kind::Port, Kind::Address];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.gateway);
        push(&self.subject);
        self.address.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        match self.translation {
            Translation::Source => push(format!("{}|source|{}", self.scope, self.subject)),
            Translation::Listed => push(format!("{}|listed|{}", self.gateway, self.subject)),
            Translation::Target(_) => {}
        }
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.address.take_if(|id| id == target);
        Ok(())
    }
}

impl World<'_> {
    /// Gives a gateway a rule for a subject, by a public address that is bound to it or by any.
    ///
    /// # Errors
    /// `Invalid` for a subject outside of the gateway's virtual private cloud, ports that are none, or an address that
    /// is not the gateway's; `Taken` where the subject's source is translated already or a port leads elsewhere.
    pub fn add_nat_rule(
        &self,
        head: Head,
        gateway: &NatGateway,
        translation: Translation,
        subject: &str,
        address: Option<&str>,
    ) -> Answer<NatRule> {
        if !self.vpcs_of(subject)?.contains(&gateway.vpc) {
            return Err(Refusal::Invalid { what: format!("[{subject}] is not in [{}]", gateway.vpc) });
        }
        let bound = self.linked_ids(Kind::Address, &gateway.head.id)?;
        if address.is_some_and(|address| bound.iter().all(|id| id != address)) {
            return Err(Refusal::Invalid { what: format!("the address is not {}'s", gateway.head.id) });
        }
        if let Translation::Target(map) = &translation {
            let Some(address) = address.filter(|_| map.is_sound()) else {
                return Err(Refusal::Invalid {
                    what: "ports lead from those of an address to others".to_owned(),
                });
            };
            if let Some(other) = self.port_maps(address)?.into_iter().find(|(_, other)| other.meets(map)) {
                return Err(Refusal::Taken { kind: Kind::NatRule, key: other.0 });
            }
        }
        let scope = match self.laws.network.nat_scope {
            NatScope::Gateway => &gateway.head.id,
            NatScope::Vpc => &gateway.vpc,
        };
        let rule = NatRule {
            head,
            gateway: gateway.head.id.clone(),
            translation,
            subject: subject.to_owned(),
            address: address.map(str::to_owned),
            scope: scope.clone(),
        };
        self.insert(&rule)?;
        Ok(rule)
    }

    /// The virtual private clouds that something is in: itself, that of a subnet or a port, those of a device's ports.
    pub fn vpcs_of(&self, subject: &str) -> Answer<Vec<String>> {
        if let Some(vpc) = self.shared::<Vpc>(subject)? {
            return Ok(vec![vpc.head.id.clone()]);
        }
        if let Some(subnet) = self.shared::<Subnet>(subject)? {
            return Ok(vec![subnet.vpc.clone()]);
        }
        let ports = match self.find::<Port>(subject)? {
            Some(port) => vec![port],
            None => self.ports_of(subject)?,
        };
        let subnets = ports.iter().map(|port| self.fetch_shared::<Subnet>(&port.subnet));
        subnets.map(|subnet| Ok(subnet?.vpc.clone())).collect()
    }

    /// Takes the rules for a device away whose virtual private cloud it has no part in but by this port.
    pub(crate) fn leave_cloud(&self, device: &str, port: &str) -> Answer<()> {
        let rules = self.linked::<NatRule>(device)?;
        if rules.is_empty() {
            return Ok(());
        }
        let ports = self.ports_of(device)?.into_iter().filter(|other| other.head.id != port);
        let subnets = ports.map(|port| self.fetch_shared::<Subnet>(&port.subnet));
        let subnets = subnets.collect::<Answer<Vec<_>>>()?;
        for rule in rules {
            let vpc = self.fetch_shared::<NatGateway>(&rule.gateway)?.vpc.clone();
            if subnets.iter().all(|subnet| subnet.vpc != vpc) {
                self.erase(&rule)?;
            }
        }
        Ok(())
    }

    /// The ports of a public address that lead somewhere, each with the rule's id.
    pub fn port_maps(&self, address: &str) -> Answer<Vec<(String, PortMap)>> {
        let rules = self.linked::<NatRule>(address)?;
        Ok(rules
            .into_iter()
            .filter_map(|rule| match rule.translation {
                Translation::Target(map) => Some((rule.head.id, map)),
                Translation::Source | Translation::Listed => None,
            })
            .collect())
    }

    /// The rule by which what a port sends goes out: the one for the port, else its device, its subnet, its cloud. None
    /// where no gateway that works translates for it, or lets it out.
    pub fn way_out(&self, port: &Port) -> Answer<Option<NatRule>> {
        let subnet = self.fetch_shared::<Subnet>(&port.subnet)?;
        let device = port.device.as_deref();
        let subjects: Vec<&str> = [Some(&*port.head.id), device, Some(&*port.subnet), Some(&*subnet.vpc)]
            .into_iter()
            .flatten()
            .collect();
        for subject in &subjects {
            for rule in self.linked::<NatRule>(subject)? {
                if rule.translation == Translation::Source && self.lets_out(&rule.gateway, &subjects)? {
                    return Ok(Some(rule));
                }
            }
        }
        Ok(None)
    }

    fn lets_out(&self, gateway: &str, subjects: &[&str]) -> Answer<bool> {
        let gateway = self.fetch_shared::<NatGateway>(gateway)?;
        if gateway.head.state != State::Active || self.linked_ids(Kind::Address, &gateway.head.id)?.is_empty()
        {
            return Ok(false);
        }
        let mut listed = !gateway.lists;
        for subject in subjects.iter().filter(|_| gateway.lists) {
            let key = format!("{}|listed|{subject}", gateway.head.id);
            listed |= self.holder::<NatRule>(&key)?.is_some();
        }
        Ok(listed)
    }
}
