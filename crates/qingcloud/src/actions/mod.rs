//! QingCloud's actions, one resource a file.

mod access_key;
mod address;
mod alias;
mod app;
mod app_attachment;
pub(crate) mod app_lease;
mod app_version;
mod backend;
mod balance;
mod balancer;
mod certificate;
mod charge;
mod cluster;
mod cluster_node;
mod cluster_node_view;
mod cluster_order;
mod cluster_size;
mod cluster_view;
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
mod sub_user;
mod tag;
mod user_data;
mod volume;
mod volume_attach;
mod zone;

use crate::QingCloud;
use squall_api::Entry;

/// Every action, gathered from the files.
pub(crate) const ALL: &[&[Entry<QingCloud>]] = &[
    access_key::ACTIONS,
    address::ACTIONS,
    alias::ACTIONS,
    app::ACTIONS,
    app_attachment::ACTIONS,
    app_lease::ACTIONS,
    app_version::ACTIONS,
    backend::ACTIONS,
    balance::ACTIONS,
    balancer::ACTIONS,
    certificate::ACTIONS,
    charge::ACTIONS,
    cluster::ACTIONS,
    cluster_node::ACTIONS,
    cluster_node_view::ACTIONS,
    cluster_order::ACTIONS,
    cluster_size::ACTIONS,
    cluster_view::ACTIONS,
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
    sub_user::ACTIONS,
    tag::ACTIONS,
    user_data::ACTIONS,
    volume::ACTIONS,
    volume_attach::ACTIONS,
    zone::ACTIONS,
];
