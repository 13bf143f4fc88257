//! Finding what a call names, in QingCloud's order: does it exist (2100), is it the caller's (1400), is it
//! still there, is nothing being done to it (1400). The sentences are QingCloud's own; its clients match
//! some of them by pattern.

use crate::figures::quotas::Called;
use crate::words;
use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{Head, Resource, State};
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

fn must_be_own(cx: &Cx<'_>, head: &Head) -> Outcome<()> {
    let (id, zone, called) = (&head.id, &*head.zone, cx.zone());
    ensure!(is_mine(cx, &head.owner)?, code::PERMISSION_DENIED, "access denied for resource [{id}]");
    let is_here = zone.is_empty() || called.is_empty() || zone == called;
    ensure!(is_here, code::RESOURCE_NOT_FOUND, "resource [{id}] not found");
    Ok(())
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
