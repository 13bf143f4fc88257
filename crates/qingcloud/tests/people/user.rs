//! Users below an account, and registration.

use crate::{PASSWORD, as_caller, door, mail, sub_user};
use serde_json::{Value, json};
use squall_api::client::Credentials;
use squall_api::cloud::Span;
use squall_simulate::Desk;

const BOB: &str = "bob@example.cn";

#[test]
fn names_come_before_passwords_and_passwords_before_numbers() {
    let desk = Desk::new();
    desk.fails(1100, "CreateSubUser", &[("passwd", PASSWORD)]);
    desk.fails(1520, "CreateSubUser", &[("email", "bob"), ("passwd", "short")]);
    desk.fails(1500, "CreateSubUser", &[("email", BOB), ("passwd", "short")]);
    sub_user(&desk, BOB);
    desk.fails(1510, "CreateSubUser", &[("email", "BOB@example.cn"), ("passwd", "short")]);
    desk.fails(1520, "CreateSubUser", &[("email", "x@example.cn"), ("passwd", PASSWORD), ("phone", "1-2")]);
    desk.patch_account("demo", &json!({"quotas": {"sub_user": 1}}));
    desk.fails(1500, "CreateSubUser", &[("email", "eve@example.cn"), ("passwd", PASSWORD)]);
}

#[test]
fn a_user_has_a_key_a_firewall_and_no_users_of_its_own() {
    let desk = Desk::new();
    let (bob, key) = sub_user(&desk, BOB);
    let shown = desk.look(|world| desk.cloud().operator().show_account(world, &world.account(&bob)?));
    assert_eq!(shown["keys"].as_array().unwrap().len(), 1);
    assert_eq!(shown["balance"], "10000.00", "a user shares its master's purse");
    let desk = as_caller(desk, key);
    desk.ok("DescribeZones", &[]);
    desk.fails(1500, "CreateSubUser", &[("email", "eve@example.cn"), ("passwd", PASSWORD)]);
    desk.fails(1400, "DescribeSubUsers", &[("users.1", &bob)]);
}

#[test]
fn a_disabled_user_is_kept_out_until_it_is_restored() {
    let desk = Desk::new();
    let (bob, key) = sub_user(&desk, BOB);
    desk.fails(1400, "RestoreSubUsers", &[("users.1", &bob)]);
    desk.ok("DeleteSubUsers", &[("users.1", &bob), ("status", "disabled")]);
    desk.fails(1400, "DeleteSubUsers", &[("users.1", &bob)]);
    assert_eq!(desk.call_as(&key, "DescribeZones", &[])["ret_code"], 1662);
    desk.ok("RestoreSubUsers", &[("users.1", &bob)]);
    assert_eq!(desk.call_as(&key, "DescribeZones", &[])["ret_code"], 0);
    desk.ok("DeleteSubUsers", &[("users.1", &bob), ("status", "deleted")]);
    assert_eq!(desk.call_as(&key, "DescribeZones", &[])["ret_code"], 1662);
    let gone = desk.fails(1400, "RestoreSubUsers", &[("users.1", &bob)]);
    assert!(gone.contains("has already been deleted"));
    desk.fails(1510, "CreateSubUser", &[("email", BOB), ("passwd", PASSWORD)]);
    assert_eq!(desk.ok("DescribeSubUsers", &[])["total_count"], 0);
    assert_eq!(desk.ok("DescribeSubUsers", &[("users.1", &bob)])["user_set"][0]["status"], "deleted");
}

#[test]
fn users_of_others_and_unknown_ones_are_out_of_reach() {
    let desk = Desk::new();
    let (bob, _) = sub_user(&desk, BOB);
    let eve = desk.open_account("eve");
    let desk = as_caller(desk, eve);
    for action in ["DeleteSubUsers", "RestoreSubUsers"] {
        desk.fails(1400, action, &[("users.1", &bob)]);
        desk.fails(2100, action, &[("users.1", "usr-00000000")]);
        desk.fails(1101, action, &[("users.1", &bob), ("users.2", &bob)]);
    }
    desk.fails(1400, "ModifySubUserAttributes", &[("user", &bob)]);
    desk.fails(1400, "GrantQuotaIndep", &[("user", &bob)]);
    assert_eq!(desk.ok("DescribeSubUsers", &[("users.1", "usr-00000000")])["total_count"], 0);
}

#[test]
fn attributes_change_one_by_one() {
    let desk = Desk::new();
    let (bob, _) = sub_user(&desk, BOB);
    sub_user(&desk, "eve@example.cn");
    let of_bob = |name, value| [("user", &*bob), (name, value)];
    desk.fails(1520, "ModifySubUserAttributes", &of_bob("email", "bob"));
    desk.fails(1510, "ModifySubUserAttributes", &of_bob("email", "Eve@example.cn"));
    desk.fails(1630, "ModifySubUserAttributes", &of_bob("passwd", "short"));
    desk.fails(1630, "ModifySubUserAttributes", &of_bob("passwd", PASSWORD));
    desk.ok("ModifySubUserAttributes", &of_bob("email", "Bob@Example.cn"));
    desk.ok("ModifySubUserAttributes", &of_bob("email", "robert@example.cn"));
    desk.ok("ModifySubUserAttributes", &of_bob("user_name", "Robert"));
    let (found, _) = sub_user(&desk, BOB);
    assert_ne!(found, bob, "the old address is free again");
    let listed = desk.ok("DescribeSubUsers", &[("search_word", "Robert"), ("desensitize", "1")]);
    assert_eq!(listed["total_count"], 1);
    assert_eq!(listed["user_set"][0]["email"], "r*****@example.cn");
    assert_eq!(desk.ok("DescribeSubUsers", &[("limit", "2")])["total_count"], 3);
    assert_eq!(desk.ok("DescribeSubUsers", &[("email", "EVE@example.cn")])["total_count"], 1);
}

#[test]
fn quotas_are_shared_until_they_are_granted_apart() {
    let desk = Desk::new();
    let (bob, key) = sub_user(&desk, BOB);
    desk.patch_account("demo", &json!({"quotas": {"tag": 1}}));
    assert_eq!(desk.call_as(&key, "CreateTag", &[("tag_name", "a")])["ret_code"], 0);
    desk.fails(2500, "CreateTag", &[("tag_name", "b")]);
    desk.fails(1400, "RevokeQuotaIndep", &[("user", &bob)]);
    let granted = desk.ok("GrantQuotaIndep", &[("user", &bob), ("instance", "0")]);
    assert_eq!((&granted["user_id"], &granted["zone_id"]), (&json!(bob), &json!("pek3")));
    desk.ok("CreateTag", &[("tag_name", "b")]);
    assert_eq!(desk.call_as(&key, "CreateTag", &[("tag_name", "c")])["ret_code"], 0);
    desk.ok("RevokeQuotaIndep", &[("user", &bob)]);
    assert_eq!(desk.call_as(&key, "CreateTag", &[("tag_name", "d")])["ret_code"], 2500);
}

#[test]
fn the_master_acts_on_what_its_users_own() {
    let desk = Desk::new();
    let (bob, key) = sub_user(&desk, BOB);
    assert_eq!(desk.call_as(&key, "CreateTag", &[("tag_name", "a")])["ret_code"], 0);
    let listed = desk.ok("DescribeTags", &[("owner", &bob)]);
    assert_eq!(listed["tag_set"][0]["owner"], json!(bob));
    let eve = desk.open_account("eve");
    assert_eq!(desk.call_as(&eve, "DescribeTags", &[("owner", &bob)])["ret_code"], 1400);
}

#[test]
fn a_registration_is_completed_with_the_mailed_code() {
    let desk = as_caller(Desk::new(), Credentials::None);
    let eve = "eve@example.cn";
    desk.fails(1100, "RegisterUser", &[("passwd", PASSWORD)]);
    desk.fails(1520, "RegisterUser", &[("phone", "eve"), ("passwd", "short")]);
    desk.fails(1500, "RegisterUser", &[("email", eve), ("passwd", "short")]);
    let id = desk.ok("RegisterUser", &[("email", eve), ("passwd", PASSWORD)])["user_id"].clone();
    desk.fails(1510, "RegisterUser", &[("email", eve), ("passwd", PASSWORD)]);
    let pair = desk.look(|world| Ok(world.keys_of(id.as_str().unwrap())?.remove(0)));
    let signed = crate::pair(&pair.id, &pair.secret);
    assert_eq!(desk.call_as(&signed, "DescribeZones", &[])["ret_code"], 1661);
    desk.fails(1661, "Login", &[("user", eve), ("passwd", PASSWORD)]);
    desk.fails(1660, "Login", &[("user", eve), ("passwd", "Wrong@2026")]);

    let mail = mail(&desk, eve);
    assert_eq!(mail["kind"], "activation");
    let code = mail["code"].as_str().unwrap();
    desk.fails(1610, "ActivateUser", &[("email", "x@example.cn"), ("activation_code", code)]);
    desk.fails(1500, "ActivateUser", &[("email", eve), ("activation_code", "nonsense")]);
    desk.ok("ActivateUser", &[("user", id.as_str().unwrap()), ("activation_code", code)]);
    desk.fails(1500, "ActivateUser", &[("email", eve), ("activation_code", code)]);
    desk.ok("Login", &[("user", eve), ("passwd", PASSWORD)]);
    assert_eq!(desk.call_as(&signed, "DescribeZones", &[])["ret_code"], 0);
}

#[test]
fn codes_of_registration_run_out() {
    let desk = as_caller(Desk::new(), Credentials::None);
    let phone = "+8613800138000";
    let mine = [("phone", phone), ("passwd", PASSWORD), ("verification_code", "000000")];
    desk.fails(1500, "RegisterUser", &mine);
    let send = |kind: &str| {
        let sent = door(&desk, "POST", "mail", "", &json!({"to": phone, "kind": kind}));
        sent["code"].as_str().unwrap().to_owned()
    };
    let old = send("verification");
    desk.advance(Span::minutes(31));
    desk.fails(1500, "RegisterUser", &[mine[0], mine[1], ("verification_code", &old)]);
    let code = send("verification");
    desk.ok("RegisterUser", &[mine[0], mine[1], ("verification_code", &code)]);
    let code = mail(&desk, phone)["code"].as_str().unwrap().to_owned();
    desk.advance(Span::hours(25));
    desk.fails(1500, "ActivateUser", &[("user", phone), ("activation_code", &code)]);
    let code = send("activation");
    desk.ok("ActivateUser", &[("user", phone), ("activation_code", &code)]);
    let all = door(&desk, "GET", "mail", "", &Value::Null);
    assert_eq!(all.as_array().unwrap().len(), 4);
    assert_eq!(all[0]["code"], json!(code), "newest first");
}

#[test]
fn an_operator_opens_users_and_deletes_them_with_what_they_own() {
    let desk = Desk::new();
    let fields = json!({"id": "bob", "user_id": "usr-bob00001", "master": "demo", "email": BOB,
        "password": PASSWORD, "max_sessions": 1});
    let create =
        |fields: &Value| desk.change(|world| Ok(desk.cloud().operator().create_account(world, fields)));
    assert_eq!(create(&fields).as_deref(), Ok("usr-bob00001"));
    assert!(create(&json!({"id": "x", "user_id": "usr-bob00001"})).is_err());
    assert!(create(&json!({"id": "y", "master": "bob"})).is_err());
    assert!(create(&json!({"id": "z", "email": BOB})).is_err());
    crate::login(&desk, BOB);
    let demo = desk.look(|world| Ok(world.account_named("demo")?.unwrap()));
    assert_eq!(desk.look(|world| Ok(world.users_of(&demo)?.len())), 1);
    let delete = |id: &str| desk.change(|world| Ok(desk.cloud().operator().delete_account(world, id)));
    assert!(delete("usr-bob00001").is_ok());
    desk.fails(1610, "SendResetPassword", &[("user", BOB)]);
    assert_eq!(desk.look(|world| Ok(world.users_of(&demo)?.len())), 0);
    assert!(create(&json!({"id": "bob", "email": BOB})).is_ok(), "the names are free again");
    assert!(delete("system").is_err(), "the vendor's own");
    desk.ok("CreateTag", &[("tag_name", "a")]);
    assert!(delete(&demo).is_ok());
    assert_eq!(desk.call("DescribeZones", &[])["ret_code"], 1200, "its key went with it");
}

#[test]
fn an_account_as_it_is_shown_can_be_opened_elsewhere() {
    let desk = Desk::new();
    let (bob, _) = sub_user(&desk, BOB);
    desk.patch_account(
        "demo",
        &json!({"email": "demo@example.cn", "role": {"policy": {}}, "zones": ["gd2"]}),
    );
    let show = |desk: &Desk, id: &str| {
        desk.look(|world| desk.cloud().operator().show_account(world, &world.account(id)?))
    };
    let demo = desk.look(|world| Ok(world.account_named("demo")?.unwrap()));
    let mut shown = show(&desk, &demo);
    for (name, value) in [("id", "twin"), ("user_id", "usr-twin0001"), ("email", "twin@example.cn")] {
        shown[name] = value.into();
    }
    shown["keys"][0]["id"] = "TWINKEY".into();
    desk.change(|world| desk.cloud().operator().create_account(world, &shown));
    assert_eq!(show(&desk, "usr-twin0001"), shown);
    assert_eq!(show(&desk, &bob)["master"], json!(demo));
}

#[test]
fn unfinished_registrations_are_bounded_and_make_room_when_their_code_has_run_out() {
    let desk = as_caller(Desk::new(), Credentials::None);
    let register = |n: usize| {
        let email = format!("user{n}@example.cn");
        desk.pass(Span::millis(1));
        desk.call("RegisterUser", &[("email", &email), ("passwd", PASSWORD)])["ret_code"].clone()
    };
    let count = |desk: &Desk| desk.look(|world| Ok((world.accounts()?.len(), world.mails()?.len())));
    let before = count(&desk).0;
    for n in 0..1_000 {
        assert_eq!(register(n), 0);
    }
    assert_eq!(count(&desk), (before + 1_000, 1_000));
    assert_eq!(register(1_000), 1500);
    // Who completes a registration, or is let in by the operator, makes room for another one.
    let code = mail(&desk, "user500@example.cn")["code"].as_str().unwrap().to_owned();
    desk.ok("ActivateUser", &[("user", "user500@example.cn"), ("activation_code", &code)]);
    desk.patch_account("user501@example.cn", &json!({"status": "active"}));
    assert_eq!([register(1_000), register(1_001), register(1_002)], [0, 0, 1500]);
    desk.advance(Span::hours(25));
    assert_eq!([register(1_002), register(1_003)], [0, 0]);
    assert_eq!(count(&desk), (before + 1_002, 1_002), "the oldest two went, with their mails");
    assert_eq!(register(0), 0, "and their names are free again");
}
