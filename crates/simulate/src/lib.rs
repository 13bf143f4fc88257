//! A world without sockets, for tests: calls go through the whole pipeline, the clock is the test's own.
#![allow(clippy::panic, clippy::missing_panics_doc)]

mod desk;

pub use desk::{Desk, START, key};
