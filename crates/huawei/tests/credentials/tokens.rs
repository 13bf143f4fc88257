//! Tokens from IAM: how they are had, and how they end.

use super::*;

/// What a token is to be for: the demo account's project.
fn project() -> Value {
    json!({"project": {"id": PROJECT}})
}

fn token_of(desk: &Desk, user: &str, password: &str, scope: Value) -> Reply {
    let user = json!({"name": user, "password": password, "domain": {"name": "demo"}});
    let identity = json!({"methods": ["password"], "password": {"user": user}});
    let auth = json!({"identity": identity, "scope": scope}).to_string();
    desk.ask(&Credentials::None, "CreateToken", &[("auth", &auth)])
}

fn token(desk: &Desk, user: &str, password: &str, scope: Value) -> Credentials {
    let reply = token_of(desk, user, password, scope);
    assert_eq!(reply.status, 201, "{}", reply.body);
    Credentials::Session(reply.header("x-subject-token").to_owned())
}

fn demo_token(desk: &Desk) -> Credentials {
    token(desk, "demo", "squall-demo-secret", project())
}

#[test]
fn tokens_are_handed_out_for_a_name_and_a_password() {
    let desk = desk();
    let reply = token_of(&desk, "demo", "squall-demo-secret", project());
    let token = &reply.body["token"];
    assert_eq!(token["issued_at"], "2026-01-01T00:00:00.000000Z");
    assert_eq!(token["expires_at"], "2026-01-02T00:00:00.000000Z");
    assert_eq!((&token["project"]["id"], &token["user"]["name"]), (&json!(PROJECT), &json!("demo")));
    for scope in [json!({"project": {"name": "cn-east-3"}}), project()] {
        let token = self::token(&desk, "demo", "squall-demo-secret", scope);
        assert_eq!(desk.ask(&token, "ListServers", &[]).body["count"], 12);
    }
    for (user, password, scope) in [
        ("demo", "wrong", project()),
        ("nobody", "squall-demo-secret", project()),
        ("demo", "squall-demo-secret", json!({"project": {"id": "elsewhere"}})),
        ("demo", "squall-demo-secret", json!({"project": {"name": "cn-south-1"}})),
    ] {
        let reply = token_of(&desk, user, password, scope);
        assert_eq!((reply.status, &reply.body["error"]["code"]), (401, &json!(401)), "{}", reply.body);
    }
    let wrong = token_of(&desk, "demo", "wrong", json!(null)).body;
    assert_eq!(wrong["error"]["message"], "The username or password is wrong.");
    let bad = desk.ask(&Credentials::None, "CreateToken", &[("body", "{}")]);
    assert_eq!((bad.status, &bad.body["error"]["message"]), (400, &json!("The request body is invalid")));
}

#[test]
fn a_scope_names_what_is_the_users() {
    let desk = desk();
    let domain =
        token_of(&desk, "demo", "squall-demo-secret", project()).body["token"]["user"]["domain"].clone();
    let (own, id) = (json!({"name": "demo"}), json!({"id": domain["id"]}));
    let other = json!({"name": "other"});
    let both = |project: &Value, domain: &Value| json!({"project": project, "domain": domain});
    let with = |of: &Value| json!({"id": PROJECT, "domain": of});
    let region = json!({"name": "cn-east-3", "domain": own});
    for (scope, status, shows) in [
        (json!({"domain": own}), 201, "domain"),
        (json!({"domain": id}), 201, "domain"),
        (json!({"domain": domain}), 201, "domain"),
        (json!({"project": with(&own)}), 201, "project"),
        (json!({"project": with(&id)}), 201, "project"),
        (json!({"project": region}), 201, "project"),
        (both(&with(&own), &own), 201, "project"),
        (both(&json!({"id": PROJECT}), &other), 201, "project"),
        (json!(null), 201, "domain"),
        (json!({"domain": other}), 401, ""),
        (json!({"domain": {"id": "elsewhere"}}), 401, ""),
        (json!({"domain": {"id": domain["id"], "name": "other"}}), 401, ""),
        (json!({"project": with(&other)}), 401, ""),
        (both(&json!({"id": "elsewhere"}), &own), 401, ""),
        (json!({}), 400, ""),
        (json!({"domain": {}}), 400, ""),
        (json!({"project": {}}), 400, ""),
        (json!({"project": {"domain": own}}), 400, ""),
        (json!({"project": with(&json!({}))}), 400, ""),
        (both(&json!({}), &own), 400, ""),
    ] {
        let reply = token_of(&desk, "demo", "squall-demo-secret", scope.clone());
        assert_eq!(reply.status, status, "{scope}: {}", reply.body);
        for what in ["domain", "project"] {
            assert_eq!(reply.body["token"][what].is_object(), what == shows, "{scope}: {}", reply.body);
        }
    }
}

#[test]
fn a_users_domain_is_named_or_numbered() {
    let desk = desk();
    let ask = |domain: Value| {
        let user = json!({"name": "demo", "password": "squall-demo-secret", "domain": domain});
        let identity = json!({"methods": ["password"], "password": {"user": user}});
        let auth = json!({"identity": identity, "scope": project()}).to_string();
        desk.ask(&Credentials::None, "CreateToken", &[("auth", &auth)])
    };
    let id = ask(json!({"name": "demo"})).body["token"]["user"]["domain"]["id"].clone();
    assert_eq!(ask(json!({"id": id})).status, 201);
    assert_eq!(ask(json!({"id": id, "name": "demo"})).status, 201);
    for wrong in [json!({"id": "elsewhere"}), json!({"id": "x", "name": "demo"}), json!({"name": "other"})] {
        assert_eq!(ask(wrong.clone()).status, 401, "{wrong}");
    }
    assert_eq!(ask(json!({})).status, 400);
}

#[test]
fn tokens_end_after_a_day_and_with_their_region() {
    let desk = desk();
    let token = demo_token(&desk);
    desk.advance(Span::seconds(24 * 3_600 - 1));
    assert_eq!(desk.ask(&token, "ListServers", &[]).code, None);
    desk.advance(Span::seconds(1));
    assert_eq!(desk.fails_as(&token, "APIGW.0307", "ListServers", &[]), "The token must be updated.");
    let token = demo_token(&desk);
    desk.patch_account("demo", &json!({"region": "cn-south-1"}));
    desk.fails_as(&token, "APIGW.0307", "ListServers", &[]);
    let Credentials::Session(text) = demo_token(&desk) else { panic!() };
    for at in (0..text.len()).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let token = Credentials::Session(String::from_utf8(bytes).unwrap());
        let message = desk.fails_as(&token, "APIGW.0301", "ListServers", &[]);
        assert_eq!(message, "Incorrect IAM authentication information: decrypt token fail");
    }
    // Whoever has a token may put in any Authorization header that is no signature.
    let mut request = desk.prepare(&Credentials::Session(text), "ListServers", &[], None, None);
    request.headers.push(("authorization".to_owned(), "none".to_owned()));
    assert_eq!(desk.send(&request).code, None);
}

#[test]
fn a_token_for_a_whole_domain_is_for_no_project() {
    let desk = desk();
    let token = token(&desk, "demo", "squall-demo-secret", json!({"domain": {"name": "demo"}}));
    assert_eq!(desk.fails_as(&token, "iMetal.0003", "ListServers", &[]), "Unauthorized");
    assert_eq!(desk.ask(&token, "ListProjects", &[]).code, None);
}

#[test]
fn a_revoked_token_is_trusted_by_the_gateway_for_half_an_hour() {
    let user = json!({"name": "ann", "password": "Ann@2026", "policies": ["clouddc:*"]});
    for change in [
        json!({"password": "Ann@2027"}),
        json!({"policies": ["clouddc:imetal:*"]}),
        json!({"keys": [{"id": "ANN", "secret": "s"}]}),
        json!({"status": "disabled"}),
    ] {
        let desk = desk();
        desk.patch_account("demo", &json!({"users": [user]}));
        let token = self::token(&desk, "ann", "Ann@2026", project());
        assert_eq!(desk.ask(&token, "ListServers", &[]).code, None);
        let mut changed = user.clone();
        changed.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        desk.patch_account("demo", &json!({"users": [changed]}));
        desk.fails_as(&token, "iMetal.0003", "ListServers", &[]);
        desk.advance(Span::seconds(30 * 60 - 1));
        desk.fails_as(&token, "iMetal.0003", "ListServers", &[]);
        desk.advance(Span::seconds(1));
        desk.fails_as(&token, "APIGW.0307", "ListServers", &[]);
        let reply = token_of(&desk, "ann", changed["password"].as_str().unwrap(), project());
        if changed["status"] == "disabled" {
            assert_eq!(reply.status, 401);
        } else {
            let token = Credentials::Session(reply.header("x-subject-token").to_owned());
            assert_eq!(desk.ask(&token, "ListServers", &[]).code, None);
        }
    }
    let desk = desk();
    let token = demo_token(&desk);
    desk.patch_account("demo", &json!({"user": {"password": "other"}}));
    desk.fails_as(&token, "iMetal.0003", "ListServers", &[]);
}
