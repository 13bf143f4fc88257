//! Accounts ("domains") with their one project, and the users in them. A domain's own user may do everything; any
//! other is an account below the domain's and may do what its policies allow.

use squall_api::cloud::{Account, Answer, Time, World};
use std::sync::Arc;

/// What an account or user is known by, as attributes of the engine's account.
pub(crate) const USER_NAME: &str = "user_name";
pub(crate) const PASSWORD: &str = "password";
pub(crate) const DOMAIN: &str = "domain";
pub(crate) const USER_ID: &str = "user_id";
pub(crate) const PROJECT: &str = "project_id";
pub(crate) const REGION: &str = "region";
/// Set where CloudDC was never enabled for an account.
pub(crate) const NOT_ENABLED: &str = "not_enabled";
/// A user's policies as JSON.
pub(crate) const POLICIES: &str = "policies";
/// Regions that a user may not work in, one a line.
pub(crate) const DENIED_REGIONS: &str = "denied_regions";
/// How often what a user can prove itself by, or may do, has changed: tokens are of one edition.
const EDITION: &str = "edition";
/// The instant of the last such change, in microseconds.
const CHANGED_AT: &str = "changed_at";

/// The id of the domain that an account or user belongs to: it owns all there is.
pub(crate) fn domain_id(account: &Account) -> &str {
    account.master.as_deref().unwrap_or(&account.id)
}

/// The domain that an account or user belongs to.
pub(crate) fn domain(world: &World<'_>, account: &Arc<Account>) -> Answer<Arc<Account>> {
    match &account.master {
        Some(master) => world.shared_account(master),
        None => Ok(account.clone()),
    }
}

/// The name by which a user of a domain is found.
pub(crate) fn login_name(domain: &str, user: &str) -> String {
    format!("{domain}\n{user}")
}

/// The user of a domain with a name.
pub(crate) fn user_named(world: &World<'_>, domain: &str, user: &str) -> Answer<Option<Account>> {
    match world.account_named(&login_name(domain, user))? {
        Some(id) => world.find_account(&id),
        None => Ok(None),
    }
}

/// Voids all tokens that a user was given so far: its password, keys, rights or standing changed.
pub(crate) fn void_tokens(world: &World<'_>, account: &mut Account) {
    account.set_attribute(EDITION, &(edition(account) + 1).to_string());
    account.set_attribute(CHANGED_AT, &world.now.0.to_string());
}

/// The edition of a user that its valid tokens are of.
pub(crate) fn edition(account: &Account) -> u64 {
    account.attribute(EDITION).parse().unwrap_or_default()
}

/// The instant since which a user has its present edition.
pub(crate) fn changed_at(account: &Account) -> Time {
    Time(account.attribute(CHANGED_AT).parse().unwrap_or_default())
}
