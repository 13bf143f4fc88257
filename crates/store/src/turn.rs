//! One writer at a time, with an answer instead of a deadlock when a thread asks for a second turn.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::{Mutex, MutexGuard};

use crate::{Error, Patience};

thread_local!(static HERE: u8 = const { 0 });

/// An address that no other living thread shares.
fn here() -> usize {
    HERE.with(|byte| std::ptr::from_ref(byte).addr())
}

/// State that writers own in turn. Whoever works long and asks again at once does not get it before those who have
/// waited: the lock is fair to whoever waits for longer than half a millisecond.
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

    /// Waits for the turn, as long as patience lasts. A panic in an earlier turn left the state as it was, because
    /// writers change it last.
    pub(crate) fn take(&self, patience: Patience) -> Result<Held<'_, T>, Error> {
        // Relaxed is enough: the only value this comparison can meet wrongly is one this thread
        // stored itself.
        if self.holder.load(Ordering::Relaxed) == here() {
            return Err(Error::Failed("this thread already has a write transaction open".to_string()));
        }
        let state = match patience.turn {
            Some(most) => self.state.try_lock_for(most).ok_or(Error::Lengthy)?,
            None => self.state.lock(),
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_turn_that_is_taken_is_waited_for_no_longer_than_patience_lasts() {
        let turn = Turn::new(0);
        let held = turn.take(Patience::FULL).unwrap();
        let refused = |patience| turn.take(patience).err();
        assert!(matches!(refused(Patience::SHORT), Some(Error::Failed(_))), "a second turn of this thread");
        thread::scope(|scope| {
            let other = scope.spawn(|| [Patience::SHORT, Patience::LONG].map(refused));
            assert_eq!(other.join().unwrap(), [Some(Error::Lengthy), Some(Error::Lengthy)]);
            let patient = scope.spawn(|| refused(Patience::FULL));
            drop(held);
            assert_eq!(patient.join().unwrap(), None);
        });
        assert!(turn.take(Patience::SHORT).is_ok());
    }
}
