//! One connection: HTTP on a socket until it ends, and one request on it from head to answer.

use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

use super::accept::Edge;
use super::body::{self, Hold, Refused};
use super::outgoing::{Growing, Outgoing};
use super::problem::{last_problem, problem};
use super::pulse::{Phase, Pulse};
use super::socket::Socket;
use super::wire::Wire;
use super::{Arrival, Delivery};

/// What every request of one connection has in common.
struct Link {
    edge: Arc<Edge>,
    pulse: Arc<Pulse>,
    peer: IpAddr,
    tls: bool,
    host_of_tunnel: Option<String>,
}

/// The handler wants the connection closed without an answer, or there is nobody left to answer.
#[derive(Debug)]
struct Silent;

impl std::fmt::Display for Silent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed without an answer")
    }
}

impl std::error::Error for Silent {}

/// Serves one accepted connection to its end.
pub(super) async fn connection(edge: Arc<Edge>, tcp: TcpStream, peer: IpAddr) {
    let pulse = Arc::new(Pulse::new());
    let link = Arc::new(Link {
        edge,
        pulse,
        peer,
        tls: false,
        host_of_tunnel: None,
    });
    http(link, Socket::Tcp(tcp)).await;
}

/// Serves HTTP until either side ends it. A socket that comes back is still open.
async fn http(link: Arc<Link>, socket: Socket) -> Option<(Socket, Bytes)> {
    let io = TokioIo::new(Wire::new(socket, link.pulse.clone()));
    let for_requests = link.clone();
    let service = service_fn(move |request| request_on(for_requests.clone(), request));
    let conn = link
        .edge
        .http
        .serve_connection(io, service)
        .without_shutdown();
    let mut conn = pin!(conn);
    let mut stopping = link.edge.stopping.clone();
    let mut stop = pin!(stopping.wait_for(|stopping| *stopping));
    let mut timer = pin!(sleep_until(check_at(&link)));
    let parts = std::future::poll_fn(|cx| {
        let pulse = &*link.pulse;
        loop {
            let (draining, ended) = (pulse.draining.get(), pulse.ended.get());
            if let Poll::Ready(done) = conn.as_mut().poll(cx) {
                return Poll::Ready(done.ok());
            }
            if !draining && stop.as_mut().poll(cx).is_ready() {
                pulse.draining.set(true);
            }
            let between = pulse.phase() == Phase::Between;
            if between && pulse.draining.get() {
                return Poll::Ready(None);
            }
            // A growing body ends by these flags, and an end of input held back is due once the answer is out.
            let news = draining != pulse.draining.get() || ended != pulse.ended.get();
            if between && ended {
                pulse.ended.set(false);
            } else if !news {
                break;
            }
        }
        while timer.as_mut().poll(cx).is_ready() {
            let now = Instant::now();
            if pulse.due(&link.edge.limits).is_some_and(|due| due <= now) {
                return Poll::Ready(None);
            }
            timer.as_mut().reset(check_at(&link));
        }
        Poll::Pending
    })
    .await?;
    Some((parts.io.into_inner().into_socket(), parts.read_buf))
}

/// When to look at the clock next: no later than a slow head that begins this instant would be due, so the timer
/// need not be touched by every request.
fn check_at(link: &Link) -> Instant {
    let soon = Instant::now() + link.edge.limits.head_time;
    link.pulse
        .due(&link.edge.limits)
        .map_or(soon, |due| due.min(soon))
}

async fn request_on(
    link: Arc<Link>,
    request: Request<Incoming>,
) -> Result<Response<Outgoing>, Silent> {
    link.pulse.enter(Phase::Body);
    let mut hold = Hold::none(&link.edge.held);
    let (head, body) = request.into_parts();
    let delivery = match body::collect(body, &link.edge.limits, &mut hold).await {
        Ok(bytes) => {
            link.pulse.enter(Phase::Serving);
            handle(&link, Request::from_parts(head, bytes)).await
        }
        Err(refused) => {
            link.pulse.enter(Phase::Serving);
            refuse(&link, &refused)
        }
    };
    drop(hold);
    let reply = match delivery {
        Delivery::Reply(reply) => reply,
        Delivery::Delayed(reply, after) => {
            tokio::time::sleep(after).await;
            reply
        }
        Delivery::Drop => return Err(Silent),
        Delivery::Stream(head, items) => {
            let growing = Growing::new(items, link.pulse.clone());
            return Ok(Response::from_parts(head, Outgoing::Growing(growing)));
        }
    };
    link.pulse.enter(Phase::Replying);
    let mut reply = reply.map(|bytes| Outgoing::Whole(Some(bytes)));
    if link.pulse.draining.get() {
        reply
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(reply)
}

fn refuse(link: &Link, refused: &Refused) -> Delivery {
    let limits = &link.edge.limits;
    link.pulse.lingering.set(true);
    Delivery::Reply(match refused {
        Refused::Broken => return Delivery::Drop,
        Refused::TooLarge => {
            let detail = format!(
                "a request body may have at most {} bytes",
                limits.body_bytes
            );
            last_problem(StatusCode::PAYLOAD_TOO_LARGE, &detail)
        }
        Refused::NoRoom => {
            let detail =
                "the request bodies being read take all the memory set aside for them; try again";
            last_problem(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
        Refused::Slow => {
            let detail = format!(
                "the request body was not complete after {} s",
                limits.body_time.as_secs_f32()
            );
            last_problem(StatusCode::REQUEST_TIMEOUT, &detail)
        }
    })
}

/// One of the requests inside the handler, until dropped.
struct Slot(Arc<Edge>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn handle(link: &Link, request: Request<Bytes>) -> Delivery {
    let arrival = Arrival {
        request,
        peer: link.peer,
        tls: link.tls,
        host_of_tunnel: link.host_of_tunnel.clone(),
    };
    let before = link.edge.in_flight.fetch_add(1, Ordering::Relaxed);
    let slot = Slot(link.edge.clone());
    if before >= link.edge.limits.in_flight {
        return guarded(|| link.edge.handler.overloaded(arrival));
    }
    if !link.edge.may_block {
        return guarded(|| link.edge.handler.handle(arrival));
    }
    let work = move || guarded(|| slot.0.handler.handle(arrival));
    // Only a runtime that is going away ends this without a result.
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Delivery::Drop)
}

/// A panic in the handler is a bug of ours; it costs its own request an answer that says so, and nothing else.
fn guarded(work: impl FnOnce() -> Delivery) -> Delivery {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let detail = "the request met a fault in squall itself; standard error has the details";
        Delivery::Reply(problem(StatusCode::INTERNAL_SERVER_ERROR, detail))
    })
}
