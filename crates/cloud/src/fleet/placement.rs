//! Room on hosts: what something takes, what it needs, and where that is found.

use super::{Condition, HOSTS, Host};
use crate::law::Claims;
use crate::refusal::Refusal;
use crate::world::{Answer, World};
use serde::{Deserialize, Serialize};

/// Room that a resource takes on a host.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Placement {
    /// The host's name.
    pub host: String,
    /// Processor cores.
    pub cpu: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Graphics processors.
    pub gpu: u64,
    /// The pool that its storage is in; empty where that is on the host.
    pub pool: String,
    /// Storage in GiB.
    pub storage_gib: u64,
}

/// Amounts of what hosts offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amounts {
    /// Processor cores.
    pub cpu: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Graphics processors.
    pub gpu: u64,
    /// Storage in GiB.
    pub storage_gib: u64,
}

impl Amounts {
    /// Whether there is as much of everything as is wanted.
    pub const fn suffices(&self, wanted: &Amounts) -> bool {
        self.cpu >= wanted.cpu
            && self.memory_mib >= wanted.memory_mib
            && self.gpu >= wanted.gpu
            && self.storage_gib >= wanted.storage_gib
    }
}

impl Placement {
    /// What it takes on its host, as far as that is claimed.
    pub fn on_host(&self, claims: Claims) -> Amounts {
        let part = |claim, amount| if claims.contains(claim) { amount } else { 0 };
        Amounts {
            cpu: part(Claims::COMPUTE, self.cpu),
            memory_mib: part(Claims::COMPUTE, self.memory_mib),
            gpu: part(Claims::COMPUTE, self.gpu),
            storage_gib: if self.pool.is_empty() { part(Claims::STORAGE, self.storage_gib) } else { 0 },
        }
    }

    /// What it takes of its pool of storage in GiB, as far as that is claimed.
    pub fn in_pool(&self, claims: Claims) -> u64 {
        if self.pool.is_empty() || !claims.contains(Claims::STORAGE) { 0 } else { self.storage_gib }
    }
}

/// How a system chooses among hosts that have room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strategy {
    /// The first, in order of name.
    FirstFit,
    /// The one with the most memory free, then with the most cores.
    MostFree,
    /// The one of which the smallest share of cores is in use.
    Spread,
}

impl Strategy {
    fn choose<'h>(self, mut hosts: impl Iterator<Item = &'h Host>) -> Option<&'h Host> {
        let shared = |host: &Host, other: &Host| u128::from(host.cpu_used) * u128::from(other.cpu);
        let most = |host: &Host| (host.free().memory_mib, host.free().cpu);
        // Of equal ones the first.
        match self {
            Strategy::FirstFit => hosts.next(),
            Strategy::MostFree => {
                hosts.reduce(|best, host| if most(host) > most(best) { host } else { best })
            }
            Strategy::Spread => {
                hosts.reduce(|best, host| if shared(host, best) < shared(best, host) { host } else { best })
            }
        }
    }
}

/// Room that is looked for, and where it may be.
#[derive(Clone, Debug, Default)]
pub struct Need<'n> {
    room: Placement,
    encryption: bool,
    zone: Option<&'n str>,
    sets: Option<&'n [String]>,
}

impl<'n> Need<'n> {
    /// This much, anywhere; the host that it names does not count.
    pub fn of(room: Placement) -> Need<'n> {
        Need { room, ..Need::default() }
    }

    /// Only on hosts that can encrypt, if so.
    pub fn encrypted(self, encryption: bool) -> Need<'n> {
        Need { encryption, ..self }
    }

    /// Only in this zone.
    pub fn in_zone(self, zone: &'n str) -> Need<'n> {
        Need { zone: Some(zone), ..self }
    }

    /// Only in one of these sets of hosts.
    pub fn in_sets(self, sets: &'n [String]) -> Need<'n> {
        Need { sets: Some(sets), ..self }
    }

    fn amounts(&self) -> Amounts {
        self.room.on_host(Claims::ALL)
    }

    fn allows(&self, host: &Host) -> bool {
        (host.encryption || !self.encryption)
            && self.zone.is_none_or(|zone| zone == host.zone)
            && self.sets.is_none_or(|sets| sets.contains(&host.set))
    }

    fn on(self, host: &Host) -> Placement {
        Placement { host: host.name.clone(), ..self.room }
    }
}

impl World<'_> {
    /// The hosts on which something may be placed, whether there is room or not: they, their set and their zone are
    /// available.
    pub fn open_hosts(&self, need: &Need<'_>) -> Answer<Vec<Host>> {
        let mut hosts = self.hosts()?;
        self.retain_open(&mut hosts, need)?;
        Ok(hosts)
    }

    fn retain_open(&self, hosts: &mut Vec<Host>, need: &Need<'_>) -> Answer<()> {
        hosts.retain(|host| host.condition == Condition::Available && need.allows(host));
        if hosts.iter().any(|host| !host.zone.is_empty()) {
            let mut closed = self.zones()?;
            closed.retain(|zone| zone.condition != Condition::Available);
            hosts.retain(|host| !closed.iter().any(|zone| zone.id == host.zone));
        }
        if hosts.iter().any(|host| !host.set.is_empty()) {
            let mut closed = self.host_sets()?;
            closed.retain(|set| set.condition != Condition::Available);
            hosts.retain(|host| !closed.iter().any(|set| set.id == host.set));
        }
        Ok(())
    }

    /// What is free where something may be placed, all hosts together.
    pub fn free_room(&self, need: &Need<'_>) -> Answer<Amounts> {
        let mut sum = Amounts::default();
        for free in self.open_hosts(need)?.iter().map(Host::free) {
            sum.cpu += free.cpu;
            sum.memory_mib += free.memory_mib;
            sum.gpu += free.gpu;
            sum.storage_gib += free.storage_gib;
        }
        Ok(sum)
    }

    /// A host with room, by the system's strategy; the placement then names it.
    ///
    /// # Errors
    /// `Capacity` when there is none.
    pub fn find_room(&self, need: Need<'_>) -> Answer<Placement> {
        let wanted = need.amounts();
        let fits = |host: &&Host| host.free().suffices(&wanted);
        if self.laws.placing != Strategy::FirstFit {
            let hosts = self.open_hosts(&need)?;
            let found = self.laws.placing.choose(hosts.iter().filter(fits));
            return found.map(|host| need.on(host)).ok_or_else(no_room);
        }
        // Most find room on the first: only as many are read as it takes, each time twice as many.
        let (mut after, mut count) = (None, 1);
        loop {
            let page = self.tx.page(&HOSTS, &(self.realm,), after.as_ref(), count)?;
            after = Some(page.last().ok_or_else(no_room)?.0.clone());
            count *= 2;
            let mut hosts = page.into_iter().map(|(_, host)| host).collect();
            self.retain_open(&mut hosts, &need)?;
            if let Some(host) = hosts.iter().find(fits) {
                return Ok(need.on(host));
            }
        }
    }

    /// Room for something that has some already: on its host if it grows into what is free there, else on another one.
    ///
    /// # Errors
    /// `Capacity` when there is none.
    pub fn find_other_room(&self, now: &Placement, need: Need<'_>) -> Answer<Placement> {
        let (wanted, has) = (need.amounts(), now.on_host(Claims::ALL));
        let more = Amounts {
            cpu: wanted.cpu.saturating_sub(has.cpu),
            memory_mib: wanted.memory_mib.saturating_sub(has.memory_mib),
            gpu: wanted.gpu.saturating_sub(has.gpu),
            storage_gib: wanted.storage_gib.saturating_sub(has.storage_gib),
        };
        match self.host(&now.host)? {
            Some(host) if host.free().suffices(&more) => Ok(need.on(&host)),
            _ => self.find_room(need),
        }
    }

    /// Rooms for so many equal nodes, on different hosts as far as there are enough. The rooms in `instead_of` count
    /// as given back.
    ///
    /// # Errors
    /// `Capacity` when a node finds no room.
    pub fn find_rooms(
        &self,
        need: &Need<'_>,
        count: usize,
        instead_of: &[Placement],
    ) -> Answer<Vec<Placement>> {
        let (mut hosts, wanted) = (self.open_hosts(need)?, need.amounts());
        for given in instead_of {
            if let Some(host) = hosts.iter_mut().find(|host| host.name == given.host) {
                host.give(&given.on_host(Claims::ALL));
            }
        }
        let mut rooms: Vec<Placement> = Vec::with_capacity(count);
        for _ in 0..count {
            let fitting = || hosts.iter().filter(|host| host.free().suffices(&wanted));
            let fresh = fitting().filter(|host| !rooms.iter().any(|room| room.host == host.name));
            let found = self.laws.placing.choose(fresh).or_else(|| self.laws.placing.choose(fitting()));
            let room = need.clone().on(found.ok_or_else(no_room)?);
            if let Some(host) = hosts.iter_mut().find(|host| host.name == room.host) {
                host.take(&wanted);
            }
            rooms.push(room);
        }
        Ok(rooms)
    }
}

fn no_room() -> Refusal {
    Refusal::Capacity { pool: "hosts".to_owned() }
}
