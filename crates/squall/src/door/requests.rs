//! The journal: what was asked and answered.

use super::{Answer, Knock, Problem};
use crate::edge::Delivery;
use crate::server::Server;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
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

pub(super) fn route(knock: &Knock<'_>) -> Answer {
    knock.only(&[Method::GET])?;
    let filter = Filter::of(knock.query)?;
    let journal = &knock.server.universe.site.journal;
    let records = journal.newest(filter.limit, filter.before, |record| filter.lets_pass(record));
    Ok((StatusCode::OK, records.iter().map(Record::to_json).collect::<Vec<Value>>().into()))
}

/// Every new entry as a server-sent event.
pub(super) fn stream(server: &Server, query: &str) -> Delivery {
    let filter = match Filter::of(query) {
        Ok(filter) => filter,
        Err(problem) => return Delivery::Reply(problem.response()),
    };
    let (sender, receiver) = mpsc::channel(BACKLOG);
    let hello = sender.try_send(Bytes::from_static(b": squall\n\n"));
    let follows = server.universe.site.journal.follow(Box::new(move |record, event| {
        if !filter.lets_pass(record) {
            return !sender.is_closed();
        }
        sender.try_send(event()).is_ok()
    }));
    if !follows || hello.is_err() {
        let problem =
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many readers follow the stream already");
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
                "limit" => filter.limit = number(&name, &value)?.min(PAGE_MOST as u64) as usize,
                "before" => filter.before = Some(number(&name, &value)?),
                other => {
                    let detail = format!(
                        "unknown parameter `{other}`; known are: system, action, code, limit, before"
                    );
                    return Err(Problem::bad(detail));
                }
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
