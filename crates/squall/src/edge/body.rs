//! Reads a request body whole: within its own limit, within the memory all bodies share, and within time.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use super::Limits;
use super::link::Edge;
use super::problem::Refused;

/// Counts the bytes of one body against the memory shared by all, until dropped.
pub(super) struct Hold {
    pub(super) edge: Arc<Edge>,
    mine: usize,
}

impl Hold {
    pub(super) fn none(edge: Arc<Edge>) -> Self {
        Hold { edge, mine: 0 }
    }

    fn grow(&mut self, by: usize, limit: usize) -> Result<(), Refused> {
        let before = self.edge.held.fetch_add(by, Ordering::Relaxed);
        self.mine += by;
        if before.saturating_add(by) > limit { Err(Refused::NoRoom) } else { Ok(()) }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if self.mine > 0 {
            self.edge.held.fetch_sub(self.mine, Ordering::Relaxed);
        }
    }
}

/// Whether the bytes broke the framing, rather than ended too early.
fn is_malformed(error: &hyper::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput};
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
    cause.is_some_and(|cause| matches!(cause.kind(), InvalidData | InvalidInput))
}

/// The whole body. One that arrives in a single piece is handed on as it is; others are copied once.
pub(super) async fn collect(body: Incoming, limits: &Limits, hold: &mut Hold) -> Result<Bytes, Refused> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    if body.size_hint().lower() > limits.body_bytes as u64 {
        return Err(Refused::LongBody);
    }
    match tokio::time::timeout(limits.body_time, gather(body, limits, hold)).await {
        Ok(result) => result,
        Err(_) => Err(Refused::SlowBody),
    }
}

async fn gather(mut body: Incoming, limits: &Limits, hold: &mut Hold) -> Result<Bytes, Refused> {
    let declared = body.size_hint().exact().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let broken = |error| if is_malformed(&error) { Refused::BadBody } else { Refused::Broken };
        let Ok(data) = frame.map_err(broken)?.into_data() else {
            continue;
        };
        hold.grow(data.len(), limits.held_bytes)?;
        if first.len() + rest.len() + data.len() > limits.body_bytes {
            return Err(Refused::LongBody);
        }
        if rest.is_empty() && first.is_empty() {
            first = data;
            continue;
        }
        if rest.is_empty() {
            // Untouched pages cost nothing, so a declared length is reserved at once and never copied again.
            rest.reserve(declared.max(first.len() + data.len()));
            rest.extend_from_slice(&first);
            first = Bytes::new();
        }
        rest.extend_from_slice(&data);
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
}
