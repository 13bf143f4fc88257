//! Policies as operators set them, and those that were set before anybody checked.

use super::*;

fn set(desk: &Desk, role: &Value) -> Result<(), Refusal> {
    let (now, site) = (desk.now(), &desk.universe.site);
    site.store.write(|tx| {
        let world = desk.cloud().world(tx, now);
        let id = world.account_named("demo")?.unwrap();
        desk.cloud().operator().patch_account(&world, &id, &json!({"role": role}))
    })
}

fn role_of(desk: &Desk) -> Credentials {
    let request =
        http::Request::get("/latest/meta-data/security-credentials").body(bytes::Bytes::new()).unwrap();
    let request = squall_api::Request::new(request, "127.0.0.1".parse().unwrap());
    let facts: Value = serde_json::from_slice(desk.cloud().answer(&request).response.body()).unwrap();
    let text = |name: &str| facts[name].as_str().unwrap().to_owned();
    Credentials::Role { id: text("access_key"), secret: text("secret_key"), token: text("id_token") }
}

#[test]
fn a_refused_policy_leaves_the_one_before() {
    let desk = Desk::new();
    set(&desk, &json!({"policy": one("allow", json!("iaas:*"))})).unwrap();
    let role = role_of(&desk);
    for bad in [
        json!({"policy": one("denny", json!("*"))}),
        json!({}),
        json!({"policy": {}, "name": "x"}),
        json!([]),
    ] {
        set(&desk, &bad).unwrap_err();
        assert_eq!(desk.call_as(&role, "DescribeZones", &[])["ret_code"], 0);
    }
    set(&desk, &json!({"policy": one("deny", json!("*Zones"))})).unwrap();
    assert_eq!(desk.call_as(&role, "DescribeZones", &[])["ret_code"], 1400);
    set(&desk, &json!({"policy": one("allow", json!("qingstor:*"))})).unwrap();
    assert_eq!(desk.call_as(&role, "DescribeZones", &[])["ret_code"], 1400);
}

#[test]
fn a_policy_that_was_stored_before_it_was_checked_allows_nothing() {
    let desk = Desk::new();
    set(&desk, &json!({"policy": one("allow", json!("*"))})).unwrap();
    let role = role_of(&desk);
    for stored in [
        r#"{"policy":{"statement":[{"effect":"allow","action":"*"},{"effect":"denny","action":"DescribeZones"}]}}"#,
        r#"{"policy":{"statement":{"effect":"allow","action":"*","condition":{"ip":"10.0.0.1"}}}}"#,
        r#"{"policy":"allow"}"#,
        "garbage",
    ] {
        desk.change(|world| {
            let mut account = world.account(&world.account_named("demo")?.unwrap())?;
            account.set_attribute("role", stored);
            world.save_account(&account)
        });
        assert_eq!(desk.call_as(&role, "DescribeZones", &[])["ret_code"], 1400, "{stored}");
        let record = &desk.universe.site.journal.newest(1, None, |_| true)[0];
        let reason = record.to_json()["reason"].to_string();
        assert!(reason.contains("cannot be read"), "{reason}");
    }
}
