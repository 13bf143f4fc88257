//! A bare-metal instance: a system installed on a physical server, and what follows from its life.

use crate::hardware::event::Incident;
use crate::hardware::server::{Controller, Server, Task, Trouble};
use crate::networking::port::Port;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State, Verb};
use crate::time::instant::{Span, Time};
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A bare-metal instance. `Pending` while a system is being installed, `Active` and `Stopped` with its server, `Failed`
/// when the last thing done to it did not succeed, `Ceased` once it is gone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Metal {
    /// What every resource carries.
    pub head: Head,
    /// The server it stands on.
    pub server: String,
    /// The virtual private cloud its ports are in.
    pub vpc: String,
    /// The image it was installed from. Not a link: the image may go, the instance stays.
    pub image: String,
    /// That image's name.
    pub image_name: String,
    /// The family of its system, in the vendor's word.
    pub platform: String,
    /// The owner's names and values.
    pub metadata: BTreeMap<String, String>,
    /// What it was given to start with, in base64.
    pub user_data: String,
    /// The fingerprint of its password.
    pub password: String,
    /// What was done last.
    pub task: Option<Task>,
    /// Why that did not succeed.
    pub trouble: Option<Trouble>,
    /// When it was last changed.
    pub touched_at: Time,
    /// When its system was first installed.
    pub launched_at: Option<Time>,
}

impl Resource for Metal {
    const KIND: Kind = Kind::Metal;
    const TARGETS: &'static [Kind] = &[Kind::Server];
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        push(&self.server);
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.server.clone());
    }
    fn arrived(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        self.touched_at = world.now;
        match verb {
            Verb::Create | Verb::Reset | Verb::Replace => self.installed(world, verb),
            Verb::Update => {
                self.conclude(world, verb)?;
                Ok(())
            }
            Verb::Delete => self.uninstalled(world),
            _ => Ok(()),
        }
    }
}

impl Metal {
    /// Ends a task that needs the server's management controller; answers whether it succeeded.
    fn conclude(&mut self, world: &World<'_>, verb: Verb) -> Answer<bool> {
        let controller = world.fetch::<Server>(&self.server)?.controller;
        let works = controller == Controller::Answers;
        self.end_task(world, verb, (!works).then_some(Trouble::Controller(controller)))?;
        Ok(works)
    }

    /// Notes how a task ended, and reports it of the server.
    fn end_task(&mut self, world: &World<'_>, verb: Verb, trouble: Option<Trouble>) -> Answer<()> {
        let succeeded = trouble.is_none();
        self.task = Some(Task { verb, succeeded: Some(succeeded) });
        self.trouble = trouble;
        world.report(&self.head.owner, &self.server, Incident::Ended { verb, succeeded })
    }

    /// A system was installed, or could not be. The server is on from then on.
    fn installed(&mut self, world: &World<'_>, verb: Verb) -> Answer<()> {
        if !self.conclude(world, verb)? {
            self.head.state = State::Failed;
            return Ok(());
        }
        self.launched_at.get_or_insert(world.now);
        let mut server = world.fetch::<Server>(&self.server)?;
        if server.head.is_settled_in(State::Stopped) {
            world.become_state(&mut server, State::Active)?;
        }
        Ok(())
    }

    /// The system was wiped, unless a port cannot be deleted.
    fn uninstalled(&mut self, world: &World<'_>) -> Answer<()> {
        let held = world.ports_of(&self.head.id)?.iter().any(|port| port.held);
        if held {
            self.head.state = State::Failed;
            return self.end_task(world, Verb::Delete, Some(Trouble::PortHeld));
        }
        self.end_task(world, Verb::Delete, None)
    }
}

impl World<'_> {
    /// The instance on a server.
    pub fn metal_on(&self, server: &str) -> Answer<Option<Metal>> {
        match self.holder::<Metal>(server)? {
            Some(id) => self.find(&id),
            None => Ok(None),
        }
    }

    /// An instance at rest on a server is on and off with it.
    pub fn take_instance_along(&self, server: &Server) -> Answer<()> {
        let at_rest = |metal: &Metal| {
            metal.head.is_idle() && matches!(metal.head.state, State::Active | State::Stopped)
        };
        match self.metal_on(&server.head.id)?.filter(at_rest) {
            Some(mut metal) => {
                metal.touched_at = self.now;
                self.become_state(&mut metal, server.head.state)
            }
            None => Ok(()),
        }
    }

    /// Begins something with an instance that changes its state when it arrives.
    pub fn begin_task(&self, metal: &mut Metal, verb: Verb, target: State, span: Span) -> Answer<()> {
        metal.task = Task::begun(verb);
        metal.trouble = None;
        metal.touched_at = self.now;
        if matches!(verb, Verb::Reset | Verb::Replace) {
            metal.head.state = State::Pending;
        }
        self.begin(metal, verb, target, span)
    }

    /// Takes the ports of an instance away, held or not.
    pub fn drop_ports_of(&self, device: &str) -> Answer<()> {
        self.linked::<Port>(device)?.iter().try_for_each(|port| self.erase(port))
    }
}
