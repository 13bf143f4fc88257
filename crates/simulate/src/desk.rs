//! A desk to call a system from: signs, sends, reads the reply.

use bytes::Bytes;
use serde_json::Value;
use squall_api::catalogue::System;
use squall_api::client::{Credentials, Outgoing, Prepared};
use squall_api::cloud::{Answer, Clock, Laws, Refusal, Span, Time, World};
use squall_api::store::{FailNth, Memory, Store};
use squall_api::{
    Access, Cloud, Dialect, Disposition, Handled, HostClock, Pipeline, Request, Site, Universe,
};
use squall_qingcloud::QingCloud;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// When every test's world begins: 2026-01-01T00:00:00Z.
pub const START: Time = Time::from_seconds(1_767_225_600);

/// What an action of another module is answered with.
const OTHER_MODULE: u64 = 3300;

const LAWS: &[(System, &Laws)] = &[(System::QingCloud, QingCloud::LAWS)];

/// Writing actions that this process has put through a failing store.
static PUT_THROUGH: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

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
    host: Still,
    failing: Option<FailNth>,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::new()
    }
}

impl Desk {
    /// A fresh world in memory.
    pub fn new() -> Desk {
        let failing = FailNth::new(Memory::new());
        let desk = Desk::over(Store::over(Box::new(failing.clone())), 1);
        Desk { failing: Some(failing), ..desk }
    }

    /// A fresh world over a store, with a seed.
    pub fn over(store: Store, seed: u64) -> Desk {
        let host = Still(Arc::new(AtomicI64::new(START.0)));
        let site = Arc::new(Site::new(store, Box::new(host.clone()), LAWS));
        let clouds: Vec<Box<dyn Cloud>> = vec![Box::new(Pipeline::new(site.clone(), QingCloud))];
        let universe = Universe { site, clouds, seed };
        if let Err(refusal) = universe.found(START) {
            panic!("cannot found a world: {refusal}");
        }
        let credentials = key("SQUALLDEMOKEY", "squall-demo-secret");
        Desk { universe, credentials, host, failing: None }
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
        let now = self.now();
        let changed = self.universe.site.store.write(|tx| change(&self.cloud().world(tx, now)));
        changed.unwrap_or_else(|refusal: Refusal| panic!("{refusal}"))
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

    /// Calls an action with the desk's credentials; answers the whole reply.
    pub fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        self.call_as(&self.credentials, action, parameters)
    }

    /// Calls an action with other credentials.
    pub fn call_as(&self, credentials: &Credentials, action: &str, parameters: &[(&str, &str)]) -> Value {
        self.call_at(credentials, action, parameters, None)
    }

    /// Calls an action at a path of one's choice.
    pub fn call_at(
        &self,
        credentials: &Credentials,
        action: &str,
        parameters: &[(&str, &str)],
        path: Option<&str>,
    ) -> Value {
        self.call_by(credentials, action, parameters, path, false)
    }

    /// Calls an action with some credentials, or as the demo application when it belongs to the module of those.
    pub fn call_in_module(
        &self,
        credentials: &Credentials,
        action: &str,
        parameters: &[(&str, &str)],
        post: bool,
    ) -> Value {
        let reply = self.call_by(credentials, action, parameters, None, post);
        if reply["ret_code"] != OTHER_MODULE {
            return reply;
        }
        let (id, secret) = ("app-demo0001".to_owned(), "squall-demo-secret".to_owned());
        self.call_by(&Credentials::App { id, secret }, action, parameters, None, post)
    }

    /// Calls an action by GET or POST.
    pub fn call_by(
        &self,
        credentials: &Credentials,
        action: &str,
        parameters: &[(&str, &str)],
        path: Option<&str>,
        post: bool,
    ) -> Value {
        let parameters: Vec<_> = parameters.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let outgoing = Outgoing { action, parameters: &parameters, path, method: post.then_some("POST") };
        let prepared = self.cloud().client().prepare(&outgoing, credentials, self.host.now());
        let handled = self.send(&prepared);
        assert_eq!(handled.disposition, Disposition::Send);
        serde_json::from_slice(handled.response.body()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Sends a prepared request as it stands.
    pub fn send(&self, prepared: &Prepared) -> Handled {
        let mut builder = http::Request::builder().method(&*prepared.method).uri(&*prepared.target);
        for (name, value) in &prepared.headers {
            builder = builder.header(name, value);
        }
        let request = builder.body(Bytes::from(prepared.body.clone()));
        let request = request.unwrap_or_else(|error| panic!("{error}"));
        self.cloud().answer(&Request::new(request, IpAddr::V4(Ipv4Addr::LOCALHOST)))
    }

    /// Calls an action; the first time that a process calls one that writes, each of its store operations fails once
    /// before it gets through, and each time the world must be as it was.
    fn put_through(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let Some(failing) = self.failing.as_ref().filter(|_| self.is_new_write(action)) else {
            return self.call(action, parameters);
        };
        self.now();
        let before = self.dump();
        let mut nth = 1;
        loop {
            failing.arm(nth);
            let reply = self.call(action, parameters);
            let fired = failing.count() >= nth;
            failing.disarm();
            if !fired {
                return reply;
            }
            assert_eq!(reply["ret_code"], 5000, "{action} at operation {nth}: {reply}");
            assert!(before == self.dump(), "{action} at operation {nth} left traces");
            nth += 1;
        }
    }

    fn is_new_write(&self, action: &str) -> bool {
        let mut facts = self.cloud().actions().into_iter();
        let writes = facts.any(|facts| facts.name == action && facts.access == Access::Write);
        let mut done = PUT_THROUGH.lock().unwrap_or_else(PoisonError::into_inner);
        writes && done.insert(action.to_owned())
    }

    /// Calls an action that must succeed.
    #[track_caller]
    pub fn ok(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let reply = self.put_through(action, parameters);
        assert_eq!(reply["ret_code"], 0, "{action} {parameters:?}: {reply}");
        reply
    }

    /// Calls an action that must fail with a code and leave the world as it was; answers the message.
    #[track_caller]
    pub fn fails(&self, code: u32, action: &str, parameters: &[(&str, &str)]) -> String {
        self.now();
        let before = self.dump();
        let reply = self.call(action, parameters);
        assert_eq!(reply["ret_code"], code, "{action} {parameters:?}: {reply}");
        assert!(before == self.dump(), "{action} failed with {code} but changed the world");
        reply["message"].as_str().unwrap_or_default().to_owned()
    }

    /// Every row of the store, to compare worlds.
    pub fn dump(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.universe.site.store.dump().unwrap_or_else(|error| panic!("{error}"))
    }
}

/// A pair to sign with.
pub fn key(id: &str, secret: &str) -> Credentials {
    Credentials::Key { id: id.to_owned(), secret: secret.to_owned() }
}
