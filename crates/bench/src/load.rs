//! The load generator: some connections kept alive, on each one request at a time, all on one thread.
//!
//! It never sleeps: the slower a server is the more often it would have to wake its client, which costs it as much as
//! some answers do, and that cost is no part of its own work.

use crate::clock;
use crate::histogram::Histogram;
use crate::reply;
use crate::script::Script;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Read from a connection at once, in bytes; a list of 100 fits.
const READ: usize = 256 * 1024;
/// How long no connection may have anything to say.
const PATIENCE: Duration = Duration::from_secs(10);

/// Judges a reply by its status and body.
pub(crate) type Check<'a> = dyn FnMut(u16, &[u8]) -> Result<(), String> + 'a;

/// What a run is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// Where to.
    pub(crate) server: SocketAddr,
    /// On so many connections.
    pub(crate) connections: usize,
    /// For so long; until the script ends when absent.
    pub(crate) window: Option<Duration>,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    /// Replies.
    pub(crate) replies: u64,
    /// From the first request to the last reply.
    pub(crate) took: Duration,
    /// Of each reply, from its request.
    pub(crate) latencies: Histogram,
}

impl Run {
    /// Replies a second.
    pub(crate) fn rate(&self) -> f64 {
        self.replies as f64 / self.took.as_secs_f64()
    }
}

struct Connection {
    stream: TcpStream,
    asked: Instant,
    read: Vec<u8>,
    filled: usize,
}

impl Connection {
    fn open(load: &Load, poll: &Poll, number: usize) -> io::Result<Connection> {
        let stream = std::net::TcpStream::connect(load.server)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, Token(number), Interest::READABLE)?;
        Ok(Connection { stream, asked: clock::now(), read: vec![0; READ], filled: 0 })
    }

    fn ask(&mut self, request: &[u8], now: Instant) -> io::Result<()> {
        self.asked = now;
        self.filled = 0;
        // Nothing is in the socket's buffer, which holds far more than a request.
        let sent = self.stream.write(request)?;
        if sent < request.len() {
            Err(io::Error::other("a request is too large to be sent at once"))
        } else {
            Ok(())
        }
    }

    /// The body of the reply, once all of it is there.
    fn answer(&mut self) -> io::Result<Option<(u16, &[u8])>> {
        loop {
            match self.stream.read(&mut self.read[self.filled..]) {
                Ok(0) => return Err(io::Error::other("the server closed a connection")),
                Ok(more) => self.filled += more,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error),
            }
            // Nothing can follow a reply before the next request, so what comes then wakes the poll anew.
            if let Some(reply) = reply::whole(&self.read[..self.filled]).map_err(io::Error::other)? {
                return Ok(Some((reply.status, &self.read[reply.body])));
            }
        }
    }
}

/// Runs a script against a server and has every reply checked.
///
/// # Errors
/// Where a connection fails, or a reply is not what it should be.
pub(crate) fn run(load: &Load, script: &mut Script, check: &mut Check<'_>) -> io::Result<Run> {
    run_beside(load, script, check, &mut |_| Ok(()))
}

/// The same beside something else, which is done a little of whenever there was a look at the connections.
///
/// # Errors
/// As `run`, or what the other thing fails with.
pub(crate) fn run_beside(
    load: &Load,
    script: &mut Script,
    check: &mut Check<'_>,
    aside: &mut dyn FnMut(Instant) -> io::Result<()>,
) -> io::Result<Run> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(load.connections.max(1));
    let opened = (0..load.connections).map(|number| Connection::open(load, &poll, number));
    let mut connections: Vec<Connection> = opened.collect::<io::Result<_>>()?;
    let (mut replies, mut latencies, mut busy) = (0, Histogram::new(), 0);
    let began = clock::now();
    for connection in &mut connections {
        if let Some(request) = script.next() {
            connection.ask(request, clock::now())?;
            busy += 1;
        }
    }
    let mut now = began;
    while busy > 0 {
        poll.poll(&mut events, Some(Duration::ZERO))?;
        aside(now)?;
        if events.is_empty() && clock::now() - now > PATIENCE {
            return Err(io::Error::other("the server does not answer"));
        }
        for event in &events {
            let connection = &mut connections[event.token().0];
            let Some((status, body)) = connection.answer()? else { continue };
            check(status, body).map_err(io::Error::other)?;
            now = clock::now();
            replies += 1;
            latencies.record(now - connection.asked);
            let over = load.window.is_some_and(|window| now - began >= window);
            match script.next().filter(|_| !over) {
                Some(request) => connection.ask(request, now)?,
                None => busy -= 1,
            }
        }
    }
    Ok(Run { replies, took: now - began, latencies })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bare;
    use crate::world::imaginary_reads;
    use std::sync::mpsc;

    fn bare_server(body_bytes: usize) -> SocketAddr {
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            bare::serve(body_bytes, |address| tell.send(address).map_err(io::Error::other))
        });
        told.recv().unwrap()
    }

    #[test]
    fn every_request_of_a_script_is_answered_once() {
        let (server, mut script, mut bytes) = (bare_server(70_000), Script::once(), 0);
        (0..100).for_each(|_| script.call("2026-01-01T00:00:00Z", "DescribeTags", &[]));
        let run = run(&Load { server, connections: 3, window: None }, &mut script, &mut |status, body| {
            bytes += body.len();
            if status == 200 { Ok(()) } else { Err(status.to_string()) }
        });
        assert_eq!((run.unwrap().replies, bytes), (100, 7_000_000));
    }

    #[test]
    fn a_window_ends_and_a_wrong_reply_ends_it_at_once() {
        let server = bare_server(1);
        let load = Load { server, connections: 2, window: Some(Duration::from_millis(20)) };
        let run_of = |check: &mut Check<'_>| run(&load, &mut imaginary_reads(1), check);
        let good = run_of(&mut |_, _| Ok(())).unwrap();
        assert!(good.took >= Duration::from_millis(20) && good.replies > 2);
        assert!(good.latencies.percentile(50.0) <= good.latencies.percentile(99.0));
        assert_eq!(run_of(&mut |_, _| Err("no".to_owned())).unwrap_err().to_string(), "no");
    }
}
