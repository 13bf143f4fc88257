//! Applications that lease services on behalf of users.

use crate::QingCloud;
use squall_api::catalogue::qingcloud::AUTH_FAILURE;
use squall_api::cloud::{Answer, World};
use squall_api::{Caller, Outcome, Passage, raise};

pub(crate) const ACTIONS: &[squall_api::Entry<crate::QingCloud>] = &[];

/// The demo app of a fresh world.
pub(crate) fn found(_world: &World<'_>) -> Answer<()> {
    Ok(())
}

/// The application that makes a call of `/app/`.
pub(crate) fn caller(_passage: &Passage<'_, QingCloud>) -> Outcome<Caller> {
    raise!(AUTH_FAILURE, "signature not matched")
}
