//! A commit on its way to the disk, and two ways to wait for it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::Error;

/// A commit that may still be on its way. Nobody may be told of what it changed before it has ended well.
#[derive(Default)]
#[must_use = "what was written is not safe before the commit has ended"]
pub struct Commit {
    /// `None` once there is nothing to wait for.
    ticket: Option<Arc<Ticket>>,
    /// Who is woken when it has ended.
    waker: Option<Waker>,
}

/// What all wait for whose changes are written together.
#[derive(Default)]
pub(crate) struct Ticket {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    end: Option<Result<(), Error>>,
    wakers: Vec<Waker>,
}

impl Ticket {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody who waits how it ended.
    pub(crate) fn end(&self, end: Result<(), Error>) {
        let mut state = self.state();
        state.end = Some(end);
        let wakers = std::mem::take(&mut state.wakers);
        drop(state);
        self.ended.notify_all();
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Commit {
    /// One that has ended well.
    pub const DONE: Commit = Commit { ticket: None, waker: None };

    pub(crate) fn of(ticket: Arc<Ticket>) -> Commit {
        Commit { ticket: Some(ticket), waker: None }
    }

    /// Whether it has ended, well or not: waiting for it takes no time.
    pub fn is_over(&self) -> bool {
        self.ticket.as_ref().is_none_or(|ticket| ticket.state().end.is_some())
    }

    /// Waits for its end, and blocks the thread.
    ///
    /// # Errors
    /// [`Error::Failed`] when what was written is lost, or what the work has read.
    pub fn wait(self) -> Result<(), Error> {
        let Some(ticket) = self.ticket else { return Ok(()) };
        let mut state = ticket.state();
        loop {
            if let Some(end) = &state.end {
                return end.clone();
            }
            state = ticket.ended.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for Commit {
    type Output = Result<(), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Commit { ticket, waker } = &mut *self;
        let Some(ticket) = ticket else { return Poll::Ready(Ok(())) };
        let mut state = ticket.state();
        if let Some(end) = &state.end {
            return Poll::Ready(end.clone());
        }
        // Polled again and again by the same task it is noted once.
        if waker.as_ref().is_none_or(|known| !known.will_wake(context.waker())) {
            state.wakers.push(context.waker().clone());
            *waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;
    use std::thread;

    #[derive(Default)]
    struct Bell(AtomicUsize);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn polled(commit: &mut Commit, bell: &Arc<Bell>) -> Poll<Result<(), Error>> {
        Pin::new(commit).poll(&mut Context::from_waker(&Waker::from(bell.clone())))
    }

    #[test]
    fn whoever_waits_hears_how_it_ended() {
        let (ticket, bell) = (Arc::new(Ticket::default()), Arc::new(Bell::default()));
        let mut commit = Commit::of(ticket.clone());
        assert!(!commit.is_over());
        (0..3).for_each(|_| assert_eq!(polled(&mut commit, &bell), Poll::Pending));
        let blocked = Commit::of(ticket.clone());
        let blocked = thread::spawn(move || blocked.wait());
        let lost = Err(Error::Failed("lost".to_owned()));
        ticket.end(lost.clone());
        assert_eq!(bell.0.load(Ordering::SeqCst), 1);
        assert_eq!(polled(&mut commit, &bell), Poll::Ready(lost.clone()));
        assert_eq!(blocked.join().unwrap(), lost);
        assert!(commit.is_over() && Commit::DONE.is_over());
        assert_eq!(Commit::DONE.wait(), Ok(()));
        assert_eq!(polled(&mut Commit::default(), &bell), Poll::Ready(Ok(())));
    }
}
