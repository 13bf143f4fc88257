//! The ways in which a request to Huawei CloudDC shows who calls: a signature, or a token of IAM.

use super::{DEMO, DEMO_PROJECT};
use crate::Desk;
use crate::forgery::{Part, Place, Showing};
use serde_json::json;
use squall_api::catalogue::Code;
use squall_api::catalogue::huawei::{AUTH_SCHEME_UNKNOWN, BAD_REQUEST, IAM_AUTH_FAILED};
use squall_api::client::Credentials;

/// Each, with good credentials of the demo account.
pub(super) fn all(desk: &Desk) -> Vec<Showing> {
    let showing = |name, credentials, other, parts| Showing {
        name,
        credentials,
        other,
        parameters: Vec::new(),
        parts,
        serves: |_| true,
    };
    let other = desk.open_account("other");
    vec![
        showing("key", desk.credentials.clone(), Some(other), KEY),
        showing("token", token_of(desk), None, TOKEN),
    ]
}

/// A token of the demo account's own user for its project.
fn token_of(desk: &Desk) -> Credentials {
    let user = json!({"name": DEMO, "password": "squall-demo-secret", "domain": {"name": DEMO}});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    let auth = json!({"identity": identity, "scope": {"project": {"id": DEMO_PROJECT}}}).to_string();
    let reply = desk.ask(&Credentials::None, "CreateToken", &[("auth", &auth)]);
    Credentials::Session(reply.header("x-subject-token").to_owned())
}

const fn header(name: &'static str, wrong: &'static [Code]) -> Part {
    Part { place: Place::Header(name), missing: IAM_AUTH_FAILED, misshapen: BAD_REQUEST, wrong }
}

const fn piece(name: &'static str) -> Part {
    let (place, wrong): (_, &[Code]) = (Place::Piece("authorization", name), &[IAM_AUTH_FAILED]);
    Part { place, missing: IAM_AUTH_FAILED, misshapen: IAM_AUTH_FAILED, wrong }
}

const KEY: &[Part] = &[
    header("authorization", &[IAM_AUTH_FAILED, AUTH_SCHEME_UNKNOWN]),
    header("x-sdk-date", &[IAM_AUTH_FAILED]),
    piece("Access"),
    piece("SignedHeaders"),
    piece("Signature"),
];
const TOKEN: &[Part] = &[header("x-auth-token", &[IAM_AUTH_FAILED])];
