//! The journal: what was asked and answered.

use super::knock::Knock;
use super::problem::{Answer, Problem};
use super::route::{Route, Takes, Work};
use crate::edge::Delivery;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;
use squall_api::{KEPT, Record};
use squall_wire::flat;
use tokio::sync::mpsc;

/// Entries of a page unless the query says otherwise.
const PAGE: usize = 100;
/// The most entries of a page; `before` asks for the next one.
const PAGE_MOST: usize = KEPT;
/// Entries that wait for a slow reader of the stream before it is dropped.
const BACKLOG: usize = 1_024;

/// What a query may ask for.
const FILTERS: &[&str] = &["system", "action", "code", "limit", "before"];

pub(super) const ROUTES: &[Route] = &[
    Route::get("/_squall/requests", list).asking(FILTERS),
    Route {
        method: "GET",
        path: "/_squall/requests/stream",
        query: FILTERS,
        takes: Takes::Nothing,
        work: Work::Other(stream),
    },
];

fn list(knock: &Knock<'_>) -> Answer {
    let filter = Filter::of(knock.query)?;
    let journal = &knock.server.universe.site.journal;
    let records = journal.newest(filter.limit, filter.before, |record| filter.lets_pass(record));
    Ok((StatusCode::OK, records.iter().map(Record::to_json).collect::<Vec<Value>>().into()))
}

/// Every new entry as a server-sent event.
fn stream(knock: &Knock<'_>) -> Delivery {
    let filter = match Filter::of(knock.query) {
        Ok(filter) => filter,
        Err(problem) => return Delivery::Reply(problem.response()),
    };
    let (sender, receiver) = mpsc::channel(BACKLOG);
    let hello = sender.try_send(Bytes::from_static(b": squall\n\n"));
    let follows = knock.server.universe.site.journal.follow(Box::new(move |record, event| {
        if !filter.lets_pass(record) {
            return !sender.is_closed();
        }
        sender.try_send(event()).is_ok()
    }));
    if !follows || hello.is_err() {
        let problem =
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many readers follow the stream already");
        return Delivery::Reply(problem.response());
    }
    let (mut parts, ()) = Response::new(()).into_parts();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Delivery::Stream(parts, receiver)
}

struct Filter {
    system: Option<String>,
    action: Option<String>,
    code: Option<String>,
    limit: usize,
    before: Option<u64>,
}

impl Filter {
    fn of(query: &str) -> Result<Filter, Problem> {
        let pairs = flat::pairs(query.as_bytes()).map_err(|error| Problem::bad(error.to_string()))?;
        let mut filter = Filter { system: None, action: None, code: None, limit: PAGE, before: None };
        let number = |name: &str, value: &str| {
            value.parse::<u64>().map_err(|_| Problem::bad(format!("`{name}` must be a whole number")))
        };
        for (name, value) in pairs {
            match &*name {
                "system" => filter.system = Some(value.into_owned()),
                "action" => filter.action = Some(value.into_owned()),
                "code" => filter.code = Some(value.into_owned()),
                "before" => filter.before = Some(number(&name, &value)?),
                _ => filter.limit = number(&name, &value)?.min(PAGE_MOST as u64) as usize,
            }
        }
        Ok(filter)
    }

    fn lets_pass(&self, record: &Record) -> bool {
        let is =
            |wanted: &Option<String>, actual: &str| wanted.as_deref().is_none_or(|wanted| wanted == actual);
        // Success is code 0 here, whatever a vendor calls it.
        is(&self.system, record.system.as_str())
            && is(&self.action, &record.action)
            && is(&self.code, record.code.map_or("0", |code| code.number()))
    }
}
