//! What belongs to the platform, and to every resource alike: hosts, licences, zones, jobs, tags.

pub(crate) mod host;
pub(crate) mod job;
pub(crate) mod licence;
pub(crate) mod limit;
pub(crate) mod monitor;
pub(crate) mod tag;
pub(crate) mod tag_attach;
pub(crate) mod zone;

use crate::QingCloud;
use squall_api::Entry;

/// The actions of these files.
pub(crate) const ACTIONS: &[&[Entry<QingCloud>]] = &[
    host::ACTIONS,
    job::ACTIONS,
    licence::ACTIONS,
    limit::ACTIONS,
    monitor::ACTIONS,
    tag::ACTIONS,
    tag_attach::ACTIONS,
    zone::ACTIONS,
];
