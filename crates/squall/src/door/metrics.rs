//! Counters in Prometheus' text form.

use super::knock::Knock;
use super::route::{Route, Takes, Work};
use crate::edge::Delivery;
use bytes::Bytes;
use http::{HeaderValue, Response, header};
use std::fmt::Write as _;

pub(super) const ROUTES: &[Route] =
    &[Route { method: "GET", path: "/metrics", query: &[], takes: Takes::Nothing, work: Work::Other(show) }];

fn show(knock: &Knock<'_>) -> Delivery {
    let server = knock.server;
    let mut text = String::new();
    let tallies = server.universe.site.journal.tallies();
    let _ = writeln!(text, "# HELP squall_requests_total Calls answered, by system and code (0: success).");
    let _ = writeln!(text, "# TYPE squall_requests_total counter");
    for (system, code, count, _) in &tallies {
        let (system, code) = (system.as_str(), code.unwrap_or("0"));
        let _ = writeln!(text, "squall_requests_total{{system=\"{system}\",code=\"{code}\"}} {count}");
    }
    let _ = writeln!(text, "# HELP squall_request_seconds_total Time spent answering them.");
    let _ = writeln!(text, "# TYPE squall_request_seconds_total counter");
    for (system, code, _, micros) in &tallies {
        let (system, code, seconds) = (system.as_str(), code.unwrap_or("0"), *micros as f64 / 1e6);
        let _ =
            writeln!(text, "squall_request_seconds_total{{system=\"{system}\",code=\"{code}\"}} {seconds}");
    }
    let rules = server.universe.site.rehearsal.count();
    let _ = writeln!(text, "# HELP squall_fault_rules Fault rules in force.");
    let _ = writeln!(text, "# TYPE squall_fault_rules gauge");
    let _ = writeln!(text, "squall_fault_rules {rules}");
    if let Ok(aside) = server.universe.set_aside() {
        let _ = writeln!(
            text,
            "# HELP squall_events_set_aside Events that failed, by system; at most a thousand of each."
        );
        let _ = writeln!(text, "# TYPE squall_events_set_aside gauge");
        for (system, failed) in aside {
            let (system, count) = (system.as_str(), failed.len());
            let _ = writeln!(text, "squall_events_set_aside{{system=\"{system}\"}} {count}");
        }
    }
    let mut response = Response::new(Bytes::from(text));
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Delivery::Reply(response)
}
