//! Every bound the edge keeps: sizes, counts and times, with the defaults of `squall serve`.

use std::time::Duration;

/// What one connection, and all of them together, may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of request line and headers together; more is answered 431. Default 256 KiB.
    pub head_bytes: usize,
    /// Bytes of one request body; more is answered 413. Default 16 MiB.
    pub body_bytes: usize,
    /// Bytes of all request bodies, of all heads beyond the usual 8 KiB of each, and of all large replies that clients
    /// have yet to take, held at once; a body that would be more goes to `Handler::overloaded`, a head that would be
    /// more is answered 503. Default 512 MiB.
    pub held_bytes: usize,
    /// Open connections. Default 20,000.
    pub connections: usize,
    /// Connections above those, each of which may ask one thing, in [`Limits::linger_time`], and is answered by
    /// `Handler::overloaded`; further ones wait in the listener's backlog. Default 256.
    pub spare_connections: usize,
    /// Requests on one connection; the last one's answer closes it. Default 1,000,000.
    pub requests: u64,
    /// Requests inside the handler at once; further ones go to `Handler::overloaded`. Default 1,024.
    pub in_flight: usize,
    /// From the first byte of a request to the end of its headers, also for the TLS handshake and for the
    /// first byte of a connection. Default 30 s.
    pub head_time: Duration,
    /// From the end of the headers to the end of the body; more is answered 408. Default 60 s.
    pub body_time: Duration,
    /// A connection on which nothing moves and nothing is being served. Default 90 s: vendors' clients pool
    /// connections for 60 s and must not find them closed.
    pub idle_time: Duration,
    /// A response of which the client takes nothing. Default 60 s.
    pub stall_time: Duration,
    /// A response the client takes too slowly, from the moment when it keeps the edge waiting. Default 300 s.
    pub reply_time: Duration,
    /// From `stop` to the moment when what still runs is cut off. Default 5 s.
    pub drain_time: Duration,
    /// How long the rest of a refused body is thrown away, so that the refusal reaches a client that is still
    /// sending. Default 2 s.
    pub linger_time: Duration,
}

impl Limits {
    /// What a connection above [`Limits::connections`] may use.
    pub(super) fn spare(&self) -> Limits {
        let time = self.linger_time;
        Limits { head_time: time, body_time: time, idle_time: time, requests: 1, ..self.clone() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            head_bytes: 256 * 1024,
            body_bytes: 16 * 1024 * 1024,
            held_bytes: 512 * 1024 * 1024,
            connections: 20_000,
            spare_connections: 256,
            requests: 1_000_000,
            in_flight: 1_024,
            head_time: Duration::from_secs(30),
            body_time: Duration::from_secs(60),
            idle_time: Duration::from_secs(90),
            stall_time: Duration::from_secs(60),
            reply_time: Duration::from_secs(300),
            drain_time: Duration::from_secs(5),
            linger_time: Duration::from_secs(2),
        }
    }
}
