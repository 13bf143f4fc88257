//! An operator who takes snapshots, restores them and begins anew, and what must then be there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use squall_api::catalogue::System;
use squall_api::client::{Credentials, Outgoing};
use squall_api::cloud::Time;
use squall_api::HostClock as _;
use squall_recipes::Endpoint;
use squall_simulate::Chance;
use squall_store::Store;

use squall::assembly::{HostTime, universe};

use crate::opened::Opened;

/// Where fresh worlds begin.
pub(crate) const START: &str = "2026-01-01T00:00:00Z";
/// Where the operator stops a fresh world's time.
const STOPPED: &str = "2026-01-02T00:00:00Z";

/// A world as the operator knows it.
#[derive(Clone, PartialEq, Debug, Default)]
struct Known {
    tags: BTreeSet<String>,
    /// The instant at which its time stands; `None` while it runs.
    now: Option<Time>,
}

#[derive(Clone, PartialEq, Debug, Default)]
struct State {
    present: Known,
    snapshots: BTreeMap<String, Known>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Stop,
    Advance(u64),
    Tag(String),
    Snapshot(String),
    Restore(String),
    Forget(String),
    Reset,
}

#[derive(Default)]
pub(crate) struct Operator {
    state: State,
    steps: u64,
}

impl State {
    fn after(&self, step: &Step) -> State {
        let mut next = self.clone();
        match step {
            Step::Stop => next.present.now = Time::parse(STOPPED),
            Step::Advance(seconds) => {
                next.present.now = next.present.now.map(|now| Time(now.0 + *seconds as i64 * 1_000_000));
            }
            Step::Tag(name) => {
                next.present.tags.insert(name.clone());
            }
            Step::Snapshot(name) => {
                next.snapshots.insert(name.clone(), next.present.clone());
            }
            Step::Restore(name) => next.present = self.snapshots.get(name).unwrap_or(&self.present).clone(),
            Step::Forget(name) => {
                next.snapshots.remove(name);
            }
            Step::Reset => next.present = Known::default(),
        }
        next
    }

    /// What a directory holds, of which a copy is made in order to look into its snapshots.
    fn of(dir: &Path, copy: &Path) -> State {
        let _ = fs::remove_dir_all(copy);
        fs::create_dir(copy).unwrap();
        fs::copy(dir.join("squall.redb"), copy.join("squall.redb")).unwrap();
        let opened = Opened::new(copy);
        let known = |opened: &Opened| {
            let findings = opened.findings();
            assert!(findings.is_empty(), "{findings:#?}");
            let stopped = opened.0.site.store.read(|tx| opened.0.site.clock(tx)).unwrap();
            let now = opened.0.now().unwrap();
            let now = Some(now).filter(|_| !stopped.is_running());
            Known { tags: opened.tags().into_iter().collect(), now }
        };
        let mut state = State { present: known(&opened), snapshots: BTreeMap::new() };
        // Whether a restored world's time runs is the present's business.
        opened.0.site.set_clock(|clock, host| clock.set_running(false, host)).unwrap();
        for name in opened.0.site.store.snapshots().unwrap() {
            assert!(opened.0.restore(&name).unwrap());
            state.snapshots.insert(name, known(&opened));
        }
        drop(opened);
        fs::remove_dir_all(copy).unwrap();
        state
    }
}

impl Operator {
    /// Takes steps until no reply comes; answers the one under way then. `tell` hears how many replies there were.
    pub(crate) fn work(&mut self, base: &str, chance: &mut Chance, tell: impl Fn(u64)) -> Step {
        let endpoint = Endpoint::new(base, None);
        tell(0);
        for replies in 1.. {
            let step = self.invent(chance);
            if take(&endpoint, &step).is_none() {
                return step;
            }
            self.state = self.state.after(&step);
            tell(replies);
        }
        Step::Stop
    }

    fn invent(&mut self, chance: &mut Chance) -> Step {
        self.steps += 1;
        if self.state.present.now.is_none() {
            return Step::Stop;
        }
        let name = format!("s{}", chance.below(3));
        let is_kept = self.state.snapshots.contains_key(&name);
        match chance.below(10) {
            0 | 1 => Step::Snapshot(name),
            2..=4 if is_kept => Step::Restore(name),
            5 if is_kept => Step::Forget(name),
            6 => Step::Reset,
            7 => Step::Advance(1 + chance.below(100_000)),
            _ => Step::Tag(format!("tag-{}", self.steps)),
        }
    }

    /// Compares the directory with what was acknowledged; answers whether the step that was under way has been taken.
    pub(crate) fn check(&mut self, dir: &Path, under_way: &Step) -> bool {
        let found = State::of(dir, &dir.with_added_extension("copy"));
        if found == self.state {
            return false;
        }
        let after = self.state.after(under_way);
        assert_eq!(found, after, "after {under_way:?} upon {:?}", self.state);
        self.state = after;
        true
    }
}

/// `None` when no reply came.
fn take(endpoint: &Endpoint, step: &Step) -> Option<()> {
    let door = |method: &str, path: &str, body: Option<Value>| {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let headers = [("content-type".to_owned(), "application/json".to_owned())];
        let reply = endpoint.request(method, &format!("/_squall{path}"), &headers, &body).ok()?;
        assert!(reply.status < 300, "{step:?}: {}", reply.body);
        Some(())
    };
    match step {
        Step::Stop => door("PATCH", "/clock", Some(json!({"running": false, "now": STOPPED}))),
        Step::Advance(seconds) => door("POST", "/clock/advance", Some(json!({"seconds": seconds}))),
        Step::Snapshot(name) => door("PUT", &format!("/snapshots/{name}"), None),
        Step::Restore(name) => door("POST", &format!("/snapshots/{name}/restore"), None),
        Step::Forget(name) => door("DELETE", &format!("/snapshots/{name}"), None),
        Step::Reset => door("POST", "/reset", None),
        Step::Tag(name) => {
            let bare = universe(Store::memory(), 0);
            let client = bare.cloud(System::QingCloud)?.client();
            let parameters = [("tag_name".to_owned(), name.clone())];
            let outgoing =
                Outgoing { action: "CreateTag", parameters: &parameters, path: None, post: true };
            let (id, secret) = ("SQUALLDEMOKEY".to_owned(), "squall-demo-secret".to_owned());
            // The wire's time began with the world's.
            let wire = endpoint.door("GET", "/clock", None).ok()?;
            let wire = Time::parse(wire["wire"].as_str()?).unwrap_or_else(|| HostTime.now());
            let prepared = client.prepare(&outgoing, &Credentials::Key { id, secret }, wire);
            let reply: Value = serde_json::from_str(&endpoint.send(&prepared).ok()?.body).ok()?;
            assert_eq!(reply["ret_code"], 0, "{step:?}: {reply}");
            Some(())
        }
    }
}
