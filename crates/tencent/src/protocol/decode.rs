//! Requests: a query for GET; a form, encoded or in parts, for POST, whose query nobody looks at.

use super::host;
use http::{Method, header};
use squall_api::wire::flat::{self, Malformed, Pairs, Style};
use squall_api::wire::multipart::{self, Unreadable};
use squall_api::wire::{Tree, name};
use squall_api::{Call, Fault, Request};
use std::borrow::Cow;

/// The vendor's PHP and Node clients send an empty parameter where none is set.
pub(crate) const STYLE: Style = Style { empty_is_absent: true, nested_none: None };

/// Decodes a request. What is wrong with it comes to light at the check whose place it is; `broken` says by which code.
pub(crate) fn decode<'r>(request: &'r Request, broken: fn(&str) -> Fault) -> Call<'r> {
    let (pairs, defect) = match pairs(request) {
        Ok(pairs) => (pairs, None),
        Err(why) => (Pairs::new(), Some(why)),
    };
    let (tree, defect) = match flat::tree(&pairs, STYLE) {
        Ok(tree) => (tree, defect),
        Err(malformed) => (Tree::EMPTY, defect.or(Some(malformed.to_string()))),
    };
    let action = match tree.get("Action") {
        Some(Tree::Text(action)) => action.clone(),
        _ => Cow::Borrowed(""),
    };
    let module = host::module(host::of(request));
    Call { module, action, tree, pairs, defect: defect.map(|why| broken(&why)) }
}

/// The name of the action that a request asks for, where it can be read.
pub(crate) fn action(request: &Request) -> Option<String> {
    let pairs = pairs(request).ok()?;
    let named = pairs.into_iter().find(|(name, _)| name == "Action");
    named.map(|(_, action)| action.into_owned())
}

fn pairs(request: &Request) -> Result<Pairs<'_>, String> {
    let told = |malformed: Malformed| malformed.to_string();
    match *request.http.method() {
        Method::GET => flat::pairs(request.query().as_bytes()).map_err(told),
        Method::POST => {
            let body = request.http.body();
            let boundary = request.header(header::CONTENT_TYPE).and_then(multipart::boundary);
            match boundary.transpose().map_err(unreadable)? {
                Some(boundary) => multipart::read(body, &boundary).map(|form| form.pairs).map_err(unreadable),
                None => flat::pairs(body).map_err(told),
            }
        }
        ref other => Err(format!("the method {} is none of GET and POST", name::shown(other.as_str()))),
    }
}

fn unreadable(why: Unreadable) -> String {
    match why {
        Unreadable::Boundary => "the form in parts names no boundary".to_owned(),
        Unreadable::Unfinished => "the form in parts ends before its last boundary".to_owned(),
        Unreadable::Part => "a part of the form has no name".to_owned(),
        Unreadable::Text(malformed) => malformed.to_string(),
    }
}
