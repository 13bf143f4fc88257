//! Login sessions.

use squall_api::catalogue::qingcloud::SESSION_EXPIRED;
use squall_api::cloud::World;
use squall_api::{Caller, Outcome, raise};

pub(crate) const ACTIONS: &[squall_api::Entry<crate::QingCloud>] = &[];

/// The caller of a session.
pub(crate) fn caller(_world: &World<'_>, session: &str) -> Outcome<Caller> {
    raise!(SESSION_EXPIRED, "session [{session}] is expired")
}
