//! A rule of a firewall.

use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// What a rule compares with: written out, or a set of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Operand {
    /// A port, an ICMP type or code, or addresses; empty for any.
    Plain(String),
    /// The id of a set.
    Set(String),
}

impl Operand {
    /// The text or the set's id.
    pub fn text(&self) -> &str {
        match self {
            Operand::Plain(text) | Operand::Set(text) => text,
        }
    }
}

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
    /// Whether it is switched off.
    pub is_disabled: bool,
    /// First and last port or ICMP type and code, and the remote addresses.
    pub values: [Operand; 3],
}

impl FirewallRule {
    /// What no two rules may have in common.
    pub fn key(&self) -> String {
        let FirewallRule { firewall, priority, protocol, is_egress, is_accept, values, .. } = self;
        let [first, last, remote] = values.each_ref().map(Operand::text);
        format!("{firewall}|{priority}|{protocol}|{is_egress}|{is_accept}|{first}|{last}|{remote}")
    }
}

impl Resource for FirewallRule {
    const KIND: Kind = Kind::FirewallRule;
    const TARGETS: &'static [Kind] = &[Kind::Firewall, Kind::IpSet];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.firewall);
        for value in &self.values {
            if let Operand::Set(id) = value {
                push(id);
            }
        }
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.key());
    }
}
