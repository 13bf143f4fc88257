//! Clusters of applications.

pub(crate) mod cluster;
pub(crate) mod cluster_environment;
pub(crate) mod cluster_monitor;
pub(crate) mod cluster_node;
pub(crate) mod cluster_node_view;
pub(crate) mod cluster_order;
pub(crate) mod cluster_service;
pub(crate) mod cluster_size;
pub(crate) mod cluster_view;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    cluster::ACTIONS,
    cluster_environment::ACTIONS,
    cluster_monitor::ACTIONS,
    cluster_node::ACTIONS,
    cluster_node_view::ACTIONS,
    cluster_order::ACTIONS,
    cluster_service::ACTIONS,
    cluster_size::ACTIONS,
    cluster_view::ACTIONS,
];
