//! Rows and everything that follows from them. `save` is the one place where indexes, quota counters, host occupation
//! and bills change: it compares a row with what it replaces and draws the consequences.

use crate::law::Claims;
use crate::networking::occupancy::Spot;
use crate::refusal::Refusal;
use crate::rows::kind::Kind;
use crate::rows::resource::Resource;
use crate::world::{Answer, Realm, World};
use squall_store::Table;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Owner, kind, instant of creation, id: what an account owns, in order of age.
pub(crate) const OWNED: Table<(Realm, String, u8, i64, String), ()> = Table::new(100, "owned");
/// Target, kind and id of the row that points at it.
pub(crate) const LINKS: Table<(Realm, String, u8, String), ()> = Table::new(101, "links");
/// Kind and key, and the id of the live row that holds it.
pub(crate) const KEYS: Table<(Realm, u8, String), String> = Table::new(102, "keys");

pub(crate) const fn table<T: Resource>() -> Table<(Realm, String), T> {
    Table::new(T::KIND as u8, T::KIND.word())
}

impl World<'_> {
    /// The row of an id, whatever its state.
    pub fn find<T: Resource>(&self, id: &str) -> Answer<Option<T>> {
        Ok(self.tx.get(&table::<T>(), &(self.realm, id))?)
    }

    /// The row of an id, whatever its state, for whoever only looks at it: for rows that many others show.
    pub fn shared<T: Resource + Send + Sync>(&self, id: &str) -> Answer<Option<Arc<T>>> {
        Ok(self.tx.shared(&table::<T>(), &(self.realm, id))?)
    }

    /// The row of an id that must be there, because another row points at it.
    pub fn fetch<T: Resource>(&self, id: &str) -> Answer<T> {
        self.find(id)?.ok_or_else(|| Refusal::Absent { kind: T::KIND, id: id.to_owned() })
    }

    /// The same for whoever only looks.
    pub fn fetch_shared<T: Resource + Send + Sync>(&self, id: &str) -> Answer<Arc<T>> {
        self.shared(id)?.ok_or_else(|| Refusal::Absent { kind: T::KIND, id: id.to_owned() })
    }

    /// Everything of a kind that an account owns, newest first, whatever its state.
    pub fn owned<T: Resource>(&self, owner: &str) -> Answer<Vec<T>> {
        let ids = self.owned_ids(T::KIND, owner)?;
        ids.iter().map(|id| self.fetch(id)).collect()
    }

    /// The same for whoever only looks.
    pub fn owned_shared<T: Resource + Send + Sync>(&self, owner: &str) -> Answer<Vec<Arc<T>>> {
        self.owned_ids(T::KIND, owner)?.iter().map(|id| self.fetch_shared(id)).collect()
    }

    /// The ids of everything of a kind that an account owns, newest first.
    pub fn owned_ids(&self, kind: Kind, owner: &str) -> Answer<Vec<String>> {
        let keys = self.tx.prefix_keys(&OWNED, &(self.realm, owner, kind as u8))?;
        Ok(keys.into_iter().rev().map(|(_, _, _, _, id)| id).collect())
    }

    /// Every row of a kind in this system, in order of id. For operators and checkers, not for actions.
    pub fn every<T: Resource>(&self) -> Answer<Vec<T>> {
        let rows = self.tx.prefix(&table::<T>(), &(self.realm,))?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// How many rows of a kind there are in this system. For operators.
    pub fn count<T: Resource>(&self) -> Answer<usize> {
        Ok(self.tx.prefix_keys(&table::<T>(), &(self.realm,))?.len())
    }

    /// The ids of the live rows of a kind that point at this one.
    pub fn linked_ids(&self, kind: Kind, target: &str) -> Answer<Vec<String>> {
        let keys = self.tx.prefix_keys(&LINKS, &(self.realm, target, kind as u8))?;
        Ok(keys.into_iter().map(|(_, _, _, id)| id).collect())
    }

    /// The live rows of a kind that point at this one.
    pub fn linked<T: Resource>(&self, target: &str) -> Answer<Vec<T>> {
        let ids = self.linked_ids(T::KIND, target)?;
        ids.iter().map(|id| self.fetch(id)).collect()
    }

    /// The same for whoever only looks.
    pub fn linked_shared<T: Resource + Send + Sync>(&self, target: &str) -> Answer<Vec<Arc<T>>> {
        self.linked_ids(T::KIND, target)?.iter().map(|id| self.fetch_shared(id)).collect()
    }

    /// Any live row at all that points at this one.
    pub fn any_link(&self, target: &str) -> Answer<Option<(u8, String)>> {
        let keys = self.tx.prefix_keys(&LINKS, &(self.realm, target))?;
        Ok(keys.into_iter().next().map(|(_, _, kind, id)| (kind, id)))
    }

    /// The live row of a kind that holds a key.
    pub fn holder<T: Resource>(&self, key: &str) -> Answer<Option<String>> {
        Ok(self.tx.get(&KEYS, &(self.realm, T::KIND as u8, key))?)
    }

    /// Puts a new row on the shelf.
    ///
    /// # Errors
    /// `Taken` when a live row of its kind holds one of its keys, `Quota` and `Capacity` as for `save`, `Invalid` when
    /// the system's laws know no such kind.
    pub fn insert<T: Resource>(&self, row: &T) -> Answer<()> {
        if !self.laws.has(T::KIND) {
            return Err(Refusal::Invalid { what: format!("this system has no {}", T::KIND.word()) });
        }
        let head = row.head();
        self.tx.put(&OWNED, &(self.realm, &*head.owner, T::KIND as u8, head.created_at.0, &*head.id), &())?;
        self.replace(None, (row, self.claims(row)))
    }

    /// Puts a changed row in place of the old one, with all that follows from the difference.
    ///
    /// # Errors
    /// `Taken`, `Quota` and `Capacity` when what the row now claims is not to be had.
    pub fn save<T: Resource>(&self, row: &T) -> Answer<()> {
        let old = self.fetch::<T>(&row.head().id)?;
        self.replace(Some((&old, self.claims(&old))), (row, self.claims(row)))?;
        self.retract_void(old.head(), row.head())
    }

    /// Takes a row off the shelf without a trace. It must not be live any more, or nothing may point at it.
    pub fn erase<T: Resource>(&self, row: &T) -> Answer<()> {
        let old = self.fetch::<T>(&row.head().id)?;
        let head = old.head();
        self.withdraw(&old)?;
        self.tx.delete(&OWNED, &(self.realm, &*head.owner, T::KIND as u8, head.created_at.0, &*head.id))?;
        self.tx.delete(&table::<T>(), &(self.realm, &*head.id))?;
        self.retract_all(&head.id)
    }

    /// Puts a row in the place of another, each with what it claims.
    fn replace<T: Resource>(&self, old: Option<(&T, Claims)>, new: (&T, Claims)) -> Answer<()> {
        let (row, claims) = new;
        let id = &*row.head().id;
        self.relink::<T>(id, old.map(links).unwrap_or_default(), links(new))?;
        self.rename::<T>(id, old.map(keys).unwrap_or_default(), keys(new))?;
        self.reseat::<T>(id, &old.map(|old| self.seats(old)).unwrap_or_default(), &self.seats(new))?;
        self.recount(old, new)?;
        self.occupy(old, new)?;
        self.tx.put(&table::<T>(), &(self.realm, id), row)?;
        self.rebill(T::KIND, old.map(|(old, _)| old.head()), row.head())?;
        self.follow_term(T::KIND, old.map(|(old, _)| old.head()), row.head())?;
        let was_there = old.is_some_and(|(_, claims)| claims.contains(Claims::PRESENCE));
        if was_there && !claims.contains(Claims::PRESENCE) {
            self.untag(id)?;
            self.drop_aliases(id)?;
            self.end_leases_for(id)?;
        }
        Ok(())
    }

    fn relink<T: Resource>(&self, id: &str, before: BTreeSet<String>, after: BTreeSet<String>) -> Answer<()> {
        for gone in before.difference(&after) {
            self.tx.delete(&LINKS, &(self.realm, &**gone, T::KIND as u8, id))?;
        }
        for target in after.difference(&before) {
            self.tx.put(&LINKS, &(self.realm, &**target, T::KIND as u8, id), &())?;
        }
        Ok(())
    }

    fn rename<T: Resource>(&self, id: &str, before: Vec<String>, after: Vec<String>) -> Answer<()> {
        for gone in before.iter().filter(|key| !after.contains(key)) {
            self.tx.delete(&KEYS, &(self.realm, T::KIND as u8, &**gone))?;
            if T::POOLED {
                self.give_address(gone)?;
            }
        }
        for key in after.iter().filter(|key| !before.contains(key)) {
            if self.holder::<T>(key)?.is_some() {
                return Err(Refusal::Taken { kind: T::KIND, key: key.clone() });
            }
            self.tx.put(&KEYS, &(self.realm, T::KIND as u8, &**key), &id.to_owned())?;
            if T::POOLED {
                self.take_address(key)?;
            }
        }
        Ok(())
    }

    fn seats<T: Resource>(&self, (row, claims): (&T, Claims)) -> Vec<Spot> {
        if claims.contains(Claims::NAMES) { self.spots(row) } else { Vec::new() }
    }

    /// Everything that follows from a row, undone.
    fn withdraw<T: Resource>(&self, row: &T) -> Answer<()> {
        let mut gone = row.clone();
        gone.head_mut().state = crate::State::Ceased;
        gone.head_mut().change = None;
        self.replace(Some((row, self.claims(row))), (&gone, Claims::NONE))
    }

    fn recount<T: Resource>(&self, old: Option<(&T, Claims)>, new: (&T, Claims)) -> Answer<()> {
        let mut differences: BTreeMap<&str, i128> = BTreeMap::new();
        for ((row, claims), sign) in old.map(|row| (row, -1)).into_iter().chain([(new, 1)]) {
            let uses = row.head().uses.iter().filter(|_| claims.contains(Claims::QUOTA));
            for (quota, amount) in uses {
                *differences.entry(quota).or_default() += sign * i128::from(*amount);
            }
        }
        differences.retain(|_, difference| *difference != 0);
        if differences.is_empty() {
            return Ok(());
        }
        let head = new.0.head();
        let place = self.quota_place(&head.zone)?;
        differences
            .into_iter()
            .try_for_each(|(quota, difference)| self.tally(&head.owner, &place, quota, difference))
    }
}

/// A set, because some rows point at very many.
fn links<T: Resource>((row, claims): (&T, Claims)) -> BTreeSet<String> {
    let mut targets = BTreeSet::new();
    if claims.contains(Claims::LINKS) {
        row.links(&mut |target| {
            targets.insert(target.to_owned());
        });
    }
    targets
}

fn keys<T: Resource>((row, claims): (&T, Claims)) -> Vec<String> {
    let mut keys = Vec::new();
    if claims.contains(Claims::NAMES) {
        row.keys(&mut |key| keys.push(key));
    }
    keys
}
