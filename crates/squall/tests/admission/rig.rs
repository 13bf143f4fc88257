//! A whole squall on a free port, in this process so that its world can be looked into, and raw requests to it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use squall::assembly::{names, universe};
use squall::door::{self, AdminToken};
use squall::edge::{Authority, HostName, Limits, serve};
use squall::server::Server;
use squall_store::{RawRow, Store};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Nothing in these tests takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);
/// The world that every request finds.
const FURNISHED: &str = "furnished";
/// A snapshot for requests to name.
pub(crate) const KEPT: &str = "kept";

/// Stands for the id of the one fault rule that there is.
pub(crate) const RULE: &str = "{rule}";

pub(crate) struct Rig {
    pub(crate) at: SocketAddr,
    pub(crate) server: Arc<Server>,
    pub(crate) authority: Arc<Authority>,
    _stop: oneshot::Sender<()>,
    _runtime: Runtime,
}

/// Everything that a request could have changed.
#[derive(PartialEq)]
pub(crate) struct State {
    rows: Vec<RawRow>,
    snapshots: Vec<String>,
    rules: Vec<Value>,
    calls: usize,
}

impl Rig {
    pub(crate) fn start() -> Rig {
        Rig::with(None, &[])
    }

    pub(crate) fn with(token: Option<&str>, hosts: &[&str]) -> Rig {
        let runtime = Runtime::new().unwrap();
        let universe = universe(Store::memory(), 1);
        universe.found(universe.site.host.now()).unwrap();
        universe.site.set_clock(|clock, host| clock.set_running(false, host)).unwrap();
        universe.snapshot(KEPT).unwrap();
        universe.snapshot(FURNISHED).unwrap();
        let authority = Arc::new(Authority::ephemeral(names()).unwrap());
        let server = Arc::new(Server {
            universe: Arc::new(universe),
            admin_token: token.map(|token| AdminToken::new(token).unwrap()),
            admin_hosts: hosts.iter().map(|host| HostName::parse(host).unwrap()).collect(),
            start: None,
            certificate_pem: authority.certificate_pem().to_owned(),
            lanes: Arc::default(),
        });
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = serve(vec![listener], server.clone(), authority.clone(), Limits::default(), stopped);
        runtime.spawn(serving);
        let rig = Rig { at, server, authority, _stop: stop, _runtime: runtime };
        rig.put_back();
        rig
    }

    /// Puts everything back to where a test begins.
    pub(crate) fn put_back(&self) {
        let universe = &self.server.universe;
        let site = &universe.site;
        for name in site.store.snapshots().unwrap() {
            if name != FURNISHED {
                site.store.forget(&name).unwrap();
            }
        }
        universe.restore(FURNISHED).unwrap();
        universe.snapshot(KEPT).unwrap();
        site.store.fail_writes(0);
        site.journal.clear();
        site.rehearsal.remove(None);
        let rule = json!({"match": {"action": "none"}, "do": {"drop": true}});
        site.rehearsal.add(serde_json::from_value(rule).unwrap()).unwrap();
    }

    /// Gives the demo account a role, whose credentials are then handed out.
    pub(crate) fn give_a_role(&self) {
        let universe = &self.server.universe;
        let cloud = universe.cloud(squall_catalogue::System::QingCloud).unwrap();
        let (now, role) = (universe.now().unwrap(), json!({"role": {"policy": {"statement": []}}}));
        let give = |tx: &squall_store::Tx<'_>| {
            let world = cloud.world(tx, now);
            let id = world.account_named("demo")?.unwrap();
            cloud.operator().patch_account(&world, &id, &role)
        };
        universe.site.store.write(give).unwrap();
    }

    pub(crate) fn state(&self) -> State {
        let site = &self.server.universe.site;
        State {
            rows: site.store.dump().unwrap(),
            snapshots: site.store.snapshots().unwrap(),
            rules: site.rehearsal.list().into_iter().map(nameless).collect(),
            calls: site.journal.newest(usize::MAX, None, |_| true).len(),
        }
    }

    pub(crate) fn send(&self, request: &Request) -> Reply {
        let rules = self.server.universe.site.rehearsal.list();
        let rule = rules.first().map(|rule| rule["id"].to_string()).unwrap_or_default();
        let request = Request { target: request.target.replace(RULE, &rule), ..request.clone() };
        exchange(connection(self.at), &request.to_bytes(self.at.port()))
    }

    /// Method and path of every route of the door, names of things that exist in the place of those in braces. The id
    /// of the fault rule is put in when it is sent, because it is another one whenever things are put back.
    pub(crate) fn routes(&self) -> Vec<(String, String)> {
        let mut routes: Vec<(String, String)> = door::routes(&self.server.universe)
            .into_iter()
            .map(|(method, path)| (method.to_owned(), self.filled(&path)))
            .collect();
        routes.extend(self.actions_at_the_door());
        routes
    }

    fn filled(&self, path: &str) -> String {
        let system = path.split('/').nth(3).unwrap_or_default();
        let system = squall_catalogue::System::parse(system);
        let code = system.and_then(|system| squall_catalogue::codes(system).first().copied());
        let path = path
            .replace("{snapshot}", KEPT)
            .replace("{account}", "demo")
            .replace("{code}", code.map_or("", |code| code.number()));
        assert!(!path.replace(RULE, "").contains('{'), "{path}: this test does not know what to put there");
        path
    }

    /// What a system's provider does himself.
    pub(crate) fn actions_at_the_door(&self) -> Vec<(String, String)> {
        let prepared = self.calls();
        let at_door = prepared.into_iter().filter(|request| door::is_for(request.path()));
        at_door.map(|request| (request.method, request.target)).collect()
    }

    /// A signed call of every action of every system.
    pub(crate) fn calls(&self) -> Vec<Request> {
        let universe = &self.server.universe;
        let mut calls = Vec::new();
        for cloud in &universe.clouds {
            for action in cloud.actions() {
                calls.push(Request::calling(&**cloud, action.name, &[], universe.site.host.now()));
            }
        }
        calls
    }
}

/// A fault rule without its id.
fn nameless(mut rule: Value) -> Value {
    rule["id"].take();
    rule
}

/// A request as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Request {
        let (method, target) = (method.to_owned(), target.to_owned());
        Request { method, target, headers: Vec::new(), body: String::new() }
    }

    /// A call, signed with the demo account's key.
    pub(crate) fn calling(
        cloud: &dyn squall_api::Cloud,
        action: &str,
        parameters: &[(&str, &str)],
        now: squall_api::cloud::Time,
    ) -> Request {
        use squall_api::client::{Credentials, Outgoing};
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let parameters: Vec<(String, String)> = parameters.iter().map(owned).collect();
        let credentials =
            Credentials::Key { id: "SQUALLDEMOKEY".to_owned(), secret: "squall-demo-secret".to_owned() };
        let call = Outgoing { action, parameters: &parameters, path: None, method: None };
        let prepared = cloud.client().prepare(&call, &credentials, now);
        let (method, target) = (prepared.method, prepared.target);
        Request { method, target, headers: prepared.headers, body: prepared.body }
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with these headers only, of those of the name.
    pub(crate) fn instead(mut self, name: &str, values: &[&str]) -> Request {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        values.iter().fold(self, |request, value| request.with(name, value))
    }

    pub(crate) fn json(mut self, body: &str) -> Request {
        self.body = body.to_owned();
        self.with("content-type", "application/json")
    }

    /// On the wire. The host is the address, unless there is one; a host that is `-` is left out.
    pub(crate) fn to_bytes(&self, port: u16) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            text += &format!("host: 127.0.0.1:{port}\r\n");
        }
        for (name, value) in self.headers.iter().filter(|(_, value)| value != "-") {
            text += &format!("{name}: {value}\r\n");
        }
        if !self.body.is_empty() {
            text += &format!("content-length: {}\r\n", self.body.len());
        }
        (text + "connection: close\r\n\r\n" + &self.body).into_bytes()
    }
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_problem(&self) -> bool {
        self.header("content-type") == Some("application/problem+json")
    }

    /// The body as JSON, which it must be; null where there is none.
    pub(crate) fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// Sends a request, which must be the last on its connection, and reads the head of the reply and as much of the body
/// as it says.
pub(crate) fn exchange(mut stream: impl Read + Write, request: &[u8]) -> Reply {
    stream.write_all(request).unwrap();
    stream.flush().unwrap();
    read_reply(&mut stream, request.starts_with(b"HEAD "))
}

pub(crate) fn read_reply(stream: &mut impl Read, is_head: bool) -> Reply {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&head));
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut reply = Reply { status, headers, body: String::new() };
    let length = reply.header("content-length").filter(|_| !is_head);
    let length: usize = length.map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    reply.body = String::from_utf8(body).unwrap();
    reply
}

/// A connection on which nobody waits for ever.
pub(crate) fn connection(at: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}
