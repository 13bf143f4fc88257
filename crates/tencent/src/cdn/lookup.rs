//! Finding what a call names among what the caller's account owns, and whether it stands so that the call may go on.
//! What was deleted or is another's is told apart from what never was: it comes inside the common code for that.

use super::{rules, say, settings};
use crate::people;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Account, Answer, Platform, Reach, State, World};
use squall_api::param::Tree;
use squall_api::{Cx, Fault, Outcome};
use std::sync::Arc;

/// The common code for what was deleted or is another's.
const GONE: u16 = 5000;

/// The id of the account that the caller acts for.
pub(crate) fn owner<'c>(cx: &Cx<'c>) -> &'c str {
    people::owner(cx.caller.account())
}

/// The account that the caller acts for.
pub(crate) fn account(cx: &Cx<'_>) -> Outcome<Arc<Account>> {
    Ok(people::master(&cx.world, cx.caller.account())?)
}

/// The operator's settings.
pub(crate) fn platform(cx: &Cx<'_>) -> Outcome<Arc<Platform>> {
    Ok(cx.shared_platform()?)
}

fn absent(name: &str) -> Fault {
    say::plain(HOST_NOT_FOUND).because(format_args!("there is no host {name}"))
}

/// A host of some networks by its id.
///
/// # Errors
/// `HOST_NOT_FOUND`.
pub(crate) fn host(cx: &Cx<'_>, id: i64, networks: &[Reach]) -> Outcome<AcceleratedHost> {
    let id = id.to_string();
    let Some(host) = cx.find::<AcceleratedHost>(&id)?.filter(|host| networks.contains(&host.reach)) else {
        return Err(absent(&id));
    };
    let is_gone = host.head.owner != owner(cx) || !host.head.state.is_live();
    if is_gone {
        Err(say::inside(HOST_NOT_FOUND, GONE).because("it is gone, or another's"))
    } else {
        Ok(host)
    }
}

/// A host of some networks by its name.
///
/// # Errors
/// `HOST_INVALID` for what is no name, `HOST_NOT_FOUND`.
pub(crate) fn host_named(cx: &Cx<'_>, name: &str, networks: &[Reach]) -> Outcome<AcceleratedHost> {
    rules::name::must_be_well_formed(name)?;
    match cx.holder::<AcceleratedHost>(&name.to_ascii_lowercase())? {
        Some(id) => host(cx, id.parse().unwrap_or_default(), networks),
        None => Err(absent("of this name")),
    }
}

/// A host by its id, or where there is none by its name. One of both must be given.
pub(crate) fn either(
    cx: &Cx<'_>,
    id: Option<i64>,
    name: Option<&str>,
    networks: &[Reach],
) -> Outcome<AcceleratedHost> {
    match (id, name) {
        (Some(id), _) => host(cx, id, networks),
        (None, Some(name)) => host_named(cx, name, networks),
        (None, None) => Err(say::missing("hostId")),
    }
}

/// A host that may be changed: neither banned (2006) nor locked (2003), and nothing being done to it (1014).
///
/// # Errors
/// The first of these.
pub(crate) fn may_change(cx: &Cx<'_>, host: &AcceleratedHost) -> Outcome<()> {
    must_be_free(&*platform(cx)?, host)?;
    let is_first = host.head.state == State::Pending;
    say::must(!host.is_changing() || is_first, OPERATION_IN_PROGRESS, || {
        format!("{} is still being changed", host.head.name)
    })
}

/// Neither banned (2006) nor locked (2003).
pub(crate) fn must_be_free(platform: &Platform, host: &AcceleratedHost) -> Outcome<()> {
    let verdict = settings::verdict(platform, &host.head.name);
    say::must(!verdict.is_banned, HOST_BANNED, || format!("{} is banned", host.head.name))?;
    say::must(!verdict.is_locked, HOST_LOCKED, || format!("{} is locked", host.head.name))
}

/// Online, or being changed although it is: neither never online (2004) nor taken offline (2005).
pub(crate) fn must_be_online(host: &AcceleratedHost) -> Outcome<()> {
    let state = host.head.state;
    say::must(state != State::Pending, HOST_NOT_ONLINE_YET, || {
        format!("{} is not online yet", host.head.name)
    })?;
    say::must(state != State::Stopped, HOST_OFFLINE, || format!("{} is offline", host.head.name))
}

/// The things that a call names, for policies: its hosts, by id or name, and its projects.
pub(crate) fn things(world: &World<'_>, tree: &Tree<'_>) -> Answer<Vec<String>> {
    let mut things = Vec::new();
    let of = |name: &str, kind: &str, out: &mut Vec<String>| {
        let texts: Vec<&str> = match tree.get(name) {
            Some(Tree::List(items)) => items.iter().filter_map(Tree::text).collect(),
            Some(single) => single.text().into_iter().collect(),
            None => Vec::new(),
        };
        out.extend(texts.iter().map(|text| format!("{kind}/{}", text.to_ascii_lowercase())));
    };
    for name in ["host", "hosts"] {
        of(name, "host", &mut things);
    }
    let mut ids = Vec::new();
    for name in ["hostId", "hostIds", "ids"] {
        of(name, "id", &mut ids);
    }
    for id in ids {
        let id = id.trim_start_matches("id/");
        // What does not exist needs no right: the action says so.
        let named = world.find::<AcceleratedHost>(id)?.map(|host| host.head.name.to_ascii_lowercase());
        things.push(format!("host/{}", named.as_deref().unwrap_or(id)));
    }
    of("projects", "project", &mut things);
    Ok(things)
}
