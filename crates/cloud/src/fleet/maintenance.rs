//! Taking hosts out of use and back, and moving what runs on them elsewhere.

use super::{Condition, Host, Need, Placement};
use crate::apps::cluster_node::ClusterNode;
use crate::law::Claims;
use crate::machines::instance::Instance;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::{Resource, State, Verb};
use crate::time::instant::Span;
use crate::world::{Answer, World};
use crate::{Balancer, rows::shelf::table};

/// How many rows are looked at together in search of what runs on a host.
const PAGE: usize = 1_000;

impl World<'_> {
    /// Closes a host for more.
    ///
    /// # Errors
    /// `WrongState` unless it is available.
    pub fn lock_host(&self, name: &str) -> Answer<()> {
        self.turn(name, Condition::Available, "available", Condition::Locked).map(drop)
    }

    /// Opens a host again.
    ///
    /// # Errors
    /// `WrongState` unless it is locked.
    pub fn unlock_host(&self, name: &str) -> Answer<()> {
        self.turn(name, Condition::Locked, "locked", Condition::Available).map(drop)
    }

    /// Begins to move all that runs on a host elsewhere, each within a span; the host is in maintenance once the last
    /// has left, and locked again when one could not.
    ///
    /// # Errors
    /// `WrongState` unless the host is locked and everything on it settled, `Capacity` when something finds no room.
    pub fn enter_maintenance(&self, name: &str, span: Span) -> Answer<Condition> {
        let host = self.turn(name, Condition::Locked, "locked", Condition::EnteringMaintenance)?;
        if let Some((_, refusal)) = self.evacuate(&host, span)?.into_iter().next() {
            return Err(refusal);
        }
        self.end_entering(name)?;
        Ok(self.known_host(name)?.condition)
    }

    /// Takes a host out of maintenance; it stays closed until it is unlocked.
    ///
    /// # Errors
    /// `WrongState` unless it is in maintenance.
    pub fn exit_maintenance(&self, name: &str) -> Answer<()> {
        self.turn(name, Condition::Maintenance, "in maintenance", Condition::Locked).map(drop)
    }

    /// Begins to move all that runs on a host elsewhere; answers what stays, and why.
    ///
    /// # Errors
    /// Only when the store fails.
    pub fn evacuate(&self, host: &Host, span: Span) -> Answer<Vec<(String, Refusal)>> {
        let mut left = Vec::new();
        let mut note = |id: &str, moved: Answer<()>| match moved {
            Err(Refusal::Store(error)) => Err(Refusal::Store(error)),
            Err(refusal) => {
                left.push((id.to_owned(), refusal));
                Ok(())
            }
            Ok(()) => Ok(()),
        };
        for instance in self.running_on::<Instance>(&host.name)? {
            let id = instance.head.id.clone();
            note(&id, self.move_away(instance, host, span))?;
        }
        for balancer in self.running_on::<Balancer>(&host.name)? {
            let id = balancer.head.id.clone();
            note(&id, self.rehouse(balancer, host, false))?;
        }
        for node in self.running_on::<ClusterNode>(&host.name)? {
            let id = node.head.id.clone();
            note(&id, self.rehouse(node, host, false))?;
        }
        Ok(left)
    }

    /// A machine that runs takes a while, one that only has its room there is moved at once.
    fn move_away(&self, mut instance: Instance, host: &Host, span: Span) -> Answer<()> {
        let encryption = instance.encrypted;
        if instance.head.is_idle() && instance.head.state != State::Active {
            return self.rehouse(instance, host, encryption);
        }
        let to = self.elsewhere(host, &instance.placement, encryption)?;
        self.migrate(&mut instance, to, span)
    }

    /// Begins to move a machine that runs to another room; it has both until it arrives.
    ///
    /// # Errors
    /// `WrongState` unless it runs and nothing is being done to it, `Capacity` when the room is not there.
    pub fn migrate(&self, instance: &mut Instance, to: Placement, span: Span) -> Answer<()> {
        if !instance.head.is_settled_in(State::Active) {
            return Err(Refusal::WrongState { id: instance.head.id.clone(), needs: "running" });
        }
        instance.moving_to = Some(to);
        self.begin(instance, Verb::Migrate, State::Active, span)
    }

    /// The rows of a kind that have cores or memory on a host, in order of id.
    pub fn running_on<T: Resource>(&self, host: &str) -> Answer<Vec<T>> {
        let mut running = Vec::new();
        let mut after = None;
        loop {
            let page = self.tx.page(&table::<T>(), &(self.realm,), after.as_ref(), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(running) };
            after = Some(last.clone());
            running.extend(page.into_iter().map(|(_, row)| row).filter(|row| {
                self.claims(row).contains(Claims::COMPUTE) && row.placements().any(|room| room.host == host)
            }));
        }
    }

    /// A host that waits for the last to leave is in maintenance when that is so.
    pub(crate) fn end_entering(&self, name: &str) -> Answer<()> {
        let host = self.known_host(name)?;
        if host.condition != Condition::EnteringMaintenance || host.is_running() {
            return Ok(());
        }
        self.save_host(&Host { condition: Condition::Maintenance, ..host })
    }

    /// A host that waits for the last to leave is locked again when one stays.
    pub(crate) fn give_up_entering(&self, name: &str) -> Answer<()> {
        match self.host(name)?.filter(|host| host.condition == Condition::EnteringMaintenance) {
            Some(host) => self.save_host(&Host { condition: Condition::Locked, ..host }),
            None => Ok(()),
        }
    }

    /// Moves the rooms of a row that are on a host, at once.
    fn rehouse<T: Resource>(&self, mut row: T, host: &Host, encryption: bool) -> Answer<()> {
        for at in 0..row.placements().count() {
            let room = row.placements().nth(at).filter(|room| room.host == host.name);
            let Some(to) = room.map(|room| self.elsewhere(host, room, encryption)).transpose()? else {
                continue;
            };
            if let Some(room) = row.placements_mut().nth(at) {
                *room = to;
            }
            // Each for itself, so that the next one finds less room.
            self.save(&row)?;
        }
        Ok(())
    }

    /// Room like one on a host, on another of its set.
    fn elsewhere(&self, host: &Host, room: &Placement, encryption: bool) -> Answer<Placement> {
        let sets = std::slice::from_ref(&host.set);
        let need = Need::of(room.clone()).encrypted(encryption).in_zone(&host.zone).in_sets(sets);
        self.find_room(need)
    }

    fn turn(&self, name: &str, from: Condition, needs: &'static str, to: Condition) -> Answer<Host> {
        let mut host = self.known_host(name)?;
        if host.condition != from {
            return Err(Refusal::WrongState { id: host.id, needs });
        }
        host.condition = to;
        self.save_host(&host)?;
        Ok(host)
    }

    fn known_host(&self, name: &str) -> Answer<Host> {
        self.host(name)?.ok_or_else(|| Refusal::Absent { kind: Kind::Host, id: name.to_owned() })
    }
}
