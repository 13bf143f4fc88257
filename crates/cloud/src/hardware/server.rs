//! A physical server: who it was delivered to, how it is, and whether it is on.

use crate::hardware::event::Incident;
use crate::hardware::health::Health;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::Span;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// How far a server is on its way into use. Whether an instance stands on it follows from the instances.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// Ordered, its place prepared.
    Onboard,
    /// Its software is installed, it waits to be handed over.
    Commissioned,
    /// Handed over.
    Ready,
    /// Faulty, being repaired.
    Repair,
    /// On its way out.
    Leaving,
}

/// Whether its management controller can be talked to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Controller {
    /// It answers.
    Answers,
    /// It does not answer.
    Unreachable,
    /// It does not know the credentials.
    Refuses,
}

/// The last thing done to a server or instance, and how it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Task {
    /// What was done.
    pub verb: Verb,
    /// Whether it succeeded; `None` while it is under way.
    pub succeeded: Option<bool>,
}

impl Task {
    /// One that has begun.
    pub const fn begun(verb: Verb) -> Option<Task> {
        Some(Task { verb, succeeded: None })
    }
}

/// Why the last thing done did not succeed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Trouble {
    /// The management controller could not be talked to.
    Controller(Controller),
    /// A port could not be deleted.
    PortHeld,
}

/// A physical server. `Active` is on, `Stopped` is off.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Server {
    /// What every resource carries.
    pub head: Head,
    /// How far it is on its way into use.
    pub stage: Stage,
    /// How its parts are.
    pub health: Health,
    /// The vendor's number for whether and why it is frozen; 0 is not.
    pub frozen: u8,
    /// Whether its management controller can be talked to.
    pub controller: Controller,
    /// Whether its hardware was ever inspected with success.
    pub inspected: bool,
    /// The rack it stands in; empty where that is not known.
    pub rack: String,
    /// Its place in the rack.
    pub unit: u32,
    /// Its serial number, unique among servers.
    pub serial: String,
    /// Names and values its owner tagged it with, by name.
    pub tags: Vec<(String, String)>,
    /// What was done last to its power.
    pub task: Option<Task>,
    /// Why that did not succeed.
    pub trouble: Option<Trouble>,
}

impl Resource for Server {
    const KIND: Kind = Kind::Server;
    const TARGETS: &'static [Kind] = &[Kind::Rack];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        if !self.rack.is_empty() {
            push(&self.rack);
        }
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.serial.clone());
    }
    fn let_go(&mut self, _world: &World<'_>, target: &str) -> Answer<()> {
        if self.rack == target {
            self.rack.clear();
        }
        Ok(())
    }
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        match verb {
            Verb::Start | Verb::Stop | Verb::Restart => self.power_changed(world, verb),
            _ => Ok(()),
        }
    }
}

impl Server {
    /// Whether an instance may be put on it, as far as the server itself is concerned.
    pub fn is_ready(&self) -> bool {
        self.stage == Stage::Ready && self.frozen == 0 && self.head.is_idle()
    }

    fn power_changed(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        let works = self.controller == Controller::Answers;
        self.task = Some(Task { verb, succeeded: Some(works) });
        self.trouble = (!works).then_some(Trouble::Controller(self.controller));
        let incident = Incident::Ended { verb, succeeded: works };
        world.report(&self.head.owner, &self.head.id, incident)?;
        if !works {
            // The stored row still tells what it was: what could not be switched stays as it is.
            self.head.state = world.fetch::<Server>(&self.head.id)?.head.state;
            return Ok(());
        }
        world.take_instance_along(self)
    }
}

impl World<'_> {
    /// Begins to switch a server on, off, or off and on again.
    pub fn switch_power(&self, server: &mut Server, verb: Verb, span: Span) -> Answer<()> {
        server.task = Task::begun(verb);
        server.trouble = None;
        let target = if verb == Verb::Stop { State::Stopped } else { State::Active };
        self.begin(server, verb, target, span)
    }
}
