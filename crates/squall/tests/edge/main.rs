//! The network edge over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods, reason = "connections are measured by the host's time")]

mod authority;
mod bounds;
mod drain;
mod host;
mod plain;
mod rig;
mod tls;
mod tunnel;
