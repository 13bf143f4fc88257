//! The engine's own auditor: everything that follows from rows, worked out again from the rows alone and
//! compared with what is stored. It is never part of an answer; simulations and tests call it.

use crate::account::{KEYS as ACCESS_KEYS, NAMES};
use crate::kind::Kind;
use crate::money::Money;
use crate::resource::{Placement, Resource};
use crate::shelf::{KEYS, LINKS, OWNED};
use crate::world::{Answer, World};
use std::collections::{BTreeMap, BTreeSet};

/// What rows demand.
#[derive(Default)]
struct Demands {
    usage: BTreeMap<(String, String, String), u64>,
    hourly: BTreeMap<String, Money>,
    rooms: BTreeMap<String, Placement>,
    links: BTreeSet<(String, u8, String)>,
    keys: BTreeMap<(u8, String), String>,
    owned: BTreeSet<(String, u8, i64, String)>,
    live: BTreeSet<String>,
    findings: Vec<String>,
}

impl World<'_> {
    /// Everything that does not add up, in words; nothing when all is well.
    pub fn audit(&self) -> Answer<Vec<String>> {
        let mut demands = Demands::default();
        self.demand_all(&mut demands)?;
        self.compare_usage(&mut demands)?;
        self.compare_money(&mut demands)?;
        self.compare_rooms(&mut demands)?;
        self.compare_indexes(&mut demands)?;
        self.compare_owners(&mut demands)?;
        Ok(demands.findings)
    }

    fn demand_all(&self, demands: &mut Demands) -> Answer<()> {
        macro_rules! demand {
            ($($kind:ident),* $(,)?) => {$(self.demand::<crate::$kind>(demands)?;)*};
        }
        crate::every_kind!(demand);
        Ok(())
    }

    fn demand<T: Resource>(&self, demands: &mut Demands) -> Answer<()> {
        for row in self.every::<T>()? {
            let head = row.head();
            let kind = T::KIND as u8;
            demands.owned.insert((head.owner.clone(), kind, head.created_at.0, head.id.clone()));
            if head.change.is_some_and(|change| change.due_at < self.now) {
                demands.findings.push(format!("{} should have arrived already", head.id));
            }
            if !head.is_claiming() {
                continue;
            }
            demands.live.insert(head.id.clone());
            for (quota, n) in &head.uses {
                let key = (head.owner.clone(), head.zone.clone(), quota.clone());
                *demands.usage.entry(key).or_default() += n;
            }
            if let Some(account) = self.find_account(&head.owner)? {
                *demands.hourly.entry(account.purse_holder().to_owned()).or_default() += head.hourly();
            }
            for placement in row.placements() {
                let room = demands.rooms.entry(placement.host.clone()).or_default();
                room.cpu += placement.cpu;
                room.memory_mib += placement.memory_mib;
                room.storage_gib += placement.storage_gib;
            }
            row.links(&mut |target| {
                demands.links.insert((target.to_owned(), kind, head.id.clone()));
            });
            row.keys(&mut |key| {
                if let Some(other) = demands.keys.insert((kind, key.clone()), head.id.clone()) {
                    demands.findings.push(format!("{other} and {} both hold [{key}]", head.id));
                }
            });
        }
        Ok(())
    }

    fn compare_usage(&self, demands: &mut Demands) -> Answer<()> {
        let kept = self.usage()?.into_iter().map(|(account, zone, quota, n)| ((account, zone, quota), n));
        let kept: BTreeMap<_, _> = kept.collect();
        demands.usage.retain(|_, n| *n > 0);
        if kept != demands.usage {
            demands.findings.push(format!("quota counters {kept:?} but the rows use {:?}", demands.usage));
        }
        Ok(())
    }

    fn compare_money(&self, demands: &mut Demands) -> Answer<()> {
        let mut charged: BTreeMap<String, Money> = BTreeMap::new();
        for charge in self.all_charges()? {
            *charged.entry(charge.payer).or_default() += charge.amount;
        }
        for account in self.accounts()? {
            let spent = charged.remove(&account.id).unwrap_or_default();
            let (paid, balance) = (self.deposits(&account.id)?, account.balance_at(self.now));
            if paid - spent != balance {
                let text = format!("{} paid {paid} and was charged {spent} but has {balance}", account.id);
                demands.findings.push(text);
            }
            let hourly = demands.hourly.remove(&account.id).unwrap_or_default();
            if hourly != account.hourly {
                let text =
                    format!("{} pays {} an hour but its rows cost {hourly}", account.id, account.hourly);
                demands.findings.push(text);
            }
        }
        Ok(())
    }

    fn compare_rooms(&self, demands: &mut Demands) -> Answer<()> {
        for host in self.hosts()? {
            let room = demands.rooms.remove(&host.name).unwrap_or_default();
            let kept = (host.cpu_used, host.memory_used_mib, host.storage_used_gib);
            if kept != (room.cpu, room.memory_mib, room.storage_gib) {
                demands.findings.push(format!("host {} says {kept:?} but carries {room:?}", host.name));
            }
        }
        let nowhere = demands.rooms.keys().filter(|host| !host.is_empty());
        let nowhere: Vec<String> =
            nowhere.map(|host| format!("rows stand on {host}, which is no host")).collect();
        demands.findings.extend(nowhere);
        Ok(())
    }

    fn compare_indexes(&self, demands: &mut Demands) -> Answer<()> {
        let links = self.tx.prefix_keys(&LINKS, &(self.realm,))?;
        let links: BTreeSet<_> = links.into_iter().map(|(_, target, kind, id)| (target, kind, id)).collect();
        if links != demands.links {
            let difference: Vec<_> = links.symmetric_difference(&demands.links).collect();
            demands.findings.push(format!("links differ: {difference:?}"));
        }
        for (target, _, id) in &demands.links {
            if !demands.live.contains(target) {
                demands.findings.push(format!("{id} points at {target}, which does not live"));
            }
        }
        let keys = self.tx.prefix(&KEYS, &(self.realm,))?;
        let keys: BTreeMap<_, _> = keys.into_iter().map(|((_, kind, key), id)| ((kind, key), id)).collect();
        if keys != demands.keys {
            demands.findings.push(format!("keys are {keys:?} but rows hold {:?}", demands.keys));
        }
        let owned = self.tx.prefix_keys(&OWNED, &(self.realm,))?;
        let owned: BTreeSet<_> =
            owned.into_iter().map(|(_, owner, kind, at, id)| (owner, kind, at, id)).collect();
        if owned != demands.owned {
            let difference: Vec<_> = owned.symmetric_difference(&demands.owned).collect();
            demands.findings.push(format!("owners differ: {difference:?}"));
        }
        Ok(())
    }

    /// Whatever is somebody's must be an account's that there is.
    fn compare_owners(&self, demands: &mut Demands) -> Answer<()> {
        let accounts = self.accounts()?;
        let known: BTreeSet<&str> = accounts.iter().map(|account| &*account.id).collect();
        let keys = self.tx.prefix(&ACCESS_KEYS, &(self.realm,))?;
        let names = self.tx.prefix(&NAMES, &(self.realm,))?;
        let rows = demands.owned.iter().map(|(owner, _, _, id)| (owner, id));
        let users =
            accounts.iter().map(|account| (account.master.as_ref().unwrap_or(&account.id), &account.id));
        let keys = keys.iter().map(|((_, id), key)| (&key.account, id));
        let names = names.iter().map(|((_, name), id)| (id, name));
        for (owner, what) in rows.chain(users).chain(keys).chain(names) {
            if owner.is_empty() || !known.contains(&**owner) {
                demands.findings.push(format!("{what} is of [{owner}], who is nobody"));
            }
        }
        Ok(())
    }

    /// The ids of every live row of a kind, for simulations that need something to act on.
    pub fn live_ids(&self, kind: Kind) -> Answer<Vec<String>> {
        let mut ids = Vec::new();
        macro_rules! gather {
            ($($name:ident),* $(,)?) => {$(
                if <crate::$name as Resource>::KIND == kind {
                    let rows = self.every::<crate::$name>()?;
                    let live = rows.iter().filter(|row| row.head().state.is_live());
                    ids.extend(live.map(|row| row.head().id.clone()));
                }
            )*};
        }
        crate::every_kind!(gather);
        Ok(ids)
    }
}
