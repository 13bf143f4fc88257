//! A whole dialect over a world in memory, fed raw HTTP requests. An input is a series of requests with a zero byte
//! between: a letter that says who calls, then method and target, headers one a line, an empty line, the body. What a
//! known caller sends is signed by the dialect's own client, so that it gets past the proof of who it is.

use bytes::Bytes;
use squall_api::catalogue::{self, Code};
use squall_api::client::{Credentials, Prepared};
use squall_api::cloud::Span;
use squall_api::{Disposition, Handled, Request};
use squall_simulate::Desk;
use std::net::{IpAddr, Ipv4Addr};

/// What stands between requests.
const BETWEEN: u8 = 0;
/// The letter of time passing: `t90` lets 90 seconds pass.
const TIME: u8 = b't';
/// The longest time that passes at once.
const DAYS_MOST: i64 = 3;
/// The name of the world that every input begins with.
const FURNISHED: &str = "furnished";
/// Of so many inputs one has the world compared after each failed call.
const COMPARED: usize = 8;

/// Who may call, by the letter that a request begins with.
pub type Callers = &'static [(u8, fn() -> Credentials)];

/// The request as its caller's client would have written it; `None` where it carries no call that can be signed.
pub type Sign = fn(&Desk, &Request, &Credentials) -> Option<Request>;

/// A dialect's furnished world, and who calls there.
pub struct Subject {
    desk: Desk,
    callers: Callers,
    sign: Sign,
    internal: Code,
    furnished: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Subject {
    /// The world of a desk as it stands, the callers by their letters, and the code that never comes without cause.
    pub fn new(desk: Desk, callers: Callers, sign: Sign, internal: Code) -> Subject {
        desk.universe.snapshot(FURNISHED).expect("a world in memory can be kept");
        let furnished = desk.dump();
        Subject { desk, callers, sign, internal, furnished }
    }

    /// Sends the series of requests, each to be answered as documented.
    pub fn run(&self, input: &[u8]) {
        let site = &self.desk.universe.site;
        site.journal.clear();
        site.meter.clear();
        site.throttle.clear();
        self.desk.universe.restore(FURNISHED).expect("a world in memory can be restored");
        let is_compared = input.iter().map(|byte| usize::from(*byte)).sum::<usize>() % COMPARED == 0;
        // Time that passed may have changed the world; then there is nothing to compare with until it is dumped again.
        let mut before = is_compared.then(|| self.furnished.clone());
        for call in input.split(|byte| *byte == BETWEEN) {
            match call.split_first() {
                Some((&TIME, seconds)) => {
                    self.pass(seconds);
                    before = is_compared.then(|| self.desk.dump());
                }
                Some((caller, message)) => self.send(*caller, message, &mut before),
                None => {}
            }
        }
    }

    fn pass(&self, seconds: &[u8]) {
        let seconds =
            std::str::from_utf8(seconds).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(1);
        let span = Span::seconds(i64::from(seconds)).min(Span::days(DAYS_MOST));
        self.desk.advance(span);
    }

    fn send(&self, caller: u8, message: &[u8], before: &mut Option<Vec<(Vec<u8>, Vec<u8>)>>) {
        let Some(raw) = parsed(message) else { return };
        let signed = self.callers.iter().find(|(letter, _)| *letter == caller);
        let signed = signed.and_then(|(_, credentials)| (self.sign)(&self.desk, &raw, &credentials()));
        let Some(request) = signed.or(Some(raw)) else { return };
        let cloud = self.desk.cloud();
        if !cloud.claims(&request) {
            return;
        }
        let handled = cloud.answer(&request);
        assert_eq!(handled.disposition, Disposition::Send);
        let (status, body) = (handled.response.status(), handled.response.body());
        let kind = handled.response.headers().get("content-type");
        if kind.is_some_and(|kind| kind != "application/json") {
            return;
        }
        let body = std::str::from_utf8(body).expect("an answer is text");
        let is_json: Result<serde_json::Value, _> = serde_json::from_str(body);
        assert!(is_json.is_ok() || body.is_empty(), "no JSON: {body}");
        let Some(number) = cloud.client().code(status.as_u16(), body) else {
            self.must_be_somebodys(&handled);
            *before = before.as_ref().map(|_| self.desk.dump());
            return;
        };
        let code = catalogue::find(cloud.system(), &number);
        assert!(code.is_some_and(|code| code != self.internal), "{number} is not to come: {body}");
        if let Some(before) = before {
            assert!(*before == self.desk.dump(), "{number} changed the world: {body}");
        }
    }

    /// What nobody has proven to ask for succeeds only where anybody may ask.
    fn must_be_somebodys(&self, handled: &Handled) {
        if handled.response.headers().contains_key("x-squall-request") {
            let newest = self.desk.universe.site.journal.newest(1, None, |_| true);
            let record = newest.first().map(squall_api::Record::to_json).unwrap_or_default();
            let action = record["action"].as_str().unwrap_or_default();
            assert!(record["account"] != "" || is_open(&self.desk, action), "{action} for nobody");
        }
    }
}

/// Whether an action is for anybody, with or without a credential.
fn is_open(desk: &Desk, name: &str) -> bool {
    desk.cloud().actions().iter().any(|action| action.name == name && action.is_open)
}

/// A request as a client has prepared it.
pub(crate) fn rebuilt(prepared: &Prepared) -> Option<Request> {
    let builder = http::Request::builder().method(&*prepared.method).uri(&*prepared.target);
    let builder = prepared.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    let request = builder.body(Bytes::from(prepared.body.clone())).ok()?;
    Some(Request::new(request, IpAddr::V4(Ipv4Addr::LOCALHOST)))
}

/// A request from its text; `None` where hyper would not have let it through.
pub(crate) fn parsed(message: &[u8]) -> Option<Request> {
    let mut rest = message;
    let mut line = || {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        std::str::from_utf8(line).ok()
    };
    let (method, target) = line()?.split_once(' ')?;
    let mut builder = http::Request::builder().method(method).uri(target);
    while let Some((name, value)) = line()?.split_once(':') {
        builder = builder.header(name, value.trim());
    }
    let request = builder.body(Bytes::copy_from_slice(rest)).ok()?;
    Some(Request::new(request, IpAddr::V4(Ipv4Addr::LOCALHOST)))
}
