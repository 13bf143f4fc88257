//! May this account, or this user of it, do this now?

use crate::cdn::account::{self, is_open};
use crate::cdn::{TencentCdn, lookup, pace, say, settings};
use crate::people::{self, APP_ID, POLICY, UIN};
use crate::policy::{self, Wish};
use serde_json::Value;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{Account, Standing};
use squall_api::policy::Node;
use squall_api::{Access, Caller, Outcome, Passage};
use std::sync::Arc;

/// The account that the caller acts for.
fn master(passage: &Passage<'_, TencentCdn>) -> Outcome<Option<Arc<Account>>> {
    let caller = passage.caller().map(Caller::account);
    Ok(caller.map(|caller| people::master(&passage.world, caller)).transpose()?)
}

/// The account as a whole must not be frozen (4300).
pub(super) fn is_not_frozen(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let Some(master) = master(passage)? else { return Ok(()) };
    say::must(master.standing != Standing::Frozen, ACCESS_DENIED, || "the account is frozen".to_owned())
}

/// Without its database the platform does nothing (1001).
pub(super) fn database_answers(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let up = passage.platform()?.service(settings::DB) == "up";
    say::must(up, DATABASE_ERROR, || "the database is down".to_owned())
}

/// The account must not be banned (1102).
pub(super) fn is_not_banned(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let Some(master) = master(passage)? else { return Ok(()) };
    let own = passage.caller().is_none_or(|caller| caller.account().standing != Standing::Disabled);
    let banned = master.standing == Standing::Disabled || !own;
    say::must(!banned, USER_BANNED, || "the account is banned".to_owned())
}

/// The account's application must have been decided (1110).
pub(super) fn is_not_in_review(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let Some(master) = master(passage)? else { return Ok(()) };
    let waits = !master.attribute(account::REVIEW).is_empty();
    say::must(!waits, USER_IN_REVIEW, || "the account's application is under review".to_owned())
}

/// The service must be open (1100), unless it is being opened.
pub(super) fn has_opened_the_service(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (Some(master), Some(entry)) = (master(passage)?, passage.entry) else { return Ok(()) };
    let open = entry.traits.is_opening || is_open(&master, entry.traits.module);
    say::must(open, USER_NOT_FOUND, || "the account has not opened the service".to_owned())
}

/// A user needs a policy that allows the action on what it names (1112).
pub(super) fn has_right(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (Some(caller), Some(entry)) = (passage.caller(), passage.entry) else { return Ok(()) };
    let user = caller.account();
    if user.master.is_none() {
        return Ok(());
    }
    let denied = |why: &str| Err(say::plain(NOT_PERMITTED).because(why));
    let document: Value = match serde_json::from_str(user.attribute(POLICY)) {
        Ok(document) => document,
        Err(_) => return denied("the user has no policy"),
    };
    let Ok(policy) = policy::read(&Node::at("policy", &document)) else {
        return denied("the user's policy cannot be read");
    };
    let master = people::master(&passage.world, user)?;
    let things = match entry.traits.is_administrative {
        true => Vec::new(),
        false => lookup::things(&passage.world, &passage.call.tree)?,
    };
    let wish = Wish {
        service: entry.traits.module.word(),
        action: entry.name,
        uin: master.attribute(UIN),
        app_id: master.attribute(APP_ID),
        things: &things,
    };
    if policy::allows(&policy, &wish) { Ok(()) } else { denied("the user's policy does not allow it") }
}

/// Some actions are for whitelisted customers (1104).
pub(super) fn is_in_the_audience(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (Some(master), Some(entry)) = (master(passage)?, passage.entry) else { return Ok(()) };
    let may = !entry.traits.is_for_vips || account::is_vip(&master);
    say::must(may, VIP_ONLY, || "the action is for VIP customers".to_owned())
}

/// An account that has owed something for more than a day may only look (1103).
pub(super) fn may_write(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (Some(master), Some(entry)) = (master(passage)?, passage.entry) else { return Ok(()) };
    let writes = entry.access == Access::Write;
    let owes = writes && people::owes_for(&master, passage.world.now, pace::DEBT);
    say::must(!owes, USER_IN_ARREARS, || "the account is in arrears".to_owned())
}
