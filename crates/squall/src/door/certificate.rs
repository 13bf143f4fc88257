//! The certificate of the edge's authority, for those who want to trust it.

use super::knock::Knock;
use super::problem::Answer;
use super::route::Route;
use http::StatusCode;
use serde_json::json;

pub(super) const ROUTES: &[Route] = &[Route::get("/_squall/ca", show)];

fn show(knock: &Knock<'_>) -> Answer {
    Ok((StatusCode::OK, json!({"certificate": knock.server.certificate_pem})))
}
