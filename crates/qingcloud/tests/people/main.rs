//! Users and what they prove who they are with; licences; applications.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod app;
mod iam;
mod licence;
mod login;
mod nobody;
mod password;
mod platform;
mod signing;
mod standing;
mod user;

use serde_json::Value;
use squall_api::client::Credentials;
use squall_simulate::Desk;

/// A password that keeps to the policy.
const PASSWORD: &str = "Squall@2026";

/// A key to sign with.
fn pair(id: &str, secret: &str) -> Credentials {
    Credentials::Key { id: id.to_owned(), secret: secret.to_owned() }
}

/// Asks at the operator's door of the system.
fn door(desk: &Desk, method: &str, path: &str, query: &str, body: &Value) -> Value {
    let mut routes = desk.cloud().operator().routes().iter();
    let route = routes.find(|route| route.method == method && route.path == path).unwrap();
    desk.change(|world| (route.serve)(world, query, body))
}

/// The desk with other credentials.
fn as_caller(mut desk: Desk, credentials: Credentials) -> Desk {
    desk.credentials = credentials;
    desk
}

/// A user below the demo account; answers its id and its key.
fn sub_user(desk: &Desk, email: &str) -> (String, Credentials) {
    let reply = desk.ok("CreateSubUser", &[("email", email), ("passwd", PASSWORD)]);
    let id = reply["user_id"].as_str().unwrap().to_owned();
    let pair = desk.look(|world| Ok(world.keys_of(&id)?.remove(0)));
    (id, self::pair(&pair.id, &pair.secret))
}

/// The newest mail to an address.
fn mail(desk: &Desk, to: &str) -> Value {
    door(desk, "GET", "mail", &format!("to={}", to.replace('@', "%40").replace('+', "%2B")), &Value::Null)[0]
        .clone()
}

/// A session of a user, opened without any credential.
fn login(desk: &Desk, user: &str) -> Credentials {
    let reply = desk.call_as(&Credentials::None, "Login", &[("user", user), ("passwd", PASSWORD)]);
    assert_eq!(reply["ret_code"], 0, "{reply}");
    Credentials::Session(reply["session_id"].as_str().unwrap().to_owned())
}
