//! Web pages in a real browser that try to drive a squall on the same machine. `cargo xtask browser` runs these.
//!
//! Whatever a page tries it tries twice: at a plain server, which must see all of it, so that what is tried is known to
//! leave the browser; and at squall, whose world must stay as it was and which must not have told anything.

mod attacker;
mod chromium;

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use squall_catalogue::System;

use crate::rig::{Request, Rig};
use attacker::{Attacker, Target};

/// A name that is not squall's and leads to this machine.
const NAMED: &str = "evil.example";
/// What a page that has read anything has read some of.
const SECRETS: [&str; 8] = [
    "squall-demo-secret",
    "SQUALLDEMOKEY",
    "BEGIN CERTIFICATE",
    "secret_key",
    "ret_code",
    "squall_requests",
    "\"running\"",
    attacker::SECRET,
];
/// What is still under way when a page tells what it found.
const STRAGGLERS: Duration = Duration::from_millis(300);

/// What the plain server must have been asked for, and by what the body was said to be where it matters.
const TRIED: &[(&str, &str, &str)] = &[
    ("POST", "/_squall/reset", "text/plain"),
    ("POST", "/_squall/settle", "application/x-www-form-urlencoded"),
    ("POST", "/_squall/faults", "multipart/form-data"),
    ("POST", "/_squall/faults", "text/plain"),
    ("POST", "/_squall/storage", "text/plain"),
    ("POST", "/_squall/clock/advance", "text/plain"),
    ("POST", "/_squall/systems/qingcloud/accounts", "text/plain"),
    ("GET", "/_squall/systems/qingcloud/accounts/demo", ""),
    ("GET", "/_squall/systems/qingcloud/world", ""),
    ("GET", "/_squall/ca", ""),
    ("GET", "/_squall/requests", ""),
    ("GET", "/_squall/requests/stream", ""),
    ("GET", "/metrics", ""),
    ("GET", "/iaas/", ""),
    ("GET", "/latest/meta-data/security-credentials", ""),
];
/// How often a socket and a stream are asked for at the same path.
const STREAMS: usize = 2;
/// Signed calls that a page makes, by the tag that each would make.
const CALLS: [&str; 5] = ["image", "script", "style", "frame", "fetch"];

/// Signed calls for anybody to make, by their names.
fn calls(rig: &Rig) -> Vec<(&'static str, Request)> {
    let universe = &rig.server.universe;
    let (cloud, now) = (universe.cloud(System::QingCloud).unwrap(), universe.site.host.now());
    let call = |name| (name, Request::calling(cloud, "CreateTag", &[("tag_name", name)], now));
    CALLS.map(call).into()
}

/// What a page at this address is told to attack.
fn orders(rig: &Rig, target: &str) -> Value {
    let calls: Vec<(&str, Request)> = calls(rig);
    let calls: Value =
        calls.into_iter().map(|(name, call)| (name.to_owned(), Value::from(call.target))).collect();
    json!({"target": target, "calls": calls})
}

/// Lets a page served under a host try everything at a target; answers what it says that it found, by what it tried.
fn visit(rig: &Rig, attacker: &Attacker, host: &str, target: &str) -> Vec<(String, String)> {
    attacker.give_orders(orders(rig, target));
    let _browser = chromium::open(&format!("http://{host}:{}/page", attacker.port()));
    let found = attacker.report();
    sleep(STRAGGLERS);
    let found = found.as_object().unwrap().iter();
    found.map(|(tried, found)| (tried.clone(), found.as_str().unwrap().to_owned())).collect()
}

/// A page that is served under a host tries everything at `http://TARGET:PORT`, there being once a plain server and
/// once squall.
fn tries(host: &str, target: &str) {
    let rig = Rig::start();
    rig.give_a_role();
    let (attacker, plain) = (Attacker::start(Target::Own), Attacker::start(Target::Own));
    let found = visit(&rig, &attacker, host, &format!("http://{target}:{}", plain.port()));
    must_have_tried(&plain, &found);

    let before = rig.state();
    let found = visit(&rig, &attacker, host, &format!("http://{target}:{}", rig.at.port()));
    must_have_failed(&rig, &before, &found);
}

fn must_have_tried(plain: &Attacker, found: &[(String, String)]) {
    let seen = plain.seen();
    for (method, path, kind) in TRIED {
        let is_it = |request: &&attacker::Seen| {
            request.method == *method && request.path == *path && request.kind.starts_with(kind)
        };
        assert!(seen.iter().any(|request| is_it(&request)), "{method} {path} {kind}: {seen:#?}\n{found:#?}");
    }
    let count = |path: &str| seen.iter().filter(|request| request.path == path).count();
    assert_eq!((count("/_squall/requests/stream"), count("/iaas/")), (STREAMS, CALLS.len()), "{found:#?}");
}

fn must_have_failed(rig: &Rig, before: &crate::rig::State, found: &[(String, String)]) {
    assert!(rig.state() == *before, "a page changed the world: {found:#?}");
    for (tried, found) in found {
        let told = SECRETS.iter().find(|secret| found.contains(*secret));
        assert_eq!(told, None, "{tried} read {found}");
    }
    // Everybody else may still do what the page tried.
    for (name, call) in calls(rig) {
        assert_eq!(rig.send(&call).json()["ret_code"], 0, "{name}");
    }
}

#[test]
#[ignore = "needs Chromium: cargo xtask browser"]
fn a_page_of_another_server_on_this_machine() {
    tries("127.0.0.1", "127.0.0.1");
}

#[test]
#[ignore = "needs Chromium: cargo xtask browser"]
fn a_page_of_another_site() {
    tries(NAMED, "127.0.0.1");
    tries(NAMED, "localhost");
}

#[test]
#[ignore = "needs Chromium: cargo xtask browser"]
fn a_page_that_asks_under_another_name_for_this_machine() {
    // To such a name the browser tells nothing of the page that asks.
    tries("127.0.0.1", "another.example");
    tries(NAMED, "another.example");
}

#[test]
#[ignore = "needs Chromium: cargo xtask browser"]
fn a_page_whose_own_name_comes_to_lead_here() {
    let rig = Rig::start();
    rig.give_a_role();
    let attacker = Attacker::start(Target::Own);
    let origin = format!("http://{NAMED}:{}", attacker.port());
    let found = visit(&rig, &attacker, NAMED, &origin);
    must_have_tried(&attacker, &found);
    let read = found.iter().filter(|(_, found)| found.contains(attacker::SECRET)).count();
    assert!(read >= 8, "a page reads what is of its own origin: {found:#?}");

    let before = rig.state();
    let rebound = Attacker::start(Target::Other(rig.at));
    let origin = format!("http://{NAMED}:{}", rebound.port());
    let found = visit(&rig, &rebound, NAMED, &origin);
    must_have_failed(&rig, &before, &found);
}
