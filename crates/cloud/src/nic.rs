//! A network interface; its id is its hardware address.

use crate::kind::Kind;
use crate::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

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
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.network);
        self.instance.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        if !self.private_ip.is_empty() {
            push(format!("{}|{}", self.network, self.private_ip));
        }
    }
}
