//! An operator who takes snapshots, restores them and begins anew, and what must then be there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use squall_api::HostClock as _;
use squall_api::catalogue::System;
use squall_api::client::{Credentials, Outgoing};
use squall_api::cloud::{Span, Time};
use squall_recipes::Endpoint;
use squall_simulate::Chance;
use squall_store::Store;

use squall::assembly::universe;
use squall::host_clock::HostTime;

use crate::opened::Opened;

/// Where fresh worlds begin.
pub(crate) const START: &str = "2026-01-01T00:00:00Z";
/// How long a test may let a world's time run on its own.
const RUN: Span = Span::hours(1);

/// A world as the operator knows it.
#[derive(Clone, Debug)]
struct Known {
    tags: BTreeSet<String>,
    /// Its time, less what has passed by itself.
    now: Time,
}

impl Known {
    fn fresh() -> Known {
        Known { tags: BTreeSet::new(), now: Time::parse(START).unwrap() }
    }

    fn is(&self, found: &Known) -> bool {
        self.tags == found.tags && found.now >= self.now && found.now < self.now + RUN
    }
}

#[derive(Clone, Debug)]
struct State {
    present: Known,
    /// Whether its time runs; a restored world goes on with it as the present did.
    running: bool,
    snapshots: BTreeMap<String, Known>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Run(bool),
    Advance(Span),
    Tag(String),
    Snapshot(String),
    Restore(String),
    Forget(String),
    Reset,
}

pub(crate) struct Operator {
    state: State,
    steps: u64,
}

impl State {
    fn after(&self, step: &Step) -> State {
        let mut next = self.clone();
        match step {
            Step::Run(running) => next.running = *running,
            Step::Advance(span) => next.present.now = next.present.now + *span,
            Step::Tag(name) => drop(next.present.tags.insert(name.clone())),
            Step::Snapshot(name) => drop(next.snapshots.insert(name.clone(), next.present.clone())),
            Step::Restore(name) => next.present = self.snapshots[name].clone(),
            Step::Forget(name) => drop(next.snapshots.remove(name)),
            Step::Reset => (next.present, next.running) = (Known::fresh(), true),
        }
        next
    }

    fn is(&self, found: &State) -> bool {
        self.running == found.running
            && self.present.is(&found.present)
            && self.snapshots.keys().eq(found.snapshots.keys())
            && self.snapshots.iter().all(|(name, known)| known.is(&found.snapshots[name]))
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
            Known { tags: opened.tags().into_iter().collect(), now: opened.0.now().unwrap() }
        };
        let site = &opened.0.site;
        let running = site.store.read(|tx| site.clock(tx)).unwrap().is_running();
        let mut state = State { present: known(&opened), running, snapshots: BTreeMap::new() };
        for name in site.store.snapshots().unwrap() {
            assert!(opened.0.restore(&name).unwrap());
            state.snapshots.insert(name, known(&opened));
        }
        drop(opened);
        fs::remove_dir_all(copy).unwrap();
        state
    }
}

impl Operator {
    pub(crate) fn new() -> Operator {
        let state = State { present: Known::fresh(), running: true, snapshots: BTreeMap::new() };
        Operator { state, steps: 0 }
    }

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
        unreachable!("steps are counted without end")
    }

    fn invent(&mut self, chance: &mut Chance) -> Step {
        self.steps += 1;
        let name = format!("s{}", chance.below(3));
        let is_kept = self.state.snapshots.contains_key(&name);
        match chance.below(10) {
            0 | 1 => Step::Snapshot(name),
            2..=4 if is_kept => Step::Restore(name),
            5 if is_kept => Step::Forget(name),
            6 => Step::Reset,
            7 => Step::Advance(Span::seconds(3_600 + chance.below(100_000) as i64)),
            8 => Step::Run(!self.state.running),
            _ => Step::Tag(format!("tag-{}", self.steps)),
        }
    }

    /// Compares the directory with what was acknowledged; answers whether the step that was under way has been taken.
    pub(crate) fn check(&mut self, dir: &Path, under_way: &Step) -> bool {
        let found = State::of(dir, &dir.with_added_extension("copy"));
        if self.state.is(&found) {
            return false;
        }
        let after = self.state.after(under_way);
        assert!(after.is(&found), "after {under_way:?} upon {:#?} came {found:#?}", self.state);
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
        Step::Run(running) => door("PATCH", "/clock", Some(json!({"running": running}))),
        Step::Advance(span) => door("POST", "/clock/advance", Some(json!({"seconds": span.0 / 1_000_000}))),
        Step::Snapshot(name) => door("PUT", &format!("/snapshots/{name}"), None),
        Step::Restore(name) => door("POST", &format!("/snapshots/{name}/restore"), None),
        Step::Forget(name) => door("DELETE", &format!("/snapshots/{name}"), None),
        Step::Reset => door("POST", "/reset", None),
        Step::Tag(name) => {
            let bare = universe(Store::memory(), 0);
            let client = bare.cloud(System::QingCloud)?.client();
            let parameters = [("tag_name".to_owned(), name.clone())];
            let outgoing =
                Outgoing { action: "CreateTag", parameters: &parameters, path: None, method: Some("POST") };
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
