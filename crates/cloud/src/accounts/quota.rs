//! Quotas: what an account may have, and how much of it is in use. The counters follow from the rows
//! (`shelf.rs`); dialects ask before they act and name their own code, the limits themselves are theirs too.
//!
//! What is counted stands with its owner. Whose limits it counts against is decided when somebody asks, so
//! that users can be given quotas of their own, and lose them again, at any time.
//!
//! It is counted for a place: a zone, a region or everywhere, as the system's laws say. Limits can be set for such
//! places and for everywhere, for an account or for all that have none of their own.

use crate::accounts::account::Account;
use crate::fleet::EVERYWHERE;
use crate::refusal::Refusal;
use crate::world::{Answer, Realm, World};
use squall_store::Table;

/// Owner, place, quota: the amount in use.
pub(crate) const USAGE: Table<(Realm, String, String, String), u64> = Table::new(103, "usage");
/// Account, place, quota: the most allowed.
pub(crate) const LIMITS: Table<(Realm, String, String, String), u64> = Table::new(144, "limits");
/// Stands for the account where a limit is of all that have none of their own.
const PLATFORM: &str = "";

impl World<'_> {
    /// How much of a quota is in use in a place: by the account and all that share its quotas.
    pub fn in_use(&self, account: &Account, place: &str, quota: &str) -> Answer<u64> {
        let holder = account.quota_holder();
        let mut used = self.used_by(holder, place, quota)?;
        for user in self.users_of(holder)?.iter().filter(|user| !user.own_quotas) {
            used += self.used_by(&user.id, place, quota)?;
        }
        Ok(used)
    }

    fn used_by(&self, owner: &str, place: &str, quota: &str) -> Answer<u64> {
        if place == EVERYWHERE {
            let counters = self.tx.prefix(&USAGE, &(self.realm, owner))?;
            return Ok(counters.iter().filter(|((_, _, _, name), _)| name == quota).map(|(_, n)| n).sum());
        }
        Ok(self.tx.get(&USAGE, &(self.realm, owner, place, quota))?.unwrap_or_default())
    }

    /// Every counter that is not zero: owner, place, quota, amount. For checkers.
    pub fn usage(&self) -> Answer<Vec<(String, String, String, u64)>> {
        let rows = self.tx.prefix(&USAGE, &(self.realm,))?;
        Ok(rows.into_iter().map(|((_, owner, place, quota), n)| (owner, place, quota, n)).collect())
    }

    /// The most of a quota that an account may have in a place: its own limit or the platform's; `None` where neither
    /// was set.
    pub fn limit(&self, account: &Account, place: &str, quota: &str) -> Answer<Option<u64>> {
        let set = |holder| self.tx.get(&LIMITS, &(self.realm, holder, place, quota));
        Ok(match set(account.quota_holder())? {
            Some(own) => Some(own),
            None => set(PLATFORM)?,
        })
    }

    /// The limits that were set for an account, or for the platform: place, quota, amount.
    pub fn limits_of(&self, account: Option<&str>) -> Answer<Vec<(String, String, u64)>> {
        let rows = self.tx.prefix(&LIMITS, &(self.realm, account.unwrap_or(PLATFORM)))?;
        Ok(rows.into_iter().map(|((_, _, place, quota), most)| (place, quota, most)).collect())
    }

    /// Sets the limit of an account, or of all that have none of their own, in a place; without an amount there is none
    /// any more. What is in use beyond it stays.
    pub fn set_limit(
        &self,
        account: Option<&str>,
        place: &str,
        quota: &str,
        most: Option<u64>,
    ) -> Answer<()> {
        let key = (self.realm, account.unwrap_or(PLATFORM), place, quota);
        match most {
            Some(most) => self.tx.put(&LIMITS, &key, &most)?,
            None => drop(self.tx.delete(&LIMITS, &key)?),
        }
        Ok(())
    }

    /// Asks whether an account may have so much more of a quota in a zone: neither the limit of the place in which the
    /// zone counts nor that of everywhere must be exceeded.
    ///
    /// # Errors
    /// `Quota`.
    pub fn must_be_within(&self, account: &Account, zone: &str, quota: &str, wanted: u64) -> Answer<()> {
        for place in [&*self.quota_place(zone)?, EVERYWHERE] {
            let Some(limit) = self.limit(account, place, quota)? else { continue };
            let used = self.in_use(account, place, quota)?;
            if used.saturating_add(wanted) > limit {
                return Err(Refusal::Quota { quota: quota.to_owned(), limit, used, wanted });
            }
        }
        Ok(())
    }

    /// Takes the limits of an account away.
    pub(crate) fn drop_limits(&self, account: &str) -> Answer<()> {
        for (place, quota, _) in self.limits_of(Some(account))? {
            self.set_limit(Some(account), &place, &quota, None)?;
        }
        Ok(())
    }

    pub(crate) fn tally(&self, owner: &str, place: &str, quota: &str, difference: i128) -> Answer<()> {
        let key = (self.realm, owner, place, quota);
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
