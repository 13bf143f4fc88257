//! What the edge hands requests to: the operator's door, a system, or a page that says what there is.

use crate::admission::{Place, admit};
use crate::assembly;
use crate::door::{self, AdminToken, Problem};
use crate::edge::{Arrival, Delivery, Handler, HostName, LongTarget, Visitor};
use crate::lanes::Lanes;
use bytes::Bytes;
use http::StatusCode;
use squall_api::{Begun, Disposition, Handled, Patience, Request, Universe};
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

/// The longest body that is read on a thread of the runtime, in bytes.
const LIGHT_BODY: usize = 256 * 1024;

/// What is served where: the table of every 404.
const ROUTES: &[(&str, &str)] = &[
    ("/_squall/…, /metrics", "the operator's door"),
    ("/iaas, /iam, /app", "qingcloud"),
    ("/v2/index.php of a host that begins with `cdn` or `dsa`", "tencent-cdn"),
    ("/v1/{project_id}/…, /v2/cloudimages, /v3/auth/tokens, /v3/projects", "huawei-imetal"),
    ("anything with `action` and `access_key_id` or `signature_method`", "qingcloud, which answers 3300"),
    ("CONNECT host:443 of a served system", "a TLS tunnel that ends here"),
];

impl Handler for Server {
    fn handle(&self, arrival: Arrival) -> Delivery {
        match self.admit(&arrival) {
            Err(problem) => Delivery::Reply(problem.response()),
            Ok(()) if door::is_for(arrival.request.uri().path()) => door::answer(self, arrival),
            Ok(()) => self.dispatch(arrival),
        }
    }

    fn overloaded(&self, arrival: Arrival) -> Delivery {
        if let Err(problem) = self.admit(&arrival) {
            return Delivery::Reply(problem.response());
        }
        let request = request(arrival);
        match self.universe.route(&request) {
            Some(cloud) => deliver(cloud.refuse_overload(&request)),
            None => {
                let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many requests at once");
                Delivery::Reply(problem.response())
            }
        }
    }

    fn oversized(&self, arrival: Arrival) -> Option<Delivery> {
        if let Err(problem) = self.admit(&arrival) {
            return Some(Delivery::Reply(problem.response()));
        }
        let request = request(arrival);
        self.universe.route(&request)?.refuse_oversized(&request).map(deliver)
    }

    fn may_block(&self, path: &str) -> bool {
        door::is_for(path)
    }

    fn tunnel_allowed(&self, host: &str) -> bool {
        assembly::serves(host)
    }
}

impl Server {
    /// Lets a request in to what its path leads to.
    fn admit(&self, arrival: &Arrival) -> Result<(), Problem> {
        admit(self, Place::Anywhere, arrival)?;
        let path = arrival.request.uri().path();
        if door::is_for(path) {
            return admit(self, Place::Door, arrival);
        }
        if self.universe.clouds.iter().any(|cloud| cloud.is_aside(path)) {
            return admit(self, Place::Aside, arrival);
        }
        Ok(())
    }

    /// Hands a request to the system that it is addressed to.
    pub(crate) fn dispatch(&self, arrival: Arrival) -> Delivery {
        let request = request(arrival);
        let Some(cloud) = self.universe.route(&request) else {
            return Delivery::Reply(nowhere(request.path()));
        };
        if request.http.body().len() > LIGHT_BODY {
            return Delivery::Later(Box::pin(heavy(self.universe.clone(), self.lanes.clone(), request)));
        }
        match cloud.begin(&request, Patience::SHORT) {
            Begun::Handled(handled) => deliver(handled),
            begun => {
                let lanes = self.lanes.clone();
                Delivery::Later(Box::pin(async move { deliver(lanes.carry(request, begun).await) }))
            }
        }
    }
}

/// A request whose body alone takes a while to read.
async fn heavy(universe: Arc<Universe>, lanes: Arc<Lanes>, request: Request) -> Delivery {
    let begin = move |request: &Request| {
        let cloud = universe.route(request)?;
        Some(cloud.begin(request, Patience::LONG))
    };
    match lanes.work(request, begin).await {
        (request, Some(begun)) => deliver(lanes.carry(request, begun).await),
        (request, None) => Delivery::Reply(nowhere(request.path())),
    }
}

fn request(arrival: Arrival) -> Request {
    let long_target =
        arrival.request.extensions().get::<LongTarget>().map(|LongTarget(target)| target.clone());
    let Visitor { peer, tls, .. } = arrival.visitor;
    Request { http: arrival.request, peer, tls, long_target }
}

fn deliver(handled: Handled) -> Delivery {
    match handled.disposition {
        Disposition::Send => Delivery::Reply(handled.response),
        Disposition::Delay(span) => Delivery::Delayed(handled.response, span),
        Disposition::Drop => Delivery::Drop,
    }
}

fn nowhere(path: &str) -> http::Response<Bytes> {
    let routes: Vec<_> =
        ROUTES.iter().map(|(path, what)| serde_json::json!({"path": path, "goes_to": what})).collect();
    Problem::new(StatusCode::NOT_FOUND, format!("nothing is served at {path}"))
        .with("routes", routes.into())
        .response()
}
