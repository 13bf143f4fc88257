//! Whether it is alive, and what is alive.

use super::events;
use super::knock::Knock;
use super::problem::Answer;
use super::route::Route;
use http::StatusCode;
use serde_json::json;

pub(super) const ROUTES: &[Route] = &[Route::get("/_squall/health", show)];

fn show(knock: &Knock<'_>) -> Answer {
    let universe = &knock.server.universe;
    let store = universe.site.store.kind();
    let (now, aside) = (universe.reached()?.to_string(), events::count(knock.server)?);
    Ok((
        StatusCode::OK,
        json!({
            "status": "ok", "version": env!("CARGO_PKG_VERSION"), "store": store, "now": now,
            "events_set_aside": aside,
        }),
    ))
}
