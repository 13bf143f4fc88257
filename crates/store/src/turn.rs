//! One writer at a time, with an answer instead of a deadlock when a thread asks for a second turn.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Error;

thread_local!(static HERE: u8 = const { 0 });

/// An address that no other living thread shares.
fn here() -> usize {
    HERE.with(|byte| std::ptr::from_ref(byte).addr())
}

/// State that writers own in turn.
#[derive(Default)]
pub(crate) struct Turn<T> {
    state: Mutex<T>,
    holder: AtomicUsize,
}

/// The turn; ends when dropped.
pub(crate) struct Held<'a, T> {
    state: MutexGuard<'a, T>,
    holder: &'a AtomicUsize,
}

impl<T> Turn<T> {
    pub(crate) fn new(state: T) -> Self {
        Turn { state: Mutex::new(state), holder: AtomicUsize::new(0) }
    }

    /// Waits for the turn. A panic in an earlier turn left the state as it was, because writers
    /// change it last.
    pub(crate) fn take(&self) -> Result<Held<'_, T>, Error> {
        // Relaxed is enough: the only value this comparison can meet wrongly is one this thread
        // stored itself.
        if self.holder.load(Ordering::Relaxed) == here() {
            return Err(Error::Failed("this thread already has a write transaction open".to_string()));
        }
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.holder.store(here(), Ordering::Relaxed);
        Ok(Held { state, holder: &self.holder })
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        self.holder.store(0, Ordering::Relaxed);
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.state
    }
}
