//! Neighbours whose requests take long: each sends one, and the next when it is answered.

use crate::reply;
use crate::script::Script;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

/// Read at once, in bytes.
const READ: usize = 256 * 1024;

/// One neighbour.
pub(crate) struct Toil {
    stream: TcpStream,
    script: Script,
    read: Vec<u8>,
    filled: usize,
    is_waiting: bool,
    /// How many of its requests have been answered.
    pub(crate) answered: u64,
}

impl Toil {
    /// A neighbour with this to ask, in this order; it ends with its script.
    ///
    /// # Errors
    /// Where the server does not take it.
    pub(crate) fn new(server: SocketAddr, script: Script) -> io::Result<Toil> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Toil { stream, script, read: vec![0; READ], filled: 0, is_waiting: false, answered: 0 })
    }

    /// Sends what can be sent and reads what is there, without waiting.
    ///
    /// # Errors
    /// Where the server refuses, or closes the connection.
    pub(crate) fn go_on(&mut self) -> io::Result<()> {
        if self.is_waiting { self.listen() } else { self.ask() }
    }

    /// Waits for the answer that is outstanding.
    ///
    /// # Errors
    /// As `go_on`.
    pub(crate) fn rest(&mut self) -> io::Result<()> {
        while self.is_waiting {
            self.listen()?;
        }
        Ok(())
    }

    fn ask(&mut self) -> io::Result<()> {
        if let Some(request) = self.script.next() {
            // Nothing is in the socket's buffer, which holds far more than a request.
            self.stream.write_all(request)?;
            (self.is_waiting, self.filled) = (true, 0);
        }
        Ok(())
    }

    fn listen(&mut self) -> io::Result<()> {
        match self.stream.read(&mut self.read[self.filled..]) {
            Ok(0) => return Err(io::Error::other("the server closed a neighbour's connection")),
            Ok(more) => self.filled += more,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
        let read = &self.read[..self.filled];
        if let Some(reply) = reply::whole(read).map_err(io::Error::other)? {
            if reply.status != 200 {
                let body = String::from_utf8_lossy(&read[reply.body]);
                return Err(io::Error::other(format!(
                    "a neighbour is refused, HTTP {}: {body}",
                    reply.status
                )));
            }
            (self.is_waiting, self.answered) = (false, self.answered + 1);
        }
        Ok(())
    }
}
