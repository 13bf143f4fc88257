//! Worlds without sockets, for tests: calls go through the whole pipeline, the clock is the test's own, and
//! whole lives of random tenants follow from a seed.
#![allow(clippy::panic, clippy::missing_panics_doc)]

mod chance;
mod desk;
pub mod generate;
mod pool;
mod tenants;

pub use chance::Chance;
pub use desk::{Desk, START, key};
pub use pool::{Pool, prefix_of};
pub use tenants::Tenants;
