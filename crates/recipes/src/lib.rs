//! Recipes: the executable half of a code's page. A recipe brings about the condition of a code by what
//! users do and what operators set, and ends in exactly that code. It runs over real HTTP, so it proves the
//! whole road.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod http;
mod parse;
mod run;
mod step;
mod words;

pub use http::{Endpoint, Failure, Reply};
pub use run::{Event, Outcome, run};
pub use step::{Identity, Reach, Recipe, Step};
