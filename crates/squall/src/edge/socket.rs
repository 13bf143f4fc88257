//! One type for every kind of stream HTTP is served on, so that a tunnel is the same code again.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// The stream under HTTP.
pub(super) enum Socket {
    /// Straight from the listener.
    Tcp(TcpStream),
    /// TLS over any of the others.
    Tls(Box<TlsStream<Socket>>),
    /// The inside of a tunnel: what was read ahead, then the connection it came over.
    Tunnel(Bytes, Box<Socket>),
    /// Taken away.
    Gone,
}

fn gone() -> Poll<io::Result<usize>> {
    Poll::Ready(Err(io::ErrorKind::NotConnected.into()))
}

impl AsyncRead for Socket {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Socket::Tcp(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Socket::Tls(tls) => Pin::new(tls).poll_read(cx, buf),
            Socket::Tunnel(ahead, outer) => {
                if ahead.is_empty() {
                    return Pin::new(outer).poll_read(cx, buf);
                }
                let n = ahead.len().min(buf.remaining());
                buf.put_slice(&ahead[..n]);
                ahead.advance(n);
                Poll::Ready(Ok(()))
            }
            Socket::Gone => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Socket::Tcp(tcp) => Pin::new(tcp).poll_write(cx, buf),
            Socket::Tls(tls) => Pin::new(tls).poll_write(cx, buf),
            Socket::Tunnel(_, outer) => Pin::new(outer).poll_write(cx, buf),
            Socket::Gone => gone(),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Socket::Tcp(tcp) => Pin::new(tcp).poll_write_vectored(cx, bufs),
            Socket::Tls(tls) => Pin::new(tls).poll_write_vectored(cx, bufs),
            Socket::Tunnel(_, outer) => Pin::new(outer).poll_write_vectored(cx, bufs),
            Socket::Gone => gone(),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Socket::Tcp(tcp) => tcp.is_write_vectored(),
            Socket::Tls(tls) => tls.is_write_vectored(),
            Socket::Tunnel(_, outer) => outer.is_write_vectored(),
            Socket::Gone => false,
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Socket::Tcp(tcp) => Pin::new(tcp).poll_flush(cx),
            Socket::Tls(tls) => Pin::new(tls).poll_flush(cx),
            Socket::Tunnel(_, outer) => Pin::new(outer).poll_flush(cx),
            Socket::Gone => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Socket::Tcp(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Socket::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
            Socket::Tunnel(_, outer) => Pin::new(outer).poll_shutdown(cx),
            Socket::Gone => Poll::Ready(Ok(())),
        }
    }
}
