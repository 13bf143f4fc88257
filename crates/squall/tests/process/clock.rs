//! A host whose clock is set back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;
use squall::assembly::universe_by;
use squall::host_clock::RunningClock;
use squall_api::catalogue::System;
use squall_api::cloud::{Refusal, Span, Time};
use squall_api::{HostClock, Universe, schema};
use squall_store::Store;

use crate::place::Place;

const START: Time = Time::from_seconds(1_900_000_000);

/// A clock that tests set.
#[derive(Clone)]
struct Set(Arc<AtomicI64>);

impl Set {
    fn at(time: Time) -> Set {
        Set(Arc::new(AtomicI64::new(time.0)))
    }

    fn turn(&self, span: Span) {
        self.0.fetch_add(span.0, Ordering::SeqCst);
    }
}

impl HostClock for Set {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

fn open(place: &Place, host: &Set) -> Universe {
    let store = Store::open(place.path(), schema(), |_| {}).unwrap();
    let universe = universe_by(Box::new(RunningClock::over(host.clone())), store, 1);
    universe.found(host.now()).unwrap();
    universe
}

fn wire(universe: &Universe) -> Time {
    universe.site.store.read(|tx| Ok::<_, Refusal>(universe.site.moment(tx)?.wire)).unwrap()
}

/// Something that happened at the world's present instant.
fn change(universe: &Universe, id: &str) -> Time {
    let cloud = universe.cloud(System::QingCloud).unwrap();
    let changed = universe.site.store.write(|tx| {
        let now = universe.site.moment_of_change(tx)?.now;
        cloud.operator().create_account(&cloud.world(tx, now), &json!({"id": id}))?;
        Ok::<_, Refusal>(now)
    });
    changed.unwrap()
}

#[test]
fn now_goes_on_and_wire_goes_back() {
    let (place, host) = (Place::new("set-back"), Set::at(START));
    let universe = open(&place, &host);
    host.turn(Span::hours(2));
    let before = universe.now().unwrap();
    assert!(before >= START + Span::hours(2));
    host.turn(Span::hours(-1));
    let after = universe.now().unwrap();
    assert!(after >= before && after < before + Span::minutes(1));
    assert!(universe.now().unwrap() >= after, "it does not stand still either");
    assert_eq!(wire(&universe), START + Span::hours(1), "signed dates are judged by the host's clock");
    host.turn(Span::hours(3));
    let caught_up = universe.now().unwrap();
    assert!(caught_up >= START + Span::hours(4) && caught_up < START + Span::hours(4) + Span::minutes(1));
}

#[test]
fn a_start_under_an_earlier_clock_goes_on_from_the_latest_change() {
    let (place, host) = (Place::new("earlier"), Set::at(START));
    let universe = open(&place, &host);
    host.turn(Span::days(3));
    let mut latest = change(&universe, "first");
    drop(universe);
    for id in ["second", "third"] {
        host.turn(Span::days(-2));
        let universe = open(&place, &host);
        let now = universe.now().unwrap();
        assert!(now > latest && now < latest + Span::minutes(1), "{now} after {latest}");
        assert_eq!(wire(&universe), host.now());
        latest = change(&universe, id);
        drop(universe);
    }
    host.turn(Span::days(30));
    let now = open(&place, &host).now().unwrap();
    assert!(now >= host.now() && now < host.now() + Span::minutes(1), "the host's clock has caught up");
}

/// Where nothing was changed for long, what was read counts as well, if the end was in good order.
#[test]
fn the_instant_of_a_good_end_is_remembered() {
    let place = Place::founded("good-end");
    let store = Store::open(place.path(), schema(), |_| {}).unwrap();
    let before = store.read(squall_api::cloud::earliest).unwrap();
    drop(store);
    thread::sleep(Duration::from_millis(150));
    assert_eq!(place.start().terminate(), Some(0));
    let store = Store::open(place.path(), schema(), |_| {}).unwrap();
    assert!(before.is_some() && store.read(squall_api::cloud::earliest).unwrap() > before);
}

/// An instant of the world is its clock's, wherever that was set; the host's clock only moves it.
#[test]
fn a_world_that_was_moved_or_halted_stays_where_it_is() {
    let (place, host) = (Place::new("moved"), Set::at(START));
    let universe = open(&place, &host);
    universe.advance(Span::days(100)).unwrap();
    let halted = universe.site.set_clock(|clock, host| clock.set_running(false, host)).unwrap();
    let now = universe.now().unwrap();
    drop(universe);
    host.turn(Span::days(-1));
    let universe = open(&place, &host);
    assert_eq!(universe.now().unwrap(), now);
    assert!(!halted.is_running());
    universe.site.set_clock(|clock, host| clock.set_running(true, host)).unwrap();
    let on = universe.now().unwrap();
    assert!(on >= now && on < now + Span::minutes(1));
}
