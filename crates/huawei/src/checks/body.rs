//! Are the parameters readable, and are all there that must be?

use crate::Huawei;
use crate::say::{self, must};
use squall_api::wire::param;
use squall_api::{Outcome, Passage};

/// A body must be JSON with values of the declared types (0001).
pub(crate) fn is_readable(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    passage.call.defect.clone().map_or(Ok(()), Err)
}

/// What must be there must be there (0002); all that is missing is named together.
pub(crate) fn is_complete(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(entry) = passage.entry else { return Ok(()) };
    let missing = param::missing(&passage.call.tree, entry.fields);
    must(missing.is_empty(), || say::missing(&missing))
}
