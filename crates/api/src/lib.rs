//! What a request goes through, and what a dialect has to say about it. No vendor is known here: a dialect
//! supplies its decoding, its checks in its order, its actions and its way of rendering; this crate runs
//! them.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

// The derive writes paths that begin with this crate's name.
extern crate self as squall_api;

mod action;
mod afterwards;
mod call;
pub mod client;
mod debugging;
mod dialect;
mod fault;
mod forgetting;
mod handled;
mod journal;
mod masking;
mod meter;
mod pipeline;
pub mod policy;
mod premises;
mod present;
mod record;
mod rehearsal;
mod replied;
mod request;
pub mod setting;
mod sightings;
mod site;
mod system;
mod throttle;
mod universe;

pub use action::{Access, Action, Entry, Registry, Reply};
pub use afterwards::Afterwards;
pub use call::{Anyone, Call, Caller, Cx, Proof};
pub use dialect::{ActionAddress, Check, Dialect, Failure, Heading, Operator, OperatorRoute, Passage};
pub use fault::{Fault, Outcome, Raise, SENTENCE_BYTES};
pub use handled::{Begun, Disposition, Handled, Lengthy, Unsettled};
pub use journal::{Journal, KEPT, KEPT_BYTES, Reader};
pub use meter::Meter;
pub use pipeline::Pipeline;
pub use premises::Premises;
pub use record::{Record, RecordedCall};
pub use rehearsal::{Effect, Match, RULES, Rehearsal, RuleSpec};
pub use replied::Replied;
pub use request::{Request, Response};
pub use sightings::Sightings;
pub use site::{HostClock, Moment, Site};
pub use squall_derive::Params;
pub use squall_store::Patience;
pub use system::{ActionFacts, Cloud};
pub use throttle::Throttle;
pub use universe::{Universe, schema};

pub use squall_catalogue as catalogue;
pub use squall_cloud as cloud;
pub use squall_store as store;
pub use squall_wire as wire;

/// What derived code and hand-written parameter types refer to.
pub mod param {
    pub use squall_wire::group::{count, join, select};
    pub use squall_wire::param::*;
    pub use squall_wire::tree::Tree;
}
