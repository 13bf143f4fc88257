//! The edge's own refusals, as RFC 9457 problem documents.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

/// A problem document with this status and one sentence of detail.
pub(super) fn problem(status: StatusCode, detail: &str) -> Response<Bytes> {
    let document = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": detail,
    });
    let mut response = Response::new(Bytes::from(document.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

/// The same, and the connection ends with it: what the client still sends cannot be told from a next request.
pub(super) fn last_problem(status: StatusCode, detail: &str) -> Response<Bytes> {
    let mut response = problem(status, detail);
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
