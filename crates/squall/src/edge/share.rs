//! What one connection holds of the bytes that all of them may hold together.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A connection's part of a total, until dropped. Only the connection's own task changes it.
#[derive(Debug)]
pub(super) struct Share {
    total: Arc<AtomicUsize>,
    mine: AtomicUsize,
}

impl Share {
    pub(super) fn none(total: Arc<AtomicUsize>) -> Share {
        Share { total, mine: AtomicUsize::new(0) }
    }

    /// What it is now, whatever it was before.
    pub(super) fn set(&self, bytes: usize) {
        let before = self.mine.load(Relaxed);
        if bytes > before {
            self.total.fetch_add(bytes - before, Relaxed);
        } else if bytes < before {
            self.total.fetch_sub(before - bytes, Relaxed);
        } else {
            return;
        }
        self.mine.store(bytes, Relaxed);
    }

    pub(super) fn mine(&self) -> usize {
        self.mine.load(Relaxed)
    }

    /// What all hold together.
    pub(super) fn total(&self) -> usize {
        self.total.load(Relaxed)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.set(0);
    }
}
