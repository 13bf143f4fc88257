//! A system in the shape of Tencent's API 2.0, as small as it can be: that a reply may carry a code and keep what was
//! done, that one item of a batch fails alone, that a number is good once, that one name is an action of two modules,
//! that the form of a reply follows from its call, and that two systems share their accounts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod sketch;

use bytes::Bytes;
use sketch::{HostTime, Sketch};
use squall_api::catalogue::System;
use squall_api::cloud::{Account, Laws, Tag, Time};
use squall_api::store::Store;
use squall_api::{Cloud, Pipeline, Request, Response, Site};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

const LAWS: &[(System, &Laws)] = &[(System::Tencent, &sketch::LAWS)];

struct Desk {
    site: Arc<Site>,
    one: Pipeline<Sketch<false>>,
    other: Pipeline<Sketch<true>>,
}

impl Desk {
    fn new() -> Desk {
        let site = Arc::new(Site::new(Store::memory(), Box::new(HostTime), LAWS));
        let (one, other) =
            (Pipeline::new(site.clone(), Sketch::new()), Pipeline::new(site.clone(), Sketch::new()));
        site.store
            .write(|tx| {
                one.world(tx, Time::default()).save_account(&Account::new("a".into(), Time::default()))
            })
            .unwrap();
        Desk { site, one, other }
    }

    fn send(&self, cloud: &dyn Cloud, query: &str) -> Response {
        let http = http::Request::get(format!("/?{query}")).body(Bytes::new()).unwrap();
        cloud.answer(&Request::new(http, IpAddr::V4(Ipv4Addr::LOCALHOST))).response
    }

    fn ask(&self, query: &str) -> String {
        String::from_utf8(self.send(&self.one, query).body().to_vec()).unwrap()
    }

    fn tags(&self) -> Vec<String> {
        let look = |tx: &squall_api::store::Tx<'_>| self.one.world(tx, Time::default()).owned::<Tag>("a");
        let mut names: Vec<String> =
            self.site.store.read(look).unwrap().into_iter().map(|tag| tag.head.name).collect();
        names.sort();
        names
    }
}

#[test]
fn a_batch_keeps_what_succeeded_and_answers_with_a_code() {
    let desk = Desk::new();
    let response =
        desk.send(&desk.one, "Action=MakeTags&Nonce=1&names.0=red&names.1=x&names.2=red&names.3=blue");
    let body = std::str::from_utf8(response.body()).unwrap();
    let detail = r#""detail":{"red":0,"x":4000,"red":4000,"blue":0}"#;
    assert!(body.starts_with(r#"{"code":5400"#) && body.contains(detail), "{body}");
    assert_eq!(response.headers()["x-squall-explain"], "tencent/5400");
    assert_eq!(desk.tags(), ["blue", "red"]);
    let record = &desk.site.journal.newest(1, None, |_| true)[0];
    assert_eq!(record.code.map(|code| code.number()), Some("5400"));
}

#[test]
fn a_batch_without_a_failure_is_a_success() {
    let desk = Desk::new();
    let response = desk.send(&desk.one, "Action=MakeTags&Nonce=1&names.0=red");
    assert!(response.headers().get("x-squall-explain").is_none());
    assert_eq!(desk.tags(), ["red"]);
}

#[test]
fn a_number_is_good_once_whatever_became_of_its_call() {
    let desk = Desk::new();
    assert!(desk.ask("Action=MakeTags&Nonce=7&names.0=x").contains("5400"));
    assert!(desk.ask("Action=MakeTags&Nonce=7&names.0=red").contains("4500"));
    assert!(
        desk.ask("Action=None&Nonce=8").contains("6100")
            && desk.ask("Action=CountTags&Nonce=8").contains("4500")
    );
    assert!(desk.tags().is_empty());
}

#[test]
fn of_many_copies_at_once_one_is_accepted() {
    let desk = Desk::new();
    let accepted: usize = std::thread::scope(|scope| {
        let copies = (0..8).map(|_| {
            scope.spawn(|| {
                let ask = || desk.ask("Action=CountTags&Nonce=9");
                (0..200).filter(|_| ask().contains("\"code\":0")).count()
            })
        });
        copies.collect::<Vec<_>>().into_iter().map(|copy| copy.join().unwrap()).sum()
    });
    assert_eq!(accepted, 1);
}

#[test]
fn one_name_is_an_action_of_two_modules() {
    let desk = Desk::new();
    assert!(desk.ask("Action=CountTags&Nonce=1").contains(r#""count":0"#));
    assert!(desk.ask("Module=other&Action=CountTags&Nonce=2").contains(r#""modules":2"#));
}

#[test]
fn the_form_of_a_reply_follows_from_its_call() {
    let desk = Desk::new();
    assert!(desk.ask("Action=CountTags&Nonce=1").starts_with(r#"{"code":0"#));
    assert!(desk.ask("Action=CountTags&Nonce=2&Version=2017-03-12").starts_with(r#"{"Response":{"#));
    assert!(desk.ask("Action=CountTags&Version=2017-03-12").starts_with(r#"{"Response":{"Error":"#));
}

#[test]
fn two_systems_share_one_realm() {
    let desk = Desk::new();
    assert_eq!((desk.one.system(), desk.other.system()), (System::Tencent, System::TencentCdn));
    desk.ask("Action=MakeTags&Nonce=1&names.0=red");
    let reply = desk.send(&desk.other, "Action=CountTags&Nonce=2");
    assert!(std::str::from_utf8(reply.body()).unwrap().contains(r#""count":1"#));
    assert!(desk.ask("Action=CountTags&Nonce=2").contains("4500"), "their numbers are one set");
}
