//! Zones, the regions that they are of, and the places for which quotas are counted.

use super::Condition;
use crate::refusal::Refusal;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::borrow::Cow;

pub(crate) const ZONES: Table<(Realm, String), Zone> = Table::new(142, "zones");

/// The place that is everywhere: all zones and regions of a system together.
pub const EVERYWHERE: &str = "*";

/// A zone.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Zone {
    /// Its id, unique in its system.
    pub id: String,
    /// The region it is in.
    pub region: String,
    /// What it is fit for.
    pub condition: Condition,
}

/// The place for which a system counts what is in use of a quota.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuotaScope {
    /// Each zone for itself; what is in no zone in a place without a name.
    Zone,
    /// The zones of a region together.
    Region,
    /// All of it together.
    Everywhere,
}

impl World<'_> {
    /// Every zone that is a row, in order of id: a system may have zones of which nothing but the name matters.
    pub fn zones(&self) -> Answer<Vec<Zone>> {
        Ok(self.tx.prefix(&ZONES, &(self.realm,))?.into_iter().map(|(_, zone)| zone).collect())
    }

    /// Puts a zone in its place.
    ///
    /// # Errors
    /// `WrongState` for another region than it was in: what is counted there would have to move along.
    pub fn save_zone(&self, zone: &Zone) -> Answer<()> {
        let known = self.tx.get(&ZONES, &(self.realm, &*zone.id))?;
        if known.is_some_and(|known| known.region != zone.region) {
            return Err(Refusal::WrongState { id: zone.id.clone(), needs: "in its region" });
        }
        Ok(self.tx.put(&ZONES, &(self.realm, &*zone.id), zone)?)
    }

    /// The place in which the quotas of a zone are counted.
    pub fn quota_place<'z>(&self, zone: &'z str) -> Answer<Cow<'z, str>> {
        Ok(match self.laws.quota_scope {
            QuotaScope::Zone => Cow::Borrowed(zone),
            QuotaScope::Everywhere => Cow::Borrowed(EVERYWHERE),
            QuotaScope::Region => match self.tx.get(&ZONES, &(self.realm, zone))? {
                Some(zone) => Cow::Owned(zone.region),
                None => Cow::Borrowed(zone),
            },
        })
    }
}
