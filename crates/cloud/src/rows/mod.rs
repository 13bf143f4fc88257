//! What every row has in common, and everything that follows from rows.

pub(crate) mod adopt;
pub(crate) mod adopt_addresses;
pub(crate) mod adopt_rows;
pub(crate) mod audit;
pub(crate) mod audit_events;
pub(crate) mod audit_network;
mod audit_purses;
mod audit_terms;
pub(crate) mod kind;
pub(crate) mod mint;
pub(crate) mod resource;
pub(crate) mod schema;
pub(crate) mod shelf;

pub use adopt::adopt;
pub use kind::Kind;
pub use resource::{Change, Head, Resource, State, Verb};
pub use schema::schema;
