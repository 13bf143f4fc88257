//! Running a recipe against a squall that is listening.

use crate::http::{Endpoint, Failure};
use crate::step::{Identity, Recipe, Step, at};
use crate::words;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use squall_api::Cloud;
use squall_api::client::{Credentials, Outgoing, Prepared};
use squall_api::cloud::{Span, Time};
use std::collections::BTreeMap;

/// What happened at one step, for those who watch.
#[derive(Debug)]
pub struct Event<'a> {
    /// The step's text.
    pub line: &'a str,
    /// The request, where the step is a call.
    pub request: Option<&'a Prepared>,
    /// The reply's body, where the step is a call.
    pub reply: Option<&'a str>,
}

/// How a recipe ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The code of the last call; `None` when it succeeded or never came.
    pub got: Option<String>,
    /// The HTTP status of the last call.
    pub status: Option<u16>,
    /// How many steps were taken.
    pub steps: usize,
    /// What went wrong on the way, if anything.
    pub failure: Option<String>,
}

struct Kitchen<'a> {
    endpoint: &'a Endpoint,
    cloud: &'a dyn Cloud,
    host: &'a dyn Fn() -> Time,
    wire_offset: Span,
    credentials: Credentials,
    bound: BTreeMap<String, String>,
    last: Option<(String, u16)>,
}

/// Runs a recipe of a system. `host` is the clock that calls are signed by; it is set by the server's wire
/// clock once, at the start, as a well-set client's would be. `watch` sees every step.
pub fn run(
    recipe: &Recipe,
    endpoint: &Endpoint,
    cloud: &dyn Cloud,
    host: &dyn Fn() -> Time,
    watch: &mut dyn FnMut(&Event<'_>),
) -> Outcome {
    let credentials = Credentials::Key { id: "SQUALLDEMOKEY".into(), secret: "squall-demo-secret".into() };
    let (wire_offset, bound, last) = (Span::ZERO, BTreeMap::new(), None);
    let mut kitchen = Kitchen { endpoint, cloud, host, wire_offset, credentials, bound, last };
    let mut steps = 0;
    let mut failure = kitchen.set_watch().err();
    for (at, (line, step)) in recipe.steps.iter().enumerate() {
        if failure.is_some() {
            break;
        }
        steps += 1;
        let is_last = at + 1 == recipe.steps.len();
        failure = kitchen.take(line, step, is_last, watch).err();
    }
    let (got, status) = kitchen.last.filter(|_| steps == recipe.steps.len()).unzip();
    Outcome { got, status, steps, failure: failure.map(|failure| failure.to_string()) }
}

impl Kitchen<'_> {
    fn set_watch(&mut self) -> Result<(), Failure> {
        let clock = self.endpoint.door("GET", "/clock", None)?;
        self.wire_offset = instant(&clock, "wire")?.since((self.host)());
        Ok(())
    }

    fn take(
        &mut self,
        line: &str,
        step: &Step,
        is_last: bool,
        watch: &mut dyn FnMut(&Event<'_>),
    ) -> Result<(), Failure> {
        if let Step::Call { .. } = step {
            return self.call(line, step, is_last, watch);
        }
        self.set(step)?;
        watch(&Event { line, request: None, reply: None });
        Ok(())
    }

    fn set(&mut self, step: &Step) -> Result<(), Failure> {
        let system = format!("/systems/{}", self.cloud.system().as_str());
        let door = |method: &str, path: &str, body: Value| self.endpoint.door(method, path, Some(&body));
        match step {
            Step::World(patch) => drop(door("PATCH", &format!("{system}/world"), self.json(patch)?)?),
            Step::Account(id, patch) => {
                let id = words::expand(id, &self.bound)?;
                drop(door("PATCH", &format!("{system}/accounts/{id}"), self.json(patch)?)?);
            }
            Step::NewAccount(fields) => {
                drop(door("POST", &format!("{system}/accounts"), self.json(fields)?)?)
            }
            Step::Fault(rule) => drop(door("POST", "/faults", self.json(rule)?)?),
            Step::ClockStopped => drop(door("PATCH", "/clock", json!({"running": false}))?),
            Step::Clock(seconds) => drop(door("POST", "/clock/advance", json!({"seconds": seconds}))?),
            Step::ClockAt(instant) => drop(door("PATCH", "/clock", json!({"now": instant.to_string()}))?),
            Step::Wire(seconds) => {
                let clock = self.endpoint.door("GET", "/clock", None)?;
                let wire = instant(&clock, "wire")? + Span::seconds(*seconds);
                drop(door("PATCH", "/clock", json!({"wire": wire.to_string()}))?);
            }
            Step::Midnight => {
                let now = instant(&self.endpoint.door("GET", "/clock", None)?, "now")?;
                let seconds = self.cloud.calendar().next_midnight(now).since(now).whole_seconds() + 1;
                drop(door("POST", "/clock/advance", json!({"seconds": seconds}))?);
            }
            Step::Settled => drop(self.endpoint.door("POST", "/settle", None)?),
            Step::StorageFails(n) => drop(door("POST", "/storage", json!({"fail_writes": n}))?),
            Step::Mail { to, path, bind } => {
                let to = words::expand(to, &self.bound)?;
                let mail = self.endpoint.door("GET", &format!("{system}/mail?to={to}"), None)?;
                let newest = mail.get(0).and_then(|mail| at(mail, path)).map(plain);
                let value = newest.ok_or_else(|| Failure(format!("no mail with `{path}` for {to}")))?;
                self.bound.insert(bind.clone(), value);
            }
            Step::Licence { document, bind } => {
                let signed = door("POST", &format!("{system}/licence"), self.json(document)?)?;
                let content = signed.get("content").map(plain).unwrap_or_default();
                self.bound.insert(bind.clone(), content);
            }
            Step::Package { files, bind } => {
                let files = words::expand(files, &self.bound)?;
                self.bound.insert(bind.clone(), STANDARD.encode(files));
            }
            Step::As(identity) => self.credentials = self.identify(identity)?,
            Step::Call { .. } => {}
        }
        Ok(())
    }

    fn identify(&self, identity: &Identity) -> Result<Credentials, Failure> {
        let expand = |text: &String| words::expand(text, &self.bound);
        Ok(match identity {
            Identity::Key(id, secret) => Credentials::Key { id: expand(id)?, secret: expand(secret)? },
            Identity::App(id, secret) => Credentials::App { id: expand(id)?, secret: expand(secret)? },
            Identity::Session(id) => Credentials::Session(expand(id)?),
            Identity::Nobody => Credentials::None,
            Identity::Role => {
                let target = "/latest/meta-data/security-credentials";
                let reply = self.endpoint.request("GET", target, &[], "")?;
                if reply.status == 403 {
                    return Err(format!("GET {target}: {}", reply.body).into());
                }
                let facts: Value = serde_json::from_str(&reply.body).map_err(|error| error.to_string())?;
                let text = |name: &str| facts.get(name).map(plain).unwrap_or_default();
                let (id, secret, token) = (text("access_key"), text("secret_key"), text("id_token"));
                Credentials::Role { id, secret, token }
            }
        })
    }

    fn call(
        &mut self,
        line: &str,
        step: &Step,
        is_last: bool,
        watch: &mut dyn FnMut(&Event<'_>),
    ) -> Result<(), Failure> {
        let Step::Call { operator, method, path, action, parameters, bind, fails } = step else {
            return Ok(());
        };
        let expanded =
            parameters.iter().map(|(name, value)| Ok((name.clone(), words::expand(value, &self.bound)?)));
        let parameters: Vec<(String, String)> = expanded.collect::<Result<_, Failure>>()?;
        let path = path.as_deref().map(|path| words::expand(path, &self.bound)).transpose()?;
        let outgoing =
            Outgoing { action, parameters: &parameters, path: path.as_deref(), method: method.as_deref() };
        let credentials = if *operator { &Credentials::None } else { &self.credentials };
        let mut prepared =
            self.cloud.client().prepare(&outgoing, credentials, (self.host)() + self.wire_offset);
        prepared.headers.extend(self.endpoint.operators_header().filter(|_| *operator));
        let reply = match self.cloud.client().takes_tls_alone() {
            true => self.endpoint.send_over_tls(&prepared)?,
            false => self.endpoint.send(&prepared)?,
        };
        watch(&Event { line, request: Some(&prepared), reply: Some(&reply.body) });
        let code = self.cloud.client().code(reply.status, &reply.body);
        self.last = code.clone().map(|code| (code, reply.status));
        if !is_last && code != *fails {
            let (got, wanted) = (code.as_deref().unwrap_or("success"), fails.as_deref().unwrap_or("success"));
            return Err(Failure(format!("`{line}` ended in {got} instead of {wanted}: {}", reply.body)));
        }
        if let (Some((name, path)), None) = (bind, &code) {
            let value = match path.as_deref().and_then(|path| path.strip_prefix('@')) {
                Some(header) => reply.header(header).map(str::to_owned),
                None => self.found(&reply.body, path.as_deref())?,
            };
            let value = value.ok_or_else(|| Failure(format!("nothing to bind to {name}: {}", reply.body)))?;
            self.bound.insert(name.clone(), value);
        }
        Ok(())
    }

    fn found(&self, body: &str, path: Option<&str>) -> Result<Option<String>, Failure> {
        let body: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
        Ok(match path {
            Some(path) => at(&body, path).map(plain),
            None => first_id(&body),
        })
    }

    fn json(&self, text: &str) -> Result<Value, Failure> {
        let text = words::expand(text, &self.bound)?;
        serde_json::from_str(&text).map_err(|error| Failure(format!("{text}: {error}")))
    }
}

fn instant(clock: &Value, name: &str) -> Result<Time, Failure> {
    let text = clock.get(name).and_then(Value::as_str).unwrap_or_default();
    Time::parse(text).ok_or_else(|| Failure(format!("the clock shows no `{name}`: {clock}")))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The first id in a reply that is not its job's.
fn first_id(body: &Value) -> Option<String> {
    let fields = body.as_object()?;
    fields.iter().find_map(|(name, value)| match value {
        Value::String(text) if name.ends_with("_id") && name != "job_id" => Some(text.clone()),
        Value::Array(items) => items.first()?.as_str().map(str::to_owned),
        _ => None,
    })
}
