//! What is expected does not pile up, however often it changes.

use crate::wide_desk;
use squall_api::client::Credentials;
use squall_api::cloud::Span;
use squall_simulate::{Desk, Huawei};
use std::collections::BTreeMap;

/// The table of closed charges: bills are kept.
const CHARGES: u8 = 109;

/// `SQUALL_CYCLES` asks for more.
fn cycles() -> usize {
    std::env::var("SQUALL_CYCLES").ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// How many rows each table has that is not a bill, and how many events are queued.
fn rows(desk: &Desk) -> (BTreeMap<u8, usize>, usize) {
    let mut rows = BTreeMap::new();
    for (key, _) in desk.dump().iter().filter(|(key, _)| key[0] != CHARGES) {
        *rows.entry(key[0]).or_default() += 1;
    }
    (rows, desk.look(|world| world.events_queued()))
}

#[test]
fn switching_on_and_off_and_logging_in_leaves_what_there_was() {
    let live = |cycles: usize| {
        let desk = wide_desk();
        let login = [("image_id", "centos7x64d"), ("login_mode", "passwd"), ("login_passwd", "Squall2026x")];
        let run = desk.ok("RunInstances", &[&login[..], &[("instance_type", "c1m1")]].concat());
        let instance = run["instances"][0].as_str().unwrap().to_owned();
        let user = [("email", "bob@example.cn"), ("passwd", "Right@2026")];
        desk.ok("CreateSubUser", &user);
        desk.settle();
        let instance = [("instances.1", &*instance)];
        for _ in 0..cycles {
            for action in ["StopInstances", "StartInstances"] {
                desk.ok(action, &instance);
                desk.settle();
            }
            let user = [("user", "bob@example.cn"), ("passwd", "Right@2026")];
            let session = desk.call_as(&Credentials::None, "Login", &user);
            let session = Credentials::Session(session["session_id"].as_str().unwrap().to_owned());
            assert_eq!(desk.call_as(&session, "Logout", &[])["ret_code"], 0);
        }
        // Receipts and ended sessions are remembered for a week.
        desk.advance(Span::days(8));
        assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
        rows(&desk)
    };
    assert_eq!(live(cycles()), live(1));
}

#[test]
fn power_cycles_of_servers_leave_what_there_was() {
    let live = |cycles: usize| {
        let desk = Desk::of(&Huawei);
        let server = desk.look(|world| world.live_ids(squall_api::cloud::Kind::Server)).remove(0);
        for _ in 0..cycles {
            for verb in [squall_api::cloud::Verb::Stop, squall_api::cloud::Verb::Start] {
                desk.change(|world| {
                    let mut row = world.fetch(&server)?;
                    world.switch_power(&mut row, verb, Span::seconds(1))
                });
                desk.settle();
            }
        }
        desk.advance(Span::days(400));
        assert_eq!(desk.look(|world| world.audit()), Vec::<String>::new());
        rows(&desk)
    };
    assert_eq!(live(cycles()), live(1));
}

#[test]
fn a_change_that_is_overtaken_is_not_expected_any_more() {
    let desk = wide_desk();
    crate::order_volumes(&desk, 10);
    let expected = desk.look(|world| world.events_queued());
    desk.settle();
    let settled = desk.look(|world| world.events_queued());
    assert_eq!(expected - settled, 10 - 1, "ten arrivals gone, the end of the money come");
    for _ in 0..50 {
        // Each payment moves the instant at which the money runs out.
        desk.change(|world| {
            let id = world.account_named("demo")?.unwrap();
            world.deposit(&id, squall_api::cloud::Money::cents(-100))
        });
    }
    assert_eq!(desk.look(|world| world.events_queued()), settled);
}
