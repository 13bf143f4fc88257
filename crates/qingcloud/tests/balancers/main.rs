//! Load balancers with their listeners, backends, policies and certificates.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod life;
mod listeners;
mod rig;
