//! The command line towards people: help, colours, the greeting, what the systems serve, the manual.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod actions;
mod colour;
mod greeting;
mod help;
mod manual;
#[path = "../../examples/manual/pages.rs"]
mod pages;
#[path = "../running/mod.rs"]
mod running;
mod terminal;
