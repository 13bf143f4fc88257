//! QingCloud's actions, one resource a file.

mod access_key;
mod address;
mod alias;
mod app;
pub(crate) mod app_lease;
mod app_version;
mod backend;
mod balance;
mod balancer;
mod certificate;
mod charge;
mod charge_sum;
mod cluster;
mod cluster_node;
pub(crate) mod contract;
mod contract_paid;
mod firewall;
mod firewall_rule;
mod host;
mod image;
mod instance;
mod instance_plan;
mod instance_run;
mod instance_view;
mod ip_set;
mod job;
mod keypair;
pub(crate) mod licence;
mod listener;
mod monitor;
mod network;
mod nic;
mod password;
mod policy;
mod policy_rule;
mod quota;
mod registration;
mod router;
mod router_network;
mod router_rule;
pub(crate) mod session;
mod size;
mod snapshot;
mod snapshot_use;
mod snapshot_view;
mod sub_user;
mod tag;
mod tag_attach;
mod user_data;
mod volume;
mod volume_attach;
mod volume_order;
mod volume_view;
mod zone;

use crate::QingCloud;
use squall_api::Entry;

/// Every action, gathered from the files.
pub(crate) const ALL: &[&[Entry<QingCloud>]] = &[
    access_key::ACTIONS,
    address::ACTIONS,
    alias::ACTIONS,
    app::ACTIONS,
    app_lease::ACTIONS,
    app_version::ACTIONS,
    backend::ACTIONS,
    balance::ACTIONS,
    balancer::ACTIONS,
    certificate::ACTIONS,
    charge::ACTIONS,
    charge_sum::ACTIONS,
    cluster::ACTIONS,
    cluster_node::ACTIONS,
    contract::ACTIONS,
    contract_paid::ACTIONS,
    firewall::ACTIONS,
    firewall_rule::ACTIONS,
    host::ACTIONS,
    image::ACTIONS,
    instance::ACTIONS,
    instance_run::ACTIONS,
    instance_view::ACTIONS,
    ip_set::ACTIONS,
    job::ACTIONS,
    keypair::ACTIONS,
    licence::ACTIONS,
    listener::ACTIONS,
    monitor::ACTIONS,
    network::ACTIONS,
    nic::ACTIONS,
    password::ACTIONS,
    policy::ACTIONS,
    policy_rule::ACTIONS,
    quota::ACTIONS,
    registration::ACTIONS,
    router::ACTIONS,
    router_network::ACTIONS,
    router_rule::ACTIONS,
    session::ACTIONS,
    size::ACTIONS,
    snapshot::ACTIONS,
    snapshot_use::ACTIONS,
    snapshot_view::ACTIONS,
    sub_user::ACTIONS,
    tag::ACTIONS,
    tag_attach::ACTIONS,
    user_data::ACTIONS,
    volume::ACTIONS,
    volume_attach::ACTIONS,
    volume_order::ACTIONS,
    volume_view::ACTIONS,
    zone::ACTIONS,
];
