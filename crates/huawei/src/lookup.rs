//! Finding what a call names among what the caller's domain owns. What is another's does not exist.

use crate::{people, say};
use squall_api::catalogue::Code;
use squall_api::catalogue::huawei::{INSTANCE_NOT_FOUND, SERVER_NOT_FOUND, SUBNET_NOT_FOUND};
use squall_api::cloud::{Metal, Resource, Server, Subnet};
use squall_api::{Cx, Outcome};

/// The id of the domain that the caller acts for.
pub(crate) fn owner<'c>(cx: &Cx<'c>) -> &'c str {
    people::domain_id(cx.caller.account())
}

/// A row of the caller's domain, in whatever state.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn own<T: Resource>(cx: &Cx<'_>, id: &str) -> Outcome<Option<T>> {
    Ok(cx.find::<T>(id)?.filter(|row| row.head().owner == owner(cx)))
}

/// All rows of a list of ids; what is missing is named together in one sentence.
///
/// # Errors
/// The code, about all ids that are not the caller's.
fn all<T: Resource>(cx: &Cx<'_>, ids: &[String], code: Code) -> Outcome<Vec<T>> {
    let mut rows = Vec::with_capacity(ids.len());
    let mut absent = Vec::new();
    for id in ids {
        match own::<T>(cx, id)? {
            Some(row) => rows.push(row),
            None => absent.push(id),
        }
    }
    if absent.is_empty() { Ok(rows) } else { Err(say::about(code, absent)) }
}

/// A physical server.
///
/// # Errors
/// `SERVER_NOT_FOUND`.
pub(crate) fn server(cx: &Cx<'_>, id: &str) -> Outcome<Server> {
    own(cx, id)?.ok_or_else(|| say::about(SERVER_NOT_FOUND, [id]))
}

/// Physical servers.
///
/// # Errors
/// `SERVER_NOT_FOUND`, about all that are missing.
pub(crate) fn servers(cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Server>> {
    all(cx, ids, SERVER_NOT_FOUND)
}

/// An instance, terminated ones included for as long as they are remembered.
///
/// # Errors
/// `INSTANCE_NOT_FOUND`.
pub(crate) fn instance(cx: &Cx<'_>, id: &str) -> Outcome<Metal> {
    own(cx, id)?.ok_or_else(|| say::about(INSTANCE_NOT_FOUND, [id]))
}

/// Instances.
///
/// # Errors
/// `INSTANCE_NOT_FOUND`, about all that are missing.
pub(crate) fn instances(cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Metal>> {
    all(cx, ids, INSTANCE_NOT_FOUND)
}

/// Subnets.
///
/// # Errors
/// `SUBNET_NOT_FOUND`, about all that are missing.
pub(crate) fn subnets(cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Subnet>> {
    all(cx, ids, SUBNET_NOT_FOUND)
}

/// Whether nothing is being done to an instance, nor to the power of its server.
pub(crate) fn is_at_rest(cx: &Cx<'_>, metal: &Metal) -> Outcome<bool> {
    Ok(metal.head.is_idle() && cx.fetch::<Server>(&metal.server)?.head.is_idle())
}
