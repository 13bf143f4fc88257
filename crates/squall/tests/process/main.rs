//! The binary as a process among others: what it takes from the system, what it leaves there, and how it ends.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "another process is waited for by the host's time")]
#![cfg(target_os = "linux")]

mod clock;
mod descriptors;
mod files;
#[path = "../directory/place.rs"]
#[allow(dead_code)]
mod place;
#[path = "../running/mod.rs"]
mod running;
mod signals;
mod streams;
mod token;
mod world;
