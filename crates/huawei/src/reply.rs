//! What an operation answers: a status, and JSON, a text, a file or nothing.

use bytes::Bytes;
use squall_api::Replied;
use squall_api::wire::Object;

/// What an operation answers.
#[derive(Debug)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    pub(crate) headers: Vec<(&'static str, String)>,
}

const JSON: &str = "application/json";

impl Default for Reply {
    fn default() -> Reply {
        Reply::empty(204)
    }
}

impl Replied for Reply {}

impl From<Object> for Reply {
    fn from(object: Object) -> Reply {
        Reply::json(200, object.finish())
    }
}

impl Reply {
    /// A JSON text.
    pub(crate) fn json(status: u16, text: String) -> Reply {
        Reply { status, content_type: JSON, body: Bytes::from(text), headers: Vec::new() }
    }

    /// A text that is no JSON.
    pub(crate) fn text(text: &'static str) -> Reply {
        Reply {
            content_type: "text/plain;charset=UTF-8",
            body: Bytes::from_static(text.as_bytes()),
            ..Reply::empty(200)
        }
    }

    /// A status alone.
    pub(crate) fn empty(status: u16) -> Reply {
        Reply { status, content_type: JSON, body: Bytes::new(), headers: Vec::new() }
    }

    /// A file.
    pub(crate) fn file(name: &str, body: Vec<u8>) -> Reply {
        let octets = "application/octet-stream;charset=UTF-8";
        let reply = Reply { status: 200, content_type: octets, body: Bytes::from(body), headers: Vec::new() };
        reply.attached(name)
    }

    /// The same, to be kept under a name by whoever receives it.
    pub(crate) fn attached(self, name: &str) -> Reply {
        self.with("content-disposition", format!("attachment; filename={name}"))
            .with("content-transfer-encoding", "binary".to_owned())
    }

    /// The same with another status.
    pub(crate) fn status(self, status: u16) -> Reply {
        Reply { status, ..self }
    }

    /// The same with a header.
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Reply {
        self.headers.push((name, value));
        self
    }
}
