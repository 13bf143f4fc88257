//! What all connections share, and what every request of one of them has in common.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, OnceLock};

use hyper::server::conn::http1;
use tokio::sync::{Semaphore, watch};

use super::pulse::Pulse;
use super::tls::Configs;
use super::wire::Berth;
use super::{Handler, Limits};

/// What all connections share.
pub(super) struct Edge {
    pub(super) handler: Arc<dyn Handler>,
    pub(super) tls: Configs,
    pub(super) limits: Limits,
    /// Those of the spare connections.
    pub(super) spare_limits: Limits,
    pub(super) http: http1::Builder,
    /// Requests inside the handler.
    pub(super) in_flight: AtomicUsize,
    /// Bytes of heads, bodies and large replies held.
    pub(super) held: Arc<AtomicUsize>,
    /// Turns of large requests in the handler.
    pub(super) large: Semaphore,
    /// Turns true when the edge stops.
    pub(super) stopping: watch::Receiver<bool>,
}

impl Edge {
    pub(super) fn limits_of(&self, is_spare: bool) -> &Limits {
        if is_spare { &self.spare_limits } else { &self.limits }
    }
}

/// What every request of one connection has in common.
pub(super) struct Link {
    pub(super) edge: Arc<Edge>,
    pub(super) pulse: Arc<Pulse>,
    pub(super) berth: Arc<Berth>,
    pub(super) peer: IpAddr,
    pub(super) tls: bool,
    /// Whether it is one of the spare ones.
    pub(super) is_spare: bool,
    pub(super) host_of_tunnel: Option<String>,
    /// Requests that hyper handed over.
    pub(super) requests: AtomicU64,
    /// The host of a `CONNECT` that was answered 200: HTTP ends here.
    pub(super) tunnel: OnceLock<String>,
}

impl Link {
    pub(super) fn limits(&self) -> &Limits {
        self.edge.limits_of(self.is_spare)
    }
}
