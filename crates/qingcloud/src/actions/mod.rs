//! QingCloud's actions, one resource a file, in folders by subject.

pub(crate) mod applications;
mod balancers;
pub(crate) mod billing;
mod clusters;
mod compute;
pub(crate) mod networks;
pub(crate) mod people;
pub(crate) mod platform;
mod storage;

use crate::QingCloud;
use squall_api::Entry;

/// Every action, gathered from the folders.
pub(crate) const ALL: &[&[&[Entry<QingCloud>]]] = &[
    applications::ACTIONS,
    balancers::ACTIONS,
    billing::ACTIONS,
    clusters::ACTIONS,
    compute::ACTIONS,
    networks::ACTIONS,
    people::ACTIONS,
    platform::ACTIONS,
    storage::ACTIONS,
];
