//! Sets of hosts of one kind, which some accounts may use.

use super::Condition;
use crate::refusal::Refusal;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

pub(crate) const SETS: Table<(Realm, String), HostSet> = Table::new(141, "sets of hosts");

/// A set of hosts.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct HostSet {
    /// Its id, unique in its system.
    pub id: String,
    /// The zone its hosts stand in.
    pub zone: String,
    /// The vendor's type of the machines that run on it.
    pub machine_type: String,
    /// The architecture of its processors.
    pub arch: String,
    /// What it is fit for.
    pub condition: Condition,
    /// Who may use it.
    pub audience: Audience,
}

/// The accounts that may use something.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Audience {
    /// Everybody.
    #[default]
    All,
    /// These alone.
    Only(Vec<String>),
    /// Everybody but these.
    AllBut(Vec<String>),
}

impl Audience {
    /// Whether an account belongs to it.
    pub fn admits(&self, account: &str) -> bool {
        let has = |named: &[String]| named.iter().any(|name| name == account);
        match self {
            Audience::All => true,
            Audience::Only(named) => has(named),
            Audience::AllBut(named) => !has(named),
        }
    }
}

impl World<'_> {
    /// Every set of hosts, in order of id.
    pub fn host_sets(&self) -> Answer<Vec<HostSet>> {
        Ok(self.tx.prefix(&SETS, &(self.realm,))?.into_iter().map(|(_, set)| set).collect())
    }

    /// Puts a set of hosts in its place.
    pub fn save_host_set(&self, set: &HostSet) -> Answer<()> {
        Ok(self.tx.put(&SETS, &(self.realm, &*set.id), set)?)
    }

    /// Takes a set of hosts away.
    ///
    /// # Errors
    /// `InUse` while a host is of it.
    pub fn erase_host_set(&self, id: &str) -> Answer<()> {
        if let Some(host) = self.hosts()?.into_iter().find(|host| host.set == id) {
            return Err(Refusal::InUse { id: id.to_owned(), by: host.name });
        }
        self.tx.delete(&SETS, &(self.realm, id))?;
        Ok(())
    }
}
