//! Pools of numbered addresses. An address is taken for as long as a live row holds it as its key; a pool only
//! remembers how many more it may give out and where it goes on looking.

use crate::refusal::Refusal;
use crate::rows::resource::Resource;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::net::Ipv4Addr;

pub(crate) const POOLS: Table<(Realm, String), Pool> = Table::new(113, "pools");

/// A range of addresses.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Pool {
    /// The first address, as a number.
    pub first: u32,
    /// How many addresses the range spans.
    pub span: u32,
    /// How many of them are free to be given out.
    pub free: u64,
    /// Where the search for the next one begins, counted from the first.
    pub cursor: u32,
}

impl World<'_> {
    /// The pool of a name; empty where none was set up.
    pub fn pool(&self, name: &str) -> Answer<Pool> {
        Ok(self.tx.get(&POOLS, &(self.realm, name))?.unwrap_or_default())
    }

    /// Every pool of this system.
    pub fn pools(&self) -> Answer<Vec<(String, Pool)>> {
        Ok(self
            .tx
            .prefix(&POOLS, &(self.realm,))?
            .into_iter()
            .map(|((_, name), pool)| (name, pool))
            .collect())
    }

    /// Puts a pool in its place.
    pub fn save_pool(&self, name: &str, pool: &Pool) -> Answer<()> {
        Ok(self.tx.put(&POOLS, &(self.realm, name), pool)?)
    }

    /// The next address of a pool that no row of a kind holds, in dotted form. The row that is given it as its key
    /// takes it out of the pool.
    ///
    /// # Errors
    /// `Capacity` when the pool is empty.
    pub fn next_address<T: Resource>(&self, name: &str) -> Answer<String> {
        let mut pool = self.pool(name)?;
        if pool.free == 0 {
            return Err(Refusal::Capacity { pool: name.to_owned() });
        }
        for _ in 0..pool.span {
            let address = Ipv4Addr::from(pool.first.wrapping_add(pool.cursor)).to_string();
            pool.cursor = (pool.cursor + 1) % pool.span;
            if self.holder::<T>(&address)?.is_none() {
                self.save_pool(name, &pool)?;
                return Ok(address);
            }
        }
        Err(Refusal::Capacity { pool: name.to_owned() })
    }

    /// Counts an address that a row holds from now on out of the pool it is of.
    pub(crate) fn take_address(&self, address: &str) -> Answer<()> {
        let Some((name, mut pool)) = self.pool_of(address)? else { return Ok(()) };
        let left = pool.free.checked_sub(1);
        pool.free = left.ok_or_else(|| Refusal::Capacity { pool: name.clone() })?;
        self.save_pool(&name, &pool)
    }

    /// Counts an address that no row holds any more back into the pool it is of.
    pub(crate) fn give_address(&self, address: &str) -> Answer<()> {
        let Some((name, mut pool)) = self.pool_of(address)? else { return Ok(()) };
        pool.free = (pool.free + 1).min(u64::from(pool.span));
        self.save_pool(&name, &pool)
    }

    fn pool_of(&self, address: &str) -> Answer<Option<(String, Pool)>> {
        let Ok(number) = address.parse::<Ipv4Addr>().map(u32::from) else { return Ok(None) };
        let within = |pool: &Pool| number.checked_sub(pool.first).is_some_and(|at| at < pool.span);
        Ok(self.pools()?.into_iter().find(|(_, pool)| within(pool)))
    }
}
