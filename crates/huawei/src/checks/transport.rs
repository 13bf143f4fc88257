//! Can the gateway read the request at all, and does it lead anywhere?

use crate::credential::{CONTENT_HASH, DATE, SECURITY_TOKEN, TOKEN};
use crate::route::{self, Way};
use crate::say::{self, must};
use crate::settings::HTTPS_ONLY;
use crate::{Huawei, envelope};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderName, HeaderValue};
use squall_api::catalogue::huawei::{API_NOT_FOUND, API_REQUEST_FAILED, BAD_REQUEST, PROTOCOL_UNSUPPORTED};
use squall_api::wire::percent;
use squall_api::{Fault, Outcome, Passage, Request};

/// The longest path and query, in bytes. The vendor does not tell; this is the reference's proposal.
const TARGET_BYTES: usize = 32 * 1024;
/// The most bytes of headers, likewise.
const HEADER_BYTES: usize = 32 * 1024;
/// Headers that decide who asks and what: one that comes twice could be read in two ways.
static SINGLE: [HeaderName; 7] =
    [AUTHORIZATION, CONTENT_TYPE, HOST, DATE, CONTENT_HASH, TOKEN, SECURITY_TOKEN];

/// A gateway that takes TLS only refuses everything else (0607).
pub(crate) fn is_supported(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let plain = !passage.request.tls && passage.platform()?.switch(HTTPS_ONLY, false);
    let text = PROTOCOL_UNSUPPORTED.message().unwrap_or_default();
    must(!plain, || Fault::coded(PROTOCOL_UNSUPPORTED, text.replace("{xxx}", "https")))
}

/// The value of a header, where it is a text. Clients sign and send what is not ASCII as UTF-8.
pub(super) fn utf8<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    text(request.http.headers().get(name)?)
}

fn text(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// Headers must be texts, and those that decide must be in ASCII and come once (0602).
pub(crate) fn has_readable_headers(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let headers = passage.request.http.headers();
    let is_readable = |name: &HeaderName, value: &HeaderValue| match SINGLE.contains(name) {
        true => value.to_str().is_ok(),
        false => text(value).is_some(),
    };
    let unreadable = headers.iter().find(|(name, value)| !is_readable(name, value));
    let unreadable = unreadable.map(|(name, _)| name.as_str());
    let repeats = headers.len() > headers.keys_len();
    let twice = |name: &&HeaderName| repeats && headers.get_all(*name).iter().nth(1).is_some();
    let repeated = SINGLE.iter().find(twice).map(HeaderName::as_str);
    let why = |name: &str| format!("the header {name} is no text, or comes twice");
    match unreadable.or(repeated) {
        Some(name) => Err(say::plain(BAD_REQUEST).because(why(name))),
        None => Ok(()),
    }
}

/// Path, headers and body have a greatest length (0201: 414, 494, 413).
pub(crate) fn is_small_enough(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let request = passage.request;
    must(envelope::target_bytes(request) <= TARGET_BYTES, || say::row(API_REQUEST_FAILED, 414))?;
    must(envelope::header_bytes(request) <= HEADER_BYTES, || say::row(API_REQUEST_FAILED, 494))?;
    must(request.http.body().len() <= envelope::BODY_BYTES, || say::row(API_REQUEST_FAILED, 413))
}

/// Path and query must be encoded as such (0201: 400).
pub(crate) fn is_encoded_well(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let request = passage.request;
    let path = percent::decode_path(request.path().as_bytes());
    let query = percent::decode(request.query().as_bytes());
    must(path.is_ok() && query.is_ok(), || say::plain(API_REQUEST_FAILED))
}

/// There must be an operation by this path and method (0101, whose two rows have two sentences).
pub(crate) fn leads_somewhere(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    if passage.entry.is_some() {
        return Ok(());
    }
    let request = passage.request;
    Err(match route::find(request.http.method().as_str(), request.path()) {
        Way::OtherMethod => say::last_row(API_NOT_FOUND),
        _ => say::plain(API_NOT_FOUND),
    })
}
