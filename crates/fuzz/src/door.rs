//! The operator's door of a squall in memory, fed raw HTTP requests. An input is a series of requests with a zero byte
//! between: a letter that says who calls, then method and target, headers one a line, an empty line, the body. Whoever
//! names no host means this machine.

use crate::dialect::parsed;
use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use serde::de::IgnoredAny;
use squall::edge::{Arrival, Delivery, Handler as _, Visitor};
use squall::server::Server;
use squall::{assembly, door};
use squall_api::client::{Credentials, Outgoing};
use squall_api::cloud::{Clock, Time};
use squall_api::store::{RawRow, Store};
use squall_api::{Cloud, HostClock};
use squall_simulate::{Huawei, QingCloud, START, Vendor, key};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// What stands between requests.
const BETWEEN: u8 = 0;
/// The name of the world that every input begins with.
const FURNISHED: &str = "furnished";
/// Of so many inputs one has the world compared after each failed call.
const COMPARED: usize = 8;
/// Of so many inputs one has the world audited at its end.
const AUDITED: usize = 4;
/// The systems, as their auditors know them.
const VENDORS: [&dyn Vendor; 2] = [&Huawei, &QingCloud];
/// What stands in QingCloud's world besides what is always there.
const FURNITURE: &[(&str, &[(&str, &str)])] = &[
    ("CreateVxnets", &[("vxnet_type", "1"), ("count", "1")]),
    ("AllocateEips", &[("bandwidth", "1"), ("count", "1")]),
    ("CreateVolumes", &[("size", "20"), ("count", "1")]),
    ("CreateSubUser", &[("email", "sub@squall.example"), ("passwd", "Squall@2026")]),
];

/// A host's clock that stands.
struct Still;

impl HostClock for Still {
    fn now(&self) -> Time {
        START
    }
}

/// A request's sender.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    /// A program on this machine.
    Local,
    /// Somebody on another machine.
    Remote,
    /// Somebody inside a tunnel.
    Tunnelled,
    /// A page of another site, in a browser on this machine.
    Page,
}

impl Sender {
    fn of(letter: u8) -> Sender {
        match letter {
            b'r' => Sender::Remote,
            b't' => Sender::Tunnelled,
            b'p' => Sender::Page,
            _ => Sender::Local,
        }
    }

    /// The request as the server gets it; `None` where the edge lets it through to nobody.
    fn arrival(self, mut request: Request<Bytes>) -> Option<Arrival> {
        let headers = request.headers_mut();
        if !headers.contains_key(header::HOST) {
            headers.insert(header::HOST, http::HeaderValue::from_static("localhost"));
        }
        if self == Sender::Page {
            headers.append(header::ORIGIN, http::HeaderValue::from_static("http://evil.example"));
        }
        let address = if self == Sender::Remote { [192, 0, 2, 1] } else { [127, 0, 0, 1] };
        let tunnel = (self == Sender::Tunnelled).then_some("api.qingcloud.com");
        let visitor = Visitor::of(IpAddr::V4(Ipv4Addr::from(address)), false, tunnel, &request).ok()?;
        Some(Arrival { request, visitor })
    }
}

struct Subject {
    server: Server,
    furnished: Vec<RawRow>,
}

impl Subject {
    fn new() -> Subject {
        let universe = assembly::universe_by(Box::new(Still), Store::memory(), 1);
        universe.found(START).expect("a world can be founded in memory");
        let server = Server {
            universe: Arc::new(universe),
            admin_token: None,
            admin_hosts: Vec::new(),
            start: None,
            certificate_pem: String::new(),
            lanes: Arc::default(),
        };
        let mut subject = Subject { server, furnished: Vec::new() };
        for (action, parameters) in FURNITURE {
            subject.furnish(action, parameters);
        }
        subject.server.universe.settle().expect("a world in memory can be settled");
        subject.server.universe.snapshot(FURNISHED).expect("a world in memory can be kept");
        subject.furnished = subject.dump();
        subject
    }

    fn furnish(&self, action: &str, parameters: &[(&str, &str)]) {
        let cloud = self.cloud(&QingCloud);
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let parameters: Vec<(String, String)> = parameters.iter().map(owned).collect();
        let call = Outgoing { action, parameters: &parameters, path: None, method: None };
        let credentials: Credentials = key("SQUALLDEMOKEY", "squall-demo-secret");
        let prepared = cloud.client().prepare(&call, &credentials, START);
        let request = crate::dialect::rebuilt(&prepared).expect("a client writes proper requests");
        let handled = cloud.answer(&request);
        let body = String::from_utf8_lossy(handled.response.body());
        assert!(body.contains("\"ret_code\":0"), "{action}: {body}");
    }

    fn cloud(&self, vendor: &dyn Vendor) -> &dyn Cloud {
        self.server.universe.cloud(vendor.system()).expect("every vendor is built")
    }

    fn dump(&self) -> Vec<RawRow> {
        self.server.universe.site.store.dump().expect("a world in memory can be read")
    }

    /// Sends the series of requests.
    fn run(&self, input: &[u8]) {
        self.put_back();
        let sum = input.iter().map(|byte| usize::from(*byte)).sum::<usize>();
        let mut before = (sum % COMPARED == 0).then(|| self.furnished.clone());
        let mut has_changed = false;
        for call in input.split(|byte| *byte == BETWEEN) {
            let Some((letter, message)) = call.split_first() else { continue };
            let Some(request) = parsed(message) else { continue };
            let sender = Sender::of(*letter);
            let Some(arrival) = sender.arrival(request.http) else { continue };
            let is_for_all = sender != Sender::Page && !door::is_for(arrival.request.uri().path());
            let told = format!("{} {}", arrival.request.method(), arrival.request.uri());
            let status = self.send(arrival, &told);
            assert!(sender == Sender::Local || is_for_all || !status.is_success(), "{told} was let in");
            has_changed |= status.is_success();
            if let Some(before) = &mut before {
                let after = self.dump();
                assert!(status.is_success() || *before == after, "{told} failed and changed the world");
                *before = after;
            }
        }
        if has_changed && sum % AUDITED == 0 {
            self.audit();
        }
    }

    fn put_back(&self) {
        let universe = &self.server.universe;
        let site = &universe.site;
        for name in site.store.snapshots().expect("a store in memory can be read") {
            if name != FURNISHED {
                site.store.forget(&name).expect("a store in memory can be changed");
            }
        }
        let begin = |clock: &mut Clock, host| {
            clock.set_running(true, host);
            clock.set_wire(START, host);
        };
        site.set_clock(begin).expect("a world in memory can be changed");
        universe.restore(FURNISHED).expect("a world in memory can be restored");
        site.rehearsal.remove(None);
        site.journal.clear();
        site.meter.clear();
        site.throttle.clear();
    }

    /// Sends one request, and holds the reply against what holds of all.
    fn send(&self, arrival: Arrival, told: &str) -> StatusCode {
        let is_vendors = !door::is_for(arrival.request.uri().path());
        let reply = match self.server.handle(arrival) {
            Delivery::Reply(reply) | Delivery::Delayed(reply, _) => reply,
            Delivery::Stream(head, _) => Response::from_parts(head, Bytes::new()),
            // By a fault rule.
            Delivery::Drop => return StatusCode::OK,
            Delivery::Later(_) => panic!("{told}: in memory nothing is waited for"),
        };
        // A disk that fails is the operator's wish, and would fail what is sent next.
        let site = &self.server.universe.site;
        site.store.fail_writes(0);
        let status = reply.status();
        // What a rule raises is the operator's wish as well.
        if !is_vendors && site.rehearsal.list().is_empty() {
            assert!(!status.is_server_error(), "{told}: {status} {:?}", reply.body());
        }
        for name in reply.headers().keys() {
            assert!(!name.as_str().starts_with("access-control-"), "{told}: {name}");
        }
        let kind = reply.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes());
        if kind.is_some_and(|kind| kind.ends_with(b"json")) {
            let body: Result<IgnoredAny, _> = serde_json::from_slice(reply.body());
            assert!(body.is_ok(), "{told}: {:?}", reply.body());
        }
        status
    }

    fn audit(&self) {
        let universe = &self.server.universe;
        let now = universe.now().expect("a world in memory can be read");
        for vendor in VENDORS {
            let cloud = self.cloud(vendor);
            let found = universe.site.store.read(|tx| {
                let world = cloud.world(tx, now);
                let mut found = world.audit()?;
                found.extend(vendor.audit(&world)?);
                Ok::<_, squall_api::cloud::Refusal>(found)
            });
            let found = found.expect("a world in memory can be audited");
            assert!(found.is_empty(), "{:?}: {found:?}", vendor.system());
        }
    }
}

thread_local! {
    static SUBJECT: Subject = Subject::new();
}

/// Sends a series of requests.
pub fn run(bytes: &[u8]) {
    SUBJECT.with(|subject| subject.run(bytes));
}
