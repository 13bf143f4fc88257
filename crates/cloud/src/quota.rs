//! Quotas: what an account may have, and how much of it is in use. The counters follow from the rows
//! (`shelf.rs`); dialects ask before they act and name their own code, the limits themselves are theirs too.
//!
//! What is counted stands with its owner. Whose limits it counts against is decided when somebody asks, so
//! that users can be given quotas of their own, and lose them again, at any time.

use crate::account::Account;
use crate::world::{Answer, Realm, World};
use squall_store::Table;

/// Owner, zone, quota: the amount in use.
pub(crate) const USAGE: Table<(Realm, String, String, String), u64> = Table::new(103, "usage");

impl World<'_> {
    /// How much of a quota is in use in a zone: by the account and all that share its quotas.
    pub fn in_use(&self, account: &Account, zone: &str, quota: &str) -> Answer<u64> {
        let holder = account.quota_holder();
        let mut used = self.used_by(holder, zone, quota)?;
        for user in self.users_of(holder)?.iter().filter(|user| !user.own_quotas) {
            used += self.used_by(&user.id, zone, quota)?;
        }
        Ok(used)
    }

    fn used_by(&self, owner: &str, zone: &str, quota: &str) -> Answer<u64> {
        Ok(self.tx.get(&USAGE, &(self.realm, owner, zone, quota))?.unwrap_or_default())
    }

    /// Every counter that is not zero: owner, zone, quota, amount. For checkers.
    pub fn usage(&self) -> Answer<Vec<(String, String, String, u64)>> {
        let rows = self.tx.prefix(&USAGE, &(self.realm,))?;
        Ok(rows.into_iter().map(|((_, owner, zone, quota), n)| (owner, zone, quota, n)).collect())
    }

    pub(crate) fn tally(&self, owner: &str, zone: &str, quota: &str, difference: i128) -> Answer<()> {
        let key = (self.realm, owner, zone, quota);
        let used = self.tx.get(&USAGE, &key)?.unwrap_or_default();
        let next = u64::try_from(i128::from(used) + difference).unwrap_or_default();
        if next == 0 {
            self.tx.delete(&USAGE, &key)?;
        } else {
            self.tx.put(&USAGE, &key, &next)?;
        }
        Ok(())
    }
}
