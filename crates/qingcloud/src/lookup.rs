//! Finding what a call names, in QingCloud's order: does it exist (2100), is it the caller's (1400), is it
//! still there, is nothing being done to it (1400). The sentences are QingCloud's own; its clients match
//! some of them by pattern.

use crate::figures::quotas::Called;
use crate::words;
use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{Head, Instance, Resource, State, Verb};
use squall_api::{Cx, Outcome, Raise, ensure, raise};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The caller's row of an id, whatever its state: it must exist in the called zone (2100) and be the
/// caller's or that of one of its users (1400).
///
/// # Errors
/// `RESOURCE_NOT_FOUND`, `PERMISSION_DENIED`.
pub(crate) fn own<T: Resource>(cx: &Cx<'_>, id: &str) -> Outcome<T> {
    let absent = || format!("resource [{id}] not found");
    let row = cx.find::<T>(id)?.or_raise(code::RESOURCE_NOT_FOUND, absent)?;
    must_be_own(cx, row.head())?;
    Ok(row)
}

/// The same for whoever only looks.
///
/// # Errors
/// As `own`.
pub(crate) fn own_shared<T: Resource + Send + Sync>(cx: &Cx<'_>, id: &str) -> Outcome<Arc<T>> {
    let absent = || format!("resource [{id}] not found");
    let row = cx.shared::<T>(id)?.or_raise(code::RESOURCE_NOT_FOUND, absent)?;
    must_be_own(cx, row.head())?;
    Ok(row)
}

/// The same for a listing: what is gone, or was never there, is none. Programs learn so that something was deleted
/// behind their back.
///
/// # Errors
/// `PERMISSION_DENIED` for what is another's.
pub(crate) fn known<T: Resource + Send + Sync>(cx: &Cx<'_>, id: &str) -> Outcome<Option<Arc<T>>> {
    let Some(row) = cx.shared::<T>(id)? else { return Ok(None) };
    must_be_accessible(cx, row.head())?;
    Ok(Some(row).filter(|row| is_here(cx, row.head())))
}

/// What a listing is narrowed to by the id of something else.
pub(crate) enum Within<T> {
    /// The call names none.
    Anything,
    /// What it names is there.
    This(Arc<T>),
    /// What it names is gone, so nothing is within it.
    Nothing,
}

impl<T: Resource + Send + Sync> Within<T> {
    /// Looks up what a call names.
    ///
    /// # Errors
    /// As `known`.
    pub(crate) fn named(cx: &Cx<'_>, id: Option<&str>) -> Outcome<Within<T>> {
        let Some(id) = id else { return Ok(Within::Anything) };
        Ok(known(cx, id)?.map_or(Within::Nothing, Within::This))
    }

    /// What it names, where that is there.
    pub(crate) fn row(&self) -> Option<&Arc<T>> {
        if let Within::This(row) = self { Some(row) } else { None }
    }

    /// The head of what it names.
    pub(crate) fn head(&self) -> Option<&Head> {
        self.row().map(|row| row.head())
    }

    /// Whether something that belongs to this id is wanted.
    pub(crate) fn holds(&self, id: &str) -> bool {
        match self {
            Within::Anything => true,
            Within::This(row) => row.head().id == id,
            Within::Nothing => false,
        }
    }
}

/// Nobody may narrow a listing to what is another's; what is gone narrows it to nothing.
///
/// # Errors
/// As `known`.
pub(crate) fn may_name<T: Resource + Send + Sync>(cx: &Cx<'_>, ids: &[String]) -> Outcome<()> {
    ids.iter().try_for_each(|id| known::<T>(cx, id).map(drop))
}

fn must_be_own(cx: &Cx<'_>, head: &Head) -> Outcome<()> {
    must_be_accessible(cx, head)?;
    ensure!(is_here(cx, head), code::RESOURCE_NOT_FOUND, "resource [{}] not found", head.id);
    Ok(())
}

fn must_be_accessible(cx: &Cx<'_>, head: &Head) -> Outcome<()> {
    let is_mine = is_mine(cx, &head.owner)?;
    ensure!(is_mine, code::PERMISSION_DENIED, "access denied for resource [{}]", head.id);
    Ok(())
}

/// Whether something is in the called zone.
fn is_here(cx: &Cx<'_>, head: &Head) -> bool {
    let (zone, called) = (&*head.zone, cx.zone());
    zone.is_empty() || called.is_empty() || zone == called
}

/// Whether an owner is the caller or one of the caller's users.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn is_mine(cx: &Cx<'_>, owner: &str) -> Outcome<bool> {
    if owner == cx.caller.id() {
        return Ok(true);
    }
    Ok(cx.find_account(owner)?.is_some_and(|account| account.master.as_deref() == Some(cx.caller.id())))
}

/// The caller's row of an id that has not been deleted.
///
/// # Errors
/// As `own`, and `PERMISSION_DENIED` for what has been deleted.
pub(crate) fn live<T: Resource>(cx: &Cx<'_>, id: &str) -> Outcome<T> {
    let row = own::<T>(cx, id)?;
    ensure!(row.head().state.is_live(), code::PERMISSION_DENIED, "resource [{id}] has already been deleted");
    Ok(row)
}

/// The caller's row of an id that has not been deleted and to which nothing is being done; it may be
/// suspended.
///
/// # Errors
/// As `live`, and `PERMISSION_DENIED` while a change is under way.
pub(crate) fn steady<T: Resource>(cx: &Cx<'_>, id: &str) -> Outcome<T> {
    let row = live::<T>(cx, id)?;
    must_be_steady(&row)?;
    Ok(row)
}

/// The same, and it must not be suspended.
///
/// # Errors
/// As `steady`, and `PERMISSION_DENIED` for what is suspended.
pub(crate) fn idle<T: Resource>(cx: &Cx<'_>, id: &str) -> Outcome<T> {
    let row = steady::<T>(cx, id)?;
    ensure!(row.head().state != State::Suspended, code::PERMISSION_DENIED, "resource [{id}] is suspended");
    Ok(row)
}

/// A row to which nothing is being done, or 1400 with the sentence that cloud storage drivers wait for.
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_be_steady<T: Resource>(row: &T) -> Outcome<()> {
    let (id, busy) = (&row.head().id, words::transition(T::KIND, row.head()));
    ensure!(busy.is_empty(), code::PERMISSION_DENIED, "resource [{id}] is [{busy}], please try later");
    Ok(())
}

/// Who is to own what a call creates: the caller, or one of the caller's users where the call names one.
///
/// # Errors
/// `PERMISSION_DENIED` for anybody else.
pub(crate) fn new_owner(cx: &Cx<'_>, target_user: Option<&str>) -> Outcome<String> {
    let owner = target_user.unwrap_or(cx.caller.id());
    ensure!(is_mine(cx, owner)?, code::PERMISSION_DENIED, "access denied for user [{owner}]");
    Ok(owner.to_owned())
}

/// All rows of a list of ids by one of the functions above, before anything is done to the first of them.
///
/// # Errors
/// What the function raises for the first that it refuses; `INVALID_REQUEST` for an id given twice.
pub(crate) fn each<T: Resource>(
    cx: &Cx<'_>,
    ids: &[String],
    find: fn(&Cx<'_>, &str) -> Outcome<T>,
) -> Outcome<Vec<T>> {
    must_differ(ids)?;
    ids.iter().map(|id| find(cx, id)).collect()
}

/// No id may be given twice.
///
/// # Errors
/// `INVALID_REQUEST`.
pub(crate) fn must_differ(ids: &[String]) -> Outcome<()> {
    let mut known = BTreeSet::new();
    match ids.iter().find(|id| !known.insert(*id)) {
        Some(id) => raise!(code::INVALID_REQUEST, "resource [{id}] is given twice"),
        None => Ok(()),
    }
}

/// A row in one of some states, or 1400 with QingCloud's sentence: `instance [i-…] is not running, can not
/// be stopped`.
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_be<T: Resource>(row: &T, states: &[State], done: &str) -> Outcome<()> {
    if states.contains(&row.head().state) {
        return Ok(());
    }
    let wanted: Vec<_> = states.iter().map(|state| words::status(T::KIND, *state)).collect();
    raise!(
        code::PERMISSION_DENIED,
        "{} [{}] is not {}, can not be {done}",
        words::resource_type(T::KIND),
        row.head().id,
        wanted.join(" or ")
    )
}

/// The same for all of some rows.
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn all_must_be<T: Resource>(rows: &[T], states: &[State], done: &str) -> Outcome<()> {
    rows.iter().try_for_each(|row| must_be(row, states, done))
}

/// All rows' leases must be ready.
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn all_must_be_leased<T: Resource>(cx: &Cx<'_>, rows: &[T]) -> Outcome<()> {
    rows.iter().try_for_each(|row| must_be_leased(cx, row))
}

/// A row whose lease is ready, or 1400 with the sentence that cloud storage drivers wait for.
///
/// # Errors
/// `PERMISSION_DENIED`.
pub(crate) fn must_be_leased<T: Resource>(cx: &Cx<'_>, row: &T) -> Outcome<()> {
    let head = row.head();
    ensure!(
        head.lease_is_ready(cx.now),
        code::PERMISSION_DENIED,
        "resource [{}] lease info not ready yet, please try later",
        head.id
    );
    Ok(())
}

/// Of the users of something those that stay, by id, and the instances that are being terminated: what only these use
/// is free at once.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn parted(cx: &Cx<'_>, users: Vec<String>) -> Outcome<(Vec<String>, Vec<Instance>)> {
    let (mut staying, mut leaving) = (Vec::new(), Vec::new());
    for id in users {
        let verb = |instance: &Instance| instance.head.change.map(|change| change.verb);
        let is_leaving = |instance: &Instance| matches!(verb(instance), Some(Verb::Delete | Verb::Cease));
        match cx.find::<Instance>(&id)?.filter(is_leaving) {
            Some(instance) => leaving.push(instance),
            None => staying.push(id),
        }
    }
    Ok((staying, leaving))
}

/// The most dependants that a message names.
const NAMED_DEPENDANTS: usize = 10;

/// Nothing may depend on what is to be deleted (5400); the message names what does.
///
/// # Errors
/// `DEPENDENCY_EXISTS`.
pub(crate) fn must_be_unused(id: &str, users: &[String]) -> Outcome<()> {
    let named = users[..users.len().min(NAMED_DEPENDANTS)].join(",");
    ensure!(users.is_empty(), code::DEPENDENCY_EXISTS, "resource [{id}] is in use by [{named}]");
    Ok(())
}
