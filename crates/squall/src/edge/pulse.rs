//! Where one connection stands and when something last moved on it, so that one timer serves all time-outs.
//!
//! Everything here is touched by the connection's own task only; atomics make the sharing between the socket,
//! the service and the response body legal, not concurrent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::Instant;

use super::Limits;
use super::share::Share;

/// So much of a head is not counted as held: each connection has a buffer of that size anyway.
const USUAL_HEAD: usize = 8 * 1024;

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
    /// The large replies of this connection that its client has yet to take.
    replies: Share,
    /// What was buffered of the head under way, or of that of the request being served.
    head_bytes: AtomicUsize,
    last_read: AtomicUsize,
    heads: Share,
    /// What all connections together may hold.
    held_bytes: usize,
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
    /// There was no room for the head under way.
    pub(super) crowded: Flag,
}

impl Pulse {
    /// A connection on which nothing moved yet, with the count of the bytes held by all and how many these may be.
    pub(super) fn new(held: Arc<AtomicUsize>, held_bytes: usize) -> Self {
        Pulse {
            born: Instant::now(),
            moved: AtomicU64::new(0),
            head: AtomicU64::new(0),
            phase: AtomicU8::new(Phase::Between as u8),
            begun: AtomicU64::new(0),
            complete: AtomicU64::new(0),
            handed: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            replies: Share::none(held.clone()),
            head_bytes: AtomicUsize::new(0),
            last_read: AtomicUsize::new(0),
            heads: Share::none(held),
            held_bytes,
            blocked: Flag::default(),
            behind: Flag::default(),
            behind_since: AtomicU64::new(0),
            ended: Flag::default(),
            draining: Flag::default(),
            lingering: Flag::default(),
            silent: Flag::default(),
            crowded: Flag::default(),
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
            self.replies.set(self.replies.mine() + bytes);
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// So many bytes came in; with them, so many requests have begun and are complete since the first. False if there
    /// is no room to read more of this head.
    pub(super) fn read(&self, bytes: usize, begun: u64, complete: u64) -> bool {
        let now = self.now();
        self.moved.store(now, Relaxed);
        self.begun.store(begun, Relaxed);
        self.complete.store(complete, Relaxed);
        self.last_read.store(bytes, Relaxed);
        if self.phase() == Phase::Between {
            self.head.store(now, Relaxed);
            self.enter(Phase::Head);
        }
        if self.phase() != Phase::Head {
            return true;
        }
        self.head_is(self.head_bytes.load(Relaxed) + bytes);
        let is_crowded = self.heads.mine() > 0 && self.heads.total() > self.held_bytes;
        if is_crowded {
            // It is given up at once, so that it takes nobody else's room.
            self.crowded.set(true);
            self.head_is(0);
        }
        !is_crowded
    }

    fn head_is(&self, bytes: usize) {
        self.head_bytes.store(bytes, Relaxed);
        self.heads.set(bytes.saturating_sub(USUAL_HEAD));
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
        self.replies.set(0);
        if self.phase() != Phase::Replying {
            return;
        }
        // More than one, where the next request was answered while the client had yet to take the answer before.
        let answered = self.handed.load(Relaxed);
        self.answered.store(answered, Relaxed);
        if self.begun.load(Relaxed) > answered {
            // The next request was sent without waiting for this answer, and began no earlier than what was read last.
            self.head.store(self.now(), Relaxed);
            self.head_is(self.last_read.load(Relaxed));
            self.enter(Phase::Head);
        } else {
            self.head_is(0);
            self.enter(Phase::Between);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "connections are measured by the host's time")]
    fn a_slow_head_is_due_by_its_first_byte_and_an_idle_connection_by_its_last() {
        let limits = Limits::default();
        let pulse = Pulse::new(Arc::default(), usize::MAX);
        assert_eq!(pulse.due(&limits), Some(pulse.born + limits.idle_time));
        pulse.read(9, 1, 0);
        let first = pulse.due(&limits).unwrap();
        assert!(first < pulse.born + limits.idle_time);
        std::thread::sleep(Duration::from_millis(5));
        pulse.read(9, 1, 0);
        assert_eq!(pulse.due(&limits), Some(first), "later bytes of a head buy no time");
        pulse.read(9, 1, 1);
        assert!(pulse.owes());
        pulse.enter(Phase::Serving);
        assert_eq!(pulse.due(&limits), None);
        pulse.block();
        assert!(pulse.due(&limits).is_some(), "a client that does not read is not waited for");
        let hurried = Limits { reply_time: Duration::ZERO, ..limits.clone() };
        assert!(pulse.due(&hurried) < pulse.due(&limits), "nor is one that reads too slowly");
        pulse.reply(LARGE_REPLY);
        assert_eq!(pulse.replies.total(), LARGE_REPLY);
        pulse.wrote();
        pulse.read(9, 2, 1);
        pulse.flushed();
        assert_eq!(pulse.phase(), Phase::Head, "a second request was there already");
        assert_eq!(pulse.replies.total(), 0);
        pulse.reply(1);
        pulse.flushed();
        assert_eq!(pulse.phase(), Phase::Between);
    }

    #[test]
    fn a_long_head_is_held_until_it_is_answered() {
        let held = Arc::new(AtomicUsize::new(0));
        let pulse = Pulse::new(held.clone(), 100_000);
        assert!(pulse.read(USUAL_HEAD, 1, 0) && held.load(Relaxed) == 0);
        assert!(pulse.read(50_000, 1, 0) && held.load(Relaxed) == 50_000);
        pulse.flushed();
        assert_eq!(held.load(Relaxed), 50_000, "nothing was answered");
        let other = Pulse::new(held.clone(), 100_000);
        assert!(other.read(1_000, 1, 0), "short heads always have room");
        assert!(!other.read(60_000, 1, 0) && other.crowded.get());
        assert_eq!(held.load(Relaxed), 50_000);
        pulse.enter(Phase::Body);
        pulse.read(70_000, 2, 1);
        pulse.reply(1);
        pulse.flushed();
        assert_eq!(held.load(Relaxed), 70_000 - USUAL_HEAD, "the next head may be in what was read last");
        pulse.reply(1);
        pulse.flushed();
        assert_eq!(held.load(Relaxed), 0);
    }
}
