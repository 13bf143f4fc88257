//! Every route of the door, asked by whom it is for and by everybody else.

use crate::intruders;
use crate::rig::{Request, Rig};

/// What nobody may be answered with who was let in.
const REFUSALS: [u16; 6] = [401, 403, 404, 405, 415, 421];

#[test]
fn every_route_serves_whom_it_is_for() {
    let rig = Rig::start();
    let own = format!("http://127.0.0.1:{}", rig.at.port());
    let merge = "application/merge-patch+json; charset=utf-8";
    for (method, path) in rig.routes() {
        let form = "application/x-www-form-urlencoded";
        for (name, value) in [
            ("host", "localhost"),
            ("host", "squall.localhost:9"),
            ("host", "[::1]"),
            ("origin", &own),
            ("sec-fetch-site", "none"),
            ("sec-fetch-site", "same-origin"),
            ("accept-language", "zh"),
            ("content-type", form),
            ("content-type", merge),
            ("content-type", ""),
        ] {
            let reply = rig.send(&Request::new(&method, &path).with(name, value));
            let is_refused = reply.is_problem() && REFUSALS.contains(&reply.status);
            assert!(reply.status < 500 && !is_refused, "{method} {path} {name}: {reply:?}");
            rig.put_back();
        }
    }
}

#[test]
fn no_route_serves_anybody_else() {
    let rig = Rig::start();
    let before = rig.state();
    for (method, path) in rig.routes() {
        for intruder in intruders::all(rig.at.port()) {
            let reply = rig.send(&(intruder.disguise)(Request::new(&method, &path)));
            let told = format!("{method} {path} with {}: {reply:?}", intruder.name);
            assert_eq!(reply.status, intruder.status, "{told}");
            assert!(reply.is_problem() && reply.json()["status"] == intruder.status, "{told}");
            let allows = |(name, _): &(String, String)| name.starts_with("access-control-");
            assert!(!reply.headers.iter().any(allows), "{told}");
            assert!(rig.state() == before, "{told} changed the world");
        }
    }
    rig.server.universe.snapshot("after").expect("the disk was not made to fail");
}

#[test]
fn other_methods_are_told_which_there_are() {
    let rig = Rig::start();
    let (before, provided) = (rig.state(), rig.actions_at_the_door());
    let routes: Vec<_> = rig.routes().into_iter().filter(|route| !provided.contains(route)).collect();
    for (_, path) in &routes {
        let here = routes.iter().filter(|(_, other)| other == path);
        let mut known: Vec<&str> = here.map(|(method, _)| method.as_str()).collect();
        if known.contains(&"GET") {
            known.push("HEAD");
        }
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get"] {
            if known.contains(&method) {
                continue;
            }
            let reply = rig.send(&Request::new(method, path));
            assert_eq!(reply.status, 405, "{method} {path}");
            let allowed: Vec<&str> = reply.header("allow").unwrap().split(", ").collect();
            assert_eq!(allowed, known, "{method} {path}");
            assert!(rig.state() == before, "{method} {path} changed the world");
        }
    }
}

#[test]
fn what_is_looked_at_can_be_asked_for_its_head() {
    let rig = Rig::start();
    for (_, path) in rig.routes().iter().filter(|(method, _)| method == "GET") {
        let mut stream = crate::rig::connection(rig.at);
        let request = Request::new("HEAD", path).to_bytes(rig.at.port());
        std::io::Write::write_all(&mut stream, &request).unwrap();
        let mut all = String::new();
        std::io::Read::read_to_string(&mut stream, &mut all).unwrap();
        assert!(all.starts_with("HTTP/1.1 200 ") && all.ends_with("\r\n\r\n"), "{path}: {all}");
    }
}
