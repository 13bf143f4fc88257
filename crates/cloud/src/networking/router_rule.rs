//! A static rule of a router.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A static rule of a router.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouterRule {
    /// What every resource carries.
    pub head: Head,
    /// The router.
    pub router: String,
    /// The vendor's type: port forward, VPN, DHCP, tunnel …
    pub rule_type: u32,
    /// The vendor's values, in order.
    pub values: Vec<String>,
    /// The network it concerns.
    pub network: Option<String>,
    /// The instance it concerns.
    pub instance: Option<String>,
    /// What must be unique on its router; empty where nothing must.
    pub unique: String,
    /// Whether it is switched off.
    pub is_disabled: bool,
    /// What it lists: accounts of a VPN, networks of a tunnel.
    pub entries: Vec<RuleEntry>,
}

/// An entry of a static rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RuleEntry {
    /// Its id, unique in its system.
    pub id: String,
    /// The name its owner gave it.
    pub name: String,
    /// The vendor's values, in order.
    pub values: [String; 2],
}

impl Resource for RouterRule {
    const KIND: Kind = Kind::RouterRule;
    const TARGETS: &'static [Kind] = &[Kind::Router, Kind::Network, Kind::Instance];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.router);
        self.network.iter().for_each(|id| push(id));
        self.instance.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        if !self.unique.is_empty() {
            push(format!("{}|{}", self.router, self.unique));
        }
    }
}
