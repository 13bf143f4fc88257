//! The stream as hyper sees it: the socket, watched. It keeps the connection's [`Pulse`], takes long targets
//! past hyper, and holds back the end of the input while a request is being served, since a client may close
//! its sending side and still read.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::framing::Framing;
use super::pulse::{Flag, Pulse};
use super::socket::Socket;
use super::target::Cut;

/// A watched socket. When hyper drops it, the socket itself is left in the [`Berth`].
pub(super) struct Wire {
    socket: Socket,
    framing: Framing,
    berth: Arc<Berth>,
    pulse: Arc<Pulse>,
}

/// What the wire shares with the connection's service and task, both on the same task as itself.
#[derive(Default)]
pub(super) struct Berth {
    /// Whether there ever were cuts, so that ordinary connections need no lock.
    any: Flag,
    cuts: Mutex<VecDeque<(u64, Cut)>>,
    left: Mutex<Option<Socket>>,
}

impl Berth {
    /// What was cut from the target of the request with this number.
    pub(super) fn cut(&self, number: u64) -> Option<Cut> {
        if !self.any.get() {
            return None;
        }
        let mut cuts = self.cuts.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((of, cut)) = cuts.pop_front_if(|(of, _)| *of <= number) {
            if of == number {
                return Some(cut);
            }
        }
        None
    }

    /// The socket, once hyper is done with it.
    pub(super) fn left(&self) -> Option<Socket> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Wire {
    pub(super) fn new(socket: Socket, line_limit: usize, berth: Arc<Berth>, pulse: Arc<Pulse>) -> Self {
        Wire { socket, framing: Framing::new(line_limit), berth, pulse }
    }

    /// Follows what was just read; true if any of it is left for hyper.
    ///
    /// # Errors
    /// When there is no room for as much of a head.
    fn follow(&mut self, buf: &mut ReadBuf<'_>, before: usize) -> io::Result<bool> {
        let read = buf.filled().len() - before;
        let passed = self.framing.pass(&mut buf.filled_mut()[before..]);
        buf.set_filled(before + passed);
        if !self.pulse.read(read, self.framing.begun(), self.framing.complete()) {
            return Err(io::Error::other("no room for the head"));
        }
        if !self.framing.cuts.is_empty() {
            let mut cuts = self.berth.cuts.lock().unwrap_or_else(PoisonError::into_inner);
            cuts.append(&mut self.framing.cuts);
            self.berth.any.set(true);
        }
        Ok(passed > 0)
    }

    fn written(&self, poll: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &poll {
            Poll::Pending => self.pulse.block(),
            Poll::Ready(_) => self.pulse.wrote(),
        }
        poll
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let socket = mem::replace(&mut self.socket, Socket::Gone);
        *self.berth.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(socket);
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        loop {
            ready!(Pin::new(&mut this.socket).poll_read(cx, buf))?;
            if buf.filled().len() == before {
                break;
            }
            // All of it may have been cut, and reading nothing would mean the end.
            if this.follow(buf, before)? {
                return Poll::Ready(Ok(()));
            }
        }
        if this.pulse.owes() {
            // hyper would give up the request. The connection's task polls again once it is answered.
            this.pulse.ended.set(true);
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let poll = Pin::new(&mut this.socket).poll_write(cx, buf);
        this.written(poll)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let poll = Pin::new(&mut this.socket).poll_write_vectored(cx, bufs);
        this.written(poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.socket).poll_flush(cx))?;
        this.pulse.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(cx)
    }
}
