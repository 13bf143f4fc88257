//! What the binary does about a data directory that is not as it should be: it says so and leaves it as it was.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod full;
mod older;
mod place;
mod refused;
#[path = "../running/mod.rs"]
mod running;
mod sealed;
