//! What `{:?}` tells of values that hold secrets: what they are, never what is in them. Such output ends up in panics
//! and in the failures of tests.

use crate::call::{Call, Caller};
use crate::client::{Credentials, Outgoing, Prepared};
use crate::masking::{self, Declared};
use crate::request::Request;
use squall_wire::name;
use std::fmt::{Debug, Formatter, Result};

/// A target without its query.
fn path(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    masking::path(path, Declared::default()).into_owned()
}

impl Debug for Request {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (method, path) = (self.http.method(), path(self.path()));
        let (query, body) = (self.query().len(), self.http.body().len());
        write!(f, "Request({method} {path}, query of {query} bytes, body of {body}, from {})", self.peer)
    }
}

impl Debug for Call<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (module, action) = (path(self.module), name::shown(&self.action));
        write!(f, "Call({action} of {module}, {} pairs)", self.pairs.len())
    }
}

impl Debug for Caller {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "Caller({} by {:?})", self.id(), self.proof())
    }
}

impl Debug for Credentials {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Credentials::None => f.write_str("None"),
            Credentials::Key { id, .. } => write!(f, "Key({id})"),
            Credentials::Session(_) => f.write_str("Session"),
            Credentials::App { id, .. } => write!(f, "App({id})"),
            Credentials::Role { id, .. } => write!(f, "Role({id})"),
        }
    }
}

impl Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "Outgoing({}, {} parameters)", self.action, self.parameters.len())
    }
}

impl Debug for Prepared {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "Prepared({} {}, body of {} bytes)", self.method, path(&self.target), self.body.len())
    }
}
