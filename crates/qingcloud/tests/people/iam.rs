//! Temporary credentials of a role.

use bytes::Bytes;
use serde_json::{Value, json};
use squall_api::Request;
use squall_api::client::Credentials;
use squall_api::cloud::Span;
use squall_simulate::Desk;

const PATH: &str = "/latest/meta-data/security-credentials";

fn fetch(desk: &Desk, accept: Option<&str>) -> (u16, Vec<u8>) {
    let mut builder = http::Request::get(PATH);
    if let Some(accept) = accept {
        builder = builder.header("accept", accept);
    }
    let request = Request::new(builder.body(Bytes::new()).unwrap(), "127.0.0.1".parse().unwrap());
    let response = desk.cloud().answer(&request).response;
    (response.status().as_u16(), response.body().to_vec())
}

fn role(desk: &Desk) -> (Credentials, Value) {
    let (_, body) = fetch(desk, None);
    let facts: Value = serde_json::from_slice(&body).unwrap();
    let text = |name: &str| facts[name].as_str().unwrap().to_owned();
    let (id, secret, token) = (text("access_key"), text("secret_key"), text("id_token"));
    (Credentials::Role { id, secret, token }, facts)
}

fn allow(desk: &Desk, statements: &Value) {
    desk.patch_account("demo", &json!({"role": {"policy": {"statement": statements}}}));
}

#[test]
fn clients_get_the_shape_that_they_can_read() {
    let desk = Desk::new();
    assert_eq!(fetch(&desk, None).0, 404);
    allow(&desk, &json!([{"effect": "allow", "action": "*"}]));
    let (status, go) = fetch(&desk, None);
    let go: Value = serde_json::from_slice(&go).unwrap();
    assert_eq!(status, 200);
    assert_eq!(go["expiration"].as_i64(), Some(desk.now().seconds() + 3_600));
    let (_, python) = fetch(&desk, Some("application/json"));
    let outer: String = serde_json::from_slice(&python).unwrap();
    let python: Value = serde_json::from_str(&outer).unwrap();
    assert_eq!(python, go);
    for name in ["jti", "id_token", "access_key", "secret_key"] {
        assert!(!go[name].as_str().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn a_role_does_what_its_policy_allows() {
    let desk = Desk::new();
    allow(
        &desk,
        &json!([
            {"effect": "allow", "action": ["iaas:Describe*", "CreateTag"]},
            {"effect": "deny", "action": "DescribeJobs"},
        ]),
    );
    let (role, _) = role(&desk);
    let code = |action: &str, more: &[(&str, &str)]| desk.call_as(&role, action, more)["ret_code"].clone();
    assert_eq!(code("DescribeZones", &[]), 0);
    assert_eq!(code("DescribeZones", &[("signature_version", "2")]), 0);
    assert_eq!(code("CreateTag", &[("tag_name", "a")]), 0);
    let denied = desk.call_as(&role, "DescribeJobs", &[]);
    assert_eq!(denied["message"], "PermissionDenied, IAM authorization evaluate deny");
    assert_eq!(code("StopInstances", &[("instances.1", "i-00000000")]), 1400);
    desk.patch_account("demo", &json!({"role": null}));
    assert_eq!(code("DescribeZones", &[]), 1400, "nothing is allowed without a policy");
}

#[test]
fn a_role_ends_and_cannot_be_forged() {
    let desk = Desk::new();
    allow(&desk, &json!({"effect": "allow", "action": "*"}));
    let (credentials, _) = role(&desk);
    let Credentials::Role { id, secret, token } = credentials.clone() else { panic!() };
    let code = |id: &str, secret: &str, token: &str| {
        let (id, secret, token) = (id.to_owned(), secret.to_owned(), token.to_owned());
        desk.call_as(&Credentials::Role { id, secret, token }, "DescribeZones", &[])["ret_code"].clone()
    };
    assert_eq!(code(&id, "wrong", &token), 1200);
    assert_eq!(code("SQUALLDEMOKEY", "squall-demo-secret", &token), 1200);
    assert_eq!(code(&id, &secret, "tok.en"), 1200);
    assert_eq!(code(&id, &secret, &token.replace('.', "x.")), 1200);
    desk.advance(Span::seconds(3_600));
    assert_eq!(code(&id, &secret, &token), 0);
    desk.advance(Span::seconds(1));
    assert_eq!(code(&id, &secret, &token), 2000);
    assert_eq!(code(&id, "wrong", &token), 1200);
    let (fresh, _) = role(&desk);
    assert_eq!(desk.call_as(&fresh, "DescribeZones", &[])["ret_code"], 0);
}
