//! Physical hosts.

use super::{Amounts, Condition};
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
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
    /// The zone it stands in; empty where the system's hosts serve all zones.
    pub zone: String,
    /// The set it is of; empty where the system has none.
    pub set: String,
    /// Its own address in the platform's network; empty where that does not matter.
    pub address: String,
    /// What it is fit for.
    pub condition: Condition,
    /// Processor cores.
    pub cpu: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Graphics processors.
    pub gpu: u64,
    /// Storage in GiB.
    pub storage_gib: u64,
    /// Whether it can carry encrypted volumes.
    pub encryption: bool,
    /// Cores in use.
    pub cpu_used: u64,
    /// Memory in use, in MiB.
    pub memory_used_mib: u64,
    /// Graphics processors in use.
    pub gpu_used: u64,
    /// Storage in use, in GiB.
    pub storage_used_gib: u64,
}

impl Host {
    /// What is free of it.
    pub fn free(&self) -> Amounts {
        Amounts {
            cpu: self.cpu.saturating_sub(self.cpu_used),
            memory_mib: self.memory_mib.saturating_sub(self.memory_used_mib),
            gpu: self.gpu.saturating_sub(self.gpu_used),
            storage_gib: self.storage_gib.saturating_sub(self.storage_used_gib),
        }
    }

    /// Whether anything runs on it.
    pub fn is_running(&self) -> bool {
        self.cpu_used + self.memory_used_mib + self.gpu_used > 0
    }

    /// Whether anything stands on it.
    pub fn is_occupied(&self) -> bool {
        self.is_running() || self.storage_used_gib > 0
    }

    pub(crate) fn take(&mut self, room: &Amounts) {
        self.cpu_used += room.cpu;
        self.memory_used_mib += room.memory_mib;
        self.gpu_used += room.gpu;
        self.storage_used_gib += room.storage_gib;
    }

    pub(crate) fn give(&mut self, room: &Amounts) {
        self.cpu_used = self.cpu_used.saturating_sub(room.cpu);
        self.memory_used_mib = self.memory_used_mib.saturating_sub(room.memory_mib);
        self.gpu_used = self.gpu_used.saturating_sub(room.gpu);
        self.storage_used_gib = self.storage_used_gib.saturating_sub(room.storage_gib);
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
}
