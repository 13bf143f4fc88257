//! What the engine draws from a system's laws, with tables of no vendor's.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod aftermath;
mod claims;
mod hosts;
mod maintenance;
mod orders;
mod periods;
mod prepaid;
mod purses;
mod quotas;
mod rig;
mod shop;
mod term_life;
mod terms;
