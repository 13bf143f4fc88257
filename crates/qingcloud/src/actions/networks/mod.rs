//! Networks, addresses, firewalls and routers.

pub(crate) mod address;
pub(crate) mod address_bind;
pub(crate) mod alias;
pub(crate) mod firewall;
pub(crate) mod firewall_apply;
pub(crate) mod firewall_rule;
pub(crate) mod ip_set;
pub(crate) mod ip_set_apply;
pub(crate) mod network;
pub(crate) mod network_member;
pub(crate) mod nic;
pub(crate) mod nic_attach;
pub(crate) mod router;
pub(crate) mod router_entry;
pub(crate) mod router_network;
pub(crate) mod router_rule;
pub(crate) mod router_rule_change;
pub(crate) mod router_rule_copy;
pub(crate) mod router_update;
pub(crate) mod vip;
pub(crate) mod vpn_certificate;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    address::ACTIONS,
    address_bind::ACTIONS,
    alias::ACTIONS,
    firewall::ACTIONS,
    firewall_apply::ACTIONS,
    firewall_rule::ACTIONS,
    ip_set::ACTIONS,
    ip_set_apply::ACTIONS,
    network::ACTIONS,
    network_member::ACTIONS,
    nic::ACTIONS,
    nic_attach::ACTIONS,
    router::ACTIONS,
    router_entry::ACTIONS,
    router_network::ACTIONS,
    router_rule::ACTIONS,
    router_rule_change::ACTIONS,
    router_rule_copy::ACTIONS,
    router_update::ACTIONS,
    vip::ACTIONS,
    vpn_certificate::ACTIONS,
];
