//! What things cost, and what happens when nobody pays.

pub(crate) mod arrears;
pub(crate) mod bill;
pub(crate) mod contract;
pub(crate) mod cycle;
pub(crate) mod draw;
pub(crate) mod ledger;
pub(crate) mod money;
pub(crate) mod movement;
pub(crate) mod order;
pub(crate) mod purse;
pub(crate) mod rounding;
pub(crate) mod terms;

pub use bill::Bill;
pub use contract::Contract;
pub use cycle::Cycle;
pub use ledger::{Charge, OpenCharge, Subject};
pub use money::Money;
pub use movement::{Cause, Movement, REFERENCE_BYTES};
pub use order::{Order, OrderKind, OrderState};
pub use purse::{COUPONS_MOST, Conditions, Part, Purse, PurseSort, Spend};
pub use rounding::Rounding;
pub use terms::{AtEnd, CYCLES_MOST, PaidTerm, Plan, Stage as TermStage, Stretch};
