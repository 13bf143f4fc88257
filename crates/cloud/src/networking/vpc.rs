//! A virtual private cloud: the blocks that subnets are cut from.

use crate::networking::cidr::{Cidr, Cidr6};
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// A virtual private cloud.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Vpc {
    /// What every resource carries.
    pub head: Head,
    /// Its addresses.
    pub block: Cidr,
    /// Further blocks of them.
    pub further: Vec<Cidr>,
    /// Its addresses of version 6.
    pub block6: Option<Cidr6>,
}

impl Resource for Vpc {
    const KIND: Kind = Kind::Vpc;
    headed!();
}

impl Vpc {
    /// One with a single block.
    pub fn new(head: Head, block: Cidr) -> Vpc {
        Vpc { head, block, further: Vec::new(), block6: None }
    }

    /// All its blocks of version 4.
    pub fn blocks(&self) -> impl Iterator<Item = Cidr> {
        std::iter::once(self.block).chain(self.further.iter().copied())
    }

    /// Whether a subnet may be cut from it, as far as its blocks go.
    pub fn covers(&self, block: Cidr) -> bool {
        self.blocks().any(|whole| whole.covers(block))
    }
}

impl World<'_> {
    /// Gives a virtual private cloud another block.
    ///
    /// # Errors
    /// `Invalid` for a block that the system's laws do not admit, `Taken` for one that meets another of its blocks,
    /// `Quota` when it has as many as it may.
    pub fn add_block(&self, vpc: &mut Vpc, block: Cidr) -> Answer<()> {
        let law = &self.laws.network;
        if !law.admits_vpc(block) {
            return Err(Refusal::Invalid { what: format!("no network may have the addresses {block}") });
        }
        if let Some(other) = vpc.blocks().find(|other| other.meets(block)) {
            return Err(Refusal::Taken { kind: Kind::Vpc, key: other.to_string() });
        }
        let (limit, used) = (law.vpc_blocks as u64, vpc.blocks().count() as u64);
        if used >= limit {
            return Err(Refusal::Quota { quota: "blocks".to_owned(), limit, used, wanted: 1 });
        }
        vpc.further.push(block);
        self.save(vpc)
    }
}
