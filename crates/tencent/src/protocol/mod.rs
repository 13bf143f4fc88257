//! What both editions have in common on the wire: requests by query, form and parts, what is signed of them, and
//! replies.

pub(crate) mod client;
mod credential;
pub(crate) mod decode;
pub(crate) mod host;
mod reply;

pub use credential::Credential;
pub(crate) use credential::{COMMON, Wrong};
pub use reply::Reply;
pub(crate) use reply::render;
