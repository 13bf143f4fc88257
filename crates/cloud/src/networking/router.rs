//! A router or VPC, and the networks it connects. In every network it has joined, and in the one it is
//! reached from, a router has an interface of its own; so its addresses are taken like any other.

use crate::apps::cluster_node::ClusterNode;
use crate::balancing::balancer::Balancer;
use crate::networking::network::Network;
use crate::networking::nic::Nic;
use crate::networking::router_rule::RouterRule;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A router or VPC.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Router {
    /// What every resource carries.
    pub head: Head,
    /// The vendor's size of it.
    pub router_type: u32,
    /// The range its networks lie in.
    pub cidr: String,
    /// Its own address in the base network.
    pub private_ip: String,
    /// The firewall in front of it.
    pub firewall: Option<String>,
    /// Whether its settings are in force.
    pub is_applied: bool,
    /// The public address it will carry once updated.
    pub wanted_address: Option<String>,
}

impl Resource for Router {
    const KIND: Kind = Kind::Router;
    const TARGETS: &'static [Kind] = &[Kind::Firewall, Kind::Address];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.firewall.iter().for_each(|id| push(id));
        self.wanted_address.iter().for_each(|id| push(id));
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        self.firewall.take_if(|id| id == target);
        self.wanted_address.take_if(|id| id == target);
        Ok(())
    }
    fn unbind(&mut self) {
        (self.firewall, self.wanted_address) = (None, None);
    }
    fn arrived(&mut self, _world: &World<'_>, verb: Verb) -> Answer<()> {
        self.is_applied |= verb == Verb::Update;
        Ok(())
    }
}

impl World<'_> {
    /// Connects a network, whose range is set, to a router: the router gets the gateway's address there and
    /// the network's members addresses of the range.
    ///
    /// # Errors
    /// `Taken` when the router has a network of this range already, `Capacity` when the range is too small.
    pub fn connect(&self, router: &Router, network: &mut Network) -> Answer<()> {
        network.router = Some(router.head.id.clone());
        self.become_state(network, State::Bound)?;
        self.join_network(&router.head, network, Some(&network.manager_ip), 0)?;
        self.number::<Nic>(network, |nic| &mut nic.private_ip)?;
        self.number::<Balancer>(network, |balancer| &mut balancer.private_ip)?;
        self.number::<ClusterNode>(network, |node| &mut node.private_ip)
    }

    /// Gives the members of a kind that have no address in a network one of its own.
    fn number<T: Resource>(&self, network: &Network, address: fn(&mut T) -> &mut String) -> Answer<()> {
        for mut member in self.linked::<T>(&network.head.id)? {
            if address(&mut member).is_empty() {
                *address(&mut member) = self.free_private_ip(network)?.unwrap_or_default();
                self.save(&member)?;
            }
        }
        Ok(())
    }

    /// Takes the addresses of a network away from the members of a kind.
    fn unnumber<T: Resource>(&self, network: &Network, address: fn(&mut T) -> &mut String) -> Answer<()> {
        for mut member in self.linked::<T>(&network.head.id)? {
            address(&mut member).clear();
            self.save(&member)?;
        }
        Ok(())
    }

    /// Parts a network from its router: its range is gone, and with it the addresses and rules that were
    /// based on it.
    pub fn disconnect(&self, network: &mut Network) -> Answer<()> {
        self.part(network)?;
        self.become_state(network, State::Free)
    }

    pub(crate) fn part(&self, network: &mut Network) -> Answer<()> {
        let router = network.router.take();
        for rule in self.linked::<RouterRule>(&network.head.id)? {
            self.erase(&rule)?;
        }
        for nic in self.linked::<Nic>(&network.head.id)? {
            if router.is_some() && nic.instance == router {
                self.erase(&nic)?;
            }
        }
        self.unnumber::<Nic>(network, |nic| &mut nic.private_ip)?;
        self.unnumber::<Balancer>(network, |balancer| &mut balancer.private_ip)?;
        self.unnumber::<ClusterNode>(network, |node| &mut node.private_ip)?;
        network.cidr.clear();
        network.manager_ip.clear();
        (network.dhcp, network.features) = (None, 0);
        Ok(())
    }
}
