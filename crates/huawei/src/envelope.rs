//! CloudDC's wire format: parameters in path, query and JSON body; errors as one JSON object with the HTTP status of
//! their code, and the number of the request on every reply.

use crate::actions::vpc_error;
use crate::route::{self, Way};
use crate::{REGISTRY, Reply, Service, ids, say};
use http::{HeaderName, HeaderValue, StatusCode, header};
use squall_api::catalogue::{Kind, System};
use squall_api::param::{self, Invalid, Problem, Tree};
use squall_api::wire::{Object, percent};
use squall_api::{Call, Entry, Failure, Fault, Request, Response};
use std::borrow::Cow;

/// The longest body, in bytes.
pub(crate) const BODY_BYTES: usize = 12 << 20;
/// The most parameters of a query.
const QUERY_PARAMETERS: usize = 1_000;
/// The name under which a body that is a list and no object is known.
pub(crate) const LIST: &str = param::WHOLE;
/// The status of a reply that has no body, and no type of one.
const NO_CONTENT: u16 = 204;
/// How the gateway's codes begin.
const GATEWAY: &str = "APIGW.";

type Fields<'r> = Vec<(Cow<'r, str>, Tree<'r>)>;

/// Decodes a request. What is wrong with it comes to light at the check whose place it is.
pub(crate) fn decode(request: &Request) -> Call<'_> {
    let mut call = Call {
        module: request.path(),
        action: Cow::Borrowed(""),
        tree: Tree::EMPTY,
        pairs: Vec::new(),
        defect: None,
    };
    let Way::Operation(entry, named) = route::find(request.http.method().as_str(), request.path()) else {
        return call;
    };
    call.action = Cow::Borrowed(entry.name);
    let mut fields = Fields::new();
    if !entry.traits.has_body() {
        fields = query(request.query());
    } else if request.http.body().len() <= BODY_BYTES {
        match body(request.http.body(), entry) {
            Ok(found) => fields = found,
            Err(defect) => call.defect = Some(defect),
        }
    }
    fields.retain(|(name, _)| !named.iter().any(|(known, _)| known == name));
    fields.extend(named.into_iter().map(|(name, value)| (Cow::Borrowed(name), Tree::Text(value))));
    fields.sort_by(|(a, _), (b, _)| a.cmp(b));
    call.tree = Tree::Map(fields);
    call
}

/// The parameters of a query. Of a name that comes twice the first counts.
fn query(text: &str) -> Fields<'_> {
    let mut fields = Fields::new();
    for piece in text.split('&').filter(|piece| !piece.is_empty()).take(QUERY_PARAMETERS) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        // Broken encoding is refused before anybody reads parameters.
        let decoded = |text: &'_ str| percent::decode(text.as_bytes()).unwrap_or_default().into_owned();
        let (name, value) = (decoded(name), decoded(value));
        if !fields.iter().any(|(known, _)| *known == name) {
            fields.push((Cow::Owned(name), Tree::Text(Cow::Owned(value))));
        }
    }
    fields
}

/// The fields of a JSON body, each of the type that the operation declares for it.
fn body<'r>(bytes: &'r [u8], entry: &Entry<crate::Huawei>) -> Result<Fields<'r>, Fault> {
    if bytes.is_empty() {
        return Ok(Fields::new());
    }
    let broken = |why: &str| say::invalid("body").because(format!("the body is no JSON: {why}"));
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8"))?;
    let is_list = entry.fields.iter().any(|field| field.name == LIST);
    let tree = match Tree::from_json(text).map_err(|error| broken(&error))? {
        Tree::Null => Tree::EMPTY,
        list @ Tree::List(_) if is_list => Tree::Map(vec![(Cow::Borrowed(LIST), list)]),
        map @ Tree::Map(_) if !is_list => map,
        _ => return Err(say::invalid("body").because("the body is of another type")),
    };
    let is_closed = matches!(entry.traits.service, Service::CloudDc | Service::Provider);
    param::check_types(&tree, entry.fields, is_closed).map_err(|error| invalid(&error))?;
    match tree {
        Tree::Map(fields) => Ok(fields),
        _ => Err(say::invalid("body")),
    }
}

/// A field that is missing (0002), or of a form or value that is not allowed (0001, or the code that the field declares
/// for values of its own form).
pub(crate) fn invalid(invalid: &Invalid) -> Fault {
    let name = match invalid.field.as_str() {
        "" | LIST => "body",
        name => name,
    };
    let fault = match &invalid.problem {
        Problem::Missing => return say::missing(&[name.to_owned()]),
        Problem::Malformed(expected) => format!("`{name}` must be {expected}"),
        Problem::NotAllowed => format!("`{name}` has a value or name that is not allowed"),
        Problem::TooMany(most) => format!("`{name}` has more than {most} entries"),
    };
    let own = invalid.code.filter(|_| !matches!(invalid.problem, Problem::Malformed(_)));
    match own.and_then(|number| squall_api::catalogue::find(System::Huawei, number)) {
        Some(code) => say::plain(code).because(fault),
        None => say::invalid(name).because(fault),
    }
}

/// The whole reply.
pub(crate) fn render(id: u64, action: &str, outcome: Result<Reply, Failure<'_>>) -> Response {
    let request_id = ids::of_request(id);
    let reply = match outcome {
        Ok(reply) => reply,
        Err(failure) => refuse(&request_id, action, &failure),
    };
    let mut response = Response::new(reply.body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
    let headers = response.headers_mut();
    if reply.status != NO_CONTENT {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    }
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    if let Ok(value) = HeaderValue::try_from(request_id) {
        headers.insert("x-request-id", value);
    }
    response
}

/// Each service behind the gateway words its errors in its own way; the gateway itself has another.
fn refuse(request_id: &str, action: &str, failure: &Failure<'_>) -> Reply {
    let code = failure.code;
    let status = failure.status.or(code.http_status()).unwrap_or(500);
    let mut body = Object::new();
    let traits = REGISTRY.find(action).map(|entry| entry.traits);
    let service = traits.map_or(Service::CloudDc, |traits| traits.service);
    let is_gateways = code.number().starts_with(GATEWAY);
    match service {
        Service::Iam if !is_gateways => {
            let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
            // IAM does not tell what is wrong with a body.
            let text = if status == 400 { "The request body is invalid" } else { failure.text };
            body.object("error", |error| {
                error.int("code", status).text("message", text).text("title", title.unwrap_or(""));
            });
        }
        Service::Vpc if !is_gateways => {
            let path = traits.map_or("", |traits| traits.path);
            let (number, text) = vpc_error::parted(path, code, failure.text);
            body.text("code", number).text("message", text);
        }
        Service::Ims if !is_gateways => {
            body.text("code", code.number()).text("message", failure.text);
        }
        _ => {
            body.text("error_msg", sentence(failure)).text("error_code", code.number());
            if is_gateways {
                body.text("request_id", request_id);
            }
        }
    }
    let reply = Reply::from(body).status(status);
    match code.kind() {
        Kind::Throttled if status == 429 => reply.with("retry-after", "1".to_owned()),
        _ => reply,
    }
}

/// What CloudDC says: of a code without places to fill its one sentence, whatever the engine says of the reason.
fn sentence<'f>(failure: &Failure<'f>) -> &'f str {
    let is_gateways = failure.code.number().starts_with(GATEWAY);
    let fixed = failure.code.message().filter(|text| !is_gateways && !text.contains(['%', '{']));
    fixed.unwrap_or(failure.text)
}

/// The bytes of a request that count against the limit of its headers.
pub(crate) fn header_bytes(request: &Request) -> usize {
    let line = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    request.http.headers().iter().map(line).sum()
}

/// The bytes of path and query.
pub(crate) fn target_bytes(request: &Request) -> usize {
    request.path().len() + request.query().len()
}
