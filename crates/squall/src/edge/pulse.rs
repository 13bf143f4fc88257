//! Where one connection stands and when something last moved on it, so that one timer serves all time-outs.
//!
//! Everything here is touched by the connection's own task only; atomics make the sharing between the socket,
//! the service and the response body legal, not concurrent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::Instant;

use super::Limits;

/// A reply of fewer bytes is not counted as held: the sockets' own buffers take it.
const LARGE_REPLY: usize = 16 * 1024;

/// What the connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Phase {
    /// Nothing of a next request was seen.
    Between = 0,
    /// Part of a request's head was read.
    Head = 1,
    /// The head is complete, the body is not; the body reader keeps the time.
    Body = 2,
    /// The request is complete and its answer, or the end of its growing answer, is not yet known.
    Serving = 3,
    /// The answer was handed to hyper and not yet flushed.
    Replying = 4,
}

/// A boolean of the connection's task.
#[derive(Debug, Default)]
pub(super) struct Flag(AtomicBool);

impl Flag {
    pub(super) fn get(&self) -> bool {
        self.0.load(Relaxed)
    }

    pub(super) fn set(&self, to: bool) {
        self.0.store(to, Relaxed);
    }
}

/// The shared state of one connection.
#[derive(Debug)]
pub(super) struct Pulse {
    born: Instant,
    /// Milliseconds after `born` at which bytes last went in or out.
    moved: AtomicU64,
    /// Milliseconds after `born` at which the phase `Head` began.
    head: AtomicU64,
    phase: AtomicU8,
    /// Requests of which any byte was read.
    begun: AtomicU64,
    /// Requests that were read to their end.
    complete: AtomicU64,
    /// Requests whose answer was handed to hyper.
    handed: AtomicU64,
    /// Requests whose answer is on its way to the client as a whole.
    answered: AtomicU64,
    /// Bytes held by all connections together, and of these the large replies of this one.
    held: Arc<AtomicUsize>,
    replies: AtomicUsize,
    /// A write waits for the client.
    blocked: Flag,
    /// A write has waited since everything last went out; milliseconds after `born` at which the first one began to.
    behind: Flag,
    behind_since: AtomicU64,
    /// The client closed its sending side while its request was being served.
    pub(super) ended: Flag,
    /// The edge is stopping: answers close the connection, growing bodies end.
    pub(super) draining: Flag,
    /// The connection ends with the answer under way and what the client still sends is thrown away.
    pub(super) lingering: Flag,
    /// The connection ends at once, without another byte.
    pub(super) silent: Flag,
}

impl Pulse {
    /// A connection on which nothing moved yet, with the count of the bytes held by all.
    pub(super) fn new(held: Arc<AtomicUsize>) -> Self {
        Pulse {
            born: Instant::now(),
            moved: AtomicU64::new(0),
            head: AtomicU64::new(0),
            phase: AtomicU8::new(Phase::Between as u8),
            begun: AtomicU64::new(0),
            complete: AtomicU64::new(0),
            handed: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            held,
            replies: AtomicUsize::new(0),
            blocked: Flag::default(),
            behind: Flag::default(),
            behind_since: AtomicU64::new(0),
            ended: Flag::default(),
            draining: Flag::default(),
            lingering: Flag::default(),
            silent: Flag::default(),
        }
    }

    pub(super) fn phase(&self) -> Phase {
        match self.phase.load(Relaxed) {
            1 => Phase::Head,
            2 => Phase::Body,
            3 => Phase::Serving,
            4 => Phase::Replying,
            _ => Phase::Between,
        }
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Relaxed);
    }

    /// The answer of the request under way, of so many bytes, is handed to hyper.
    pub(super) fn reply(&self, bytes: usize) {
        self.handed.fetch_add(1, Relaxed);
        self.enter(Phase::Replying);
        if bytes >= LARGE_REPLY {
            self.replies.fetch_add(bytes, Relaxed);
            self.held.fetch_add(bytes, Relaxed);
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Bytes came in; with them, so many requests have begun and are complete since the first.
    pub(super) fn read(&self, begun: u64, complete: u64) {
        let now = self.now();
        self.moved.store(now, Relaxed);
        self.begun.store(begun, Relaxed);
        self.complete.store(complete, Relaxed);
        if self.phase() == Phase::Between {
            self.head.store(now, Relaxed);
            self.enter(Phase::Head);
        }
    }

    /// Whether a request was sent to its end and its answer was not.
    pub(super) fn owes(&self) -> bool {
        self.complete.load(Relaxed) > self.answered.load(Relaxed)
    }

    /// A write has to wait for the client.
    pub(super) fn block(&self) {
        if !self.behind.get() {
            self.behind.set(true);
            self.behind_since.store(self.now(), Relaxed);
        }
        self.blocked.set(true);
    }

    /// Bytes went out.
    pub(super) fn wrote(&self) {
        self.moved.store(self.now(), Relaxed);
        self.blocked.set(false);
    }

    /// Everything handed over for writing went out.
    pub(super) fn flushed(&self) {
        self.behind.set(false);
        self.let_go();
        if self.phase() != Phase::Replying {
            return;
        }
        // More than one, where the next request was answered while the client had yet to take the answer before.
        let answered = self.handed.load(Relaxed);
        self.answered.store(answered, Relaxed);
        if self.begun.load(Relaxed) > answered {
            // The next request was sent without waiting for this answer.
            self.head.store(self.now(), Relaxed);
            self.enter(Phase::Head);
        } else {
            self.enter(Phase::Between);
        }
    }

    fn let_go(&self) {
        if self.replies.load(Relaxed) > 0 {
            self.held.fetch_sub(self.replies.swap(0, Relaxed), Relaxed);
        }
    }

    /// When the connection must be closed if nothing changes; `None` while only the handler can tell.
    pub(super) fn due(&self, limits: &Limits) -> Option<Instant> {
        let moved = Duration::from_millis(self.moved.load(Relaxed));
        let after = match self.phase() {
            _ if self.blocked.get() => {
                let behind = Duration::from_millis(self.behind_since.load(Relaxed));
                (moved + limits.stall_time).min(behind + limits.reply_time)
            }
            Phase::Serving | Phase::Body => return None,
            Phase::Head => Duration::from_millis(self.head.load(Relaxed)) + limits.head_time,
            Phase::Between | Phase::Replying => moved + limits.idle_time,
        };
        self.born.checked_add(after)
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        self.let_go();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "connections are measured by the host's time")]
    fn a_slow_head_is_due_by_its_first_byte_and_an_idle_connection_by_its_last() {
        let limits = Limits::default();
        let pulse = Pulse::new(Arc::default());
        assert_eq!(pulse.due(&limits), Some(pulse.born + limits.idle_time));
        pulse.read(1, 0);
        let first = pulse.due(&limits).unwrap();
        assert!(first < pulse.born + limits.idle_time);
        std::thread::sleep(Duration::from_millis(5));
        pulse.read(1, 0);
        assert_eq!(pulse.due(&limits), Some(first), "later bytes of a head buy no time");
        pulse.read(1, 1);
        assert!(pulse.owes());
        pulse.enter(Phase::Serving);
        assert_eq!(pulse.due(&limits), None);
        pulse.block();
        assert!(pulse.due(&limits).is_some(), "a client that does not read is not waited for");
        let hurried = Limits { reply_time: Duration::ZERO, ..limits.clone() };
        assert!(pulse.due(&hurried) < pulse.due(&limits), "nor is one that reads too slowly");
        pulse.reply(LARGE_REPLY);
        assert_eq!(pulse.held.load(Relaxed), LARGE_REPLY);
        pulse.wrote();
        pulse.read(2, 1);
        pulse.flushed();
        assert_eq!(pulse.phase(), Phase::Head, "a second request was there already");
        assert_eq!(pulse.held.load(Relaxed), 0);
        pulse.reply(1);
        pulse.flushed();
        assert_eq!(pulse.phase(), Phase::Between);
    }
}
