//! A resource of any kind, found by the form of its id: for leases, bills, readings and tags.

use crate::lookup;
use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{
    Address, Balancer, Cluster, Contract, Firewall, Head, Image, Instance, KeyPair, Kind, Network, Nic,
    Resource, Router, Snapshot, Volume,
};
use squall_api::{Cx, Outcome, raise};

/// Prefixes of ids (reference 2.1) and the kinds they stand for.
const PREFIXES: [(&str, Kind); 12] = [
    ("i", Kind::Instance),
    ("vol", Kind::Volume),
    ("ss", Kind::Snapshot),
    ("img", Kind::Image),
    ("kp", Kind::KeyPair),
    ("vxnet", Kind::Network),
    ("rtr", Kind::Router),
    ("eip", Kind::Address),
    ("sg", Kind::Firewall),
    ("lb", Kind::Balancer),
    ("cl", Kind::Cluster),
    ("ct", Kind::Contract),
];

/// The kind that an id is of. System images have plain names, interfaces are called by their hardware
/// address.
pub(crate) fn kind_of(id: &str) -> Kind {
    let prefix = id.split_once('-').map_or("", |(prefix, _)| prefix);
    let known = PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, kind)| *kind);
    known.unwrap_or(if id.contains(':') { Kind::Nic } else { Kind::Image })
}

/// The kind of an id of the caller's and what it has in common with all others, whatever its state.
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn find(cx: &Cx<'_>, id: &str) -> Outcome<(Kind, Head)> {
    fn head<T: Resource>(cx: &Cx<'_>, id: &str) -> Outcome<(Kind, Head)> {
        Ok((T::KIND, lookup::own::<T>(cx, id)?.head().clone()))
    }
    match kind_of(id) {
        Kind::Instance => head::<Instance>(cx, id),
        Kind::Volume => head::<Volume>(cx, id),
        Kind::Snapshot => head::<Snapshot>(cx, id),
        Kind::Image => head::<Image>(cx, id),
        Kind::KeyPair => head::<KeyPair>(cx, id),
        Kind::Network => head::<Network>(cx, id),
        Kind::Router => head::<Router>(cx, id),
        Kind::Address => head::<Address>(cx, id),
        Kind::Nic => head::<Nic>(cx, id),
        Kind::Firewall => head::<Firewall>(cx, id),
        Kind::Balancer => head::<Balancer>(cx, id),
        Kind::Cluster => head::<Cluster>(cx, id),
        Kind::Contract => head::<Contract>(cx, id),
        _ => raise!(code::RESOURCE_NOT_FOUND, "resource [{id}] not found"),
    }
}
