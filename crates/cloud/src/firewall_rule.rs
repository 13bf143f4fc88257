//! A rule of a firewall.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A rule of a firewall.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FirewallRule {
    /// What every resource carries.
    pub head: Head,
    /// The firewall.
    pub firewall: String,
    /// From 0, the highest, to 100.
    pub priority: u32,
    /// The protocol.
    pub protocol: String,
    /// Whether it concerns what goes out.
    pub is_egress: bool,
    /// Whether it lets in or out what it matches.
    pub is_accept: bool,
    /// Ports or ICMP type and code, and the remote addresses.
    pub values: [String; 3],
}

impl Resource for FirewallRule {
    const KIND: Kind = Kind::FirewallRule;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.firewall);
        self.values.iter().filter(|value| !value.is_empty()).for_each(|value| push(value));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        let FirewallRule { firewall, priority, protocol, is_egress, is_accept, values: [a, b, c], .. } = self;
        push(format!("{firewall}|{priority}|{protocol}|{is_egress}|{is_accept}|{a}|{b}|{c}"));
    }
}
