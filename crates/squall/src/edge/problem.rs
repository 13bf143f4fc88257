//! The edge's own refusals, as RFC 9457 problem documents.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use super::Limits;
use super::host::BadHost;
use squall_wire::bounded;

/// The longest detail, in bytes: it may repeat what was sent.
const DETAIL_BYTES: usize = 1_024;

/// Why a request is refused before the handler sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The target is over [`Limits::head_bytes`].
    LongTarget,
    /// The target is not what a target may consist of.
    BadTarget,
    /// It cannot be told which host it is for.
    BadHost(BadHost),
    /// The body is, or says it is, over [`Limits::body_bytes`].
    LongBody,
    /// The framing of the body is broken.
    BadBody,
    /// All bodies together would be over [`Limits::held_bytes`].
    NoRoom,
    /// The body was not complete after [`Limits::body_time`].
    SlowBody,
    /// The client left: there is nobody to answer.
    Broken,
}

impl Refused {
    /// The last answer on its connection; `None` if it is the handler's to give, or if there is nobody to read it.
    pub(super) fn answer(self, limits: &Limits) -> Option<Response<Bytes>> {
        let (status, detail) = match self {
            Refused::LongTarget => (
                StatusCode::URI_TOO_LONG,
                format!("request line and headers may have at most {} bytes", limits.head_bytes),
            ),
            Refused::BadTarget => (StatusCode::BAD_REQUEST, "the request target is malformed".to_owned()),
            Refused::BadHost(bad) => (StatusCode::BAD_REQUEST, bad.to_string()),
            Refused::LongBody => (
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("a request body may have at most {} bytes", limits.body_bytes),
            ),
            Refused::BadBody => {
                (StatusCode::BAD_REQUEST, "the request body is not framed as its headers say".to_owned())
            }
            Refused::SlowBody => (
                StatusCode::REQUEST_TIMEOUT,
                format!("the request body was not complete after {:?}", limits.body_time),
            ),
            Refused::NoRoom | Refused::Broken => return None,
        };
        Some(problem(status, &detail))
    }
}

/// The whole answer to a head for which there is no room, as bytes: nobody else is there to write it.
pub(super) fn crowded() -> Vec<u8> {
    let answer = problem(StatusCode::SERVICE_UNAVAILABLE, "too many bytes of requests at once");
    let head = format!(
        "HTTP/1.1 {}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.status(),
        answer.body().len()
    );
    [head.as_bytes(), answer.body()].concat()
}

/// A problem document with this status and one sentence of detail.
pub(super) fn problem(status: StatusCode, detail: &str) -> Response<Bytes> {
    let document = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": bounded::cut(detail, DETAIL_BYTES),
    });
    let mut response = Response::new(Bytes::from(document.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
