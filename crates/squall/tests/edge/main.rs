//! The network edge over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bounds;
mod drain;
mod plain;
mod rig;
mod tls;
mod tunnel;
