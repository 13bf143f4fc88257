//! The credentials of an instance's role: for programs on this machine.

use bytes::Bytes;
use squall::edge::{Arrival, Delivery, Handler as _, Visitor};

use crate::intruders;
use crate::rig::{Request, Rig};

const PATH: &str = "/latest/meta-data/security-credentials";

/// What the server makes of the request when it comes from this address.
fn status(rig: &Rig, peer: &str, headers: &[(&str, &str)]) -> u16 {
    let mut request = http::Request::get(PATH).header("host", "169.254.169.254");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Bytes::new()).unwrap();
    let visitor = Visitor::of(peer.parse().unwrap(), false, None, &request).unwrap();
    match rig.server.handle(Arrival { request, visitor }) {
        Delivery::Reply(reply) => reply.status().as_u16(),
        _ => panic!("no reply"),
    }
}

#[test]
fn a_roles_credentials_go_to_programs_on_this_machine() {
    let rig = Rig::start();
    rig.give_a_role();
    assert_eq!(rig.send(&Request::new("GET", PATH)).status, 200);
    for peer in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
        assert_eq!(status(&rig, peer, &[("accept", "application/json")]), 200, "{peer}");
    }
}

#[test]
fn nobody_else_is_told_them() {
    let rig = Rig::start();
    rig.give_a_role();
    for peer in ["192.0.2.1", "10.0.0.1", "169.254.1.1", "2001:db8::1", "::ffff:192.0.2.1"] {
        assert_eq!(status(&rig, peer, &[]), 403, "{peer}");
    }
    for header in [("x-forwarded-for", "127.0.0.1"), ("via", "1.1 a"), ("sec-fetch-site", "none")] {
        assert_eq!(
            status(&rig, "127.0.0.1", &[header]),
            if header.0 == "sec-fetch-site" { 421 } else { 403 }
        );
    }
    let browser = Request::new("GET", PATH).with("sec-fetch-site", "none").with("accept-language", "en");
    assert_eq!(rig.send(&browser).status, 403, "nor a browser's own user");
    for intruder in intruders::pages(rig.at.port()) {
        let reply = rig.send(&(intruder.disguise)(Request::new("GET", PATH)));
        assert_eq!((reply.status, reply.is_problem()), (intruder.status, true), "{}", intruder.name);
    }
}

#[test]
fn the_door_is_not_for_other_machines() {
    let rig = Rig::start();
    for (method, path) in rig.routes() {
        let request = http::Request::builder().method(&*method).uri(&*path).header("host", "localhost");
        let request = request.body(Bytes::new()).unwrap();
        let visitor = Visitor::of("192.0.2.1".parse().unwrap(), false, None, &request).unwrap();
        let Delivery::Reply(reply) = rig.server.handle(Arrival { request, visitor }) else {
            panic!("{path}")
        };
        assert_eq!(reply.status(), 403, "{method} {path}");
    }
}

#[test]
fn the_door_is_not_for_whoever_names_no_host() {
    let rig = Rig::start();
    let request = http::Request::get("/_squall/health").version(http::Version::HTTP_10);
    let request = request.body(Bytes::new()).unwrap();
    let visitor = Visitor::of("127.0.0.1".parse().unwrap(), false, None, &request).unwrap();
    let Delivery::Reply(reply) = rig.server.handle(Arrival { request, visitor }) else { panic!("no reply") };
    assert_eq!(reply.status(), 421);
}
