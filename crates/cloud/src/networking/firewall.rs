//! A firewall.

use crate::balancing::balancer::Balancer;
use crate::machines::instance::Instance;
use crate::networking::firewall_rule::FirewallRule;
use crate::networking::port::Port;
use crate::networking::router::Router;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, Verb};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A firewall.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Firewall {
    /// What every resource carries.
    pub head: Head,
    /// Whether it is its owner's default, which cannot be deleted.
    pub is_default: bool,
    /// Whether its rules are in force.
    pub is_applied: bool,
}

impl Resource for Firewall {
    const KIND: Kind = Kind::Firewall;
    headed!();
    fn arrived(&mut self, _world: &World<'_>, verb: Verb) -> Answer<()> {
        self.is_applied |= verb == Verb::Update;
        Ok(())
    }
}

impl World<'_> {
    /// The firewall that an owner's things stand behind unless told otherwise.
    pub fn default_firewall_of(&self, owner: &str) -> Answer<Option<Firewall>> {
        Ok(self.owned::<Firewall>(owner)?.into_iter().find(|firewall| firewall.is_default))
    }

    /// What stands behind a firewall: kind, id and name of each.
    pub fn behind_firewall(&self, id: &str) -> Answer<Vec<(Kind, String, String)>> {
        let instances = self.linked::<Instance>(id)?.into_iter().map(|row| (Kind::Instance, row.head));
        let routers = self.linked::<Router>(id)?.into_iter().map(|row| (Kind::Router, row.head));
        let balancers = self.linked::<Balancer>(id)?.into_iter().map(|row| (Kind::Balancer, row.head));
        let ports = self.linked::<Port>(id)?.into_iter().map(|row| (Kind::Port, row.head));
        let all = instances.chain(routers).chain(balancers).chain(ports);
        Ok(all.map(|(kind, head)| (kind, head.id, head.name)).collect())
    }

    /// Takes a firewall away with its rules. Nothing may stand behind it any more.
    pub fn remove_firewall(&self, firewall: &Firewall) -> Answer<()> {
        for rule in self.linked::<FirewallRule>(&firewall.head.id)? {
            self.erase(&rule)?;
        }
        self.erase(firewall)
    }
}
