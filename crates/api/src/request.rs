//! What comes in and what goes out.

use bytes::Bytes;
use http::header::AsHeaderName;

use std::net::IpAddr;
use std::sync::Arc;

/// A whole reply.
pub type Response = http::Response<Bytes>;

/// A whole request and where it came from.
#[derive(Clone)]
pub struct Request {
    /// Method, target, headers and body.
    pub http: http::Request<Bytes>,
    /// The client's address.
    pub peer: IpAddr,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Path and query, where they are longer than a `Uri` holds (64 KiB).
    pub long_target: Option<Arc<str>>,
}

impl Request {
    /// A request of ordinary length.
    pub fn new(http: http::Request<Bytes>, peer: IpAddr) -> Request {
        Request { http, peer, tls: false, long_target: None }
    }

    /// The path as it was sent.
    pub fn path(&self) -> &str {
        self.http.uri().path()
    }

    /// The query as it was sent; empty where there is none.
    pub fn query(&self) -> &str {
        match &self.long_target {
            Some(target) => target.split_once('?').map_or("", |(_, query)| query),
            None => self.http.uri().query().unwrap_or(""),
        }
    }

    /// A header's value, where it is a text.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.http.headers().get(name)?.to_str().ok()
    }
}
