//! Every action, one file a subject.

mod cdn;
mod configuration;
mod deployment;
mod dsa;

use super::TencentCdn;
use squall_api::Entry;

/// All of them.
pub(crate) const ALL: &[&[Entry<TencentCdn>]] = &[
    cdn::create::ACTIONS,
    cdn::life::ACTIONS,
    cdn::list::ACTIONS,
    cdn::update::ACTIONS,
    cdn::https::ACTIONS,
    cdn::purge::ACTIONS,
    cdn::preheat::ACTIONS,
    cdn::ban::ACTIONS,
    cdn::statistics::ACTIONS,
    cdn::log::ACTIONS,
    cdn::compare::ACTIONS,
    cdn::billing::ACTIONS,
    cdn::package::ACTIONS,
    cdn::network::ACTIONS,
    cdn::overseas::ACTIONS,
    cdn::overseas_statistics::ACTIONS,
    dsa::create::ACTIONS,
    dsa::life::ACTIONS,
    dsa::list::ACTIONS,
    dsa::config::ACTIONS,
    dsa::purge::ACTIONS,
    dsa::statistics::ACTIONS,
    dsa::user::ACTIONS,
];
