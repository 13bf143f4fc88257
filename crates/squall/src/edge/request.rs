//! One request from its head to its answer.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;

use super::body::{self, Hold};
use super::link::Link;
use super::outgoing::{Growing, Outgoing};
use super::problem::{Refused, problem};
use super::pulse::Phase;
use super::serving::{guarded, handle};
use super::target::{Cut, Unjoined};
use super::visitor::Visitor;
use super::{Arrival, Delivery, LongTarget};

/// The only port a tunnel may name.
const TUNNEL_PORT: u16 = 443;

/// The handler wants the connection closed without an answer, or there is nobody left to answer.
#[derive(Debug)]
pub(super) struct Silent;

impl std::fmt::Display for Silent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed without an answer")
    }
}

impl std::error::Error for Silent {}

/// Answers the next request of a connection.
pub(super) async fn answer(
    link: Arc<Link>,
    request: Request<Incoming>,
) -> Result<Response<Outgoing>, Silent> {
    link.pulse.enter(Phase::Body);
    let number = link.requests.fetch_add(1, Ordering::Relaxed);
    if number + 1 >= link.limits().requests {
        link.pulse.lingering.set(true);
    }
    let delivery = match Visitor::of(link.peer, link.tls, link.host_of_tunnel.as_deref(), &request) {
        Ok(visitor) => receive(&link, request, number, visitor).await,
        Err(bad) => refuse(&link, Refused::BadHost(bad)),
    };
    link.pulse.enter(Phase::Serving);
    let reply = match delivery {
        Delivery::Reply(reply) => reply,
        Delivery::Delayed(reply, after) => {
            tokio::time::sleep(after).await;
            reply
        }
        Delivery::Drop | Delivery::Later(_) => {
            link.pulse.silent.set(true);
            return Err(Silent);
        }
        Delivery::Stream(head, items) => {
            let growing = Growing::new(items, link.pulse.clone());
            return Ok(Response::from_parts(head, Outgoing::Growing(growing)));
        }
    };
    link.pulse.reply(reply.body().len());
    let mut reply = reply.map(|bytes| Outgoing::Whole(Some(bytes)));
    if link.pulse.draining.get() || link.pulse.lingering.get() {
        reply.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(reply)
}

/// Decides what a visitor's request gets.
async fn receive(link: &Link, request: Request<Incoming>, number: u64, visitor: Visitor) -> Delivery {
    match link.berth.cut(number) {
        _ if link.is_spare => busy(link, request.into_parts().0, visitor),
        None if request.method() == Method::CONNECT => connect(link, &request),
        None => read(link, request, visitor).await,
        Some(cut) => match joined(request, cut) {
            Ok(request) => read(link, request, visitor).await,
            Err(refused) => refuse(link, refused),
        },
    }
}

/// Reads the body and asks the handler.
async fn read(link: &Link, request: Request<Incoming>, visitor: Visitor) -> Delivery {
    let mut hold = Hold::none(link.edge.clone());
    let (head, body) = request.into_parts();
    match body::collect(body, link.limits(), &mut hold).await {
        Ok(bytes) => {
            link.pulse.enter(Phase::Serving);
            handle(link, Arrival { request: Request::from_parts(head, bytes), visitor }, hold).await
        }
        Err(Refused::NoRoom) => {
            link.pulse.lingering.set(true);
            busy(link, head, visitor)
        }
        Err(Refused::LongBody) => {
            let arrival = Arrival { request: Request::from_parts(head, Bytes::new()), visitor };
            let refused = refuse(link, Refused::LongBody);
            guarded(|| link.edge.handler.oversized(arrival).unwrap_or(refused))
        }
        Err(refused) => refuse(link, refused),
    }
}

/// The request with its target whole again.
fn joined<B>(mut request: Request<B>, cut: Cut) -> Result<Request<B>, Refused> {
    let whole = cut.joined(request.uri()).map_err(|unjoined| match unjoined {
        Unjoined::TooLong => Refused::LongTarget,
        Unjoined::Malformed => Refused::BadTarget,
    })?;
    request.extensions_mut().insert(LongTarget(whole.into()));
    Ok(request)
}

/// Begins a tunnel, or refuses it.
fn connect<B>(link: &Link, request: &Request<B>) -> Delivery {
    let host = request.uri().host().unwrap_or_default().to_ascii_lowercase();
    let allowed = link.host_of_tunnel.is_none()
        && request.uri().port_u16() == Some(TUNNEL_PORT)
        && link.edge.handler.tunnel_allowed(&host);
    if allowed && link.tunnel.set(host).is_ok() {
        return Delivery::Reply(Response::new(Bytes::new()));
    }
    let to = request.uri().authority().map_or("", |authority| authority.as_str());
    let detail = format!("no tunnel to {to}: only to port {TUNNEL_PORT} of the hosts that are emulated here");
    link.pulse.lingering.set(true);
    Delivery::Reply(problem(StatusCode::FORBIDDEN, &detail))
}

fn refuse(link: &Link, refused: Refused) -> Delivery {
    link.pulse.lingering.set(true);
    refused.answer(link.limits()).map_or(Delivery::Drop, Delivery::Reply)
}

/// The handler's busy answer to a request whose body is not read.
fn busy(link: &Link, head: http::request::Parts, visitor: Visitor) -> Delivery {
    let arrival = Arrival { request: Request::from_parts(head, Bytes::new()), visitor };
    guarded(|| link.edge.handler.overloaded(arrival))
}
