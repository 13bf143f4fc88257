//! File descriptors: a connection takes one, and the usual limit of a process is far below what a server needs.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors left for everything that is no connection: listeners, the files of a data directory, the runtime.
const RESERVED: u64 = 64;

/// Raises the limit of this process to the highest that it may set itself, and answers how many connections fit in.
pub fn room_for_connections() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = maximum.is_none_or(|maximum| current.is_none_or(|current| current < maximum))
        && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_ok();
    let limit = if raised { maximum } else { current };
    limit.map_or(usize::MAX, |limit| usize::try_from(limit.saturating_sub(RESERVED)).unwrap_or(usize::MAX))
}
