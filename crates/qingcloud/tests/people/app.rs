//! The module of applications: who calls, and leases of services.

use crate::{PASSWORD, as_caller, door};
use serde_json::json;
use squall_api::client::Credentials;
use squall_api::cloud::{AppService, Head, Image, Money, Span, State};
use squall_simulate::Desk;

const SERVICE: (&str, &str) = ("service", "svc-demo0001");

fn app_desk() -> Desk {
    let (id, secret) = ("app-demo0001".to_owned(), "squall-demo-secret".to_owned());
    as_caller(Desk::new(), Credentials::App { id, secret })
}

fn token(desk: &Desk, user: &str, seconds: u64) -> String {
    let handed = door(desk, "POST", "app_token", "", &json!({"user": user, "seconds": seconds}));
    handed["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn an_application_proves_itself_and_keeps_to_its_module() {
    let desk = app_desk();
    assert_eq!(desk.ok("DescribeUsers", &[])["total_count"], 1);
    for (id, secret) in [("app-demo0001", "wrong"), ("app-00000000", "squall-demo-secret")] {
        let app = Credentials::App { id: id.to_owned(), secret: secret.to_owned() };
        assert_eq!(desk.call_as(&app, "DescribeUsers", &[])["ret_code"], 1200);
    }
    desk.fails(3300, "DescribeZones", &[]);
    let demo = crate::pair("SQUALLDEMOKEY", "squall-demo-secret");
    assert_eq!(desk.call_as(&demo, "LeaseApp", &[SERVICE])["ret_code"], 3300);
    assert_eq!(desk.call_at(&demo, "LeaseApp", &[SERVICE], Some("/app/"))["ret_code"], 1100);
}

#[test]
fn a_lease_is_made_charged_and_ended() {
    let desk = app_desk();
    desk.fails(2200, "LeaseApp", &[("service", "svc-unknown0")]);
    desk.fails(2300, "UnLeaseApp", &[("resources.1", "svc-demo0001")]);
    let lease = desk.ok("LeaseApp", &[SERVICE])["lease_id"].as_str().unwrap().to_owned();
    desk.fails(2200, "LeaseApp", &[SERVICE]);
    desk.fails(2300, "UnLeaseApp", &[("resources.1", &lease)]);
    desk.advance(Span::seconds(5));
    let balance = |desk: &Desk| {
        desk.look(|world| {
            let demo = world.account_named("demo")?.unwrap();
            Ok(world.account(&demo)?.balance_at(world.now))
        })
    };
    let before = balance(&desk);
    desk.advance(Span::hours(10));
    assert_eq!(before - balance(&desk), Money::parse("1.00").unwrap());
    desk.fails(2300, "UnLeaseApp", &[("resources.1", &lease), ("resources.2", "svc-other000")]);
    assert_eq!(desk.ok("UnLeaseApp", &[("resources.1", &lease)])["leases"], json!([lease]));
    desk.fails(2300, "UnLeaseApp", &[("resources.1", &lease)]);
    desk.ok("LeaseApp", &[SERVICE]);
}

#[test]
fn money_comes_before_the_lease_and_arrears_suspend_it() {
    let desk = app_desk();
    desk.ok("LeaseApp", &[SERVICE]);
    desk.settle();
    desk.patch_account("demo", &json!({"balance": "0.05"}));
    desk.fails(2400, "LeaseApp", &[SERVICE]);
    desk.advance(Span::hours(1));
    desk.fails(2300, "UnLeaseApp", &[("resources.1", "app-demo0001")]);
    desk.patch_account("demo", &json!({"balance": "5.00"}));
    desk.settle();
    desk.ok("UnLeaseApp", &[("resources.1", "app-demo0001")]);
}

#[test]
fn a_token_stands_for_one_user_for_a_while() {
    let desk = app_desk();
    let demo = crate::pair("SQUALLDEMOKEY", "squall-demo-secret");
    let reply = desk.call_as(&demo, "CreateSubUser", &[("email", "b@x.cn"), ("passwd", PASSWORD)]);
    let bob = reply["user_id"].as_str().unwrap().to_owned();
    let good = token(&desk, &bob, 60);
    let shown = desk.ok("DescribeUsers", &[("access_token", &good)]);
    assert_eq!(shown["user_set"][0]["user_id"], json!(bob));
    desk.fails(1200, "DescribeUsers", &[("access_token", "at-1")]);
    desk.fails(1200, "DescribeUsers", &[("access_token", &good.replace('.', ".x"))]);
    desk.fails(2200, "LeaseApp", &[SERVICE, ("access_token", &good), ("user", "usr-other000")]);
    desk.ok("LeaseApp", &[SERVICE, ("access_token", &good), ("user", &bob)]);
    desk.ok("LeaseApp", &[SERVICE]);
    assert_eq!(desk.ok("DescribeUsers", &[])["total_count"], 2);
    desk.settle();
    let ended = desk.ok("UnLeaseApp", &[("resources.1", SERVICE.1), ("access_token", &good)]);
    assert_eq!(ended["leases"].as_array().unwrap().len(), 1, "the other user's lease goes on");
    desk.advance(Span::seconds(60));
    desk.fails(2000, "DescribeUsers", &[("access_token", &good)]);
}

#[test]
fn leases_for_a_resource_end_with_it() {
    let desk = app_desk();
    let eve = desk.open_account("eve");
    assert_eq!(desk.call_as(&eve, "DescribeZones", &[])["ret_code"], 0);
    let image = |id: &str, owner: &str| {
        desk.change(|world| {
            let owner = world.account_named(owner)?.unwrap();
            let head = Head::new(id.to_owned(), &owner, "", "", world.now).in_state(State::Free);
            let base = world.find::<Image>("centos7x64d")?.unwrap();
            world.insert(&Image { head, is_system: false, ..base })
        });
    };
    image("img-mine0000", "demo");
    image("img-hers0000", "eve");
    desk.fails(2100, "LeaseApp", &[SERVICE, ("resource", "img-none0000")]);
    desk.fails(2100, "LeaseApp", &[SERVICE, ("resource", "nonsense")]);
    desk.fails(1400, "LeaseApp", &[SERVICE, ("resource", "img-hers0000")]);
    desk.ok("LeaseApp", &[SERVICE, ("resource", "img-mine0000")]);
    desk.fails(2200, "LeaseApp", &[SERVICE, ("resource", "img-mine0000")]);
    desk.settle();
    desk.change(|world| {
        let mut image = world.fetch::<Image>("img-mine0000")?;
        world.become_state(&mut image, State::Recycled)
    });
    desk.fails(2300, "UnLeaseApp", &[("resources.1", "img-mine0000")]);
}

#[test]
fn a_service_that_is_not_offered_or_not_the_applications_cannot_be_leased() {
    let desk = app_desk();
    let service = |id: &str, app: &str, is_offered| {
        desk.change(|world| {
            let (id, app, name) = (id.to_owned(), app.to_owned(), String::new());
            world.save_app_service(&AppService { id, app, name, price: Money::ZERO, is_offered })
        });
    };
    service("svc-closed00", "app-demo0001", false);
    service("svc-foreign0", "app-other000", true);
    let closed = desk.fails(2200, "LeaseApp", &[("service", "svc-closed00")]);
    assert!(closed.contains("is suspended"), "{closed}");
    desk.fails(2200, "LeaseApp", &[("service", "svc-foreign0")]);
}
