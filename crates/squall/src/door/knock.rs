//! A request at the door, taken apart and judged by what its route declares.

use super::json;
use super::problem::Problem;
use super::route::{Names, Route, Takes};
use crate::server::Server;
use http::StatusCode;
use serde_json::{Map, Value};
use squall_wire::{document, flat, percent};

/// The most values of a body: ten thousand hosts or servers with all their fields.
const VALUES: usize = 500_000;

/// A request at the door, whose route may rely on all of it.
pub(super) struct Knock<'a> {
    pub(super) server: &'a Server,
    pub(super) query: &'a str,
    /// The body; null where there is none.
    pub(super) body: Value,
    route: Route,
    names: Names,
}

impl<'a> Knock<'a> {
    /// Reads query and body as the route wants them.
    ///
    /// # Errors
    /// What is wrong with them; an unknown parameter or field with the list of known ones.
    pub(super) fn of(
        server: &'a Server,
        route: Route,
        names: Names,
        query: &'a str,
        body: &[u8],
    ) -> Result<Knock<'a>, Problem> {
        let pairs = flat::pairs(query.as_bytes()).map_err(|error| unreadable(&error.to_string()))?;
        known("parameter", pairs.iter().map(|(name, _)| &**name), route.query)?;
        let body = match body {
            [] => Value::Null,
            text if document::has_more(text, VALUES) => {
                return Err(Problem::bad(format!("the body has more than {VALUES} values")));
            }
            text => json::read(text)
                .map_err(|error| unreadable(&format!("the body is not JSON as it should be: {error}")))?,
        };
        match (&body, route.takes) {
            (Value::Null, _) | (_, Takes::Document) => {}
            (Value::Object(fields), Takes::Fields(list)) => {
                known("field", fields.keys().map(String::as_str), list)?;
            }
            (Value::Object(fields), Takes::Nothing) => {
                known("field", fields.keys().map(String::as_str), &[])?;
            }
            (_, Takes::Fields(list)) => return Err(expected(list)),
            (_, Takes::Nothing) => return Err(Problem::bad("there is nothing to be said in a body here")),
        }
        Ok(Knock { server, query, body, route, names })
    }

    /// What stands in the path at a segment in braces; empty where the route has no such.
    pub(super) fn name(&self, of: &str) -> &str {
        self.names.iter().find(|(name, _)| *name == of).map_or("", |(_, value)| value)
    }

    /// The body as an object of the fields that the route takes.
    ///
    /// # Errors
    /// Where there is no body.
    pub(super) fn fields(&self) -> Result<&Map<String, Value>, Problem> {
        let list = match self.route.takes {
            Takes::Fields(list) => list,
            Takes::Nothing | Takes::Document => &[],
        };
        self.body.as_object().ok_or_else(|| expected(list))
    }

    /// A parameter of the query.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = flat::pairs(self.query.as_bytes()).ok()?;
        pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// The segments of a path, each decoded once; one slash at the end means nothing.
///
/// # Errors
/// A segment that is badly encoded, or that decoded would be no segment any more.
pub(super) fn segments(path: &str) -> Result<Vec<String>, Problem> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let decoded = |segment: &str| {
        let text = percent::decode_path(segment.as_bytes()).ok()?.into_owned();
        // An empty segment is no name, and leads nowhere by itself.
        (text.is_empty() || percent::is_segment(&text)).then_some(text)
    };
    let parts = path.strip_suffix('/').unwrap_or(path).split('/').map(decoded);
    let bad = "the path has a segment that is badly encoded, or is one of . and .., or has a slash or a control \
               character in it";
    parts.collect::<Option<_>>().ok_or_else(|| unreadable(bad))
}

/// A request that cannot be read as what it says it is.
fn unreadable(why: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, why)
}

fn expected(fields: &[&str]) -> Problem {
    Problem::bad(format!("expected a JSON object with: {}", fields.join(", ")))
}

fn known<'n>(what: &str, mut given: impl Iterator<Item = &'n str>, list: &[&str]) -> Result<(), Problem> {
    let Some(name) = given.find(|name| !list.contains(name)) else { return Ok(()) };
    let list = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    Err(Problem::bad(format!("unknown {what} `{name}`; known are: {list}")))
}
