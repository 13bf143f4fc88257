//! What holds for the networks of a system: which blocks there may be, what of them is given out, and what may hold how
//! many interfaces and public addresses.

use crate::networking::cidr::Cidr;
use crate::rows::kind::Kind;
use crate::rows::resource::State;
use std::ops::RangeInclusive;

/// What holds for the networks of a system.
#[derive(Clone, PartialEq, Debug)]
pub struct NetworkLaw {
    /// The blocks that those of virtual private clouds must lie in; anything goes where there are none.
    pub within: &'static [Cidr],
    /// How long their prefixes may be.
    pub vpc_bits: RangeInclusive<u8>,
    /// How many blocks of version 4 one may have.
    pub vpc_blocks: usize,
    /// How long the prefixes of subnets may be.
    pub subnet_bits: RangeInclusive<u8>,
    /// How many addresses at the beginning of a subnet the vendor keeps for itself.
    pub kept_first: u32,
    /// How many addresses at its end.
    pub kept_last: u32,
    /// Up to how many addresses a network gives out in order; in larger ones the search begins anywhere.
    pub in_order: u64,
    /// How many further addresses an interface may have.
    pub further_addresses: usize,
    /// How many firewalls an interface may stand behind.
    pub firewalls: usize,
    /// How hardware addresses begin.
    pub mac_prefix: &'static [u8],
    /// What may hold interfaces and public addresses, and how many.
    pub holders: &'static [Holding],
    /// Among which gateways no two may translate for the same source.
    pub nat_scope: NatScope,
    /// The states in which what stands behind a load balancer answers.
    pub answering: &'static [State],
}

/// How many interfaces and public addresses a row of a kind may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holding {
    /// The kind.
    pub kind: Kind,
    /// How many interfaces, besides those that came with it.
    pub interfaces: usize,
    /// How many public addresses of version 4.
    pub public: usize,
    /// How many public addresses of version 6.
    pub public6: usize,
}

impl Holding {
    /// No interface and no address.
    pub const fn of(kind: Kind) -> Holding {
        Holding { kind, interfaces: 0, public: 0, public6: 0 }
    }

    /// So many interfaces.
    pub const fn interfaces(self, most: usize) -> Holding {
        Holding { interfaces: most, ..self }
    }

    /// So many public addresses of each version.
    pub const fn public(self, most: usize, most6: usize) -> Holding {
        Holding { public: most, public6: most6, ..self }
    }
}

/// Among which gateways no two may translate for the same source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NatScope {
    /// The one gateway.
    Gateway,
    /// All of a virtual private cloud.
    Vpc,
}

impl NetworkLaw {
    /// Blocks of any size, addresses given out in order; nothing may hold an interface or a public address.
    pub const NONE: NetworkLaw = NetworkLaw {
        within: &[],
        vpc_bits: 0..=32,
        vpc_blocks: 1,
        subnet_bits: 0..=32,
        kept_first: 1,
        kept_last: 1,
        in_order: u64::MAX,
        further_addresses: 0,
        firewalls: 1,
        mac_prefix: &[0x52, 0x54],
        holders: &[],
        nat_scope: NatScope::Gateway,
        answering: &[State::Active],
    };

    /// Whether a virtual private cloud may have a block.
    pub fn admits_vpc(&self, block: Cidr) -> bool {
        self.vpc_bits.contains(&block.bits)
            && (self.within.is_empty() || self.within.iter().any(|whole| whole.covers(block)))
    }

    /// What a row of a kind may have.
    pub fn holding(&self, kind: Kind) -> Holding {
        let said = self.holders.iter().find(|holding| holding.kind == kind);
        said.copied().unwrap_or(Holding::of(kind))
    }
}
