//! A running squall: its systems, and what was said of them when it was started.

use crate::door::AdminToken;
use crate::edge::HostName;
use crate::lanes::Lanes;
use squall_api::Universe;
use squall_cloud::Time;
use std::sync::Arc;

/// The whole of a running squall behind its edge.
pub struct Server {
    /// All systems.
    pub universe: Arc<Universe>,
    /// What the operator must show; nothing when only loopback clients may come.
    pub admin_token: Option<AdminToken>,
    /// The hosts under which the operator's door and pages of its own are served besides this machine's.
    pub admin_hosts: Vec<HostName>,
    /// The instant that `reset` puts the clocks to; the host's when absent.
    pub start: Option<Time>,
    /// The certificate of the edge's authority, for those who want to trust it.
    pub certificate_pem: String,
    /// Where requests go on that take long.
    pub lanes: Arc<Lanes>,
}
