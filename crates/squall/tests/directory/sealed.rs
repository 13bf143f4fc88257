//! What nobody can guess who knows the seed: worlds of one seed trust none of each other's tokens and give out other
//! secrets, and a directory keeps its own.

use serde_json::{Value, json};

use crate::place::Place;
use crate::running::Running;

const SERVERS: &str = "/v1/0123456789abcdef0123456789abcdef/physicalservers";

/// A token of the demo user.
fn token(server: &Running) -> String {
    let user = json!({"name": "demo", "password": "squall-demo-secret", "domain": {"name": "demo"}});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    let scope = json!({"project": {"name": "cn-east-3"}});
    let body = json!({"auth": {"identity": identity, "scope": scope}}).to_string();
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    let reply = server.endpoint().request("POST", "/v3/auth/tokens", &headers, &body).unwrap();
    let (_, token) = reply.headers.iter().find(|(name, _)| name == "x-subject-token").unwrap();
    token.clone()
}

fn status(server: &Running, token: &str) -> u16 {
    let headers = [("x-auth-token".to_owned(), token.to_owned())];
    server.endpoint().request("GET", SERVERS, &headers, "").unwrap().status
}

/// The id and the secret that a new account is given.
fn pair(server: &Running) -> (Value, Value) {
    let path = "/systems/qingcloud/accounts";
    let account = server.endpoint().door("POST", path, Some(&json!({"id": "shop"}))).unwrap();
    (account["keys"][0]["id"].clone(), account["keys"][0]["secret"].clone())
}

#[test]
fn a_seed_tells_ids_and_neither_tokens_nor_secrets() {
    let place = Place::new("sealed");
    let (kept, other) = (place.start(), Running::start(&[]));
    let token = token(&kept);
    assert_eq!((status(&kept, &token), status(&other, &token)), (200, 401));
    let ((id, secret), (same, another)) = (pair(&kept), pair(&other));
    assert_eq!(id, same);
    assert_ne!(secret, another);
    assert_eq!(kept.terminate(), Some(0));
    let kept = place.start();
    assert_eq!(status(&kept, &token), 200);
    // A fresh world has nothing of the one before but its seed.
    kept.endpoint().door("POST", "/reset", None).unwrap();
    assert_eq!(status(&kept, &token), 401);
    let (again, fresh) = pair(&kept);
    assert_eq!(again, id);
    assert_ne!(fresh, secret);
}
