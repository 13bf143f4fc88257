//! Are all parameters there that must be?

use crate::cdn::{TencentCdn, say};
use squall_api::wire::param;
use squall_api::{Outcome, Passage};

/// What must be there must be there, before any value is judged (4000).
pub(super) fn are_complete(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let Some(entry) = passage.entry else { return Ok(()) };
    match param::missing(&passage.call.tree, entry.fields).first() {
        Some(name) => Err(say::missing(name)),
        None => Ok(()),
    }
}
