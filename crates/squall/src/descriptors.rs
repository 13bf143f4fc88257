//! File descriptors: a connection takes one, and the usual limit of a process is far below what a server needs.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors for everything that is neither a connection nor a listener: standard streams, the files of a data
/// directory, the runtime, and a few to spare.
const RESERVED: u64 = 24;
/// Connections below which it makes no sense to serve: half of them are spare ones, which only hear that it is busy.
const FEWEST: u64 = 8;
/// What a process may usually have where its limit is none: some systems take no greater number.
const USUAL_MAXIMUM: u64 = 10_240;

/// Raises the limit of this process to the highest that it may set itself, and answers how many connections fit in
/// beside so many listeners.
///
/// # Errors
/// One sentence where they are too few.
pub fn room_for_connections(listeners: usize) -> Result<usize, String> {
    room(raise(), listeners as u64)
}

/// The limit that holds from now on.
fn raise() -> Option<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let is_higher =
        |wanted: &Option<u64>| current.is_some_and(|now| wanted.is_none_or(|wanted| wanted > now));
    let may_set =
        |wanted: &Option<u64>| setrlimit(Resource::Nofile, Rlimit { current: *wanted, maximum }).is_ok();
    let usual = Some(maximum.map_or(USUAL_MAXIMUM, |maximum| maximum.min(USUAL_MAXIMUM)));
    [maximum, usual].into_iter().filter(is_higher).find(may_set).unwrap_or(current)
}

fn room(limit: Option<u64>, listeners: u64) -> Result<usize, String> {
    let Some(limit) = limit else { return Ok(usize::MAX) };
    let taken = RESERVED + listeners;
    match limit.saturating_sub(taken) {
        room if room >= FEWEST => Ok(usize::try_from(room).unwrap_or(usize::MAX)),
        _ => Err(format!(
            "{limit} file descriptors are too few: it takes {} at the least (ulimit -n)",
            taken + FEWEST
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_for_connections() {
        assert_eq!(room(None, 1), Ok(usize::MAX));
        assert_eq!(room(Some(1024), 1), Ok(999));
        assert_eq!(room(Some(33), 1), Ok(8));
        assert!(room(Some(33), 2).unwrap_err().contains("it takes 34 at the least"));
        assert!(room(Some(0), 1).is_err());
    }

    #[test]
    fn a_raised_limit_stays_raised() {
        let first = raise();
        assert_eq!(raise(), first);
    }
}
