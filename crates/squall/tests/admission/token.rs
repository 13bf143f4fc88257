//! The door where a token is set: for whoever shows it, from anywhere, under a name that squall was told.

use crate::rig::{Request, Rig};

const TOKEN: &str = "open-sesame";

#[test]
fn every_route_wants_the_token_once_and_whole() {
    let rig = Rig::with(Some(TOKEN), &[]);
    for (method, path) in rig.routes() {
        let before = rig.state();
        for shown in [
            &[][..],
            &[""],
            &["Bearer"],
            &["Bearer "],
            &["Bearer open"],
            &["Bearer open-sesame!"],
            &["Basic open-sesame"],
            &["Bearer open-sesame", "Bearer open-sesame"],
        ] {
            let reply = rig.send(&Request::new(&method, &path).instead("authorization", shown));
            assert_eq!((reply.status, reply.is_problem()), (401, true), "{method} {path} {shown:?}");
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
            assert!(rig.state() == before, "{method} {path} {shown:?} changed the world");
        }
        let reply = rig.send(&Request::new(&method, &path).with("authorization", "bearer open-sesame"));
        assert!(![401, 403, 421].contains(&reply.status), "{method} {path}: {reply:?}");
        rig.put_back();
    }
}

#[test]
fn who_shows_it_may_come_through_a_proxy_and_by_a_name_that_was_given() {
    let rig = Rig::with(Some(TOKEN), &["Squall.example", "192.0.2.7"]);
    let asked = |host: &str| {
        let request = Request::new("GET", "/_squall/health").with("authorization", "Bearer open-sesame");
        rig.send(&request.with("x-forwarded-for", "192.0.2.1").with("host", host)).status
    };
    assert_eq!(["squall.example", "SQUALL.example.:80", "192.0.2.7:1", "localhost"].map(asked), [200; 4]);
    assert_eq!(["other.example", "a.squall.example", "192.0.2.8"].map(asked), [421; 3]);
    let own = Request::new("GET", "/_squall/health").with("authorization", "Bearer open-sesame");
    let own = own.with("host", "squall.example").with("origin", "https://squall.example");
    assert_eq!(rig.send(&own).status, 200, "a page of its own, behind what ends TLS");
    let other = own.instead("origin", &["https://squall.example:444"]);
    assert_eq!(rig.send(&other).status, 403);
}
