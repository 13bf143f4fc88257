//! Physical hosts and the room on them. Occupation follows from the rows that are placed there (`shelf.rs`).

use crate::kind::Kind;
use crate::law::Claims;
use crate::refusal::Refusal;
use crate::resource::Placement;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

pub(crate) const HOSTS: Table<(Realm, String), Host> = Table::new(Kind::Host as u8, "hosts");

/// A physical host.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Host {
    /// Its name, unique in its system.
    pub name: String,
    /// Its id in the vendor's form.
    pub id: String,
    /// Processor cores.
    pub cpu: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Storage in GiB.
    pub storage_gib: u64,
    /// Whether it can carry encrypted volumes.
    pub encryption: bool,
    /// Cores in use.
    pub cpu_used: u64,
    /// Memory in use, in MiB.
    pub memory_used_mib: u64,
    /// Storage in use, in GiB.
    pub storage_used_gib: u64,
}

/// The rooms of a row, and what it claims of them.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Rooms<'r> {
    placements: &'r [Placement],
    claims: Claims,
}

/// The part of a room that is claimed.
struct Share<'r> {
    host: &'r str,
    cpu: u64,
    memory_mib: u64,
    storage_gib: u64,
}

impl<'r> Rooms<'r> {
    /// No rooms.
    pub(crate) const NONE: Rooms<'static> = Rooms { placements: &[], claims: Claims::NONE };

    /// The rooms of a row that claims this.
    pub(crate) fn of(placements: &'r [Placement], claims: Claims) -> Rooms<'r> {
        Rooms { placements, claims: claims.within(Claims::COMPUTE.and(Claims::STORAGE)) }
    }

    fn shares(self) -> impl Iterator<Item = Share<'r>> {
        let claimed = self.placements.iter().filter(move |_| self.claims != Claims::NONE);
        claimed.map(move |room| {
            let part = |claim: Claims, amount: u64| if self.claims.contains(claim) { amount } else { 0 };
            Share {
                host: &room.host,
                cpu: part(Claims::COMPUTE, room.cpu),
                memory_mib: part(Claims::COMPUTE, room.memory_mib),
                storage_gib: part(Claims::STORAGE, room.storage_gib),
            }
        })
    }
}

impl Host {
    /// Whether it has this much room left.
    pub fn has_room(&self, wanted: &Placement) -> bool {
        let Placement { host, cpu, memory_mib, storage_gib } = wanted;
        self.has_share(&Share { host, cpu: *cpu, memory_mib: *memory_mib, storage_gib: *storage_gib })
    }

    fn has_share(&self, wanted: &Share<'_>) -> bool {
        self.cpu.saturating_sub(self.cpu_used) >= wanted.cpu
            && self.memory_mib.saturating_sub(self.memory_used_mib) >= wanted.memory_mib
            && self.storage_gib.saturating_sub(self.storage_used_gib) >= wanted.storage_gib
    }

    /// Whether anything stands on it.
    pub fn is_occupied(&self) -> bool {
        self.cpu_used + self.memory_used_mib + self.storage_used_gib > 0
    }
}

impl World<'_> {
    /// Every host of this system, in order of name.
    pub fn hosts(&self) -> Answer<Vec<Host>> {
        Ok(self.tx.prefix(&HOSTS, &(self.realm,))?.into_iter().map(|(_, host)| host).collect())
    }

    /// The host of a name.
    pub fn host(&self, name: &str) -> Answer<Option<Host>> {
        Ok(self.tx.get(&HOSTS, &(self.realm, name))?)
    }

    /// Puts a host in its place.
    pub fn save_host(&self, host: &Host) -> Answer<()> {
        Ok(self.tx.put(&HOSTS, &(self.realm, &*host.name), host)?)
    }

    /// Takes a host away.
    ///
    /// # Errors
    /// `InUse` while anything stands on it.
    pub fn erase_host(&self, host: &Host) -> Answer<()> {
        if host.is_occupied() {
            return Err(Refusal::InUse { id: host.id.clone(), by: "placed resources".to_owned() });
        }
        self.tx.delete(&HOSTS, &(self.realm, &*host.name))?;
        Ok(())
    }

    /// The first host, in order of name, with room for this and the wanted property; the placement then
    /// names it.
    ///
    /// # Errors
    /// `Capacity` when there is none.
    pub fn find_room(&self, mut wanted: Placement, encryption: bool) -> Answer<Placement> {
        let hosts = self.hosts()?;
        let found = hosts.iter().find(|host| host.has_room(&wanted) && (host.encryption || !encryption));
        let Some(host) = found else {
            return Err(Refusal::Capacity { pool: "hosts".to_owned() });
        };
        wanted.host.clone_from(&host.name);
        Ok(wanted)
    }

    /// Room for something that has some already and is to have this: on its host if it grows into what is
    /// free there, else on another one.
    ///
    /// # Errors
    /// `Capacity` when there is none.
    pub fn find_other_room(&self, now: &Placement, wanted: Placement, encryption: bool) -> Answer<Placement> {
        let more = Placement {
            host: now.host.clone(),
            cpu: wanted.cpu.saturating_sub(now.cpu),
            memory_mib: wanted.memory_mib.saturating_sub(now.memory_mib),
            storage_gib: wanted.storage_gib.saturating_sub(now.storage_gib),
        };
        match self.host(&now.host)? {
            Some(host) if host.has_room(&more) => Ok(Placement { host: host.name, ..wanted }),
            _ => self.find_room(wanted, encryption),
        }
    }

    /// Gives room back and takes room, host by host.
    pub(crate) fn place(&self, old: Rooms<'_>, new: Rooms<'_>) -> Answer<()> {
        if old == new {
            return Ok(());
        }
        for room in old.shares() {
            if let Some(mut host) = self.host(room.host)? {
                host.cpu_used = host.cpu_used.saturating_sub(room.cpu);
                host.memory_used_mib = host.memory_used_mib.saturating_sub(room.memory_mib);
                host.storage_used_gib = host.storage_used_gib.saturating_sub(room.storage_gib);
                self.save_host(&host)?;
            }
        }
        for room in new.shares() {
            let host = self.host(room.host)?;
            let Some(mut host) = host.filter(|host| host.has_share(&room)) else {
                return Err(Refusal::Capacity { pool: room.host.to_owned() });
            };
            host.cpu_used += room.cpu;
            host.memory_used_mib += room.memory_mib;
            host.storage_used_gib += room.storage_gib;
            self.save_host(&host)?;
        }
        Ok(())
    }
}
