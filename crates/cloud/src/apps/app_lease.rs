//! Applications that act for users: their keys, the services they offer, and the leases of those services.

use crate::billing::money::Money;
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource, State};
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::fmt;

pub(crate) const APP_KEYS: Table<(Realm, String), AppKey> = Table::new(130, "app keys");
pub(crate) const SERVICES: Table<(Realm, String), AppService> = Table::new(131, "app services");

/// An application's id and what it signs with.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct AppKey {
    /// The application's id.
    pub id: String,
    /// The secret it signs with.
    pub secret: String,
    /// The account that runs it, for which it acts unless it shows a user's token.
    pub owner: String,
}

impl fmt::Debug for AppKey {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AppKey({} of {})", self.id, self.owner)
    }
}

/// A service that an application offers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AppService {
    /// Its id.
    pub id: String,
    /// The application that offers it.
    pub app: String,
    /// Its name.
    pub name: String,
    /// What an hour of it costs the user.
    pub price: Money,
    /// Whether it can be leased at present.
    pub is_offered: bool,
}

/// A user's lease of a service, for a resource of theirs or for nothing in particular. The user is the owner.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AppLease {
    /// What every resource carries.
    pub head: Head,
    /// The application.
    pub app: String,
    /// The service.
    pub service: String,
    /// The resource it is for.
    pub resource: Option<String>,
}

impl Resource for AppLease {
    const KIND: Kind = Kind::AppLease;
    headed!();
    fn links(&self, push: &mut dyn FnMut(&str)) {
        self.resource.iter().for_each(|id| push(id));
    }
    fn keys(&self, push: &mut dyn FnMut(String)) {
        push(self.key());
    }
}

impl AppLease {
    /// What can be leased only once at a time: a service by an application for a user and a resource.
    pub fn key(&self) -> String {
        let resource = self.resource.as_deref().unwrap_or("");
        format!("{}|{}|{}|{resource}", self.app, self.service, self.head.owner)
    }

    /// Whether any of the names by which leases can be ended is this: its own id, its service, user,
    /// application or resource.
    pub fn answers_to(&self, id: &str) -> bool {
        [&*self.head.id, &*self.service, &*self.head.owner, &*self.app].contains(&id)
            || self.resource.as_deref() == Some(id)
    }
}

impl World<'_> {
    /// The key of an application.
    pub fn app_key(&self, id: &str) -> Answer<Option<AppKey>> {
        Ok(self.tx.get(&APP_KEYS, &(self.realm, id))?)
    }

    /// Puts an application's key in its place.
    pub fn save_app_key(&self, key: &AppKey) -> Answer<()> {
        Ok(self.tx.put(&APP_KEYS, &(self.realm, &*key.id), key)?)
    }

    /// The service of an id.
    pub fn app_service(&self, id: &str) -> Answer<Option<AppService>> {
        Ok(self.tx.get(&SERVICES, &(self.realm, id))?)
    }

    /// Every service of this system, in order of id.
    pub fn app_services(&self) -> Answer<Vec<AppService>> {
        Ok(self.tx.prefix(&SERVICES, &(self.realm,))?.into_iter().map(|(_, service)| service).collect())
    }

    /// Puts a service in its place.
    pub fn save_app_service(&self, service: &AppService) -> Answer<()> {
        Ok(self.tx.put(&SERVICES, &(self.realm, &*service.id), service)?)
    }

    /// Ends the leases that were made for a resource; follows from the resource's own end (`shelf.rs`).
    pub(crate) fn end_leases_for(&self, resource: &str) -> Answer<()> {
        for mut lease in self.linked::<AppLease>(resource)? {
            self.become_state(&mut lease, State::Ceased)?;
        }
        Ok(())
    }
}
