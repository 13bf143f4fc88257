//! Where requests go on that take longer than one of the runtime's threads can be spared: on threads of their own,
//! and few at a time, so that the runtime keeps a processor.
//!
//! There are two lanes. In one stand those that work, in the other those that wait for others who write. Neither kind
//! keeps the other from going on.

use squall_api::{Begun, Handled, Request};
use std::num::NonZero;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Of those that wait, only one can go on at a time; another stands ready.
const WAITING: usize = 2;

/// The lanes; those who are too many wait for their turn without a thread.
pub struct Lanes {
    working: Semaphore,
    waiting: Semaphore,
}

impl Default for Lanes {
    fn default() -> Lanes {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        Lanes { working: Semaphore::new(processors), waiting: Semaphore::new(WAITING) }
    }
}

impl Lanes {
    /// Carries a request to its end.
    pub(crate) async fn carry(&self, mut request: Request, mut begun: Begun) -> Handled {
        loop {
            let lengthy = match begun {
                Begun::Handled(handled) => return handled,
                Begun::Unsettled(unsettled) => return unsettled.settle(&request).await,
                Begun::Lengthy(lengthy) => lengthy,
            };
            let lane = if lengthy.waits() { &self.waiting } else { &self.working };
            (request, begun) = aside(lane, request, |request| lengthy.go_on(request)).await;
        }
    }

    /// Does work on a request, among those that work.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        request: Request,
        work: impl FnOnce(&Request) -> T + Send + 'static,
    ) -> (Request, T) {
        aside(&self.working, request, work).await
    }
}

async fn aside<T: Send + 'static>(
    lane: &Semaphore,
    request: Request,
    work: impl FnOnce(&Request) -> T + Send + 'static,
) -> (Request, T) {
    // It is never closed.
    let _place = lane.acquire().await.ok();
    let done = spawn_blocking(move || {
        let done = work(&request);
        (request, done)
    });
    match done.await {
        Ok(done) => done,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going away, and whoever waits with it.
            Err(_) => std::future::pending().await,
        },
    }
}
