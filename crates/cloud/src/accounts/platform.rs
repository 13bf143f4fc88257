//! What the operator of a system decides: which components are up, which switches are set. Names are the dialect's.

use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const PLATFORM: Table<Realm, Platform> = Table::new(114, "platform");

/// The operator's settings of a system.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Platform {
    /// Components that are not simply up, and what they are instead.
    pub services: BTreeMap<String, String>,
    /// Switches that differ from the dialect's defaults.
    pub switches: BTreeMap<String, bool>,
    /// Further settings in the dialect's own form.
    pub settings: BTreeMap<String, String>,
}

impl Platform {
    /// What a component is doing: `up` unless set otherwise.
    pub fn service(&self, name: &str) -> &str {
        self.services.get(name).map_or("up", String::as_str)
    }

    /// A switch, or its default.
    pub fn switch(&self, name: &str, default: bool) -> bool {
        self.switches.get(name).copied().unwrap_or(default)
    }
}

impl World<'_> {
    /// The operator's settings.
    pub fn platform(&self) -> Answer<Platform> {
        Ok(self.tx.get(&PLATFORM, &self.realm)?.unwrap_or_default())
    }

    /// The operator's settings, for whoever only looks at them.
    pub fn shared_platform(&self) -> Answer<Arc<Platform>> {
        Ok(self.tx.shared(&PLATFORM, &self.realm)?.unwrap_or_default())
    }

    /// Puts the operator's settings in place.
    pub fn save_platform(&self, platform: &Platform) -> Answer<()> {
        Ok(self.tx.put(&PLATFORM, &self.realm, platform)?)
    }
}
