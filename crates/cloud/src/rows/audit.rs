//! The engine's own auditor: everything that follows from rows, worked out again from the rows alone and
//! compared with what is stored. It is never part of an answer; simulations and tests call it.

use crate::accounts::account::{KEYS as ACCESS_KEYS, NAMES};
use crate::billing::money::Money;
use crate::fleet::{Amounts, EVERYWHERE, QuotaScope};
use crate::law::{Claims, Law, Rate};
use crate::networking::occupancy::{OCCUPIED, Spot, spelled};
use crate::rows::kind::Kind;
use crate::rows::resource::{Head, Resource};
use crate::rows::shelf::{KEYS, LINKS, OWNED};
use crate::world::{Answer, World};
use std::collections::{BTreeMap, BTreeSet};

/// What rows demand.
#[derive(Default)]
struct Demands {
    usage: BTreeMap<(String, String, String), u64>,
    hourly: BTreeMap<String, Money>,
    rooms: BTreeMap<String, Amounts>,
    stored: BTreeMap<String, u64>,
    links: BTreeSet<(String, u8, String)>,
    keys: BTreeMap<(u8, String), String>,
    seats: BTreeMap<Spot, (u8, String)>,
    owned: BTreeSet<(String, u8, i64, String)>,
    present: BTreeMap<String, Kind>,
    targets: BTreeMap<u8, &'static [Kind]>,
    findings: Vec<String>,
}

/// Whether a row claims something by its system's tables.
fn claims(law: &Law, head: &Head, claim: Claims) -> bool {
    let does = |state| law.claims_in(state).contains(claim);
    let Some(change) = head.change else { return does(head.state) };
    let gives_up = !change.target.is_live() && !law.kept_leaving().contains(claim);
    does(change.target) || does(head.state) && !gives_up
}

/// What an hour of a row costs by its system's tables.
fn costs(law: &Law, head: &Head) -> Money {
    match law.rate_in(head.state) {
        Rate::InUse if !head.prepaid => head.price,
        Rate::Idle if !head.prepaid => head.idle_price,
        _ => Money::ZERO,
    }
}

impl Demands {
    fn claim<T: Resource>(&mut self, law: &Law, row: &T, spots: Vec<Spot>) {
        let (head, kind) = (row.head(), T::KIND as u8);
        let does = |claim| claims(law, head, claim);
        if does(Claims::PRESENCE) {
            self.present.insert(head.id.clone(), T::KIND);
        }
        for (quota, n) in head.uses.iter().filter(|_| does(Claims::QUOTA)) {
            let key = (head.owner.clone(), head.zone.clone(), quota.clone());
            *self.usage.entry(key).or_default() += n;
        }
        let (compute, storage) = (does(Claims::COMPUTE), does(Claims::STORAGE));
        for placement in row.placements() {
            let room = self.rooms.entry(placement.host.clone()).or_default();
            if compute {
                room.cpu += placement.cpu;
                room.memory_mib += placement.memory_mib;
                room.gpu += placement.gpu;
            }
            if storage && placement.pool.is_empty() {
                room.storage_gib += placement.storage_gib;
            } else if storage {
                *self.stored.entry(placement.pool.clone()).or_default() += placement.storage_gib;
            }
        }
        if does(Claims::LINKS) {
            row.links(&mut |target| {
                self.links.insert((target.to_owned(), kind, head.id.clone()));
            });
            self.targets.insert(kind, T::TARGETS);
        }
        if does(Claims::NAMES) {
            row.keys(&mut |key| {
                if let Some(other) = self.keys.insert((kind, key.clone()), head.id.clone()) {
                    self.findings.push(format!("{other} and {} both hold [{key}]", head.id));
                }
            });
            for spot in spots {
                let taken = spelled(&spot);
                if let Some((_, other)) = self.seats.insert(spot, (kind, head.id.clone())) {
                    self.findings.push(format!("{other} and {} both have [{taken}]", head.id));
                }
            }
        }
    }

    /// Every link must be to something that is there, of a kind that its own kind says it can point at.
    fn judge_links(&mut self) {
        for (target, kind, id) in &self.links {
            let targets = self.targets.get(kind).copied().unwrap_or_default();
            match self.present.get(target) {
                None => self.findings.push(format!("{id} points at {target}, which is not there")),
                Some(found) if !targets.is_empty() && !targets.contains(found) => {
                    self.findings.push(format!("{id} points at {target}, which is a {}", found.word()));
                }
                Some(_) => {}
            }
        }
    }
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
        demands.findings.extend(self.audit_network()?);
        demands.findings.extend(self.audit_events()?);
        demands.findings.extend(self.audit_purses()?);
        demands.findings.extend(self.audit_terms()?);
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
            let key = (head.owner.clone(), T::KIND as u8, head.created_at.0, head.id.clone());
            demands.owned.insert(key);
            if head.change.is_some_and(|change| change.due_at < self.now) {
                demands.findings.push(format!("{} should have arrived already", head.id));
            }
            if self.ends_at(head)?.is_some_and(|at| at < self.now) {
                demands.findings.push(format!("{} should not be {:?} any more", head.id, head.state));
            }
            let law = self.laws.of(T::KIND);
            let hourly = costs(law, head);
            if hourly != Money::ZERO
                && let Some(account) = self.find_account(&head.owner)?
            {
                *demands.hourly.entry(account.purse_holder().to_owned()).or_default() += hourly;
            }
            demands.claim(law, &row, self.spots(&row));
        }
        Ok(())
    }

    fn compare_usage(&self, demands: &mut Demands) -> Answer<()> {
        let kept = self.usage()?.into_iter().map(|(account, zone, quota, n)| ((account, zone, quota), n));
        let kept: BTreeMap<_, _> = kept.collect();
        let zones: BTreeMap<_, _> = self.zones()?.into_iter().map(|zone| (zone.id, zone.region)).collect();
        let mut usage: BTreeMap<_, u64> = BTreeMap::new();
        for ((owner, zone, quota), n) in demands.usage.iter().filter(|(_, n)| **n > 0) {
            let place = match self.laws.quota_scope {
                QuotaScope::Zone => zone,
                QuotaScope::Region => zones.get(zone).unwrap_or(zone),
                QuotaScope::Everywhere => EVERYWHERE,
            };
            *usage.entry((owner.clone(), place.to_owned(), quota.clone())).or_default() += n;
        }
        if kept != usage {
            demands.findings.push(format!("quota counters {kept:?} but the rows use {usage:?}"));
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
        let mut found = Vec::new();
        for host in self.hosts()? {
            let room = demands.rooms.remove(&host.name).unwrap_or_default();
            let kept = (host.cpu_used, host.memory_used_mib, host.gpu_used, host.storage_used_gib);
            if kept != (room.cpu, room.memory_mib, room.gpu, room.storage_gib) {
                found.push(format!("host {} says {kept:?} but carries {room:?}", host.name));
            }
        }
        for pool in self.storage_pools()? {
            let stored = demands.stored.remove(&pool.id).unwrap_or_default();
            if pool.used_gib != stored {
                found.push(format!("pool {} says {} but holds {stored}", pool.id, pool.used_gib));
            }
        }
        let nowhere = demands.rooms.iter().filter(|(_, room)| **room != Amounts::default());
        found.extend(nowhere.map(|(host, _)| format!("rows stand on {host}, which is no host")));
        found.extend(demands.stored.keys().map(|pool| format!("rows lie in {pool}, which is no pool")));
        demands.findings.extend(found);
        Ok(())
    }

    fn compare_indexes(&self, demands: &mut Demands) -> Answer<()> {
        let links = self.tx.prefix_keys(&LINKS, &(self.realm,))?;
        let links: BTreeSet<_> = links.into_iter().map(|(_, target, kind, id)| (target, kind, id)).collect();
        if links != demands.links {
            let difference: Vec<_> = links.symmetric_difference(&demands.links).collect();
            demands.findings.push(format!("links differ: {difference:?}"));
        }
        demands.judge_links();
        let keys = self.tx.prefix(&KEYS, &(self.realm,))?;
        let keys: BTreeMap<_, _> = keys.into_iter().map(|((_, kind, key), id)| ((kind, key), id)).collect();
        if keys != demands.keys {
            demands.findings.push(format!("keys are {keys:?} but rows hold {:?}", demands.keys));
        }
        let seats: BTreeMap<_, _> = self.tx.prefix(&OCCUPIED, &(self.realm,))?.into_iter().collect();
        if seats != demands.seats {
            demands.findings.push(format!("addresses are {seats:?} but rows have {:?}", demands.seats));
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
