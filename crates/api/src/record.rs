//! The journal: what was asked and answered, newest last, for operators. Entries keep the bytes of the
//! request; they are only decoded and masked when somebody reads them.

use crate::call::Request;
use serde_json::{Map, Value, json};
use squall_catalogue::{Code, System};
use squall_cloud::Time;
use squall_wire::flat;
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most entries that are kept.
pub const KEPT: usize = 2_000;
/// The most bytes kept of one request's parameters.
const KEPT_BYTES: usize = 4_096;
/// The most readers of the stream.
const READERS: usize = 64;
/// Words that mark a parameter as secret when they occur in its name.
const SECRET_WORDS: [&str; 9] = [
    "activation_code",
    "passw",
    "signature",
    "secret",
    "private_key",
    "token",
    "session_id",
    "totp",
    "verification_code",
];

/// Who asked and with which parameters, as they came. All of it lies in one place: an entry is written by each request
/// and freed by one much later, when none of it is in any cache.
#[derive(Clone, Debug, Default)]
pub struct RecordedCall {
    bytes: Box<[u8]>,
    account_ends: usize,
    path_ends: usize,
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

impl RecordedCall {
    pub(crate) fn of(request: &Request, account: &str) -> RecordedCall {
        let query = request.query().as_bytes();
        let text = if query.is_empty() { &request.http.body()[..] } else { query };
        let path = Some(request.path()).filter(|path| path.len() <= KEPT_BYTES).unwrap_or_default();
        let parts = [account.as_bytes(), path.as_bytes(), &text[..text.len().min(KEPT_BYTES)]];
        let account_ends = account.len();
        RecordedCall { bytes: parts.concat().into(), account_ends, path_ends: account_ends + path.len() }
    }

    /// Who asked; empty where that was not established.
    fn account(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[..self.account_ends])
    }

    fn path(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[self.account_ends..self.path_ends])
    }

    fn text(&self) -> &[u8] {
        &self.bytes[self.path_ends..]
    }

    /// The parameters by name, secrets as `***`.
    pub fn masked(&self) -> Map<String, Value> {
        match self.text().first() {
            Some(b'{' | b'[') => self.masked_document(),
            _ => self.masked_pairs(),
        }
    }

    /// A JSON body; one that was cut off or is none is not shown, because nobody knows what is secret in it.
    fn masked_document(&self) -> Map<String, Value> {
        let mut document = serde_json::from_slice(self.text()).unwrap_or_else(|_| Value::from("…"));
        mask(&mut document);
        match document {
            Value::Object(fields) => fields,
            other => Map::from_iter([("body".to_owned(), other)]),
        }
    }

    fn masked_pairs(&self) -> Map<String, Value> {
        let text = self.text();
        let whole = match text.len() {
            KEPT_BYTES => &text[..text.iter().rposition(|byte| *byte == b'&').unwrap_or(0)],
            _ => text,
        };
        let pairs = flat::pairs(whole).unwrap_or_default();
        let shown =
            |name: &str, value: &str| if is_secret(name) { "***".to_owned() } else { value.to_owned() };
        pairs.iter().map(|(name, value)| (name.to_string(), Value::String(shown(name, value)))).collect()
    }
}

/// Replaces what is secret inside a document.
fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                if is_secret(name) && !inner.is_object() {
                    *inner = Value::from("***");
                } else {
                    mask(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !matches!(name.as_str(), "signature_method" | "signature_version")
        && SECRET_WORDS.iter().any(|word| name.contains(word))
}

impl Record {
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
}

/// Takes each new entry; answers whether it wants more.
pub type Reader = Box<dyn Fn(&Record) -> bool + Send>;

/// What was asked and answered.
#[derive(Default)]
pub struct Journal {
    last: AtomicU64,
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    records: VecDeque<Record>,
    readers: Vec<Reader>,
    tallies: BTreeMap<(System, Option<&'static str>), (u64, u64)>,
}

impl Journal {
    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next entry.
    pub fn number(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Writes an entry under the number it was given.
    pub fn write(&self, record: Record) {
        let mut pages = self.pages();
        let number = record.code.map(|code| code.number());
        let tally = pages.tallies.entry((record.system, number)).or_default();
        *tally = (tally.0 + 1, tally.1 + record.duration_us);
        if !pages.readers.is_empty() {
            pages.readers.retain(|reader| reader(&record));
        }
        if pages.records.len() == KEPT {
            pages.records.pop_front();
        }
        pages.records.push_back(record);
    }

    /// The newest entries that a filter lets pass, newest first, at most so many.
    pub fn newest(&self, limit: usize, wanted: impl Fn(&Record) -> bool) -> Vec<Record> {
        self.pages().records.iter().rev().filter(|record| wanted(record)).take(limit).cloned().collect()
    }

    /// Lets a reader see every entry from now on. Refused when there are too many readers.
    pub fn follow(&self, reader: Reader) -> bool {
        let mut pages = self.pages();
        let room = pages.readers.len() < READERS;
        if room {
            pages.readers.push(reader);
        }
        room
    }

    /// Calls and microseconds by system and code (`None`: success).
    pub fn tallies(&self) -> Vec<(System, Option<&'static str>, u64, u64)> {
        self.pages().tallies.iter().map(|((system, code), (n, us))| (*system, *code, *n, *us)).collect()
    }

    /// Forgets all entries; numbers and tallies go on.
    pub fn clear(&self) {
        self.pages().records.clear();
    }
}
