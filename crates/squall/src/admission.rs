//! Who is let in where: every rule, in the order in which they are asked, before anything is looked up or done.
//!
//! The vendors' paths are for everybody who can reach the port and holds a key; but the demo key is public, so no web
//! page may call there through the browser of somebody who reads it. The door is for programs on this machine.

use crate::door::{AdminToken, Problem};
use crate::edge::{Arrival, HostName, Origin, Site, Visitor};
use crate::server::Server;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// What a request is to be let in to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anything at all: these rules come before all others.
    Anywhere,
    /// The operator's door.
    Door,
    /// What a system tells without credentials to the programs of an instance, such as the credentials of its role.
    Aside,
}

struct Rule {
    at: Place,
    admits: fn(&Server, &Arrival) -> bool,
    status: StatusCode,
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        at: Place::Anywhere,
        admits: |_, arrival| arrival.visitor.site != Site::Foreign,
        status: StatusCode::FORBIDDEN,
        why: "Sec-Fetch-Site says that the page of another site asks; only same-origin and none are served",
    },
    Rule {
        at: Place::Anywhere,
        admits: |server, arrival| has_own_origin(server, &arrival.visitor),
        status: StatusCode::FORBIDDEN,
        why: "Origin is not squall's own: pages of others are not served",
    },
    Rule {
        at: Place::Anywhere,
        admits: |server, Arrival { visitor, .. }| !visitor.is_browser || has_own_host(server, visitor),
        status: StatusCode::MISDIRECTED_REQUEST,
        why: "browsers are served under an address of loopback, localhost or a name given by --admin-host: under any \
              other name the page may be anybody's",
    },
    Rule {
        at: Place::Door,
        admits: |_, arrival| arrival.visitor.tunnel.is_none(),
        status: StatusCode::FORBIDDEN,
        why: "the operator's door is not inside tunnels",
    },
    Rule {
        at: Place::Door,
        admits: |server, arrival| has_own_host(server, &arrival.visitor),
        status: StatusCode::MISDIRECTED_REQUEST,
        why: "the operator's door answers under an address of loopback, localhost or a name given by --admin-host",
    },
    Rule {
        at: Place::Door,
        admits: |server, arrival| match &server.admin_token {
            Some(token) => shows_token(arrival.request.headers(), token),
            None => true,
        },
        status: StatusCode::UNAUTHORIZED,
        why: "the operator's token is required",
    },
    Rule {
        at: Place::Door,
        admits: |server, arrival| server.admin_token.is_some() || arrival.visitor.is_local(),
        status: StatusCode::FORBIDDEN,
        why: "the operator's door is open to loopback clients only, and not through proxies; start with \
              --admin-token to open it",
    },
    Rule {
        at: Place::Door,
        admits: |_, arrival| says_json(arrival.request.headers()),
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        why: "bodies at the operator's door are JSON",
    },
    Rule {
        at: Place::Aside,
        admits: |_, Arrival { visitor, .. }| visitor.is_local() && !visitor.is_browser,
        status: StatusCode::FORBIDDEN,
        why: "credentials are handed out to programs on this machine only: not to others, not through proxies, not \
              to browsers",
    },
];

/// Lets a request in to a place.
///
/// # Errors
/// The first rule of that place that does not.
pub fn admit(server: &Server, place: Place, arrival: &Arrival) -> Result<(), Problem> {
    let mut rules = RULES.iter().filter(|rule| rule.at == place);
    let Some(rule) = rules.find(|rule| !(rule.admits)(server, arrival)) else { return Ok(()) };
    let problem = Problem::new(rule.status, rule.why);
    Err(match rule.status {
        StatusCode::UNAUTHORIZED => {
            problem.header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
        }
        _ => problem,
    })
}

/// No page, or one that was served from here: under the very host that is asked, which must be one of squall's own, or
/// a page could have itself served under a name that it then has point here.
fn has_own_origin(server: &Server, visitor: &Visitor) -> bool {
    match &visitor.origin {
        Origin::Absent => true,
        Origin::Of(host) => visitor.host.as_ref() == Some(host) && has_own_host(server, visitor),
        Origin::Opaque => false,
    }
}

/// Whether the request is for a host over which nobody else decides.
fn has_own_host(server: &Server, visitor: &Visitor) -> bool {
    let is_own = |name: &HostName| name.is_loopback() || server.admin_hosts.contains(name);
    visitor.host.as_ref().is_some_and(|host| is_own(&host.name))
}

/// Whether every type that the body is said to have is JSON. `curl -d` says that its body is a form, and is let in: no
/// form can write JSON in that encoding, and pages have been refused by then.
fn says_json(headers: &HeaderMap) -> bool {
    headers.get_all(header::CONTENT_TYPE).iter().all(|value| {
        let Ok(text) = value.to_str() else { return false };
        let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = kind.starts_with("application/") && kind.ends_with("+json") && !kind.contains(',');
        matches!(&*kind, "" | "application/json" | "application/x-www-form-urlencoded") || is_json
    })
}

fn shows_token(headers: &HeaderMap, token: &AdminToken) -> bool {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (shown.next(), shown.next()) else { return false };
    token.is_shown_by(value.as_bytes())
}
