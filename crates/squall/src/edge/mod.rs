//! The network edge: accepts connections, reads whole requests within limits, hands each to one function and
//! writes what it decides. It knows HTTP, TLS and time-outs, and nothing of clouds.

mod accept;
mod authority;
mod authority_files;
mod body;
mod certificate;
mod connection;
pub mod framing;
mod host;
mod limits;
mod link;
mod names;
mod outgoing;
mod problem;
mod pulse;
mod request;
mod serving;
mod share;
mod socket;
pub mod target;
mod tls;
mod visitor;
mod wire;

pub use accept::{Drained, serve};
pub use authority::{Authority, AuthorityError};
pub use authority_files::AuthorityFiles;
pub use host::{BadHost, Host, HostName};
pub use limits::Limits;
pub use names::{Names, is_within};
pub use visitor::{Origin, Site, Visitor};

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::sync::mpsc;

/// One complete request and where it came from.
pub struct Arrival {
    /// The request with its whole body, never larger than [`Limits::body_bytes`].
    pub request: Request<Bytes>,
    /// Who sends it.
    pub visitor: Visitor,
}

impl Arrival {
    /// Path and query as they were sent, of whatever length. A [`http::Uri`] holds 65,534 bytes at most, so
    /// `request.uri()` has only the beginning of longer ones: read the query from here.
    pub fn target(&self) -> &str {
        match self.request.extensions().get::<LongTarget>() {
            Some(LongTarget(whole)) => whole,
            None => self.request.uri().path_and_query().map_or("", |target| target.as_str()),
        }
    }

    /// The query, without its question mark; empty if there is none. As [`Arrival::target`], of whatever
    /// length.
    pub fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }
}

/// The whole of a request target that no URI holds; an extension of such requests, for those who get only the
/// request.
#[derive(Clone)]
pub struct LongTarget(pub std::sync::Arc<str>);

impl fmt::Debug for Arrival {
    /// Nothing of what the client sent but its method and how much it was: all else may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, target) = (self.request.method(), self.target().len());
        let body = self.request.body().len();
        write!(
            f,
            "Arrival({method} of {target} bytes, body of {body}, from {}, TLS: {})",
            self.visitor.peer, self.visitor.tls
        )
    }
}

/// A delivery that depends on something else.
pub type Later = Pin<Box<dyn Future<Output = Delivery> + Send>>;

/// What the handler wants done with a request.
pub enum Delivery {
    /// Answer now.
    Reply(Response<Bytes>),
    /// Answer after a while; the connection waits, nothing else does.
    Delayed(Response<Bytes>, Duration),
    /// Close the connection without answering.
    Drop,
    /// What this ends in; until then the connection waits, nothing else does. It is carried to its end even if the
    /// client leaves.
    Later(Later),
    /// Answer with a body that grows (server-sent events): each item is sent at once; the body ends when the
    /// sender is dropped, and the receiver is dropped when the client leaves or the edge drains.
    Stream(http::response::Parts, mpsc::Receiver<Bytes>),
}

/// The one function behind the edge.
pub trait Handler: Send + Sync + 'static {
    /// Decides what one request gets. A panic is answered 500 and harms no other request.
    fn handle(&self, arrival: Arrival) -> Delivery;

    /// Takes `handle`'s place when there are too many requests, bytes or connections already, so that the busy answer
    /// can be the vendor's own. The body may be missing: there may have been no room for it. Always called on the
    /// runtime's thread: it must not block.
    fn overloaded(&self, arrival: Arrival) -> Delivery;

    /// The answer to a request whose body is over [`Limits::body_bytes`] and is missing here; `None` leaves it to the
    /// edge's own.
    fn oversized(&self, _arrival: Arrival) -> Option<Delivery> {
        None
    }

    /// Whether `handle` may work long or wait at this path; it then runs on the blocking pool instead of the runtime's
    /// thread.
    fn may_block(&self, path: &str) -> bool;

    /// Whether `CONNECT` to this host (lower case, without port) ends here; any other is refused.
    fn tunnel_allowed(&self, host: &str) -> bool;
}
