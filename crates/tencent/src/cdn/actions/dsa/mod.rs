//! Acceleration of what is made for each request.

pub(super) mod config;
pub(super) mod create;
pub(super) mod life;
pub(super) mod list;
pub(super) mod purge;
pub(super) mod statistics;
pub(super) mod user;

use squall_api::cloud::Reach;

/// Its network.
pub(super) const DYNAMIC: &[Reach] = &[Reach::Dynamic];
