//! Who is let in where: every route of the door and every action of every system, asked by those who must not get in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods, reason = "a browser is waited for")]

mod bad_input;
mod browser;
mod intruders;
mod rig;
mod routes;
mod side_door;
mod token;
mod tunnel;
mod vendor_paths;
