//! May this caller do this, here and today?

use crate::QingCloud;
use crate::envelope::common;
use crate::figures::laws::CALENDAR;
use crate::figures::quotas::{self, API_CALLS};
use crate::{figures::zones, logins::people, role};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Account, Standing, World};
use squall_api::{Caller, Outcome, Passage, Proof, ensure, raise};

/// The attribute of an account that its lock sets: every resource is read-only.
pub(crate) const LOCK: &str = "lock";

/// The user must have finished its registration (1661) and must not be barred (1662).
pub(crate) fn is_admitted(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(caller) = passage.caller() else { return Ok(()) };
    must_be_admitted(&passage.world, caller.account())
}

/// The same for a user that has proven by other means who it is. Who is above a user bars it as well.
pub(crate) fn must_be_admitted(world: &World<'_>, account: &Account) -> Outcome<()> {
    let incomplete = account.standing == Standing::Registering;
    ensure!(!incomplete, REGISTRATION_INCOMPLETE, "user [{}] is not activated", account.id);
    let barred = matches!(account.standing, Standing::Disabled | Standing::Deleted);
    ensure!(!barred, USER_BARRED, "user [{}] is forbidden", account.id);
    let Some(master) = &account.master else { return Ok(()) };
    // A world that an earlier version made may hold a user of nobody.
    match world.find_account(master)? {
        Some(master) => must_be_admitted(world, &master),
        None => raise!(USER_BARRED, "user [{}] is forbidden", account.id),
    }
}

/// Calls are counted by the day, which ends at midnight in Shanghai; all calls count, and sub-users share
/// their master's number (2500).
pub(crate) fn has_calls_left(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(caller) = passage.caller() else { return Ok(()) };
    let holder = caller.account().quota_holder();
    let limit = if holder == caller.id() {
        quotas::limit(caller.account(), API_CALLS)
    } else {
        quotas::limit(&passage.world.account(holder)?, API_CALLS)
    };
    let counted = passage.site.meter.count(
        squall_api::catalogue::System::QingCloud,
        holder,
        CALENDAR.day(passage.world.now),
    );
    ensure!(
        counted <= limit,
        QUOTA_EXCEEDED,
        "access too frequently, your requests will be rejected for a period of time"
    );
    Ok(())
}

/// Where an action needs a zone it must be named (1100) and granted to the caller (1400).
pub(crate) fn may_use_zone(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    match common(passage.call, "zone")? {
        Some(zone) => {
            let granted = |caller: &Caller| zones::may_use(caller.account(), zone);
            let allowed = passage.caller().is_none_or(granted);
            ensure!(allowed, PERMISSION_DENIED, "access denied for zone [{zone}]");
        }
        None => {
            let zoned = passage.entry.is_some_and(|entry| entry.traits.zoned);
            ensure!(!zoned, MALFORMED_REQUEST, "parameter [zone] is required");
        }
    }
    Ok(())
}

/// A temporary credential may do what its role's policy allows (1400).
pub(crate) fn is_allowed(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(caller) = passage.caller().filter(|caller| *caller.proof() == Proof::Role) else {
        return Ok(());
    };
    role::must_allow(passage, caller.account())
}

/// What concerns the platform itself is for the account that runs it, and for none of its users (1400).
pub(crate) fn may_administer(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(entry) = passage.entry.filter(|entry| entry.traits.administers) else { return Ok(()) };
    let may = passage.caller().is_some_and(|caller| people::runs_platform(caller.account()));
    ensure!(may, PERMISSION_DENIED, "access denied for action [{}] of the platform", entry.name);
    Ok(())
}

/// While an account is locked or frozen nothing of its or its users' may be changed (1400).
pub(crate) fn is_unlocked(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let (Some(entry), Some(caller)) = (passage.entry, passage.caller()) else { return Ok(()) };
    if entry.traits.looks {
        return Ok(());
    }
    let master = caller.account().master.as_ref().map(|id| passage.world.shared_account(id)).transpose()?;
    for account in [Some(caller.account()), master.as_ref()].into_iter().flatten() {
        let locked = !account.attribute(LOCK).is_empty();
        ensure!(!locked, PERMISSION_DENIED, "account [{}] is locked", account.id);
        let frozen = account.standing == Standing::Frozen;
        ensure!(!frozen, PERMISSION_DENIED, "account [{}] is frozen", account.id);
    }
    Ok(())
}
