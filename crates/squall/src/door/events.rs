//! Events that failed and were set aside: what a mistake of squall's has kept from happening.

use super::knock::Knock;
use super::problem::Answer;
use super::route::Route;
use crate::server::Server;
use http::StatusCode;
use serde_json::{Value, json};
use squall_catalogue::System;
use squall_cloud::{Refusal, SetAside};

pub(super) const ROUTES: &[Route] =
    &[Route::get("/_squall/events", list), Route::act("POST", "/_squall/events/retry", retry)];

fn list(knock: &Knock<'_>) -> Answer {
    let all = knock.server.universe.set_aside()?;
    let all = all.iter().flat_map(|(system, failed)| failed.iter().map(|failed| shown(*system, failed)));
    Ok((StatusCode::OK, Value::Array(all.collect())))
}

fn retry(knock: &Knock<'_>) -> Answer {
    let retried = knock.server.universe.retry_set_aside()?;
    Ok((StatusCode::OK, json!({"retried": retried, "events_set_aside": count(knock.server)?})))
}

fn shown(system: System, failed: &SetAside) -> Value {
    let (kind, id, purpose) = failed.subject();
    json!({
        "system": system.as_str(), "event": purpose.word(), "kind": kind.word(), "id": id,
        "due": failed.at.to_string(), "reason": failed.why,
    })
}

/// How many there are; a thousand stands for more in each system.
pub(super) fn count(server: &Server) -> Result<usize, Refusal> {
    Ok(server.universe.set_aside()?.iter().map(|(_, failed)| failed.len()).sum())
}
