//! Accounts and their keys. A user below another (a sub-account) is an account with a master, whose money and
//! quotas it shares unless it was given its own.

use crate::billing::money::Money;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::time::instant::Time;
use crate::world::{Answer, Realm, World};
use serde::{Deserialize, Serialize};
use squall_store::Table;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub(crate) const ACCOUNTS: Table<(Realm, String), Account> = Table::new(Kind::Account as u8, "accounts");
pub(crate) const KEYS: Table<(Realm, String), AccessKey> = Table::new(Kind::AccessKey as u8, "access keys");
/// Account and key id.
pub(crate) const KEYS_OF: Table<(Realm, String, String), ()> = Table::new(111, "keys of accounts");
/// A name by which an account can be found: label, e-mail or telephone number, in lower case.
pub(crate) const NAMES: Table<(Realm, String), String> = Table::new(112, "account names");
/// Master and user.
pub(crate) const USERS_OF: Table<(Realm, String, String), ()> = Table::new(132, "users of accounts");

/// Where an account stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Standing {
    /// In good standing.
    Active,
    /// Registered, not yet activated.
    Registering,
    /// Its money has run out or its vendor froze it: resources are suspended.
    Frozen,
    /// Barred: it may not even log in.
    Disabled,
    /// Deleted; its names stay taken.
    Deleted,
}

/// An account, or a user of one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Its id in the vendor's form.
    pub id: String,
    /// The operator's name for it; empty where it has none.
    pub label: String,
    /// The account whose user this is.
    pub master: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// When it was made.
    pub created_at: Time,
    /// The balance at `since`.
    pub balance: Money,
    /// The sum of the hourly prices of what it pays for.
    pub hourly: Money,
    /// The instant of `balance`.
    pub since: Time,
    /// When the money will run out at the present rate.
    pub exhausted_at: Option<Time>,
    /// Since when it has been in arrears.
    pub arrears_since: Option<Time>,
    /// Whether it has a purse of its own although it has a master.
    pub own_purse: bool,
    /// Whether it has quotas of its own although it has a master.
    pub own_quotas: bool,
    /// Limits that differ from the system's defaults, by quota name.
    pub quotas: BTreeMap<String, u64>,
    /// What only its dialect understands: profile, login rules, role, by name.
    pub traits: BTreeMap<String, String>,
}

/// A pair of key id and secret.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct AccessKey {
    /// The id that requests name.
    pub id: String,
    /// The secret they are signed with.
    pub secret: String,
    /// Whose it is.
    pub account: String,
    /// Whether it may be used.
    pub active: bool,
    /// When it was made.
    pub created_at: Time,
}

impl fmt::Debug for AccessKey {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessKey({} of {}, active: {})", self.id, self.account, self.active)
    }
}

impl Account {
    /// A new account in good standing with an empty purse.
    pub fn new(id: String, now: Time) -> Account {
        Account {
            id,
            label: String::new(),
            master: None,
            standing: Standing::Active,
            created_at: now,
            balance: Money::ZERO,
            hourly: Money::ZERO,
            since: now,
            exhausted_at: None,
            arrears_since: None,
            own_purse: false,
            own_quotas: false,
            quotas: BTreeMap::new(),
            traits: BTreeMap::new(),
        }
    }

    /// The account whose quotas count for this one.
    pub fn quota_holder(&self) -> &str {
        self.master.as_deref().filter(|_| !self.own_quotas).unwrap_or(&self.id)
    }

    /// The account that pays for this one.
    pub fn purse_holder(&self) -> &str {
        self.master.as_deref().filter(|_| !self.own_purse).unwrap_or(&self.id)
    }

    /// What it has at an instant.
    pub fn balance_at(&self, now: Time) -> Money {
        self.balance - self.hourly.over(now.since(self.since))
    }

    /// A dialect's own attribute; empty where it was never set.
    pub fn attribute(&self, name: &str) -> &str {
        self.traits.get(name).map_or("", String::as_str)
    }

    /// Sets a dialect's own attribute; an empty value removes it.
    pub fn set_attribute(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            self.traits.remove(name);
        } else {
            self.traits.insert(name.to_owned(), value.to_owned());
        }
    }

    pub(crate) fn settle(&mut self, now: Time) {
        self.balance = self.balance_at(now);
        self.since = now;
    }
}

impl World<'_> {
    /// The account of an id that must be there.
    pub fn account(&self, id: &str) -> Answer<Account> {
        self.find_account(id)?.ok_or_else(|| Refusal::Absent { kind: Kind::Account, id: id.to_owned() })
    }

    /// The account of an id.
    pub fn find_account(&self, id: &str) -> Answer<Option<Account>> {
        Ok(self.tx.get(&ACCOUNTS, &(self.realm, id))?)
    }

    /// The account of an id that must be there, for whoever only looks at it.
    pub fn shared_account(&self, id: &str) -> Answer<Arc<Account>> {
        let found = self.tx.shared(&ACCOUNTS, &(self.realm, id))?;
        found.ok_or_else(|| Refusal::Absent { kind: Kind::Account, id: id.to_owned() })
    }

    /// The account that pays for this one.
    pub fn payer(&self, id: &str) -> Answer<Account> {
        let account = self.account(id)?;
        if account.purse_holder() == id { Ok(account) } else { self.account(account.purse_holder()) }
    }

    /// Puts an account in its place. Fetch it anew after anything that charges it: a row saved in between has
    /// changed what it pays by the hour.
    pub fn save_account(&self, account: &Account) -> Answer<()> {
        if let Some(master) = &account.master {
            self.tx.put(&USERS_OF, &(self.realm, &**master, &*account.id), &())?;
        }
        Ok(self.tx.put(&ACCOUNTS, &(self.realm, &*account.id), account)?)
    }

    /// Takes an account away, with its keys and names. What it owns must be gone before.
    pub fn erase_account(&self, account: &Account) -> Answer<()> {
        for key in self.keys_of(&account.id)? {
            self.erase_key(&key)?;
        }
        for ((_, name), id) in self.tx.prefix(&NAMES, &(self.realm,))? {
            if id == account.id {
                self.tx.delete(&NAMES, &(self.realm, &*name))?;
            }
        }
        if let Some(master) = &account.master {
            self.tx.delete(&USERS_OF, &(self.realm, &**master, &*account.id))?;
        }
        self.forget_registration(account)?;
        self.drop_limits(&account.id)?;
        self.drop_orders(&account.id)?;
        self.drop_purses(&account.id)?;
        self.tx.delete(&ACCOUNTS, &(self.realm, &*account.id))?;
        self.retract_all(&account.id)
    }

    /// The users below an account, in order of id, whatever their standing.
    pub fn users_of(&self, master: &str) -> Answer<Vec<Account>> {
        let ids = self.tx.prefix_keys(&USERS_OF, &(self.realm, master))?;
        ids.iter().map(|(_, _, id)| self.account(id)).collect()
    }

    /// Every account of this system, in order of id.
    pub fn accounts(&self) -> Answer<Vec<Account>> {
        Ok(self.tx.prefix(&ACCOUNTS, &(self.realm,))?.into_iter().map(|(_, account)| account).collect())
    }

    /// So many accounts of this system behind an id, in order of id.
    pub fn accounts_after(&self, id: &str, limit: usize) -> Answer<Vec<Account>> {
        let rows = self.tx.page(&ACCOUNTS, &(self.realm,), Some(&(self.realm, id.to_owned())), limit)?;
        Ok(rows.into_iter().map(|(_, account)| account).collect())
    }

    /// The id of the account that a label, e-mail or telephone number belongs to; letters' case does not
    /// matter.
    pub fn account_named(&self, name: &str) -> Answer<Option<String>> {
        Ok(self.tx.get(&NAMES, &(self.realm, &*name.to_lowercase()))?)
    }

    /// Lets an account be found by a name.
    ///
    /// # Errors
    /// `Taken` when the name is another's.
    pub fn name_account(&self, name: &str, id: &str) -> Answer<()> {
        match self.account_named(name)? {
            Some(other) if other != id => Err(Refusal::Taken { kind: Kind::Account, key: name.to_owned() }),
            _ => Ok(self.tx.put(&NAMES, &(self.realm, &*name.to_lowercase()), &id.to_owned())?),
        }
    }

    /// Frees a name again.
    pub fn unname_account(&self, name: &str) -> Answer<()> {
        self.tx.delete(&NAMES, &(self.realm, &*name.to_lowercase()))?;
        Ok(())
    }

    /// The key of a key id.
    pub fn key(&self, id: &str) -> Answer<Option<AccessKey>> {
        Ok(self.tx.get(&KEYS, &(self.realm, id))?)
    }

    /// The key of a key id, for whoever only looks at it.
    pub fn shared_key(&self, id: &str) -> Answer<Option<Arc<AccessKey>>> {
        Ok(self.tx.shared(&KEYS, &(self.realm, id))?)
    }

    /// The keys of an account, in order of id.
    pub fn keys_of(&self, account: &str) -> Answer<Vec<AccessKey>> {
        let ids = self.tx.prefix_keys(&KEYS_OF, &(self.realm, account))?;
        let keys = ids.into_iter().map(|(_, _, id)| self.key(&id));
        Ok(keys.collect::<Answer<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Puts a key in its place.
    ///
    /// # Errors
    /// `Taken` when the key id is another account's.
    pub fn save_key(&self, key: &AccessKey) -> Answer<()> {
        if self.key(&key.id)?.is_some_and(|other| other.account != key.account) {
            return Err(Refusal::Taken { kind: Kind::AccessKey, key: key.id.clone() });
        }
        self.tx.put(&KEYS_OF, &(self.realm, &*key.account, &*key.id), &())?;
        Ok(self.tx.put(&KEYS, &(self.realm, &*key.id), key)?)
    }

    /// Takes a key away.
    pub fn erase_key(&self, key: &AccessKey) -> Answer<()> {
        self.tx.delete(&KEYS_OF, &(self.realm, &*key.account, &*key.id))?;
        self.tx.delete(&KEYS, &(self.realm, &*key.id))?;
        Ok(())
    }
}
