//! What the engine draws from a system's laws, with tables of no vendor's.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod aftermath;
mod claims;
mod hosts;
mod maintenance;
mod periods;
mod prepaid;
mod quotas;
mod rig;
mod shop;
mod terms;
