//! Networks as calls name them, and what can be in them.

use crate::founding::BASE_NETWORK;
use crate::lookup;
use crate::texts::cidr::Ip;
use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{Kind, Network, Nic};
use squall_api::{Cx, Outcome, ensure};
use std::sync::Arc;

/// A network that hosts look after themselves.
pub(crate) const SELF_MANAGED: u32 = 0;
/// A network that can join a router.
pub(crate) const MANAGED: u32 = 1;
/// The network that every host can be in.
pub(crate) const BASE: u32 = 2;

/// A network that the caller may put things into: one of its own, or the base network, which is everybody's.
///
/// # Errors
/// As `lookup::live`.
pub(crate) fn find(cx: &Cx<'_>, id: &str) -> Outcome<Network> {
    if id == BASE_NETWORK { Ok(cx.fetch(id)?) } else { lookup::live(cx, id) }
}

/// The same for a listing: one that is gone is none.
///
/// # Errors
/// As `lookup::known`.
pub(crate) fn known(cx: &Cx<'_>, id: &str) -> Outcome<Option<Arc<Network>>> {
    if id == BASE_NETWORK { Ok(Some(cx.fetch_shared(id)?)) } else { lookup::known(cx, id) }
}

/// An address that a host in a network may ask for: one of a managed network's own (1101) that nothing has
/// yet (2110).
///
/// # Errors
/// `INVALID_REQUEST`, `RESOURCE_EXISTS`.
pub(crate) fn must_be_free(cx: &Cx<'_>, network: &Network, address: Ip) -> Outcome<()> {
    let id = &network.head.id;
    ensure!(
        network.network_type == MANAGED && !network.cidr.is_empty(),
        code::INVALID_REQUEST,
        "private_ip [{address}] is not valid, vxnet [{id}] gives no addresses of your choice"
    );
    ensure!(
        network.has_place_for(address.0),
        code::INVALID_REQUEST,
        "private_ip [{address}] is not valid in vxnet [{id}]"
    );
    ensure!(
        !cx.private_ip_is_taken(network, &address.to_string())?,
        code::RESOURCE_EXISTS,
        "private_ip [{address}] in vxnet [{id}] already exists"
    );
    Ok(())
}

/// What is in a network or holds on to it: the router, instances, loose interfaces, balancers, clusters.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn users(cx: &Cx<'_>, network: &Network) -> Outcome<Vec<String>> {
    let mut users: Vec<String> = network.router.iter().cloned().collect();
    for nic in cx.linked::<Nic>(&network.head.id)? {
        let user = nic.instance.unwrap_or(nic.head.id);
        if !users.contains(&user) {
            users.push(user);
        }
    }
    users.extend(cx.linked_ids(Kind::Balancer, &network.head.id)?);
    users.extend(cx.linked_ids(Kind::Cluster, &network.head.id)?);
    Ok(users)
}
