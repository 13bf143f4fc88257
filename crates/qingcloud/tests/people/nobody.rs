//! Callers who show nothing of who they are, half of it, or something that only looks like it.

use crate::{PASSWORD, login, sub_user};
use serde_json::Value;
use squall_api::client::{Credentials, Prepared};
use squall_api::cloud::Account;
use squall_simulate::Desk;

const BOB: &str = "bob@example.cn";

/// Sends a query as it stands; it must fail with a code and leave the world as it was.
#[track_caller]
fn refused(desk: &Desk, code: i64, query: &str) -> String {
    desk.now();
    let before = desk.dump();
    let reply = get(desk, query);
    assert_eq!(reply["ret_code"], code, "{query}: {reply}");
    assert!(before == desk.dump(), "{query} changed the world");
    reply["message"].as_str().unwrap().to_owned()
}

fn get(desk: &Desk, query: &str) -> Value {
    let (method, target) = ("GET".to_owned(), format!("/iaas/?{query}"));
    desk.send(&Prepared { method, target, headers: Vec::new(), body: String::new() }).body
}

#[test]
fn a_list_in_the_place_of_a_credential_is_none() {
    let desk = Desk::new();
    let host = desk.call("DescribeHyperNodes", &[])["hyper_node_set"][0]["hyper_node_id"].clone();
    let host = host.as_str().unwrap();
    let make = format!("action=CreateSubUser&email={BOB}&passwd=Squall%402026");
    for action in [format!("action=DeleteHyperNodes&hyper_nodes.1={host}"), make] {
        for shown in ["", "&session_id=", "&access_key_id=SQUALLDEMOKEY", "&signature=x"] {
            refused(&desk, 1100, &format!("{action}{shown}"));
        }
        for name in ["session_id", "access_key_id", "signature", "signature_method", "signature_version"] {
            for shape in ["1=x", "a=x", "1.a=x"] {
                let said = refused(&desk, 1100, &format!("{action}&{name}.{shape}"));
                assert_eq!(said, format!("InvalidRequestFormat, parameter [{name}] is not a text"));
            }
        }
        refused(&desk, 1200, &format!("{action}&session_id=x"));
        refused(&desk, 1100, &format!("{action}&session_id=x&session_id=x"));
        refused(&desk, 1100, &format!("{action}&session_id=&session_id.1=x"));
    }
}

#[test]
fn what_every_call_carries_is_one_text_each() {
    let desk = Desk::new();
    for name in ["action", "zone", "version", "time_stamp", "expires", "signature_version"] {
        for shape in ["1", "a"] {
            let said = desk.fails(1100, "DescribeZones", &[(name, ""), (&format!("{name}.{shape}"), "1")]);
            assert_eq!(said, format!("InvalidRequestFormat, parameter [{name}] is not a text"));
        }
    }
}

#[test]
fn a_name_that_is_in_query_and_form_is_refused_even_where_one_is_empty() {
    let desk = Desk::new();
    let whole = desk.prepare(&desk.credentials, "DescribeTags", &[], None, Some("POST"));
    assert_eq!(desk.send(&whole).code, None);
    for query in ["zone=pek3", "zone=", "session_id=&access_key_id="] {
        let both = Prepared { target: format!("{}?{query}", whole.target), ..whole.clone() };
        assert_eq!(desk.send(&both).number(), "1100", "{query}");
    }
}

#[test]
fn an_action_for_anybody_comes_without_credentials_or_with_good_ones() {
    let desk = Desk::new();
    sub_user(&desk, BOB);
    for action in ["Login", "RegisterUser", "ActivateUser", "SendResetPassword", "ResetPassword"] {
        for half in [
            "access_key_id=SQUALLDEMOKEY",
            "signature=x",
            "signature_method=HmacSHA256",
            "signature_version=1",
            "signature.1=x",
            "session_id.1=x",
            "access_key_id=SQUALLDEMOKEY&signature=x&time_stamp=2026-01-01T00:00:00Z",
        ] {
            refused(&desk, 1100, &format!("action={action}&user={BOB}&{half}"));
        }
        let whole = "access_key_id=SQUALLDEMOKEY&signature=x&time_stamp=2026-01-01T00%3A00%3A00Z\
                     &signature_method=HmacSHA256&signature_version=1";
        for wrong in [whole, "session_id=x", &whole.replace("DEMO", "OTHER")] {
            refused(&desk, 1200, &format!("action={action}&user={BOB}&{wrong}"));
        }
    }
    let right = [("user", BOB), ("passwd", PASSWORD)];
    for credentials in [Credentials::None, desk.credentials.clone(), login(&desk, BOB)] {
        assert_eq!(desk.call_as(&credentials, "Login", &right)["ret_code"], 0);
    }
    let common = format!("action=Login&user={BOB}&passwd=Squall%402026&version=1&time_stamp=whenever");
    assert_eq!(get(&desk, &common)["ret_code"], 0, "a time of signing shows nobody");
}

#[test]
fn a_user_of_nobody_from_an_earlier_world_is_seen_barred_and_removed() {
    let desk = Desk::new();
    let (bob, key) = sub_user(&desk, BOB);
    desk.change(|world| {
        let orphan = Account { master: Some(String::new()), ..world.account(&bob)? };
        world.save_account(&orphan)
    });
    let findings = desk.look(|world| world.audit());
    assert!(findings.contains(&format!("{bob} is of [], who is nobody")), "{findings:?}");
    let operator = desk.cloud().operator();
    let show = |account: &Account| desk.look(|world| operator.show_account(world, account));
    let shown: Vec<Value> = desk.look(|world| world.accounts()).iter().map(show).collect();
    assert!(shown.iter().any(|account| account["user_id"] == bob && account["balance"] == "0.00"));
    assert_eq!(desk.call_as(&key, "DescribeZones", &[])["ret_code"], 1662);
    desk.change(|world| operator.delete_account(world, &bob));
    assert_eq!(desk.call_as(&key, "DescribeZones", &[])["ret_code"], 1200);
}
