//! A whole request in the handler's hands: one of so many at once, on a thread that may wait if it must, and to the end
//! even if the client leaves.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use tokio::runtime::Handle;

use super::body::Hold;
use super::link::Link;
use super::problem::problem;
use super::{Arrival, Delivery, Later, Limits};

/// A body of so many bytes is a large one: the handler makes several times as much of it while it reads it.
pub(super) const LARGE: usize = 1 << 20;

/// Large requests that the handler reads at once; further ones wait their turn.
pub(super) const LARGE_AT_ONCE: usize = 4;

/// One of the requests inside the handler, with the bytes that it holds, until dropped.
struct Slot(Hold);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.edge.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Has the handler decide what a request gets.
pub(super) async fn handle(link: &Link, arrival: Arrival, hold: Hold) -> Delivery {
    let Limits { in_flight, held_bytes, .. } = *link.limits();
    let before = link.edge.in_flight.fetch_add(1, Ordering::Relaxed);
    let slot = Slot(hold);
    if before >= in_flight || link.edge.held.load(Ordering::Relaxed) > held_bytes {
        return guarded(|| link.edge.handler.overloaded(arrival));
    }
    let is_large = arrival.request.body().len() >= LARGE;
    let turn = if is_large { link.edge.large.acquire().await.ok() } else { None };
    let may_block = link.edge.handler.may_block(arrival.request.uri().path());
    let work = move || (guarded(|| slot.0.edge.handler.handle(arrival)), slot);
    let done = if may_block { tokio::task::spawn_blocking(work).await } else { Ok(work()) };
    drop(turn);
    match done {
        Ok((Delivery::Later(later), slot)) => Carried(Some((later, slot))).await,
        Ok((delivery, _)) => delivery,
        // Only a runtime that is going away ends this without a result.
        Err(_) => Delivery::Drop,
    }
}

/// What was begun and is carried to its end, if need be by a task of its own.
struct Carried(Option<(Later, Slot)>);

impl Future for Carried {
    type Output = Delivery;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Delivery> {
        let Some((later, _)) = &mut self.0 else { return Poll::Ready(Delivery::Drop) };
        let polled = catch_unwind(AssertUnwindSafe(|| later.as_mut().poll(context)));
        let ended = match polled {
            Ok(polled) => ready!(polled),
            Err(_) => fault(),
        };
        self.0 = None;
        Poll::Ready(ended)
    }
}

impl Drop for Carried {
    fn drop(&mut self) {
        if let (Some((later, slot)), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(Carried(Some((later, slot))));
        }
    }
}

/// A panic in the handler is a bug of ours; it costs its own request an answer that says so, and nothing
/// else.
pub(super) fn guarded(work: impl FnOnce() -> Delivery) -> Delivery {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| fault())
}

fn fault() -> Delivery {
    let detail = "the request met a fault in squall itself; standard error has the details";
    Delivery::Reply(problem(StatusCode::INTERNAL_SERVER_ERROR, detail))
}
