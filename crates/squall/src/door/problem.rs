//! Errors of the door, as RFC 9457 problem documents.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Map, Value};
use squall_cloud::Refusal;
use squall_wire::bounded;
use std::fmt;

/// The longest detail, in bytes: it may repeat what was sent.
const DETAIL_BYTES: usize = 4_096;

/// What a route answers: a status and JSON.
pub(super) type Answer = Result<(StatusCode, Value), Problem>;

/// A problem document.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    header: Option<Box<(HeaderName, HeaderValue)>>,
    members: Map<String, Value>,
}

impl Problem {
    /// A problem of a status, with one sentence of detail.
    pub fn new(status: StatusCode, detail: impl fmt::Display) -> Problem {
        let detail = bounded::written(format_args!("{detail}"), DETAIL_BYTES);
        let mut members = Map::new();
        members.insert("type".to_owned(), "about:blank".into());
        members.insert("title".to_owned(), status.canonical_reason().unwrap_or("Error").into());
        members.insert("status".to_owned(), status.as_u16().into());
        members.insert("detail".to_owned(), detail.into());
        Problem { status, header: None, members }
    }

    /// A request that makes no sense.
    pub fn bad(detail: impl fmt::Display) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// The same with another member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Problem {
        self.members.insert(name.to_owned(), value);
        self
    }

    /// The same with a header besides, in the place of an earlier one.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.header = Some(Box::new((name, value)));
        self
    }

    /// The reply.
    pub fn response(self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(Value::Object(self.members).to_string()));
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.header.map(|header| *header));
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
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
            | Refusal::Capacity { .. }
            | Refusal::Store(squall_store::Error::TooLarge { .. }) => StatusCode::UNPROCESSABLE_ENTITY,
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
