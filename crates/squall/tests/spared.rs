//! What must not keep others waiting: events that fail, those who write, calls that take long.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request};
use serde_json::Value;
use squall::assembly;
use squall::edge::{Arrival, Delivery, Handler as _, Visitor};
use squall::host_clock::HostTime;
use squall::server::Server;
use squall_api::catalogue::System;
use squall_api::client::{Credentials, Outgoing};
use squall_api::cloud::{Calendar, Due, Kind, Refusal, Span, Time};
use squall_api::store::{Store, Table};
use squall_api::{Cloud, HostClock as _};
use squall_simulate::{Huawei, QingCloud, Vendor};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, mpsc};
use std::thread;

/// Instant, sequence number and system of what is under way.
const DUE: Table<(i64, u64, u8), Due> = Table::new(104, "due");
const VENDORS: [&dyn Vendor; 2] = [&QingCloud, &Huawei];

fn server() -> Server {
    let universe = assembly::universe(Store::memory(), 1);
    universe.found(HostTime.now()).unwrap();
    Server {
        universe: Arc::new(universe),
        admin_token: None,
        admin_hosts: Vec::new(),
        start: None,
        certificate_pem: String::new(),
        lanes: Arc::default(),
    }
}

fn hand_over(server: &Server, mut request: Request<Bytes>) -> Delivery {
    request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
    let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let visitor = Visitor::of(peer, false, None, &request).unwrap();
    server.handle(Arrival { request, visitor })
}

fn door(server: &Server, method: &str, path: &str) -> String {
    let request = Request::builder().method(method).uri(path).body(Bytes::new()).unwrap();
    let Delivery::Reply(reply) = hand_over(server, request) else { panic!("{path} is not answered") };
    String::from_utf8(reply.into_body().to_vec()).unwrap()
}

fn signed(cloud: &dyn Cloud, action: &str, parameters: &[(&str, &str)]) -> Request<Bytes> {
    let key = Credentials::Key { id: "SQUALLDEMOKEY".to_owned(), secret: "squall-demo-secret".to_owned() };
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let outgoing = Outgoing { action, parameters: &parameters, path: None, method: None };
    let prepared = cloud.client().prepare(&outgoing, &key, HostTime.now());
    let mut request = Request::builder().method(&*prepared.method).uri(&*prepared.target);
    for (name, value) in &prepared.headers {
        request = request.header(name, value);
    }
    request.body(Bytes::from(prepared.body)).unwrap()
}

fn qingcloud(server: &Server) -> &dyn Cloud {
    server.universe.cloud(System::QingCloud).unwrap()
}

fn write(server: &Server, name: &str) -> Request<Bytes> {
    signed(qingcloud(server), "CreateTag", &[("tag_name", name)])
}

fn read(server: &Server) -> Request<Bytes> {
    signed(qingcloud(server), "DescribeTags", &[("limit", "1")])
}

/// The end of a delivery that takes a while.
fn awaited(delivery: Delivery) -> Value {
    let Delivery::Later(later) = delivery else { panic!("it did not take long") };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    reply(runtime.block_on(later))
}

fn reply(delivery: Delivery) -> Value {
    let Delivery::Reply(reply) = delivery else { panic!("it is not answered") };
    serde_json::from_slice(reply.body()).unwrap()
}

#[test]
fn a_poisoned_event_leaves_every_call_of_every_system_answered() {
    let server = server();
    let universe = &server.universe;
    for vendor in VENDORS {
        let place = ((universe.now().unwrap() + Span::seconds(1)).0, 0, vendor.system() as u8);
        let lifeless = Due::Arrival { kind: Kind::Host, id: format!("of {}", vendor.system().as_str()) };
        universe.site.store.write(|tx| tx.put(&DUE, &place, &lifeless)).unwrap();
    }
    universe.advance(Span::hours(1)).unwrap();
    for vendor in VENDORS {
        let (cloud, internal) = (universe.cloud(vendor.system()).unwrap(), vendor.codes().internal);
        for action in cloud.actions() {
            let request =
                squall_api::Request::new(signed(cloud, action.name, &[]), IpAddr::V4(Ipv4Addr::LOCALHOST));
            let response = cloud.answer(&request).response;
            let body = String::from_utf8_lossy(response.body()).into_owned();
            let code = cloud.client().code(response.status().as_u16(), &body);
            assert_ne!(code.as_deref(), Some(internal.number()), "{}: {body}", action.name);
        }
    }
    let listed: Value = serde_json::from_str(&door(&server, "GET", "/_squall/events")).unwrap();
    let systems: Vec<_> = listed.as_array().unwrap().iter().map(|event| event["system"].as_str()).collect();
    assert_eq!(systems, [Some("qingcloud"), Some("huawei-imetal")], "{listed}");
    assert!(listed[0]["reason"].as_str().unwrap().contains("has no life"), "{listed}");
    let health: Value = serde_json::from_str(&door(&server, "GET", "/_squall/health")).unwrap();
    assert_eq!((&health["status"], &health["events_set_aside"]), (&"ok".into(), &2.into()));
    assert!(door(&server, "GET", "/metrics").contains("squall_events_set_aside{system=\"qingcloud\"} 1"));
    let retried: Value = serde_json::from_str(&door(&server, "POST", "/_squall/events/retry")).unwrap();
    assert_eq!((&retried["retried"], &retried["events_set_aside"]), (&2.into(), &2.into()));
}

#[test]
fn whoever_waits_for_a_writer_gives_the_thread_back() {
    let server = server();
    let (held, is_held) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let store = &server.universe.site.store;
        let holder = scope.spawn(move || {
            store.write(|_| {
                held.send(()).unwrap();
                let _ = released.recv();
                Ok::<_, Refusal>(())
            })
        });
        is_held.recv().unwrap();
        assert_eq!(reply(hand_over(&server, read(&server)))["ret_code"], 0);
        let waits = hand_over(&server, write(&server, "late"));
        assert!(matches!(waits, Delivery::Later(_)));
        assert_eq!(reply(hand_over(&server, read(&server)))["total_count"], 0);
        drop(release);
        holder.join().unwrap().unwrap();
        assert_eq!(awaited(waits)["ret_code"], 0);
    });
    assert_eq!(reply(hand_over(&server, read(&server)))["total_count"], 1);
    let at_once = hand_over(&server, write(&server, "soon"));
    assert_eq!(reply(at_once)["ret_code"], 0, "where nobody else writes it changes no thread");
}

#[test]
fn a_call_that_takes_long_goes_on_elsewhere_and_counts_once() {
    let server = server();
    let site = &server.universe.site;
    let owner = site
        .store
        .read(|tx| qingcloud(&server).world(tx, Time::default()).account_named("demo"))
        .unwrap()
        .unwrap();
    let tags = 6_000;
    let (made, _) = site.change(squall_api::Patience::FULL, |tx, moment| {
        let world = qingcloud(&server).world(tx, moment.now);
        (0..tags).try_for_each(|n| {
            let head =
                squall_api::cloud::Head::new(format!("tag-{n}"), &owner, "", &format!("t{n}"), moment.now);
            let head = head.in_state(squall_api::cloud::State::Free).counted([("tag", 1)]);
            world.insert(&squall_api::cloud::Tag { head, color: String::new(), targets: Vec::new() })
        })
    });
    made.unwrap();
    let counted = || {
        let day = Calendar::ahead(Span::hours(8)).day(server.universe.now().unwrap());
        site.meter.counted(System::QingCloud, &owner, day)
    };
    let before = counted();
    let listed = awaited(hand_over(&server, read(&server)));
    assert_eq!((&listed["ret_code"], &listed["total_count"]), (&0.into(), &tags.into()));
    assert_eq!(counted(), before + 1);
    let padding = "x".repeat(300 * 1024);
    let long = signed(qingcloud(&server), "DescribeTags", &[("search_word", "none")]);
    let (mut head, _) = long.into_parts();
    head.method = http::Method::POST;
    let refused = awaited(hand_over(&server, Request::from_parts(head, Bytes::from(padding))));
    assert_ne!(refused["ret_code"], 0, "a body that is not signed: {refused}");
}
