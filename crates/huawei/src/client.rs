//! The client's half: calls written and signed as Huawei's own SDK does, except that only the date is signed of the
//! headers.
//!
//! Parameters that the path names go there; of the others a query is made for GET and DELETE, a JSON body for POST
//! and PUT: dotted names make structure, a value that begins with a bracket is JSON already, and what is declared as
//! a number or a flag is sent as one. `body=TEXT` sends exactly that, `@Name=value` adds a header.

use crate::REGISTRY;
use crate::actions::vpc_error;
use crate::checks::stamp;
use crate::envelope::LIST;
use crate::founding::{DEMO_KEY, PROJECT_ID};
use serde_json::{Map, Value};
use squall_api::client::{Client, Credentials, Outgoing, Prepared};
use squall_api::cloud::Time;
use squall_api::param::{Field, Shape, Tree};
use squall_api::wire::flat::{self, Pairs, Style};
use squall_api::wire::percent;
use squall_api::wire::sign::huawei::{ALGORITHM, Signed, payload, sign, string_to_sign};
use std::borrow::Cow;

pub(crate) struct HuaweiClient;

const STYLE: Style = Style { empty_is_absent: false, nested_none: None };

impl Client for HuaweiClient {
    fn prepare(&self, call: &Outgoing<'_>, credentials: &Credentials, now: Time) -> Prepared {
        let traits = REGISTRY.find(call.action).map(|entry| entry.traits);
        let method = call.method.or(traits.map(|traits| traits.method)).unwrap_or("GET");
        let mut rest: Vec<(&str, &str)> =
            call.parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        let template = traits.map_or("/v1/{project_id}/", |traits| traits.path);
        let path = call.path.map_or_else(|| filled(template, &mut rest), str::to_owned);
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let raw = rest.iter().position(|(name, _)| *name == "body").map(|at| rest.remove(at).1.to_owned());
        rest.retain(|(name, value)| match name.strip_prefix('@') {
            Some(header) => {
                headers.push((header.to_owned(), (*value).to_owned()));
                false
            }
            None => true,
        });
        let has_body = matches!(method, "POST" | "PUT" | "PATCH");
        let body = match (raw, has_body && !rest.is_empty()) {
            (Some(raw), _) => raw,
            (None, true) => json_body(call.action, &rest),
            (None, false) => String::new(),
        };
        let target = match has_body || rest.is_empty() {
            true => path,
            false => format!("{path}?{}", query(&rest)),
        };
        let prepared = Prepared { method: method.to_owned(), target, headers, body };
        signed(prepared, credentials, now)
    }

    fn code(&self, status: u16, body: &str) -> Option<String> {
        // An event has a `code` too.
        if status < 400 {
            return None;
        }
        let reply: Value = serde_json::from_str(body).ok()?;
        let code = reply.get("error_code").or_else(|| reply.get("code"))?;
        // The network's service has codes of its own, which are not CloudDC's.
        code.as_str().filter(|code| !code.starts_with(vpc_error::PREFIX)).map(str::to_owned)
    }

    fn envelope(&self) -> &'static [&'static str] {
        &["project_id", "body", "@*"]
    }

    fn environment(&self, endpoint: &str) -> Vec<(&'static str, String)> {
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let (id, secret) = DEMO_KEY;
        vec![
            ("HUAWEICLOUD_SDK_AK", id.to_owned()),
            ("HUAWEICLOUD_SDK_SK", secret.to_owned()),
            ("HUAWEICLOUD_SDK_PROJECT_ID", PROJECT_ID.to_owned()),
            ("HUAWEICLOUD_SDK_IAM_ENDPOINT", endpoint.clone()),
            ("HUAWEICLOUD_SDK_REGION_CLOUDDC_CN_EAST_3", endpoint.clone()),
            ("HUAWEICLOUD_SDK_REGION_CLOUDDC_CN_SOUTHWEST_2", endpoint.clone()),
            ("HUAWEICLOUD_SDK_REGION_CLOUDDC_CN_SOUTH_1", endpoint.clone()),
            ("HUAWEICLOUD_SDK_REGION_CLOUDDC_AP_SOUTHEAST_3", endpoint),
        ]
    }
}

/// The path of a template; the parameters that it names are taken out of the others. The project is the demo account's
/// unless it is named.
fn filled(template: &str, rest: &mut Vec<(&str, &str)>) -> String {
    let mut path = String::new();
    for part in template.split('/').skip(1) {
        path.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => path.push_str(part),
            Some(name) => match rest.iter().position(|(known, _)| *known == name) {
                Some(at) => percent::encode(rest.remove(at).1, &mut path),
                None if name == "project_id" => path.push_str(PROJECT_ID),
                None => {}
            },
        }
    }
    path
}

fn query(rest: &[(&str, &str)]) -> String {
    let mut pairs: Vec<_> = rest.to_vec();
    pairs.sort_unstable();
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        percent::encode(name, &mut text);
        text.push('=');
        percent::encode(value, &mut text);
    }
    text
}

fn json_body(action: &str, rest: &[(&str, &str)]) -> String {
    let fields = REGISTRY.find(action).map_or(&[][..], |entry| entry.fields);
    let mut pairs: Pairs<'_> =
        rest.iter().map(|(name, value)| (Cow::Borrowed(*name), Cow::Borrowed(*value))).collect();
    pairs.sort();
    match flat::tree(&pairs, STYLE) {
        Ok(Tree::Map(entries)) => match (object(&entries, fields), &entries[..]) {
            // A body that is a list and no object has this one name.
            (Value::Object(mut whole), [(name, _)]) if name == LIST => {
                whole.remove(LIST).unwrap_or_default().to_string()
            }
            (whole, _) => whole.to_string(),
        },
        // Names that contradict each other: sent as they were written, for the server to judge.
        _ => Value::from(Map::from_iter(
            rest.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())),
        ))
        .to_string(),
    }
}

fn object(entries: &[(Cow<'_, str>, Tree<'_>)], fields: &[Field]) -> Value {
    let value = |(name, tree): &(Cow<'_, str>, Tree<'_>)| {
        let shape = fields.iter().find(|field| field.name == name).map(|field| field.shape);
        (name.to_string(), typed(tree, shape))
    };
    Value::Object(entries.iter().map(value).collect())
}

/// A value in the type that its field declares, as far as it can be read so.
fn typed(tree: &Tree<'_>, shape: Option<Shape>) -> Value {
    match (tree, shape) {
        (Tree::Map(entries), Some(Shape::Record(fields))) => object(entries, fields),
        (Tree::Map(entries), _) => object(entries, &[]),
        (Tree::List(items), Some(Shape::List(inner))) => {
            items.iter().map(|item| typed(item, Some(*inner))).collect()
        }
        (Tree::List(items), _) => items.iter().map(|item| typed(item, None)).collect(),
        (leaf, shape) => {
            let text = leaf.text().unwrap_or_default();
            let is_json = text.starts_with(['[', '{']) || matches!(shape, Some(Shape::Int | Shape::Flag));
            let parsed = is_json.then(|| serde_json::from_str(text).ok()).flatten();
            parsed.unwrap_or_else(|| Value::String(text.to_owned()))
        }
    }
}

fn signed(mut prepared: Prepared, credentials: &Credentials, now: Time) -> Prepared {
    let (id, secret) = match credentials {
        Credentials::None => return prepared,
        Credentials::Session(token) => {
            prepared.headers.push(("x-auth-token".to_owned(), token.clone()));
            return prepared;
        }
        Credentials::Key { id, secret } | Credentials::App { id, secret } => (id, secret),
        Credentials::Role { id, secret, token } => {
            prepared.headers.push(("x-security-token".to_owned(), token.clone()));
            (id, secret)
        }
    };
    let given = |name: &str| {
        let mut headers = prepared.headers.iter();
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    };
    if given("authorization").is_some() {
        return prepared;
    }
    let date = given("x-sdk-date");
    let fresh = date.is_none();
    let date = date.unwrap_or_else(|| stamp(now));
    let (path, query) = prepared.target.split_once('?').unwrap_or((&prepared.target, ""));
    let payload = payload(prepared.body.as_bytes());
    let (method, signed_headers) = (prepared.method.as_str(), "x-sdk-date");
    let request = Signed { method, path, query, signed_headers, payload: &payload };
    // What cannot be put into the canonical form is sent unsigned, for the server to judge.
    let Some(canonical) = request.canonical(|_| Some(Cow::Borrowed(&*date))) else { return prepared };
    let signature = sign(secret, &string_to_sign(&date, &canonical));
    if fresh {
        prepared.headers.push(("x-sdk-date".to_owned(), date));
    }
    let shown = format!("{ALGORITHM} Access={id}, SignedHeaders={signed_headers}, Signature={signature}");
    prepared.headers.push(("authorization".to_owned(), shown));
    prepared
}
