//! Who may administer the platform: its hosts and licences.

use crate::{PASSWORD, login, pair, sub_user};
use serde_json::{Value, json};
use squall_api::client::Credentials;
use squall_api::cloud::{Answer, Refusal};
use squall_simulate::Desk;

const BOB: &str = "bob@example.cn";

fn code(desk: &Desk, who: &Credentials, action: &str) -> i64 {
    desk.call_as(who, action, &[])["ret_code"].as_i64().unwrap()
}

fn shown(desk: &Desk, id: &str) -> Value {
    desk.look(|world| {
        let id = world.account_named(id)?.unwrap_or_else(|| id.to_owned());
        desk.cloud().operator().show_account(world, &world.account(&id)?)
    })["platform"]
        .clone()
}

#[test]
fn the_demo_account_may_and_others_only_where_an_operator_says_so() {
    let desk = Desk::new();
    let (demo, eve) = (desk.credentials.clone(), desk.open_account("eve"));
    assert_eq!((shown(&desk, "demo"), shown(&desk, "eve")), (json!(true), json!(false)));
    let message = desk.fails_as(&eve, 1400, "DescribeHyperNodes", &[]);
    assert_eq!(message, "PermissionDenied, access denied for action [DescribeHyperNodes] of the platform");
    desk.patch_account("eve", &json!({"platform": true}));
    desk.patch_account("demo", &json!({"platform": false}));
    assert_eq!((shown(&desk, "demo"), shown(&desk, "eve")), (json!(false), json!(true)));
    assert_eq!(code(&desk, &eve, "DescribeHyperNodes"), 0);
    // A licence that is not there, rather than no right to look for one.
    assert_eq!(code(&desk, &eve, "DescribeLicenses"), 4005);
    assert_eq!(code(&desk, &demo, "DescribeLicenses"), 1400);
    desk.patch_account("demo", &json!({"platform": true}));
    assert_eq!(code(&desk, &demo, "DescribeHyperNodes"), 0);
}

#[test]
fn no_user_below_an_account_may_whatever_anybody_says() {
    let desk = Desk::new();
    let (bob, key) = sub_user(&desk, BOB);
    let session = login(&desk, BOB);
    for who in [&key, &session] {
        assert_eq!(code(&desk, who, "DescribeHyperNodes"), 1400);
    }
    assert_eq!(shown(&desk, &bob), false);
    let patch = |id: &str, value: Value| -> Answer<()> {
        let (now, cloud) = (desk.now(), desk.cloud());
        desk.universe.site.store.write(|tx| {
            cloud.operator().patch_account(&cloud.world(tx, now), id, &json!({"platform": value}))
        })
    };
    for wrong in [json!(true), json!(null), json!("yes")] {
        assert!(matches!(patch(&bob, wrong), Err(Refusal::Invalid { .. })));
    }
    patch(&bob, json!(false)).unwrap();
}

#[test]
fn a_role_or_session_of_the_platforms_account_may_what_it_may() {
    let desk = Desk::new();
    desk.patch_account("demo", &json!({"email": "demo@example.cn", "password": PASSWORD}));
    let session = login(&desk, "demo@example.cn");
    assert_eq!(code(&desk, &session, "DescribeHyperNodes"), 0);
    let unknown = pair("NOSUCHKEY", "x");
    assert_eq!(code(&desk, &unknown, "DescribeHyperNodes"), 1200, "who asks comes first");
}
