//! Every action of every system, called by pages of others through somebody's browser. The demo key is public, so the
//! signature is right.

use bytes::Bytes;
use squall::door;
use squall::edge::{Arrival, Delivery, Handler as _, Visitor};

use crate::intruders;
use crate::rig::{Request, Rig};

/// What a vendor answers, be it a success or an error.
fn is_answered(rig: &Rig, request: &Request) -> bool {
    rig.send(request).header("x-squall-request").is_some()
}

#[test]
fn pages_of_others_call_nothing() {
    let rig = Rig::start();
    let before = rig.state();
    for request in rig.calls().iter().filter(|request| !door::is_for(request.path())) {
        for intruder in intruders::pages(rig.at.port()).iter().chain(&intruders::malformed()) {
            let reply = rig.send(&(intruder.disguise)(request.clone()));
            let told = format!("{} {} with {}", request.method, request.target, intruder.name);
            assert_eq!((reply.status, reply.is_problem()), (intruder.status, true), "{told}: {reply:?}");
            assert!(rig.state() == before, "{told} changed the world");
        }
    }
}

#[test]
fn clients_notice_nothing() {
    let rig = Rig::start();
    let calls = rig.calls();
    for request in calls.iter().filter(|request| !door::is_for(request.path())) {
        assert!(is_answered(&rig, request), "{} {}", request.method, request.target);
        rig.put_back();
    }
    let call = Request::new("GET", "/iaas/?action=DescribeZones");
    for (name, value) in [
        ("host", "api.qingcloud.com"),
        ("host", "squall:7780"),
        ("host", "192.0.2.1"),
        ("user-agent", "Mozilla/5.0"),
        ("content-type", "text/plain"),
        ("x-forwarded-for", "192.0.2.1"),
        ("sec-fetch-mode", "cors"),
        ("accept-language", "zh"),
        ("sec-fetch-site", "none"),
    ] {
        assert!(is_answered(&rig, &call.clone().with(name, value)), "{name}: {value}");
    }
    let node = call.with("host", "squall").with("accept-language", "*").with("sec-fetch-mode", "cors");
    assert!(is_answered(&rig, &node), "Node's fetch");
}

#[test]
fn pages_of_others_learn_nothing_from_what_is_nowhere() {
    let rig = Rig::start();
    for intruder in intruders::pages(rig.at.port()) {
        let reply = rig.send(&(intruder.disguise)(Request::new("GET", "/nowhere")));
        assert_eq!(reply.status, intruder.status, "{}", intruder.name);
    }
}

#[test]
fn pages_of_others_are_refused_where_there_is_no_room_as_well() {
    let rig = Rig::start();
    let before = rig.state();
    let arrival = |target: &str, origin: &str| {
        let request = http::Request::post(target).header("host", "localhost").header("origin", origin);
        let request = request.body(Bytes::new()).unwrap();
        let visitor = Visitor::of("127.0.0.1".parse().unwrap(), false, None, &request).unwrap();
        Arrival { request, visitor }
    };
    let status = |delivery: Delivery| match delivery {
        Delivery::Reply(reply) => reply.status().as_u16(),
        _ => panic!("no reply"),
    };
    for target in ["/iaas/", "/v1/p/instances", "/_squall/v1/physicalservers", "/_squall/reset", "/nowhere"] {
        let page = || arrival(target, "http://evil.example");
        assert_eq!(status(rig.server.overloaded(page())), 403, "{target}");
        assert_eq!(rig.server.oversized(page()).map(status), Some(403), "{target}");
    }
    assert!(rig.state() == before);
    assert_ne!(status(rig.server.overloaded(arrival("/iaas/", "http://localhost"))), 403);
}
