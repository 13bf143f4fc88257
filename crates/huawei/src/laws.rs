//! What CloudDC's kinds claim in which state, and what follows when they go. There is no recycle bin and nothing is
//! charged by the hour: what is terminated has let go of everything and can be looked at for a while.

use crate::pace;
use squall_api::cloud::Kind::*;
use squall_api::cloud::{Aftermath, Bonds, Cidr, Fate, Kinds, Law, Laws, NetworkLaw, Periods, State, Tie};

/// The private blocks that a virtual private cloud must lie in.
const PRIVATE: [Cidr; 3] =
    [Cidr::of([10, 0, 0, 0], 8), Cidr::of([172, 16, 0, 0], 12), Cidr::of([192, 168, 0, 0], 16)];

/// The laws of the engine.
pub(crate) const LAWS: Laws = Laws {
    periods: Periods { memory: Some(pace::MEMORY), ..Periods::NONE },
    network: NetworkLaw {
        within: &PRIVATE,
        vpc_bits: 0..=28,
        subnet_bits: 0..=28,
        kept_first: 1,
        kept_last: 4,
        mac_prefix: &[0xfa, 0x16, 0x3e],
        ..NetworkLaw::NONE
    },
    kinds: Kinds::of(&[
        (Server, law(&[Tie::of(LogExport, Fate::Erased), Tie::of(Metal, Fate::Erased)])),
        (Rack, law(&[Tie::of(Server, Fate::Released)])),
        (Room, law(&[Tie::of(Rack, Fate::Released)])),
        (Metal, law(&[Tie::of(Port, Fate::Erased)])),
        (Vpc, law(&[Tie::of(Subnet, Fate::Erased)])),
        (Subnet, law(&[Tie::of(Port, Fate::Erased)])),
        (Port, law(&[])),
        (Image, law(&[])),
        (Alarm, law(&[])),
        (Event, law(&[])),
        (LogExport, law(&[])),
    ]),
    ..Laws::NONE
};

const fn law(ties: &'static [Tie]) -> Law {
    Law::USUAL.after(&[State::Recycled, State::Ceased], Aftermath::of(ties).bonds(Bonds::Dropped))
}
