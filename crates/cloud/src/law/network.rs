//! What holds for the networks of a system.

/// What holds for the networks of a system.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NetworkLaw {
    /// Up to how many addresses a network gives out in order; in larger ones the search begins anywhere.
    pub in_order: u64,
}

impl NetworkLaw {
    /// Addresses are given out in order, and nothing more is known of networks.
    pub const NONE: NetworkLaw = NetworkLaw { in_order: u64::MAX };
}
