//! QingCloud's actions, one resource a file.

mod access_key;
mod address;
mod address_bind;
pub(crate) mod alias;
mod app;
mod app_attachment;
pub(crate) mod app_lease;
mod app_version;
mod backend;
mod balance;
mod balancer;
mod balancer_address;
mod balancer_create;
mod balancer_life;
mod certificate;
mod charge;
mod charge_sum;
mod cluster;
mod cluster_node;
mod cluster_node_view;
mod cluster_order;
mod cluster_size;
mod cluster_view;
pub(crate) mod contract;
mod contract_paid;
mod firewall;
mod firewall_apply;
mod firewall_rule;
mod host;
mod image;
mod image_own;
mod instance;
mod instance_bin;
mod instance_change;
mod instance_clone;
mod instance_plan;
mod instance_run;
mod instance_view;
mod ip_set;
mod job;
mod keypair;
mod keypair_attach;
pub(crate) mod licence;
mod listener;
mod listener_add;
mod monitor;
mod network;
mod network_member;
mod nic;
mod nic_attach;
mod password;
mod policy;
mod policy_rule;
mod quota;
pub(crate) mod registration;
mod router;
mod router_entry;
mod router_network;
mod router_rule;
mod router_rule_change;
mod router_update;
pub(crate) mod session;
mod size;
mod snapshot;
mod snapshot_use;
mod snapshot_view;
mod sub_user;
mod sub_user_quota;
mod sub_user_view;
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
    address_bind::ACTIONS,
    alias::ACTIONS,
    app::ACTIONS,
    app_attachment::ACTIONS,
    app_lease::ACTIONS,
    app_version::ACTIONS,
    backend::ACTIONS,
    balance::ACTIONS,
    balancer::ACTIONS,
    balancer_address::ACTIONS,
    balancer_create::ACTIONS,
    balancer_life::ACTIONS,
    certificate::ACTIONS,
    charge::ACTIONS,
    charge_sum::ACTIONS,
    cluster::ACTIONS,
    cluster_node::ACTIONS,
    cluster_node_view::ACTIONS,
    cluster_order::ACTIONS,
    cluster_size::ACTIONS,
    cluster_view::ACTIONS,
    contract::ACTIONS,
    contract_paid::ACTIONS,
    firewall::ACTIONS,
    firewall_apply::ACTIONS,
    firewall_rule::ACTIONS,
    host::ACTIONS,
    image::ACTIONS,
    image_own::ACTIONS,
    instance::ACTIONS,
    instance_bin::ACTIONS,
    instance_change::ACTIONS,
    instance_clone::ACTIONS,
    instance_run::ACTIONS,
    instance_view::ACTIONS,
    ip_set::ACTIONS,
    job::ACTIONS,
    keypair::ACTIONS,
    keypair_attach::ACTIONS,
    licence::ACTIONS,
    listener::ACTIONS,
    listener_add::ACTIONS,
    monitor::ACTIONS,
    network::ACTIONS,
    network_member::ACTIONS,
    nic::ACTIONS,
    nic_attach::ACTIONS,
    password::ACTIONS,
    policy::ACTIONS,
    policy_rule::ACTIONS,
    quota::ACTIONS,
    registration::ACTIONS,
    router::ACTIONS,
    router_entry::ACTIONS,
    router_network::ACTIONS,
    router_rule::ACTIONS,
    router_rule_change::ACTIONS,
    router_update::ACTIONS,
    session::ACTIONS,
    size::ACTIONS,
    snapshot::ACTIONS,
    snapshot_use::ACTIONS,
    snapshot_view::ACTIONS,
    sub_user::ACTIONS,
    sub_user_quota::ACTIONS,
    sub_user_view::ACTIONS,
    tag::ACTIONS,
    tag_attach::ACTIONS,
    user_data::ACTIONS,
    volume::ACTIONS,
    volume_attach::ACTIONS,
    volume_order::ACTIONS,
    volume_view::ACTIONS,
    zone::ACTIONS,
];
