//! Licences of a private platform: documents that say until when it may be used and with how many hosts.
//! Whether a document is genuine is found out before it becomes a row.

use crate::rows::kind::Kind;
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;

pub(crate) const LICENCES: Table<(Realm, String), Licence> = Table::new(Kind::Licence as u8, "licences");

/// An installed licence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Licence {
    /// Its id, given by whoever issued it.
    pub id: String,
    /// Whom it was issued to.
    pub customer: String,
    /// From when it holds.
    pub not_before: Time,
    /// The last instant at which it holds.
    pub not_after: Time,
    /// The most hosts it covers.
    pub max_hosts: u64,
    /// The platform it was issued for.
    pub platform: String,
    /// When it was installed.
    pub installed_at: Time,
}

/// What the dates of a licence make of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Not in force yet.
    Ahead,
    /// In force.
    Running,
    /// Over.
    Ended,
}

impl Licence {
    /// What its dates make of it at an instant; both of them belong to the term.
    pub fn term(&self, now: Time) -> Term {
        if now < self.not_before {
            Term::Ahead
        } else if now <= self.not_after {
            Term::Running
        } else {
            Term::Ended
        }
    }
}

impl World<'_> {
    /// Every installed licence, in order of id.
    pub fn licences(&self) -> Answer<Vec<Licence>> {
        Ok(self.tx.prefix(&LICENCES, &(self.realm,))?.into_iter().map(|(_, licence)| licence).collect())
    }

    /// The installed licence of an id.
    pub fn licence(&self, id: &str) -> Answer<Option<Licence>> {
        Ok(self.tx.get(&LICENCES, &(self.realm, id))?)
    }

    /// Installs a licence, in place of one with the same id.
    pub fn save_licence(&self, licence: &Licence) -> Answer<()> {
        Ok(self.tx.put(&LICENCES, &(self.realm, &*licence.id), licence)?)
    }

    /// Takes a licence away.
    pub fn erase_licence(&self, id: &str) -> Answer<()> {
        self.tx.delete(&LICENCES, &(self.realm, id))?;
        Ok(())
    }
}
