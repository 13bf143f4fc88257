//! A desk to call a system from: signs, sends, reads the reply.

use crate::reply::Reply;
use crate::vendor::{QingCloud, Vendor};
use bytes::Bytes;
use serde_json::Value;
use squall_api::catalogue::System;
use squall_api::client::{Credentials, Outgoing, Prepared};
use squall_api::cloud::{Answer, Clock, Refusal, SealingKey, Span, Time, World};
use squall_api::store::{FailNth, Memory, Store, Tx};
use squall_api::{Access, Cloud, Disposition, Handled, HostClock, Moment, Patience, Request, Site, Universe};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// When every test's world begins: 2026-01-01T00:00:00Z.
pub const START: Time = Time::from_seconds(1_767_225_600);

/// The key of every test's world, so that what is sealed repeats.
pub(crate) const KEY: SealingKey = SealingKey::new([7; 32]);

/// The longest target that a `Uri` holds, in bytes.
const URI_BYTES: usize = 65_534;

/// The tables of numbers that are good once.
const NONCES: [u8; 2] = [151, 152];

/// Writing actions that this process has put through a failing store.
static PUT_THROUGH: Mutex<BTreeSet<(System, String)>> = Mutex::new(BTreeSet::new());

/// A host's clock that only tests move.
#[derive(Clone)]
struct Still(Arc<AtomicI64>);

impl HostClock for Still {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::Relaxed))
    }
}

/// A universe in memory with the demo account, and a pair of credentials to call with.
pub struct Desk {
    /// The universe.
    pub universe: Universe,
    /// What calls are signed with.
    pub credentials: Credentials,
    /// The system under test.
    pub vendor: &'static dyn Vendor,
    host: Still,
    failing: Option<FailNth>,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::new()
    }
}

impl Desk {
    /// A fresh world of QingCloud in memory.
    pub fn new() -> Desk {
        Desk::of(&QingCloud)
    }

    /// A fresh world of a system in memory.
    pub fn of(vendor: &'static dyn Vendor) -> Desk {
        let failing = FailNth::new(Memory::new());
        let desk = Desk::over(vendor, Store::over(Box::new(failing.clone())), 1);
        Desk { failing: Some(failing), ..desk }
    }

    /// A fresh world of a system over a store, with a seed.
    pub fn over(vendor: &'static dyn Vendor, store: Store, seed: u64) -> Desk {
        let host = Still(Arc::new(AtomicI64::new(START.0)));
        let site = Arc::new(Site::new(store, Box::new(host.clone()), vendor.laws()));
        let universe =
            Universe { clouds: vec![vendor.cloud(site.clone())], site, seed, draw_key: || Ok(KEY) };
        if let Err(refusal) = universe.found(START) {
            panic!("cannot found a world: {refusal}");
        }
        let credentials = key("SQUALLDEMOKEY", "squall-demo-secret");
        Desk { universe, credentials, vendor, host, failing: None }
    }

    /// The cloud under test.
    pub fn cloud(&self) -> &dyn Cloud {
        &*self.universe.clouds[0]
    }

    /// Opens another account; the key is `KEY-<id>` with the secret `secret-<id>`. Calls then still go as before.
    pub fn open_account(&self, id: &str) -> Credentials {
        let fields = serde_json::json!({
            "id": id, "keys": [{"id": format!("KEY-{id}"), "secret": format!("secret-{id}")}]
        });
        self.change(|world| self.cloud().operator().create_account(world, &fields).map(drop));
        key(&format!("KEY-{id}"), &format!("secret-{id}"))
    }

    /// Changes the world as an operator or the engine itself would.
    pub fn change<T>(&self, change: impl Fn(&World<'_>) -> Answer<T>) -> T {
        let site = &self.universe.site;
        let change = |tx: &Tx<'_>, moment: Moment| change(&self.cloud().world(tx, moment.now));
        let (changed, commit) = site.change(Patience::FULL, change);
        let kept = commit.wait().map_err(Refusal::from);
        kept.and(changed).unwrap_or_else(|refusal: Refusal| panic!("{refusal}"))
    }

    /// Looks at the world.
    pub fn look<T>(&self, look: impl Fn(&World<'_>) -> Answer<T>) -> T {
        let now = self.now();
        let seen = self.universe.site.store.read(|tx| look(&self.cloud().world(tx, now)));
        seen.unwrap_or_else(|refusal: Refusal| panic!("{refusal}"))
    }

    /// Merges a patch into the operator's settings.
    pub fn patch_world(&self, patch: &Value) {
        self.change(|world| self.cloud().operator().patch_world(world, patch));
    }

    /// Merges a patch into the demo account, or another one by its label.
    pub fn patch_account(&self, label: &str, patch: &Value) {
        self.change(|world| {
            let id = world.account_named(label)?.unwrap_or_else(|| label.to_owned());
            self.cloud().operator().patch_account(world, &id, patch)
        });
    }

    /// The world's present instant.
    pub fn now(&self) -> Time {
        self.universe.now().unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    /// Moves the world's time forward.
    pub fn advance(&self, span: Span) {
        self.universe.advance(span).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    /// Lets real time pass: both clocks go forward.
    pub fn pass(&self, span: Span) {
        self.host.0.fetch_add(span.0, Ordering::Relaxed);
    }

    /// Finishes everything under way.
    pub fn settle(&self) {
        self.universe.settle().unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    /// Sets the clock by which signed dates are judged.
    pub fn set_wire(&self, wire: Time) {
        let set = self.universe.site.set_clock(|clock: &mut Clock, host| clock.set_wire(wire, host));
        set.unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    /// Calls an action with the desk's credentials; answers the reply's body.
    pub fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        self.call_as(&self.credentials, action, parameters)
    }

    /// Calls an action with other credentials.
    pub fn call_as(&self, credentials: &Credentials, action: &str, parameters: &[(&str, &str)]) -> Value {
        self.ask(credentials, action, parameters).body
    }

    /// Calls an action at a path of one's choice.
    pub fn call_at(
        &self,
        credentials: &Credentials,
        action: &str,
        parameters: &[(&str, &str)],
        path: Option<&str>,
    ) -> Value {
        self.send(&self.prepare(credentials, action, parameters, path, None)).body
    }

    /// Calls an action with some credentials; answers the whole reply.
    pub fn ask(&self, credentials: &Credentials, action: &str, parameters: &[(&str, &str)]) -> Reply {
        self.send(&self.prepare(credentials, action, parameters, None, None))
    }

    /// Calls an action with some credentials, or those it takes instead, and by another method than its own.
    pub fn ask_suitably(
        &self,
        credentials: &Credentials,
        action: &str,
        parameters: &[(&str, &str)],
        method: Option<&str>,
    ) -> Reply {
        let reply = self.send(&self.prepare(credentials, action, parameters, None, method));
        match self.vendor.instead(&reply) {
            Some(other) => self.send(&self.prepare(&other, action, parameters, None, method)),
            None => reply,
        }
    }

    /// Writes and signs a call as its system's client does, at the present instant of the host.
    pub fn prepare(
        &self,
        credentials: &Credentials,
        action: &str,
        parameters: &[(&str, &str)],
        path: Option<&str>,
        method: Option<&str>,
    ) -> Prepared {
        let given = |name: &str| parameters.iter().any(|(known, _)| *known == name);
        let own = self.vendor.own(credentials).into_iter().filter(|(name, _)| !given(name));
        let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let parameters: Vec<_> = parameters.chain(own).collect();
        let outgoing = Outgoing { action, parameters: &parameters, path, method };
        self.cloud().client().prepare(&outgoing, credentials, self.host.now())
    }

    /// Sends a prepared request; answers the reply as its receiver reads it.
    pub fn send(&self, prepared: &Prepared) -> Reply {
        let handled = self.hand_over(prepared);
        assert_eq!(handled.disposition, Disposition::Send);
        let reply = Reply::read(&handled.response, self.cloud());
        self.vendor.judge(&reply);
        reply
    }

    /// Sends a prepared request as it stands.
    pub fn hand_over(&self, prepared: &Prepared) -> Handled {
        let target = &*prepared.target;
        let is_long = target.len() > URI_BYTES;
        let short = if is_long { target.split(['?', '#']).next().unwrap_or_default() } else { target };
        let mut builder = http::Request::builder().method(&*prepared.method);
        builder = builder.uri(&short[..short.len().min(URI_BYTES)]);
        for (name, value) in &prepared.headers {
            builder = builder.header(name, value);
        }
        let request = builder.body(Bytes::from(prepared.body.clone()));
        let request = request.unwrap_or_else(|error| panic!("{error}"));
        let mut request = Request::new(request, IpAddr::V4(Ipv4Addr::LOCALHOST));
        request.long_target = is_long.then(|| target.into());
        request.tls = self.cloud().client().takes_tls_alone() && !target.starts_with("http://");
        self.cloud().answer(&request)
    }

    /// Calls an action; the first time that a process calls one that writes, each of its store operations fails once
    /// before it gets through, and each time the world must be as it was.
    fn put_through(&self, action: &str, parameters: &[(&str, &str)]) -> Reply {
        let Some(failing) = self.failing.as_ref().filter(|_| self.is_new_write(action)) else {
            return self.ask(&self.credentials, action, parameters);
        };
        self.fail_everywhere(failing, action, || self.ask(&self.credentials, action, parameters))
    }

    /// Makes a call again and again, while one store operation after the other fails, until it gets through; each time
    /// the world must be as it was.
    pub fn fail_everywhere(&self, failing: &FailNth, action: &str, mut call: impl FnMut() -> Reply) -> Reply {
        self.now();
        let before = self.dump();
        let mut nth = 1;
        loop {
            failing.arm(nth);
            let reply = call();
            let fired = failing.count() >= nth;
            failing.disarm();
            if !fired {
                return reply;
            }
            let internal = self.vendor.codes().internal;
            assert_eq!(reply.code, Some(internal), "{action} at operation {nth}: {}", reply.body);
            assert!(before == self.dump(), "{action} at operation {nth} left traces");
            // Many calls at one instant, or in one day, must not be too many.
            self.universe.site.throttle.clear();
            self.universe.site.meter.clear();
            nth += 1;
        }
    }

    fn is_new_write(&self, action: &str) -> bool {
        let mut facts = self.cloud().actions().into_iter();
        let writes = facts.any(|facts| facts.name == action && facts.access == Access::Write);
        let mut done = PUT_THROUGH.lock().unwrap_or_else(PoisonError::into_inner);
        writes && done.insert((self.vendor.system(), action.to_owned()))
    }

    /// Calls an action that must succeed.
    #[track_caller]
    pub fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let reply = self.put_through(action, parameters);
        assert_eq!(reply.code, None, "{action} {parameters:?}: {}", reply.body);
        reply.body
    }

    /// Calls an action that must fail with a code and leave the world as it was; answers the message.
    #[track_caller]
    pub fn fails(&self, code: impl ToString, action: &str, parameters: &[(&str, &str)]) -> String {
        self.fails_as(&self.credentials, code, action, parameters)
    }

    /// Calls an action with other credentials, likewise.
    #[track_caller]
    pub fn fails_as(
        &self,
        credentials: &Credentials,
        code: impl ToString,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> String {
        let code = code.to_string();
        self.now();
        let before = self.dump();
        let reply = self.ask(credentials, action, parameters);
        assert_eq!(reply.number(), code, "{action} {parameters:?}: {}", reply.body);
        assert!(before == self.dump(), "{action} failed with {code} but changed the world");
        self.vendor.message(&reply.body).to_owned()
    }

    /// Every row of the store, to compare worlds, but for the numbers that calls used up: those stay used up whatever
    /// became of the calls.
    pub fn dump(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut rows = self.universe.site.store.dump().unwrap_or_else(|error| panic!("{error}"));
        rows.retain(|(key, _)| !NONCES.contains(&key[0]));
        rows
    }
}

/// A pair to sign with.
pub fn key(id: &str, secret: &str) -> Credentials {
    Credentials::Key { id: id.to_owned(), secret: secret.to_owned() }
}
