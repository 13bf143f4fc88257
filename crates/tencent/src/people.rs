//! Accounts of both editions: what they are known by, and the users below them, who own nothing themselves.

use squall_api::cloud::{Account, Answer, Money, Span, Time, World};
use std::sync::Arc;

/// The number of the account, and of its applications.
pub(crate) const UIN: &str = "uin";
pub(crate) const APP_ID: &str = "app_id";
/// Whether it has proven its real name: `none`, `pending` or `rejected` where it has not.
pub(crate) const QUALIFICATION: &str = "qualification";
/// Its projects, one a line.
pub(crate) const PROJECTS: &str = "projects";
/// The policy of a user, as JSON; empty where there is none.
pub(crate) const POLICY: &str = "policy";
/// The name of a user.
pub(crate) const USER_NAME: &str = "user_name";
/// The instant since which the balance is below nothing, in microseconds.
const OWES_SINCE: &str = "owes_since";

/// The project that every account has.
pub(crate) const DEFAULT_PROJECT: u64 = 0;

/// The id of the account that somebody acts for: it owns all there is.
pub(crate) fn owner(account: &Account) -> &str {
    account.master.as_deref().unwrap_or(&account.id)
}

/// The account that somebody acts for.
pub(crate) fn master(world: &World<'_>, account: &Arc<Account>) -> Answer<Arc<Account>> {
    match &account.master {
        Some(master) => world.shared_account(master),
        None => Ok(account.clone()),
    }
}

/// The projects of an account.
pub(crate) fn projects(account: &Account) -> Vec<u64> {
    let kept = account.attribute(PROJECTS).lines().filter_map(|line| line.parse().ok());
    let projects: Vec<u64> = kept.collect();
    if projects.is_empty() { vec![DEFAULT_PROJECT] } else { projects }
}

/// Whether a project is the account's.
pub(crate) fn has_project(account: &Account, project: u64) -> bool {
    projects(account).contains(&project)
}

/// The word for how the account proved its real name.
pub(crate) fn qualification(account: &Account) -> &str {
    match account.attribute(QUALIFICATION) {
        "" => "passed",
        word => word,
    }
}

/// Notes whether an account owes anything, after its balance was set.
pub(crate) fn note_debt(world: &World<'_>, account: &mut Account) {
    let owes = account.balance_at(world.now) < Money::ZERO;
    match (owes, account.attribute(OWES_SINCE).is_empty()) {
        (true, true) => account.set_attribute(OWES_SINCE, &world.now.0.to_string()),
        (false, false) => account.set_attribute(OWES_SINCE, ""),
        _ => {}
    }
}

/// Whether an account has owed something for longer than a span.
pub(crate) fn owes_for(account: &Account, now: Time, span: Span) -> bool {
    let noted = account.attribute(OWES_SINCE).parse().ok().map(Time);
    noted.or(account.arrears_since).is_some_and(|since| now.since(since) > span)
}
