//! Terms: what is paid for in advance, until when, and what becomes of it then. A row without a term is paid for
//! afterwards, by the hour and to the instant (`ledger.rs`), or by a reserved contract.

mod begin;
mod deed;
mod end;
mod expiry;
mod regrade;
mod renew;
mod row;

pub use begin::CYCLES_MOST;
pub(crate) use row::TERMS;
pub use row::{AtEnd, PaidTerm, Plan, Stage, Stretch};
