//! The operator's door: JSON over HTTP under `/_squall/`. Each part of it is a file; this one finds the part.

mod accounts;
mod certificate;
mod clock;
mod codes;
mod events;
mod faults;
mod health;
mod json;
mod knock;
mod metrics;
mod paging;
mod problem;
mod requests;
mod route;
mod snapshots;
mod systems;
mod table;
mod token;
mod world_file;

pub use problem::Problem;
pub use table::routes;
pub use token::AdminToken;
pub use world_file::found as found_from_file;

use crate::edge::{Arrival, Delivery};
use crate::server::Server;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use knock::Knock;
use route::{Names, Route, Work};
use serde_json::Value;

/// Where systems serve what their providers do themselves: calls like any other, for those whom the door admits.
const PROVIDERS: &str = "/_squall/v1/";

/// Whether a path belongs to the door.
pub fn is_for(path: &str) -> bool {
    path == "/metrics" || path == "/_squall" || path.starts_with("/_squall/")
}

/// Whether the door itself answers at a path, and not the system that it leads to.
pub fn answers(path: &str) -> bool {
    is_for(path) && !path.starts_with(PROVIDERS)
}

/// Answers a request of somebody who was admitted to the door.
pub fn answer(server: &Server, arrival: &Arrival) -> Delivery {
    serve(server, arrival).unwrap_or_else(|problem| Delivery::Reply(problem.response()))
}

fn serve(server: &Server, arrival: &Arrival) -> Result<Delivery, Problem> {
    let (route, names) = find(server, arrival)?;
    let knock = Knock::of(server, route, names, arrival.query(), arrival.request.body())?;
    let (status, value) = match route.work {
        Work::Other(work) => return Ok(work(&knock)),
        Work::Json(work) => work(&knock)?,
        Work::OfSystem(serve) => systems::ask(&knock, route.method == "GET", serve)?,
    };
    Ok(Delivery::Reply(json_response(status, &value)))
}

fn find(server: &Server, arrival: &Arrival) -> Result<(Route, Names), Problem> {
    let path = arrival.request.uri().path();
    let mut here = table::of_path(&server.universe, &knock::segments(path)?);
    let method = arrival.request.method().as_str();
    if let Some(at) = here.iter().position(|(route, _)| route.serves(method)) {
        return Ok(here.swap_remove(at));
    }
    let mut methods: Vec<&str> = here.iter().map(|(route, _)| route.method).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    if methods.is_empty() {
        return Err(Problem::new(StatusCode::NOT_FOUND, format!("there is no {path}")));
    }
    let list = methods.join(", ");
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{path} takes {list}"));
    // Only words of the tables, each of which can stand in a header.
    let allowed = HeaderValue::try_from(list).unwrap_or(HeaderValue::from_static("GET"));
    Err(problem.header(header::ALLOW, allowed))
}

fn json_response(status: StatusCode, value: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    if !value.is_null() {
        *response.body_mut() = Bytes::from(value.to_string());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}
