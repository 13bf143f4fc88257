//! Lists of things in the operator's settings: shown as lists, patched as a list that replaces the whole one (RFC
//! 7396) or as an object whose names are ids, which changes only those.

use super::invalid;
use crate::ids;
use serde_json::{Map, Value};
use squall_api::cloud::{Account, Answer, Head, Kind, Refusal, Resource, State, World};

/// The most entries of a list, and of what a world may have of one kind.
const MOST: usize = 10_000;

/// How one kind of thing is shown and changed.
pub(crate) struct Listing<T> {
    /// The name of the list.
    pub(crate) name: &'static str,
    /// The fields of an entry besides its id and project.
    pub(crate) known: &'static [&'static str],
    /// A new row with nothing but what all have; not stored yet.
    pub(crate) create: fn(&World<'_>, Head, &Map<String, Value>) -> Answer<T>,
    /// Sets one field.
    pub(crate) set: fn(&World<'_>, &mut T, &str, &Value) -> Answer<()>,
    /// Takes a row away.
    pub(crate) remove: fn(&World<'_>, &T) -> Answer<()>,
}

impl<T: Resource> Listing<T> {
    /// Merges a patch into the list.
    pub(crate) fn patch(&self, world: &World<'_>, value: &Value) -> Answer<()> {
        match value {
            Value::Array(items) if items.len() <= MOST => self.replace(world, items),
            Value::Object(entries) if entries.len() <= MOST => {
                entries.iter().try_for_each(|(id, patch)| self.merge(world, id, patch))?;
                must_not_be_more::<T>(world)
            }
            _ => Err(invalid(&format!("`{}` must be a list, or an object whose names are ids", self.name))),
        }
    }

    fn replace(&self, world: &World<'_>, items: &[Value]) -> Answer<()> {
        let mut kept = Vec::new();
        for item in items {
            let id = match item.get("id") {
                None => ids::uuid(world)?,
                Some(id) => super::text("id", id)?.to_owned(),
            };
            if kept.contains(&id) {
                return Err(Refusal::Taken { kind: T::KIND, key: id });
            }
            kept.push(id);
        }
        for row in world.every::<T>()?.iter().filter(|row| !kept.contains(&row.head().id)) {
            if row.head().state != State::Ceased {
                (self.remove)(world, row)?;
            }
        }
        items.iter().zip(&kept).try_for_each(|(item, id)| self.merge(world, id, item))
    }

    /// Changes the entry of an id, or makes it; null takes it away.
    fn merge(&self, world: &World<'_>, id: &str, patch: &Value) -> Answer<()> {
        let old = world.find::<T>(id)?;
        if patch.is_null() {
            return old.map_or(Ok(()), |row| (self.remove)(world, &row));
        }
        let known: Vec<&str> = ["id", "project_id"].iter().chain(self.known).copied().collect();
        let fields = super::fields(patch, &known)?;
        let is_new = old.is_none();
        let present = old.as_ref().map(|row| project(world, row.head())).transpose()?;
        let is_same = |name: &str, present: &str| fields.get(name).is_none_or(|value| value == present);
        if !is_same("id", id) || !present.is_none_or(|present| is_same("project_id", &present)) {
            return Err(invalid("neither `id` nor `project_id` can be changed"));
        }
        let mut row = match old {
            Some(row) => row,
            None => {
                let owner = owner(world, fields.get("project_id"))?;
                let head = Head::new(id.to_owned(), &owner, "", "", world.now);
                (self.create)(world, head, fields)?
            }
        };
        if is_new {
            world.insert(&row)?;
        }
        for (name, value) in fields.iter().filter(|(name, _)| self.known.contains(&name.as_str())) {
            (self.set)(world, &mut row, name, value)?;
        }
        world.save(&row)
    }
}

/// Of a kind there must not be more than a world may have.
///
/// # Errors
/// `Invalid`.
pub(crate) fn must_not_be_more<T: Resource>(world: &World<'_>) -> Answer<()> {
    let fits = world.count::<T>()? <= MOST;
    if fits { Ok(()) } else { Err(invalid(&format!("a world has at most {MOST} of each kind"))) }
}

/// The account of a project; the demo account's where none is named.
pub(crate) fn owner(world: &World<'_>, project: Option<&Value>) -> Answer<String> {
    let given = project.filter(|project| !project.is_null());
    let wanted = given.map(|project| super::text("project_id", project)).transpose()?;
    let fits = |account: &Account| match wanted {
        Some(project) => account.attribute(crate::people::PROJECT) == project,
        None => account.label == "demo",
    };
    let found = world.accounts()?.into_iter().find(|account| account.master.is_none() && fits(account));
    let absent = || Refusal::Absent { kind: Kind::Account, id: wanted.unwrap_or("demo").to_owned() };
    found.map(|account| account.id).ok_or_else(absent)
}

/// The project of a row's owner.
pub(crate) fn project(world: &World<'_>, head: &Head) -> Answer<String> {
    Ok(world.account(&head.owner)?.attribute(crate::people::PROJECT).to_owned())
}
