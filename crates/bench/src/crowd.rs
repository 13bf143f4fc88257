//! Connections that take room and ask for nothing: some that have asked once and idle, and some that send a request so
//! slowly that it never ends.

use crate::clock;
use crate::reply;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How often each slow connection sends a byte.
const BYTE_EVERY: Duration = Duration::from_millis(100);
/// File descriptors for everything else.
const RESERVED: u64 = 256;

/// How many of each kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) idle: usize,
    pub(crate) slow: usize,
}

/// The connections; they end when this is dropped.
pub(crate) struct Crowd {
    idle: Vec<TcpStream>,
    slow: Vec<TcpStream>,
    /// The slow one whose turn it is, and when.
    next: usize,
    due: Instant,
}

impl Size {
    /// As many as this process may open: the slow ones first, as they matter more.
    pub(crate) fn that_fits(self) -> Size {
        let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
        // Where it may not be raised, opening them will tell.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
        let room = maximum.map_or(u64::MAX, |most| most.saturating_sub(RESERVED));
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let slow = self.slow.min(room);
        Size { idle: self.idle.min(room - slow), slow }
    }
}

impl Crowd {
    /// Opens all of them; each idle one asks this first.
    ///
    /// # Errors
    /// Where the server does not take one.
    pub(crate) fn open(server: SocketAddr, size: Size, request: &[u8]) -> io::Result<Crowd> {
        let idle = (0..size.idle).map(|_| idle(server, request)).collect::<io::Result<_>>()?;
        let slow = (0..size.slow).map(|_| slow(server)).collect::<io::Result<_>>()?;
        Ok(Crowd { idle, slow, next: 0, due: clock::now() })
    }

    /// Sends what is due: at most one byte, so that whoever does this beside something else is not held up.
    ///
    /// # Errors
    /// Where the server has closed that connection.
    pub(crate) fn drip(&mut self, now: Instant) -> io::Result<()> {
        if now < self.due || self.slow.is_empty() {
            return Ok(());
        }
        self.due += BYTE_EVERY / u32::try_from(self.slow.len()).unwrap_or(u32::MAX);
        self.next = (self.next + 1) % self.slow.len();
        self.slow[self.next].write_all(b"x")
    }

    /// Begins anew with the pace of the slow ones, after a pause in which nothing was sent.
    pub(crate) fn resume(&mut self) {
        self.due = clock::now();
    }

    /// Whether all are open still.
    ///
    /// # Errors
    /// Where the server has closed or answered one.
    pub(crate) fn stands(&mut self) -> io::Result<()> {
        for stream in self.idle.iter_mut().chain(&mut self.slow) {
            stream.set_nonblocking(true)?;
            match stream.read(&mut [0]) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
                Ok(_) => return Err(io::Error::other("the server has closed or answered one of the crowd")),
            }
        }
        Ok(())
    }
}

fn idle(server: SocketAddr, request: &[u8]) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(server)?;
    stream.write_all(request)?;
    let (mut read, mut filled) = (vec![0; 4_096], 0);
    while reply::whole(&read[..filled]).map_err(io::Error::other)?.is_none() {
        match stream.read(&mut read[filled..])? {
            0 => return Err(io::Error::other("the server closed a connection of the crowd")),
            more => filled += more,
        }
    }
    Ok(stream)
}

fn slow(server: SocketAddr) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_nodelay(true)?;
    stream.write_all(b"GET /iaas/ HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")?;
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn slow_ones_send_a_byte_now_and_then_and_a_closed_one_is_noticed() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let size = Size { idle: 0, slow: 2 };
        let mut crowd = Crowd::open(listener.local_addr().unwrap(), size, b"").unwrap();
        let mut peers = [listener.accept().unwrap().0, listener.accept().unwrap().0];
        let began = crowd.due;
        (0..20).for_each(|step| crowd.drip(began + BYTE_EVERY / 4 * step).unwrap());
        for peer in &mut peers {
            let (mut read, mut filled) = ([0; 256], 0);
            while !read[..filled].ends_with(b"x-slow: xxxxx") {
                filled += peer.read(&mut read[filled..]).unwrap();
            }
        }
        crowd.stands().unwrap();
        drop(peers);
        while crowd.stands().is_ok() {}
    }

    #[test]
    fn a_crowd_fits_into_the_limit_of_open_files() {
        let fits = Size { idle: usize::MAX - 10, slow: 10 }.that_fits();
        assert_eq!(fits.slow, 10);
    }
}
