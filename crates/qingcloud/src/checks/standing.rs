//! May this caller do this, here and today?

use crate::QingCloud;
use crate::quotas::{self, API_CALLS};
use crate::{role, zones};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Account, Standing, World};
use squall_api::{Outcome, Passage, ensure};

/// The attribute of an account that its lock sets: every resource is read-only.
pub(crate) const LOCK: &str = "lock";

/// The user must have finished its registration (1661) and must not be barred (1662).
pub(crate) fn is_admitted(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(caller) = passage.caller.as_ref().filter(|caller| !caller.credential.is_empty()) else {
        return Ok(());
    };
    must_be_admitted(&passage.world, &caller.account)
}

/// The same for a user that has proven by other means who it is. Who is above a user bars it as well.
pub(crate) fn must_be_admitted(world: &World<'_>, account: &Account) -> Outcome<()> {
    let incomplete = account.standing == Standing::Registering;
    ensure!(!incomplete, REGISTRATION_INCOMPLETE, "user [{}] is not activated", account.id);
    let barred = matches!(account.standing, Standing::Disabled | Standing::Deleted);
    ensure!(!barred, USER_BARRED, "user [{}] is forbidden", account.id);
    match &account.master {
        Some(master) => must_be_admitted(world, &world.account(master)?),
        None => Ok(()),
    }
}

/// Calls are counted by the day, which ends at midnight in Shanghai; all calls count, and sub-users share
/// their master's number (2500).
pub(crate) fn has_calls_left(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(caller) = passage.caller.as_ref().filter(|caller| !caller.credential.is_empty()) else {
        return Ok(());
    };
    let holder = caller.account.quota_holder();
    let limit = if holder == caller.account.id {
        quotas::limit(&caller.account, API_CALLS)
    } else {
        quotas::limit(&passage.world.account(holder)?, API_CALLS)
    };
    let counted = passage.site.meter.count(
        squall_api::catalogue::System::QingCloud,
        holder,
        passage.world.now.shanghai_day(),
    );
    ensure!(counted <= limit, QUOTA_EXCEEDED, "api calls of today exceed the quota [{limit}]");
    Ok(())
}

/// Where an action needs a zone it must be named (1100) and granted to the caller (1400).
pub(crate) fn may_use_zone(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let (Some(entry), Some(caller)) = (passage.entry, &passage.caller) else { return Ok(()) };
    match passage.call.tree.text_of("zone") {
        Some(zone) => {
            let open = caller.credential.is_empty();
            ensure!(
                open || zones::may_use(&caller.account, zone),
                PERMISSION_DENIED,
                "access denied for zone [{zone}]"
            );
        }
        None => ensure!(!entry.traits.zoned, MALFORMED_REQUEST, "parameter [zone] is required"),
    }
    Ok(())
}

/// A temporary credential may do what its role's policy allows (1400).
pub(crate) fn is_allowed(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Some(caller) = passage.caller.as_ref().filter(|caller| caller.credential == "role") else {
        return Ok(());
    };
    role::must_allow(passage, &caller.account)
}

/// While an account is locked or frozen nothing of its or its users' may be changed (1400).
pub(crate) fn is_unlocked(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let (Some(entry), Some(caller)) = (passage.entry, &passage.caller) else { return Ok(()) };
    if entry.traits.looks {
        return Ok(());
    }
    let master = caller.account.master.as_ref().map(|id| passage.world.shared_account(id)).transpose()?;
    for account in [Some(&caller.account), master.as_ref()].into_iter().flatten() {
        let locked = !account.attribute(LOCK).is_empty();
        ensure!(!locked, PERMISSION_DENIED, "account [{}] is locked", account.id);
        let frozen = account.standing == Standing::Frozen;
        ensure!(!frozen, PERMISSION_DENIED, "account [{}] is frozen", account.id);
    }
    Ok(())
}
