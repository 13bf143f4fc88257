//! The network room under the laws of two platforms that squall does not build yet: a private cloud's (interfaces
//! beside built-in ones, one firewall each, source translation once in a virtual private cloud) and a public one's
//! (many addresses and ordered firewalls for each interface, public addresses on interfaces).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod addresses;
mod balancers;
mod gateways;
mod interfaces;
mod life;
mod platforms;
#[allow(dead_code)]
#[path = "../laws/rig.rs"]
mod rig;
