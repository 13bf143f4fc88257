//! A client that writes, and remembers what it was told has been done.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use squall_api::Universe;
use squall_api::client::{Credentials, Outgoing};
use squall_api::{HostClock as _, catalogue::System};
use squall_recipes::Endpoint;
use squall_simulate::Chance;

use squall::host_clock::HostTime;

/// Seconds by which clients now and then move the world's time forward.
const LEAP: u64 = 20;
/// GiB of a new volume.
const SIZE: u64 = 20;

/// The kinds of things that clients make, with what their parameters are called.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Volume,
    Address,
    Instance,
}

/// A thing as a client knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Thing {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    /// GiB of a volume; 0 for other kinds.
    pub(crate) size: u64,
    /// On its way out, or out.
    pub(crate) gone: bool,
}

/// Things by id.
pub(crate) type Things = BTreeMap<String, Thing>;

/// A call and what it does if it is done.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    action: &'static str,
    parameters: Vec<(String, String)>,
    effect: Effect,
}

#[derive(Clone, Debug)]
enum Effect {
    /// So many new things like this one, under the ids that the reply lists.
    Made(Thing, usize, &'static str),
    /// These things are then so.
    Changed(Things),
    /// Nothing that clients remember.
    Nothing,
}

pub(crate) struct Client {
    nth: usize,
    chance: Chance,
    wishes: u64,
    /// Changes that were answered with success.
    pub(crate) acknowledged: u64,
    pub(crate) things: Things,
    /// Volumes and the instance that they were last bound to.
    bound: Option<Vec<(String, String)>>,
}

fn pair(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

impl Client {
    pub(crate) fn new(nth: usize, seed: u64) -> Client {
        let chance = Chance::new(seed ^ (nth as u64) << 32);
        Client { nth, chance, wishes: 0, acknowledged: 0, things: Things::new(), bound: None }
    }

    /// Whether a name was given by this client.
    pub(crate) fn named(&self, name: &str) -> bool {
        name.starts_with(&self.prefix())
    }

    fn prefix(&self) -> String {
        format!("c{}-", self.nth)
    }

    /// Writes until no reply comes; answers what was under way then.
    pub(crate) fn write(&mut self, universe: &Universe, base: &str, tell: impl Fn()) -> Wish {
        let endpoint = Endpoint::new(base, None);
        loop {
            if self.chance.percent(4) {
                // What was ordered arrives. If no reply comes, none comes to the next call either.
                let _ = endpoint.door("POST", "/clock/advance", Some(&json!({"seconds": LEAP})));
            }
            let wish = self.wish();
            let Some(reply) = send(universe, &endpoint, &wish) else {
                return wish;
            };
            if reply["ret_code"] == 0 {
                self.note(&wish, &reply);
            }
            // A refusal is an answer too: it says that nothing has changed.
            tell();
        }
    }

    fn note(&mut self, wish: &Wish, reply: &Value) {
        self.acknowledged += u64::from(!matches!(wish.effect, Effect::Nothing));
        match &wish.effect {
            Effect::Made(thing, count, list) => {
                let ids: Vec<&str> =
                    reply[list].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
                assert_eq!(ids.len(), *count, "{wish:?}: {reply}");
                self.things.extend(ids.into_iter().map(|id| (id.to_owned(), thing.clone())));
            }
            Effect::Changed(things) => self.things.extend(things.clone()),
            Effect::Nothing if wish.action == "AttachVolumes" => self.bound = Some(wish.parameters.clone()),
            Effect::Nothing => {}
        }
    }

    fn wish(&mut self) -> Wish {
        self.wishes += 1;
        let name = format!("{}{}", self.prefix(), self.wishes);
        let has = |kind| self.things.values().any(|thing| thing.kind == kind && !thing.gone);
        match self.chance.below(14) {
            0 | 1 => self.make(Kind::Volume, name),
            2 => self.make(Kind::Address, name),
            3 => self.make(Kind::Instance, name),
            4 | 5 if has(Kind::Volume) => self.rename(name),
            6 if has(Kind::Volume) => self.resize(),
            7 if has(Kind::Volume) => self.delete(Kind::Volume),
            8 if has(Kind::Address) => self.delete(Kind::Address),
            9 | 10 if has(Kind::Instance) => self.delete(Kind::Instance),
            11 | 12 if has(Kind::Volume) && has(Kind::Instance) => self.attach(),
            _ => Wish {
                action: "DescribeVolumes",
                parameters: vec![pair("limit", 3)],
                effect: Effect::Nothing,
            },
        }
    }

    fn make(&mut self, kind: Kind, name: String) -> Wish {
        let count = 1 + self.chance.below(3) as usize;
        let thing = |size| Thing { kind, name: name.clone(), size, gone: false };
        let (action, list, thing, mut parameters) = match kind {
            Kind::Volume => (
                "CreateVolumes",
                "volumes",
                thing(SIZE),
                vec![pair("size", SIZE), pair("volume_name", &name)],
            ),
            Kind::Address => {
                ("AllocateEips", "eips", thing(0), vec![pair("bandwidth", 1), pair("eip_name", &name)])
            }
            Kind::Instance => {
                let fixed = [
                    ("image_id", "centos7x64d"),
                    ("instance_type", "c1m1"),
                    ("login_mode", "passwd"),
                    ("login_passwd", "Squall2026x"),
                ];
                let mut parameters: Vec<_> = fixed.iter().map(|(name, value)| pair(name, value)).collect();
                parameters.push(pair("instance_name", &name));
                ("RunInstances", "instances", thing(0), parameters)
            }
        };
        parameters.push(pair("count", count));
        Wish { action, parameters, effect: Effect::Made(thing, count, list) }
    }

    /// Some of the things of a kind that are not gone.
    fn some(&mut self, kind: Kind, most: usize) -> Things {
        let here = self.things.iter().filter(|(_, thing)| thing.kind == kind && !thing.gone);
        let here: Vec<_> = here.map(|(id, thing)| (id.clone(), thing.clone())).collect();
        (0..most).filter_map(|_| self.chance.pick(&here).cloned()).collect()
    }

    fn rename(&mut self, name: String) -> Wish {
        let mut things = self.some(Kind::Volume, 1);
        let mut parameters = vec![pair("volume_name", &name)];
        for (id, thing) in &mut things {
            parameters.push(pair("volume", id));
            thing.name.clone_from(&name);
        }
        Wish { action: "ModifyVolumeAttributes", parameters, effect: Effect::Changed(things) }
    }

    fn resize(&mut self) -> Wish {
        let mut things = self.some(Kind::Volume, 3);
        let size = things.values().map(|thing| thing.size).max().unwrap_or(SIZE) + 10;
        let mut parameters = vec![pair("size", size)];
        for (nth, (id, thing)) in things.iter_mut().enumerate() {
            parameters.push(pair(&format!("volumes.{}", nth + 1), id));
            thing.size = size;
        }
        Wish { action: "ResizeVolumes", parameters, effect: Effect::Changed(things) }
    }

    /// Binds volumes to an instance or takes them off it. Whether they are depends on what else arrives, so clients do
    /// not remember it; that no bond is there by half the auditor says.
    fn attach(&mut self) -> Wish {
        let (volumes, instances) = (self.some(Kind::Volume, 3), self.some(Kind::Instance, 1));
        let mut parameters: Vec<_> = instances.keys().map(|id| pair("instance", id)).collect();
        let ids = volumes.keys().enumerate().map(|(nth, id)| pair(&format!("volumes.{}", nth + 1), id));
        parameters.extend(ids);
        match self.bound.take_if(|_| self.chance.percent(50)) {
            Some(parameters) => Wish { action: "DetachVolumes", parameters, effect: Effect::Nothing },
            None => Wish { action: "AttachVolumes", parameters, effect: Effect::Nothing },
        }
    }

    fn delete(&mut self, kind: Kind) -> Wish {
        let (action, list) = match kind {
            Kind::Volume => ("DeleteVolumes", "volumes"),
            Kind::Address => ("ReleaseEips", "eips"),
            Kind::Instance => ("TerminateInstances", "instances"),
        };
        let mut things = self.some(kind, 4);
        let ids = things.keys().enumerate().map(|(nth, id)| pair(&format!("{list}.{}", nth + 1), id));
        let parameters = ids.collect();
        things.values_mut().for_each(|thing| thing.gone = true);
        Wish { action, parameters, effect: Effect::Changed(things) }
    }

    /// Compares what is there of this client's with what it was told, and takes over what the call that was under way
    /// has done, if it has: all of it or nothing. Answers whether it has.
    pub(crate) fn check(&mut self, found: &Things, under_way: &Wish) -> bool {
        if *found == self.things {
            return false;
        }
        let mut done = self.things.clone();
        match &under_way.effect {
            Effect::Changed(things) => done.extend(things.clone()),
            Effect::Made(thing, count, _) => {
                let new: BTreeSet<_> = found.keys().filter(|id| !self.things.contains_key(*id)).collect();
                assert_eq!(new.len(), *count, "{under_way:?} is half there: {new:?}");
                done.extend(new.into_iter().map(|id| (id.clone(), thing.clone())));
            }
            Effect::Nothing => {}
        }
        if *found != done {
            let lost: Vec<_> = done.iter().filter(|(id, thing)| found.get(*id) != Some(thing)).collect();
            let strange: Vec<_> = found.iter().filter(|(id, thing)| done.get(*id) != Some(thing)).collect();
            panic!("after {under_way:?}: told {lost:?}, found {strange:?}");
        }
        self.things = done;
        true
    }
}

fn send(universe: &Universe, endpoint: &Endpoint, wish: &Wish) -> Option<Value> {
    let outgoing =
        Outgoing { action: wish.action, parameters: &wish.parameters, path: None, method: Some("POST") };
    let (id, secret) = ("SQUALLDEMOKEY".to_owned(), "squall-demo-secret".to_owned());
    let client = universe.cloud(System::QingCloud).unwrap().client();
    let prepared = client.prepare(&outgoing, &Credentials::Key { id, secret }, HostTime.now());
    let reply = endpoint.send(&prepared).ok()?;
    serde_json::from_str(&reply.body).ok()
}
