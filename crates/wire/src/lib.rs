//! Bytes in, bytes out: requests decoded into trees of parameters, parameters into typed fields, replies
//! written as JSON, signatures computed. Nothing here knows a world, a vendor's codes or an account.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod bounded;
pub mod document;
pub mod flat;
pub mod group;
pub mod hex;
pub mod json;
pub mod multipart;
pub mod name;
pub mod param;
pub mod percent;
pub mod secret;
pub mod sign;
pub mod tree;

pub use json::{Array, Object};
pub use param::{Field, Invalid, Param, Params, Problem, Rule, Shape};
pub use secret::Secrets;
pub use tree::Tree;
