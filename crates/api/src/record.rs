//! One call and its answer, as the journal keeps them: the beginning of what was sent, as it came. It is only decoded
//! and masked when somebody reads it.

use crate::masking::{self, Declared};
use crate::request::Request;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use squall_catalogue::{Code, System};
use squall_cloud::Time;
use squall_wire::{bounded, name};
use std::borrow::Cow;
use std::fmt;

/// The most bytes kept of one request's parameters.
const KEPT_BYTES: usize = 4_096;
/// The most bytes kept of a path.
const PATH_BYTES: usize = 1_024;
/// The most bytes kept of the id of whoever asked.
const ACCOUNT_BYTES: usize = 128;
/// The most bytes kept of a reason.
const REASON_BYTES: usize = 1_024;

/// Who asked and with which parameters, as they came. All of it lies in one place: an entry is written by each request
/// and freed by one much later, when none of it is in any cache.
#[derive(Clone, Default)]
pub struct RecordedCall {
    bytes: Box<[u8]>,
    account_ends: usize,
    path_ends: usize,
    /// The bytes that the parameters had in all.
    sent: usize,
    declared: Declared,
}

/// One call and its answer.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its number, counted from 1.
    pub id: u64,
    /// When it was answered, by the host's clock.
    pub at: Time,
    /// The system asked.
    pub system: System,
    /// The action; empty where there was none.
    pub action: Cow<'static, str>,
    /// Who asked, and the parameters.
    pub call: RecordedCall,
    /// The code, when it failed.
    pub code: Option<Code>,
    /// The HTTP status.
    pub http_status: u16,
    /// How long it took, in microseconds.
    pub duration_us: u64,
    /// The check that failed, in words.
    pub reason: Option<String>,
}

/// The name of an action that there is none of, as it is kept: it may be anything.
pub(crate) fn unknown_action(sent: &str) -> Cow<'static, str> {
    Cow::Owned(name::shown(sent).into_owned())
}

/// A reason as it is kept.
pub(crate) fn reason(note: &str) -> String {
    bounded::cut(note, REASON_BYTES).into_owned()
}

impl RecordedCall {
    pub(crate) fn of(request: &Request, account: &str, declared: Declared) -> RecordedCall {
        let query = request.query().as_bytes();
        let text = if query.is_empty() { &request.http.body()[..] } else { query };
        let (path, account) =
            (bounded::cut(request.path(), PATH_BYTES), bounded::cut(account, ACCOUNT_BYTES));
        let kept = &text[..text.len().min(KEPT_BYTES)];
        let account_ends = account.len();
        let path_ends = account_ends + path.len();
        let bytes = [account.as_bytes(), path.as_bytes(), kept].concat().into();
        RecordedCall { bytes, account_ends, path_ends, sent: text.len(), declared }
    }

    /// Who asked; empty where that was not established.
    fn account(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[..self.account_ends])
    }

    fn path(&self) -> String {
        let path = String::from_utf8_lossy(&self.bytes[self.account_ends..self.path_ends]);
        masking::path(&path, self.declared).into_owned()
    }

    /// The parameters by name, secrets as `***`.
    pub fn masked(&self) -> Map<String, Value> {
        masking::parameters(&self.bytes[self.path_ends..], self.sent, self.declared)
    }
}

impl fmt::Debug for RecordedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.account(), self.path(), self.masked())
    }
}

impl Record {
    /// The bytes that it takes.
    pub fn weight(&self) -> usize {
        let action = if let Cow::Owned(action) = &self.action { action.capacity() } else { 0 };
        size_of::<Record>()
            + self.call.bytes.len()
            + action
            + self.reason.as_ref().map_or(0, String::capacity)
    }

    /// The entry as the operator's door shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "time": self.at.to_string(),
            "system": self.system.as_str(),
            "account": self.call.account(),
            "action": self.action,
            "path": self.call.path(),
            "parameters": self.call.masked(),
            "code": self.code.map(|code| code.number()),
            "http_status": self.http_status,
            "duration_us": self.duration_us,
            "reason": self.reason,
        })
    }

    /// The entry as a server-sent event.
    pub fn to_event(&self) -> Bytes {
        Bytes::from(format!("id: {}\ndata: {}\n\n", self.id, self.to_json()))
    }
}
