//! One connection from its first byte to its last: plain or TLS, HTTP on it, and a tunnel inside it.

use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};

use super::link::{Edge, Link};
use super::problem::crowded;
use super::pulse::{Phase, Pulse};
use super::request::answer;
use super::socket::Socket;
use super::tls::FIRST_BYTE;
use super::wire::{Berth, Wire};

/// Read at once from a tunnel to see what is inside.
const FIRST_READ: usize = 4 * 1024;

/// Thrown away at once from a client that is still sending.
const LINGER_READ: usize = 16 * 1024;

/// Serves one accepted connection to its end.
pub(super) async fn connection(edge: Arc<Edge>, tcp: TcpStream, peer: IpAddr, is_spare: bool) {
    let time = edge.limits_of(is_spare).head_time;
    let mut first = [0];
    let (Some(Ok(1)), Ok(here)) = (soon(&edge, time, tcp.peek(&mut first)).await, tcp.local_addr()) else {
        return;
    };
    let mut socket = Socket::Tcp(tcp);
    let mut tls = first[0] == FIRST_BYTE;
    if tls {
        let inside =
            soon(&edge, time, edge.tls.handshake(socket, &here.ip().to_canonical().to_string())).await;
        let Some(Some(inside)) = inside else { return };
        socket = inside;
    }
    let mut host_of_tunnel = None;
    loop {
        let link = Arc::new(Link {
            edge: edge.clone(),
            pulse: Arc::new(Pulse::new(edge.held.clone(), edge.limits.held_bytes)),
            berth: Arc::new(Berth::default()),
            peer,
            tls,
            is_spare,
            host_of_tunnel,
            requests: AtomicU64::new(0),
            tunnel: OnceLock::new(),
        });
        let Some((left, ahead)) = http(&link, socket).await else {
            return;
        };
        let Some(host) = link.tunnel.get() else {
            return close(&link, left).await;
        };
        let Some(Some((inside, is_tls))) = soon(&edge, time, enter(left, ahead)).await else {
            return;
        };
        socket = inside;
        if is_tls {
            let Some(Some(inside)) = soon(&edge, time, edge.tls.handshake(socket, host)).await else {
                return;
            };
            socket = inside;
            tls = true;
        }
        host_of_tunnel = Some(host.clone());
    }
}

/// What is waited for before HTTP begins: in time, and only while the edge is not stopping.
async fn soon<T>(edge: &Edge, time: Duration, wanted: impl Future<Output = T>) -> Option<T> {
    let mut stopping = edge.stopping.clone();
    tokio::select! {
        biased;
        done = timeout(time, wanted) => done.ok(),
        _ = stopping.wait_for(|stopping| *stopping) => None,
    }
}

/// The inside of a tunnel, and whether TLS begins there.
async fn enter(mut outer: Socket, ahead: Bytes) -> Option<(Socket, bool)> {
    let mut read = BytesMut::from(ahead);
    if read.is_empty() {
        read.reserve(FIRST_READ);
        outer.read_buf(&mut read).await.ok()?;
    }
    let is_tls = *read.first()? == FIRST_BYTE;
    Some((Socket::Tunnel(read.freeze(), Box::new(outer)), is_tls))
}

/// Serves HTTP until either side ends it. What comes back is the socket and what hyper read ahead; nothing if
/// the connection must end without a further word.
async fn http(link: &Arc<Link>, socket: Socket) -> Option<(Socket, Bytes)> {
    let wire = Wire::new(socket, link.limits().head_bytes, link.berth.clone(), link.pulse.clone());
    let for_requests = link.clone();
    let service = service_fn(move |request| answer(for_requests.clone(), request));
    let ahead = {
        let conn = link.edge.http.serve_connection(TokioIo::new(wire), service);
        let conn = pin!(conn.without_shutdown());
        drive(link, conn).await.map_or(Bytes::new(), |parts| parts.read_buf)
    };
    if link.pulse.silent.get() {
        return None;
    }
    link.berth.left().map(|socket| (socket, ahead))
}

/// Runs hyper's side until it ends, idles for too long, or idles when the edge stops. Returns what it read
/// ahead.
async fn drive<P>(link: &Link, mut conn: Pin<&mut impl Future<Output = hyper::Result<P>>>) -> Option<P> {
    let Link { edge, pulse, .. } = link;
    let mut stopping = edge.stopping.clone();
    let mut stop = pin!(stopping.wait_for(|stopping| *stopping));
    let mut listening = false;
    let mut timer = pin!(sleep_until(check_at(link)));
    std::future::poll_fn(|cx| {
        loop {
            let (draining, ended) = (pulse.draining.get(), pulse.ended.get());
            if let Poll::Ready(done) = conn.as_mut().poll(cx) {
                // hyper has answered what it could not read, and the client may still be sending it.
                let unreadable = done.as_ref().is_err_and(hyper::Error::is_parse);
                pulse.lingering.set(unreadable || pulse.lingering.get());
                return Poll::Ready(done.ok());
            }
            // Polled once to be woken; from then on a glance tells whether it would be ready.
            let told = !listening || edge.stopping.has_changed().unwrap_or(true);
            listening = true;
            if told && !draining && stop.as_mut().poll(cx).is_ready() {
                pulse.draining.set(true);
            }
            if pulse.draining.get() && pulse.phase() == Phase::Between {
                return Poll::Ready(None);
            }
            // A growing body ends by these flags, and the end of input that was held back is due when nothing
            // is owed any more.
            let news = draining != pulse.draining.get() || ended != pulse.ended.get();
            if pulse.ended.get() && !pulse.owes() {
                pulse.ended.set(false);
            } else if !news {
                break;
            }
        }
        while timer.as_mut().poll(cx).is_ready() {
            if pulse.due(link.limits()).is_some_and(|due| due <= Instant::now()) {
                return Poll::Ready(None);
            }
            timer.as_mut().reset(check_at(link));
        }
        Poll::Pending
    })
    .await
}

/// When to look at the clock next: no later than a slow head that begins this instant would be due, so that
/// the timer need not be touched by every request.
fn check_at(link: &Link) -> Instant {
    let soon = Instant::now() + link.limits().head_time;
    link.pulse.due(link.limits()).map_or(soon, |due| due.min(soon))
}

/// Ends a connection properly. A socket closed while its client is sending would be reset, and the last
/// answer with it, so what still comes after a refusal is thrown away for a while.
async fn close(link: &Link, mut socket: Socket) {
    let ending = async {
        if link.pulse.crowded.get() {
            link.pulse.lingering.set(true);
            socket.write_all(&crowded()).await?;
            socket.flush().await?;
        }
        socket.shutdown().await?;
        if link.pulse.lingering.get() {
            let mut waste = vec![0; LINGER_READ];
            while socket.read(&mut waste).await? > 0 {}
        }
        std::io::Result::Ok(())
    };
    let _ = timeout(link.edge.limits.linger_time, ending).await;
}
