//! Content delivery.

pub(super) mod ban;
pub(super) mod billing;
pub(super) mod compare;
pub(super) mod create;
pub(super) mod https;
pub(super) mod life;
pub(super) mod list;
pub(super) mod log;
pub(super) mod network;
pub(super) mod overseas;
pub(super) mod overseas_statistics;
pub(super) mod package;
pub(super) mod preheat;
pub(super) mod purge;
pub(super) mod statistics;
pub(super) mod update;

pub(super) mod urls;

use squall_api::cloud::Reach;

/// The networks of content delivery.
pub(super) const CONTENT: &[Reach] = &[Reach::Inland, Reach::Overseas];
/// The network inside the country.
pub(super) const INLAND: &[Reach] = &[Reach::Inland];
