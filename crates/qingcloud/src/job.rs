//! The job of the running action: what takes time is begun, and the reply names the job that will have done it.

use crate::figures::quotas::Called;
use squall_api::cloud::{Job, Resource, Span, State, Verb};
use squall_api::{Cx, Outcome, Reply};

/// Opens the job of the running action and writes its id.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn open(cx: &Cx<'_>, resources: &[String], span: Span, reply: &mut Reply) -> Outcome<Job> {
    let job = opened(cx, resources, span)?;
    reply.text("job_id", &job.head.id);
    Ok(job)
}

/// Opens the job of the running action.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn opened(cx: &Cx<'_>, resources: &[String], span: Span) -> Outcome<Job> {
    let id = cx.mint("j-", 8)?;
    Ok(cx.open_job(id, cx.caller.id(), cx.zone(), cx.action, resources, span)?)
}

/// The reply of an action on some resources that answers with its job alone.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn reply(cx: &Cx<'_>, resources: &[String], span: Span) -> Outcome<Reply> {
    let mut reply = Reply::new();
    open(cx, resources, span, &mut reply)?;
    Ok(reply)
}

/// The reply of an action that names its resources under some name as well.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn reply_naming(cx: &Cx<'_>, name: &str, resources: &[String], span: Span) -> Outcome<Reply> {
    let mut reply = Reply::with_texts(name, resources);
    open(cx, resources, span, &mut reply)?;
    Ok(reply)
}

/// Begins the same change of some rows.
///
/// # Errors
/// What the engine refuses.
pub(crate) fn begin_all<T: Resource>(
    cx: &Cx<'_>,
    rows: &mut [T],
    verb: Verb,
    target: State,
    span: Span,
) -> Outcome<()> {
    Ok(rows.iter_mut().try_for_each(|row| cx.begin(row, verb, target, span))?)
}

/// Begins the same change of some rows and answers with its job alone.
///
/// # Errors
/// What the engine refuses.
pub(crate) fn change_all<T: Resource>(
    cx: &Cx<'_>,
    rows: &mut [T],
    verb: Verb,
    target: State,
    span: Span,
) -> Outcome<Reply> {
    begin_all(cx, rows, verb, target, span)?;
    of(cx, rows, span)
}

/// The reply of an action on some rows that answers with its job alone.
///
/// # Errors
/// Only when the store fails.
pub(crate) fn of<T: Resource>(cx: &Cx<'_>, rows: &[T], span: Span) -> Outcome<Reply> {
    let ids: Vec<String> = rows.iter().map(|row| row.head().id.clone()).collect();
    reply(cx, &ids, span)
}
