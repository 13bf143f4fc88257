//! The ways in which a request to QingCloud shows who calls: a signature of a key, of a role or of an application, or a
//! login session.

use super::demo_app;
use crate::Desk;
use crate::forgery::{Part, Place, Showing};
use serde_json::{Value, json};
use squall_api::Dialect as _;
use squall_api::catalogue::Code;
use squall_api::catalogue::qingcloud::{AUTH_FAILURE, INVALID_REQUEST, MALFORMED_REQUEST};
use squall_api::client::{Credentials, Prepared};
use squall_api::cloud::Span;
use squall_qingcloud::Module;

/// Each, with good credentials of the demo account or of its application.
pub(super) fn all(desk: &Desk) -> Vec<Showing> {
    let role = json!({"policy": {"statement": [{"effect": "allow", "action": "*"}]}});
    desk.patch_account("demo", &json!({"email": LOGIN.0, "password": LOGIN.1, "role": role}));
    let (key, other) = (desk.credentials.clone(), desk.open_account("other"));
    let expires = ("expires".to_owned(), (desk.now() + Span::days(1_000)).to_string());
    let token = ("access_token".to_owned(), app_token(desk));
    let app = demo_app();
    let showing = |name, credentials, parameters: &[(String, String)], parts| Showing {
        name,
        credentials,
        other: None,
        parameters: parameters.to_vec(),
        parts,
        serves: |action| module(action) == Some(Module::Iaas),
    };
    let in_app = |showing| Showing { serves: |action| module(action) == Some(Module::App), ..showing };
    vec![
        Showing { other: Some(other.clone()), ..showing("key", key.clone(), &[], KEY) },
        Showing { other: Some(other), ..showing("key until", key, &[expires], KEY_UNTIL) },
        showing("session", session_of(desk), &[], SESSION),
        showing("role", role_of(desk), &[], ROLE),
        in_app(showing("app", app.clone(), &[], APP)),
        in_app(showing("app for a user", app, &[token], APP_FOR_A_USER)),
    ]
}

/// What the demo account logs in by.
const LOGIN: (&str, &str) = ("demo@squall.example", "Squall@2020");

fn module(action: &str) -> Option<Module> {
    squall_qingcloud::QingCloud.registry().find(action).map(|entry| entry.traits.module)
}

/// A session of the demo account.
fn session_of(desk: &Desk) -> Credentials {
    let reply = desk.call_as(&Credentials::None, "Login", &[("user", LOGIN.0), ("passwd", LOGIN.1)]);
    Credentials::Session(reply["session_id"].as_str().unwrap_or_default().to_owned())
}

/// The temporary key of the demo account's role, as an instance gets it.
fn role_of(desk: &Desk) -> Credentials {
    let target = "/latest/meta-data/security-credentials".to_owned();
    let ask = Prepared { method: "GET".to_owned(), target, headers: Vec::new(), body: String::new() };
    let told: Value = serde_json::from_slice(desk.hand_over(&ask).response.body()).unwrap_or_default();
    let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
    Credentials::Role { id: text("access_key"), secret: text("secret_key"), token: text("id_token") }
}

/// A token with which the demo application acts for the demo account.
fn app_token(desk: &Desk) -> String {
    let ask = json!({"user": "demo", "seconds": 86_400});
    let routes = desk.cloud().operator().routes();
    let route = routes.iter().find(|route| route.path == "app_token");
    let told = desk.change(|world| route.map_or(Ok(Value::Null), |route| (route.serve)(world, "", &ask)));
    told["access_token"].as_str().unwrap_or_default().to_owned()
}

const fn part(name: &'static str, missing: Code, wrong: &'static [Code]) -> Part {
    Part { place: Place::Parameter(name), missing, misshapen: MALFORMED_REQUEST, wrong }
}

const ACCESS_KEY: Part = part("access_key_id", MALFORMED_REQUEST, &[AUTH_FAILURE]);
const APP_ID: Part = part("app_id", MALFORMED_REQUEST, &[AUTH_FAILURE]);
const METHOD: Part = part("signature_method", MALFORMED_REQUEST, &[INVALID_REQUEST]);
const VERSION: Part = part("signature_version", MALFORMED_REQUEST, &[INVALID_REQUEST]);
const STAMP: Part = part("time_stamp", MALFORMED_REQUEST, &[MALFORMED_REQUEST]);
const SIGNATURE: Part = part("signature", MALFORMED_REQUEST, &[AUTH_FAILURE]);
// These need not be there, but they are signed.
const EXPIRES: Part = part("expires", AUTH_FAILURE, &[MALFORMED_REQUEST]);
const TOKEN: Part = part("token", AUTH_FAILURE, &[AUTH_FAILURE]);
const ACCESS_TOKEN: Part = part("access_token", AUTH_FAILURE, &[AUTH_FAILURE]);

const KEY: &[Part] = &[ACCESS_KEY, METHOD, VERSION, STAMP, SIGNATURE];
const KEY_UNTIL: &[Part] = &[ACCESS_KEY, METHOD, VERSION, STAMP, SIGNATURE, EXPIRES];
const ROLE: &[Part] = &[ACCESS_KEY, METHOD, VERSION, STAMP, SIGNATURE, TOKEN];
const SESSION: &[Part] = &[part("session_id", MALFORMED_REQUEST, &[AUTH_FAILURE])];
const APP: &[Part] = &[APP_ID, METHOD, VERSION, STAMP, SIGNATURE];
const APP_FOR_A_USER: &[Part] = &[APP_ID, METHOD, VERSION, STAMP, SIGNATURE, ACCESS_TOKEN];
