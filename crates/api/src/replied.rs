//! What the pipeline looks for in an action's reply.

use squall_catalogue::Code;
use squall_wire::Object;

/// A reply as the pipeline sees it.
pub trait Replied: Default + Send + 'static {
    /// The code it carries although what was done is kept: some vendors answer a batch with one code and what became of
    /// each item.
    fn code(&self) -> Option<Code> {
        None
    }
}

impl Replied for Object {}
