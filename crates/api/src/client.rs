//! The client's half of a protocol: how a call is written and signed, and how a reply says what went wrong. It serves
//! `squall call`, `squall reproduce` and the tests; the vendors' own clients are tested beside it.

use squall_cloud::Time;

/// What a call is signed with.
#[derive(Clone, PartialEq)]
pub enum Credentials {
    /// Nothing.
    None,
    /// An access key.
    Key {
        /// The key's id.
        id: String,
        /// Its secret.
        secret: String,
    },
    /// A login session.
    Session(String),
    /// An application.
    App {
        /// The application's id.
        id: String,
        /// Its secret.
        secret: String,
    },
    /// A temporary credential of a role.
    Role {
        /// The key's id.
        id: String,
        /// Its secret.
        secret: String,
        /// The token that goes with it.
        token: String,
    },
}

/// A call to be made.
#[derive(Clone)]
pub struct Outgoing<'a> {
    /// The action.
    pub action: &'a str,
    /// Its parameters; any common one given here replaces what signing would put.
    pub parameters: &'a [(String, String)],
    /// The path, where it is not the usual one. May hold a query.
    pub path: Option<&'a str>,
    /// The method, where it is not the usual one.
    pub method: Option<&'a str>,
}

/// A request ready to be sent.
#[derive(Clone, PartialEq)]
pub struct Prepared {
    /// `GET`, `POST` …
    pub method: String,
    /// Path and query; behind `http://` and a host, where the system takes TLS alone and this is to be sent without.
    pub target: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body; empty where there is none.
    pub body: String,
}

/// The client's half of one system's protocol.
pub trait Client: Send + Sync {
    /// Writes and signs a call.
    fn prepare(&self, call: &Outgoing<'_>, credentials: &Credentials, now: Time) -> Prepared;

    /// The code that a reply carries: `None` for success, and for what is no reply of this system.
    fn code(&self, status: u16, body: &str) -> Option<String>;

    /// The parameters that any call may carry besides those of its action; one that ends in `*` stands for all names
    /// that begin like it.
    fn envelope(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether calls are sent over TLS: one that is to be sent without has a target that begins with `http://`.
    fn takes_tls_alone(&self) -> bool {
        false
    }

    /// The environment variables that the vendor's own clients read, for an endpoint.
    fn environment(&self, endpoint: &str) -> Vec<(&'static str, String)>;
}
