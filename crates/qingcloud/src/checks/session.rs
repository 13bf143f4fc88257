//! Whose session a call shows.

use crate::{QingCloud, figures::pace};
use squall_api::catalogue::System;
use squall_api::catalogue::qingcloud::{AUTH_FAILURE, SESSION_EXPIRED};
use squall_api::cloud::{Account, Session, Time};
use squall_api::{Outcome, Passage, Raise, Site, ensure};
use std::sync::Arc;

/// When a session was last used.
pub(crate) fn seen_at(site: &Site, session: &str) -> Option<Time> {
    site.sightings.last(System::QingCloud, &format!("session|{session}"))
}

/// Whose session it is: it must have been handed out (1200) and not be over (2000). Being asked for keeps
/// it open.
pub(crate) fn holder(passage: &Passage<'_, QingCloud>, id: &str) -> Outcome<Arc<Account>> {
    let (world, site) = (&passage.world, passage.site);
    let session = world.find::<Session>(id)?.or_raise(AUTH_FAILURE, || "session not found".to_owned())?;
    let open = session.is_open(seen_at(site, id), world.now, pace::SESSION_IDLE);
    ensure!(open, SESSION_EXPIRED, "session is expired, please login again");
    site.sightings.note(System::QingCloud, format!("session|{id}"), world.now, 1);
    Ok(world.shared_account(&session.head.owner)?)
}
