//! Rules that hold for every action, asked of every action.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod asked_for;
mod cleared;
mod declared;
mod everything;
mod facts;
mod gone;
