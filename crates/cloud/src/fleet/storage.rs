//! Pools of storage of one type, for systems whose disks do not lie on hosts.

use super::{Audience, Condition, Placement, Strategy};
use crate::refusal::Refusal;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::cmp::Reverse;

pub(crate) const STORAGE_POOLS: Table<(Realm, String), StoragePool> = Table::new(143, "pools of storage");

/// A pool of storage.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct StoragePool {
    /// Its id, unique in its system.
    pub id: String,
    /// The zone it serves.
    pub zone: String,
    /// The vendor's type of its storage.
    pub storage_type: String,
    /// How much it holds, in GiB.
    pub capacity_gib: u64,
    /// How much of it is in use, in GiB.
    pub used_gib: u64,
    /// What it is fit for.
    pub condition: Condition,
    /// Who may use it.
    pub audience: Audience,
}

impl StoragePool {
    /// What is free of it, in GiB.
    pub fn free_gib(&self) -> u64 {
        self.capacity_gib.saturating_sub(self.used_gib)
    }
}

impl World<'_> {
    /// Every pool of storage, in order of id.
    pub fn storage_pools(&self) -> Answer<Vec<StoragePool>> {
        Ok(self.tx.prefix(&STORAGE_POOLS, &(self.realm,))?.into_iter().map(|(_, pool)| pool).collect())
    }

    /// The pool of storage of an id.
    pub fn storage_pool(&self, id: &str) -> Answer<Option<StoragePool>> {
        Ok(self.tx.get(&STORAGE_POOLS, &(self.realm, id))?)
    }

    /// Puts a pool of storage in its place.
    pub fn save_storage_pool(&self, pool: &StoragePool) -> Answer<()> {
        Ok(self.tx.put(&STORAGE_POOLS, &(self.realm, &*pool.id), pool)?)
    }

    /// Takes a pool of storage away.
    ///
    /// # Errors
    /// `InUse` while anything is in it.
    pub fn erase_storage_pool(&self, pool: &StoragePool) -> Answer<()> {
        if pool.used_gib > 0 {
            return Err(Refusal::InUse { id: pool.id.clone(), by: "placed resources".to_owned() });
        }
        self.tx.delete(&STORAGE_POOLS, &(self.realm, &*pool.id))?;
        Ok(())
    }

    /// The pools of a type in a zone that are available to an account, whether there is room in them or not.
    pub fn open_storage(&self, zone: &str, storage_type: &str, account: &str) -> Answer<Vec<StoragePool>> {
        let mut pools = self.storage_pools()?;
        pools.retain(|pool| {
            pool.condition == Condition::Available
                && pool.zone == zone
                && pool.storage_type == storage_type
                && pool.audience.admits(account)
        });
        Ok(pools)
    }

    /// Room in one of some pools, by the system's strategy: in the first, or in the one with the most that is free.
    ///
    /// # Errors
    /// `Capacity` when none has enough.
    pub fn find_storage(&self, pools: &[StoragePool], storage_gib: u64) -> Answer<Placement> {
        let mut fitting = pools.iter().filter(|pool| pool.free_gib() >= storage_gib);
        let found = match self.laws.placing {
            Strategy::FirstFit => fitting.next(),
            // Of equal ones the first.
            Strategy::MostFree | Strategy::Spread => fitting.min_by_key(|pool| Reverse(pool.free_gib())),
        };
        let Some(pool) = found else { return Err(Refusal::Capacity { pool: "storage".to_owned() }) };
        Ok(Placement { pool: pool.id.clone(), storage_gib, ..Placement::default() })
    }
}
