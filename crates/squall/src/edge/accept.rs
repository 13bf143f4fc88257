//! Accepts connections up to their limit, runs each as one task, and drains them when told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::connection::connection;
use super::link::Edge;
use super::serving::LARGE_AT_ONCE;
use super::tls::Configs;
use super::{Authority, Handler, Limits};

/// After an error that would only repeat at once (no file descriptors left, say).
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(50);

/// What hyper's smallest read buffer is; smaller limits are raised to it.
const LEAST_BUFFER: usize = 8 * 1024;

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drained {
    /// Connections whose requests were still running after [`Limits::drain_time`] and were cut off.
    pub cut_off: usize,
}

/// Serves every listener until `stop` resolves, then lets running requests finish for [`Limits::drain_time`].
/// It never fails: what goes wrong on one connection ends that connection.
pub async fn serve(
    listeners: Vec<TcpListener>,
    handler: Arc<dyn Handler>,
    authority: Arc<Authority>,
    limits: Limits,
    stop: impl Future,
) -> Drained {
    let (tell, stopping) = watch::channel(false);
    let edge = Arc::new(Edge {
        http: protocol(&limits),
        in_flight: AtomicUsize::new(0),
        held: Arc::default(),
        large: Semaphore::new(LARGE_AT_ONCE),
        handler,
        tls: Configs::new(authority),
        spare_limits: limits.spare(),
        limits,
        stopping,
    });
    let mut running = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let is_spare = running.len() >= edge.limits.connections;
        let room = running.len() < edge.limits.connections.saturating_add(edge.limits.spare_connections);
        tokio::select! {
            biased;
            _ = &mut stop => break,
            Some(_) = running.join_next() => {}
            accepted = next(&listeners), if room => match accepted {
                Ok((tcp, peer)) => {
                    // Small answers must not wait for the client's acknowledgement; without it they still
                    // arrive.
                    let _ = tcp.set_nodelay(true);
                    running.spawn(connection(edge.clone(), tcp, peer.ip(), is_spare));
                }
                Err(error) if is_of_one_connection(&error) => {}
                Err(_) => tokio::time::sleep(PAUSE_AFTER_ERROR).await,
            },
        }
    }
    drop(listeners);
    tell.send_replace(true);
    let all_done = async { while running.join_next().await.is_some() {} };
    let cut_off = match tokio::time::timeout(edge.limits.drain_time, all_done).await {
        Ok(()) => 0,
        Err(_) => running.len(),
    };
    running.shutdown().await;
    Drained { cut_off }
}

fn protocol(limits: &Limits) -> http1::Builder {
    let head = limits.head_bytes.max(LEAST_BUFFER);
    let mut http = http1::Builder::new();
    http.title_case_headers(true) // As the vendors spell them: people's scripts match names with their case.
        .max_header_size(head)
        .max_buf_size(head.saturating_add(LEAST_BUFFER))
        // The pulse keeps time: hyper's own would count a pooled connection's idle time as a slow head.
        .header_read_timeout(None);
    http
}

/// The next connection of any listener.
async fn next(listeners: &[TcpListener]) -> std::io::Result<(TcpStream, SocketAddr)> {
    std::future::poll_fn(|cx: &mut Context<'_>| {
        for listener in listeners {
            if let Poll::Ready(accepted) = listener.poll_accept(cx) {
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    })
    .await
}

fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}
