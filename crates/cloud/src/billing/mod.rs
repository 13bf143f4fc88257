//! What things cost, and what happens when nobody pays.

pub(crate) mod arrears;
pub(crate) mod contract;
pub(crate) mod ledger;
pub(crate) mod money;

pub use contract::Contract;
pub use ledger::{Charge, OpenCharge, Subject};
pub use money::Money;
