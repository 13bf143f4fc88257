//! Pools of numbered addresses. An address is taken for as long as a live row holds it as its key; a pool only
//! remembers how many more it may give out and where it goes on looking.

use crate::refusal::Refusal;
use crate::rows::resource::Resource;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub(crate) const POOLS: Table<(Realm, String), Pool> = Table::new(113, "pools");
pub(crate) const POOLS6: Table<(Realm, String), Pool6> = Table::new(199, "pools of version 6");

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

/// A range of addresses of version 6.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Pool6 {
    /// The first address, as a number.
    pub first: u128,
    /// How many addresses the range spans.
    pub span: u64,
    /// How many of them are free to be given out.
    pub free: u64,
    /// Where the search for the next one begins, counted from the first.
    pub cursor: u64,
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

    /// The pool of a name for addresses of version 6; empty where none was set up.
    pub fn pool6(&self, name: &str) -> Answer<Pool6> {
        Ok(self.tx.get(&POOLS6, &(self.realm, name))?.unwrap_or_default())
    }

    /// Puts a pool for addresses of version 6 in its place. Its name must be no other pool's.
    pub fn save_pool6(&self, name: &str, pool: &Pool6) -> Answer<()> {
        Ok(self.tx.put(&POOLS6, &(self.realm, name), pool)?)
    }

    /// The next address of a pool that no row of a kind holds, as it is written. The row that is given it as its key
    /// takes it out of the pool.
    ///
    /// # Errors
    /// `Capacity` when the pool is empty.
    pub fn next_address<T: Resource>(&self, name: &str) -> Answer<String> {
        let mut range = match self.tx.get(&POOLS6, &(self.realm, name))? {
            Some(pool) => Range::V6(pool),
            None => Range::V4(self.pool(name)?),
        };
        let tries = if range.free() == 0 { 0 } else { range.span() };
        for _ in 0..tries {
            let address = range.advance().to_string();
            if self.holder::<T>(&address)?.is_none() {
                self.save_range(name, &range)?;
                return Ok(address);
            }
        }
        Err(Refusal::Capacity { pool: name.to_owned() })
    }

    /// Counts an address that a row holds from now on out of the pool it is of.
    pub(crate) fn take_address(&self, address: &str) -> Answer<()> {
        let Some((name, mut range)) = self.range_of(address)? else { return Ok(()) };
        let left = range.free().checked_sub(1);
        *range.free_mut() = left.ok_or_else(|| Refusal::Capacity { pool: name.clone() })?;
        self.save_range(&name, &range)
    }

    /// Counts an address that no row holds any more back into the pool it is of.
    pub(crate) fn give_address(&self, address: &str) -> Answer<()> {
        let Some((name, mut range)) = self.range_of(address)? else { return Ok(()) };
        *range.free_mut() = (range.free() + 1).min(range.span());
        self.save_range(&name, &range)
    }

    fn save_range(&self, name: &str, range: &Range) -> Answer<()> {
        match range {
            Range::V4(pool) => self.save_pool(name, pool),
            Range::V6(pool) => self.save_pool6(name, pool),
        }
    }

    fn range_of(&self, address: &str) -> Answer<Option<(String, Range)>> {
        match address.parse() {
            Ok(IpAddr::V4(address)) => {
                let number = u32::from(address);
                let within = |pool: &Pool| number.checked_sub(pool.first).is_some_and(|at| at < pool.span);
                let found = self.pools()?.into_iter().find(|(_, pool)| within(pool));
                Ok(found.map(|(name, pool)| (name, Range::V4(pool))))
            }
            Ok(IpAddr::V6(address)) => {
                let number = address.to_bits();
                let within = |pool: &Pool6| {
                    number.checked_sub(pool.first).is_some_and(|at| at < u128::from(pool.span))
                };
                let pools = self.tx.prefix(&POOLS6, &(self.realm,))?;
                let found = pools.into_iter().find(|(_, pool)| within(pool));
                Ok(found.map(|((_, name), pool)| (name, Range::V6(pool))))
            }
            Err(_) => Ok(None),
        }
    }
}

/// A pool of either version.
enum Range {
    V4(Pool),
    V6(Pool6),
}

impl Range {
    fn span(&self) -> u64 {
        match self {
            Range::V4(pool) => pool.span.into(),
            Range::V6(pool) => pool.span,
        }
    }

    fn free(&self) -> u64 {
        match self {
            Range::V4(pool) => pool.free,
            Range::V6(pool) => pool.free,
        }
    }

    fn free_mut(&mut self) -> &mut u64 {
        match self {
            Range::V4(pool) => &mut pool.free,
            Range::V6(pool) => &mut pool.free,
        }
    }

    /// The address at the cursor, which goes on to the next one.
    fn advance(&mut self) -> IpAddr {
        match self {
            Range::V4(pool) => {
                let address = pool.first.wrapping_add(pool.cursor);
                pool.cursor = (pool.cursor + 1) % pool.span.max(1);
                Ipv4Addr::from(address).into()
            }
            Range::V6(pool) => {
                let address = pool.first.wrapping_add(pool.cursor.into());
                pool.cursor = (pool.cursor + 1) % pool.span.max(1);
                Ipv6Addr::from_bits(address).into()
            }
        }
    }
}
