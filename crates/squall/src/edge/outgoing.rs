//! The body of a response: whole, or growing while the client listens.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

use super::pulse::Pulse;

/// What hyper writes after the head.
pub(super) enum Outgoing {
    /// Known from the start; `None` once handed over.
    Whole(Option<Bytes>),
    /// One frame for each item received.
    Growing(Growing),
}

/// A body that ends with its sender, with the client's end of the connection, or with the drain.
pub(super) struct Growing {
    items: mpsc::Receiver<Bytes>,
    pulse: Arc<Pulse>,
}

impl Growing {
    pub(super) fn new(items: mpsc::Receiver<Bytes>, pulse: Arc<Pulse>) -> Self {
        Growing { items, pulse }
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        self.pulse.reply(0);
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.get_mut() {
            Outgoing::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Outgoing::Growing(growing) => {
                // The connection's task polls again after it set either of these, so no waker is needed.
                if growing.pulse.draining.get() || growing.pulse.ended.get() {
                    return Poll::Ready(None);
                }
                growing.items.poll_recv(cx).map(|item| item.map(|bytes| Ok(Frame::data(bytes))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Outgoing::Whole(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Outgoing::Growing(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |b| b.len() as u64)),
            Outgoing::Growing(_) => SizeHint::default(),
        }
    }
}
