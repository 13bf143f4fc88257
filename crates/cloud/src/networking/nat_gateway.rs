//! A gateway that translates addresses between a virtual private cloud and the world. Its interface is a port, its
//! public addresses are bound to it.

use crate::fleet::Placement;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use serde::{Deserialize, Serialize};

/// A gateway that translates addresses.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NatGateway {
    /// What every resource carries.
    pub head: Head,
    /// The virtual private cloud it serves.
    pub vpc: String,
    /// The vendor's name of its size.
    pub size: String,
    /// Its bandwidth in Mbit/s.
    pub bandwidth_mbps: u64,
    /// Whether only those go out that are listed.
    pub lists: bool,
    /// The rooms of its nodes on hosts.
    pub nodes: Vec<Placement>,
}

impl Resource for NatGateway {
    const KIND: Kind = Kind::NatGateway;
    const TARGETS: &'static [Kind] = &[Kind::Vpc];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.vpc);
    }
    fn placements(&self) -> impl Iterator<Item = &Placement> {
        self.nodes.iter()
    }
    fn placements_mut(&mut self) -> impl Iterator<Item = &mut Placement> {
        self.nodes.iter_mut()
    }
}
