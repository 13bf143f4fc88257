//! Money, contracts and quotas.

pub(crate) mod balance;
pub(crate) mod charge;
pub(crate) mod charge_sum;
pub(crate) mod contract;
pub(crate) mod contract_paid;
pub(crate) mod quota;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    balance::ACTIONS,
    charge::ACTIONS,
    charge_sum::ACTIONS,
    contract::ACTIONS,
    contract_paid::ACTIONS,
    quota::ACTIONS,
];
