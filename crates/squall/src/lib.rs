//! The squall binary's parts: everything `main.rs` assembles, as a library so that tests reach it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod admission;
pub mod assembly;
pub mod catalogue;
pub mod cli;
pub mod descriptors;
pub mod door;
pub mod edge;
pub mod host_clock;
pub mod lanes;
mod reception;
pub mod replies;
pub mod server;
pub mod signals;
