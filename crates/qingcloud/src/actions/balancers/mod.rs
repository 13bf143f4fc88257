//! Load balancers with listeners, backends, policies and certificates.

pub(crate) mod backend;
pub(crate) mod balancer;
pub(crate) mod balancer_address;
pub(crate) mod balancer_create;
pub(crate) mod balancer_life;
pub(crate) mod balancer_network;
pub(crate) mod certificate;
pub(crate) mod listener;
pub(crate) mod listener_add;
pub(crate) mod listener_certificate;
pub(crate) mod policy;
pub(crate) mod policy_rule;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    backend::ACTIONS,
    balancer::ACTIONS,
    balancer_address::ACTIONS,
    balancer_create::ACTIONS,
    balancer_life::ACTIONS,
    balancer_network::ACTIONS,
    certificate::ACTIONS,
    listener::ACTIONS,
    listener_add::ACTIONS,
    listener_certificate::ACTIONS,
    policy::ACTIONS,
    policy_rule::ACTIONS,
];
