//! Policies as operators set them, and those that were set before anybody checked.

use super::*;

fn set(desk: &Desk, policies: &Value) -> Result<(), Refusal> {
    let (now, site) = (desk.now(), &desk.universe.site);
    let users = json!([{"name": "ann", "keys": [{"id": "ANN", "secret": "s"}], "policies": policies}]);
    site.store.write(|tx| {
        let world = desk.cloud().world(tx, now);
        let id = world.account_named("demo")?.unwrap();
        desk.cloud().operator().patch_account(&world, &id, &json!({"users": users}))
    })
}

#[test]
fn a_refused_policy_leaves_those_before() {
    let desk = Desk::of(&Huawei);
    let ann = key("ANN", "s");
    set(&desk, &json!(["clouddc:*"])).unwrap();
    for bad in [
        json!(["*", {"Statement": [{"Effect": "Deny", "Action": LIST}]}]),
        json!(["*", {"Statement": {"Effect": "Deny", "Action": [LIST]}}]),
        json!(["*", {"Statement": [{"effect": "deny", "action": [LIST]}]}]),
    ] {
        let said = set(&desk, &bad).unwrap_err().to_string();
        assert!(said.contains("`users[0].policies[1].Statement"), "{said}");
        assert_eq!(desk.ask(&ann, "ListServers", &[]).code, None);
    }
    set(&desk, &json!(["*", {"Statement": [{"Effect": "deny", "Action": [LIST]}]}])).unwrap();
    desk.fails_as(&ann, "iMetal.0004", "ListServers", &[]);
    let here = json!({"IpAddress": {"g:SourceIp": ["127.0.0.0/8"]}});
    let statement = |condition: &Value| json!({"Effect": "Allow", "Action": [LIST], "Condition": condition});
    set(&desk, &document(statement(&here))).unwrap();
    assert_eq!(desk.ask(&ann, "ListServers", &[]).code, None);
    let elsewhere = json!({"NotIpAddress": {"g:SourceIp": ["127.0.0.0/8"]}});
    set(&desk, &document(statement(&elsewhere))).unwrap();
    desk.fails_as(&ann, "iMetal.0004", "ListServers", &[]);
}

#[test]
fn a_policy_that_was_stored_before_it_was_checked_allows_nothing() {
    let desk = Desk::of(&Huawei);
    set(&desk, &json!(["*"])).unwrap();
    for stored in [
        r#"["*",{"Statement":[{"Effect":"Deny","Action":"clouddc:instance:create"}]}]"#,
        r#"["*",{"Statement":{"Effect":"Deny","Action":["clouddc:instance:create"]}}]"#,
        r#"["*",{"Statement":[{"Effect":"Allow","Action":["*"],"Condition":{"Bool":{"g:MFAAge":["true"]}}}]}]"#,
        r#"["clouddc"]"#,
        "garbage",
    ] {
        desk.change(|world| {
            let account = world.account_named("demo")?.unwrap();
            let mut user = world.users_of(&account)?.remove(0);
            user.set_attribute("policies", stored);
            world.save_account(&user)
        });
        desk.fails_as(&key("ANN", "s"), "iMetal.0004", "ListServers", &[]);
        let reason = desk.universe.site.journal.newest(1, None, |_| true)[0].to_json()["reason"].to_string();
        assert!(reason.contains("cannot be read"), "{reason}");
    }
}
