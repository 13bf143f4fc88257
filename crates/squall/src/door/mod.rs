//! The operator's door: JSON over HTTP under `/_squall/`. Each part of it is a file; this one finds the part.

mod accounts;
mod clock;
mod codes;
mod faults;
mod metrics;
mod problem;
mod requests;
mod snapshots;
mod systems;
mod token;
mod world_file;

pub use problem::Problem;
pub use token::AdminToken;
pub use world_file::found as found_from_file;

use crate::edge::{Arrival, Delivery};
use crate::server::Server;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};
use squall_cloud::Refusal;
use std::net::IpAddr;

/// What a route answers: a status and JSON.
type Answer = Result<(StatusCode, Value), Problem>;

/// A request at the door, taken apart.
struct Knock<'a> {
    server: &'a Server,
    method: Method,
    path: Vec<&'a str>,
    query: &'a str,
    body: &'a [u8],
}

/// Where systems serve what their providers do themselves: calls like any other, for those whom the door admits.
const PROVIDERS: &str = "/_squall/v1/";

/// Whether a path belongs to the door.
pub fn is_for(path: &str) -> bool {
    path == "/metrics" || path == "/_squall" || path.starts_with("/_squall/")
}

/// Answers a request at the door.
pub fn answer(server: &Server, arrival: Arrival) -> Delivery {
    if let Err(problem) = admit(server, &arrival) {
        return Delivery::Reply(problem.response());
    }
    let path = arrival.request.uri().path().to_owned();
    if path == "/metrics" {
        return Delivery::Reply(metrics::show(server));
    }
    if path.starts_with(PROVIDERS) {
        return server.dispatch(arrival);
    }
    let inner = path.trim_start_matches("/_squall").trim_matches('/');
    if inner == "requests/stream" {
        return requests::stream(server, arrival.query());
    }
    let knock = Knock {
        server,
        method: arrival.request.method().clone(),
        path: inner.split('/').collect(),
        query: arrival.query(),
        body: arrival.request.body(),
    };
    Delivery::Reply(match route(&knock) {
        Ok((status, value)) => json_response(status, &value),
        Err(problem) => problem.response(),
    })
}

/// Open to loopback clients, or with the token where one is set.
fn admit(server: &Server, arrival: &Arrival) -> Result<(), Problem> {
    match &server.admin_token {
        Some(token) => {
            let shown = arrival.request.headers().get(http::header::AUTHORIZATION);
            let is_shown = shown.is_some_and(|value| token.is_shown_by(value.as_bytes()));
            is_shown
                .then_some(())
                .ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "the operator's token is required"))
        }
        None => {
            let is_loopback = match arrival.peer {
                IpAddr::V6(v6) => v6.to_canonical().is_loopback(),
                v4 => v4.is_loopback(),
            };
            let closed =
                "the operator's door is open to loopback clients only; start with --admin-token to open it";
            is_loopback.then_some(()).ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, closed))
        }
    }
}

fn route(knock: &Knock<'_>) -> Answer {
    match knock.path[..] {
        ["health"] => health(knock),
        ["ca"] => {
            knock.only(&[Method::GET])?;
            Ok((StatusCode::OK, json!({"certificate": knock.server.certificate_pem})))
        }
        ["clock", ..] | ["settle"] | ["reset"] => clock::route(knock),
        ["snapshots", ..] => snapshots::route(knock),
        ["systems", system, ref rest @ ..] => systems::route(knock, system, rest),
        ["codes", ..] => codes::route(knock),
        ["requests"] => requests::route(knock),
        ["faults", ..] | ["storage"] => faults::route(knock),
        _ => {
            Err(Problem::new(StatusCode::NOT_FOUND, format!("there is no /_squall/{}", knock.path.join("/"))))
        }
    }
}

fn health(knock: &Knock<'_>) -> Answer {
    knock.only(&[Method::GET])?;
    let universe = &knock.server.universe;
    let store = universe.site.store.kind();
    let now = universe.now()?.to_string();
    Ok((
        StatusCode::OK,
        json!({"status": "ok", "version": env!("CARGO_PKG_VERSION"), "store": store, "now": now}),
    ))
}

impl Knock<'_> {
    /// Refuses other methods than these.
    fn only(&self, methods: &[Method]) -> Result<(), Problem> {
        if methods.contains(&self.method) {
            return Ok(());
        }
        let known: Vec<&str> = methods.iter().map(Method::as_str).collect();
        let detail = format!("/_squall/{} takes {}", self.path.join("/"), known.join(", "));
        Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail))
    }

    /// The body as JSON; null when there is none.
    fn json(&self) -> Result<Value, Problem> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(self.body)
            .map_err(|error| Problem::bad(format!("the body is no JSON: {error}")))
    }

    /// The body as an object with no other fields than these.
    fn fields(&self, known: &[&str]) -> Result<serde_json::Map<String, Value>, Problem> {
        let Value::Object(fields) = self.json()? else {
            return Err(Problem::bad(format!("expected a JSON object with: {}", known.join(", "))));
        };
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => {
                Err(Problem::bad(format!("unknown field `{name}`; known are: {}", known.join(", "))))
            }
            None => Ok(fields),
        }
    }

    /// A parameter of the query.
    fn parameter(&self, name: &str) -> Option<String> {
        let pairs = squall_wire::flat::pairs(self.query.as_bytes()).ok()?;
        pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

fn json_response(status: StatusCode, value: &Value) -> Response<Bytes> {
    let body = if value.is_null() { Bytes::new() } else { Bytes::from(value.to_string()) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    response
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let status = match &refusal {
            Refusal::Absent { .. } => StatusCode::NOT_FOUND,
            Refusal::Taken { .. } | Refusal::InUse { .. } | Refusal::WrongState { .. } => {
                StatusCode::CONFLICT
            }
            Refusal::Invalid { .. }
            | Refusal::Quota { .. }
            | Refusal::Funds { .. }
            | Refusal::Capacity { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem::new(status, refusal.to_string())
    }
}

impl From<squall_store::Error> for Problem {
    fn from(error: squall_store::Error) -> Problem {
        Problem::from(Refusal::Store(error))
    }
}
