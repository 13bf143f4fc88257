//! Request targets longer than a URI holds: where they may be cut, and how they are joined again.

use http::Uri;
use http::uri::PathAndQuery;

/// Bytes of a request line that pass. Method and target fit a URI's bound with room to spare.
pub(super) const TARGET_KEPT: usize = 60_000;

/// The part of a request target that was cut out.
#[derive(Debug, PartialEq, Eq)]
pub enum Cut {
    /// These bytes follow what the URI holds.
    Tail(Vec<u8>),
    /// There were more than the limit; they are gone.
    TooLong,
}

/// Why a target could not be joined again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unjoined {
    /// There was more of it than the limit.
    TooLong,
    /// Not what a target may consist of.
    Malformed,
}

impl Cut {
    /// Path and query as they were sent, from a URI that holds their beginning.
    ///
    /// # Errors
    /// What hyper would have refused, had the target fitted a URI.
    pub fn joined(self, begin: &Uri) -> Result<String, Unjoined> {
        let Cut::Tail(tail) = self else {
            return Err(Unjoined::TooLong);
        };
        let tail = std::str::from_utf8(&tail).map_err(|_| Unjoined::Malformed)?;
        let begin = match (begin.path_and_query(), begin.authority()) {
            // In absolute form the cut may have gone through the host.
            (Some(target), Some(_)) if target.as_str() == "/" => return Err(Unjoined::Malformed),
            (Some(target), _) => target.as_str(),
            (None, _) => return Err(Unjoined::Malformed),
        };
        must_be_target(tail.as_bytes(), begin.contains('?'))?;
        Ok([begin, tail].concat())
    }
}

/// Holds the tail against the bytes that hyper takes in a target.
fn must_be_target(mut tail: &[u8], mut in_query: bool) -> Result<(), Unjoined> {
    while !tail.is_empty() {
        let (part, rest) = tail.split_at(tail.len().min(TARGET_KEPT));
        let whole = [if in_query { &b"/?"[..] } else { b"/" }, part].concat();
        let read = PathAndQuery::try_from(&whole[..]).map_err(|_| Unjoined::Malformed)?;
        // Shorter, where a fragment was left out: no client sends one.
        if read.as_str().len() != whole.len() {
            return Err(Unjoined::Malformed);
        }
        in_query |= part.contains(&b'?');
        tail = rest;
    }
    Ok(())
}

/// The parts of a request line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Method,
    /// Between method and target.
    Space,
    Target,
    /// In a fragment, which nobody means, or after the target.
    Past,
}

impl Part {
    /// The part in which these bytes end, which come next.
    pub(super) fn after(self, bytes: &[u8]) -> Part {
        let rest = |at: Option<usize>| at.map(|at| &bytes[at + 1..]);
        match (self, bytes) {
            (Part::Method, _) => {
                rest(memchr::memchr(b' ', bytes)).map_or(self, |rest| Part::Space.after(rest))
            }
            (Part::Space, [b' ' | b'#', ..]) => Part::Past,
            (Part::Space, [_, ..]) => Part::Target.after(bytes),
            (Part::Target, _) => rest(memchr::memchr2(b' ', b'#', bytes)).map_or(self, |_| Part::Past),
            (Part::Space, []) | (Part::Past, _) => self,
        }
    }
}
