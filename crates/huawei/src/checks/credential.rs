//! Who makes the call, and is that one still somebody?

use super::signature::signer;
use crate::credential::Credential;
use crate::people::{self, PROJECT, REGION};
use crate::say::{self, auth_failure as failure, must};
use crate::token::Token;
use crate::traits::Service;
use crate::{Huawei, pace};
use squall_api::catalogue::huawei::{TOKEN_OUTDATED, UNAUTHORIZED};
use squall_api::cloud::{Account, Standing, Time};
use squall_api::{Outcome, Passage, Proof};
use std::sync::Arc;

/// Establishes the caller: by signature (0305, 0301) or by token (0301, 0307).
pub(crate) fn is_genuine(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let (account, proof) = match passage.credential()? {
        Credential::Nothing => return Ok(()),
        Credential::Signed(signature) => (signer(passage, signature)?, Proof::Key),
        Credential::Token(text) => (bearer(passage, text)?, Proof::Token),
    };
    passage.prove(account, proof);
    Ok(())
}

/// Whose token it is. The gateway asks IAM about a token once and then trusts what it heard for a while; after that it
/// knows of a revocation.
fn bearer(passage: &Passage<'_, Huawei>, text: &str) -> Outcome<Arc<Account>> {
    let (world, now) = (&passage.world, passage.world.now);
    let token = Token::open(world, text)?.ok_or_else(|| failure("decrypt token fail"))?;
    let account = world.find_account(&token.user)?.map(Arc::new);
    let account = account.ok_or_else(|| failure("decrypt token fail"))?;
    must(now < token.expires_at, || say::plain(TOKEN_OUTDATED).because("the token has expired"))?;
    let domain = people::domain(world, &account)?;
    let moved = !token.region.is_empty() && token.region != domain.attribute(REGION);
    must(!moved, || say::plain(TOKEN_OUTDATED).because("the token is for another region"))?;
    if let Some(at) = revoked_at(&token, &account) {
        let known = now.since(at) >= pace::TOKEN_CACHE;
        must(!known, || say::plain(TOKEN_OUTDATED).because("the token was revoked a while ago"))?;
    }
    Ok(account)
}

/// When a token was revoked: its user's password, keys, rights or standing changed after it was issued.
fn revoked_at(token: &Token, account: &Account) -> Option<Time> {
    (token.edition != people::edition(account)).then(|| people::changed_at(account))
}

/// The service itself asks again: a token must not have been revoked, and must be for the project (0003).
pub(crate) fn is_alive(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(caller) = passage.caller() else { return Ok(()) };
    let account = caller.account();
    let dead = |why: &str| say::plain(UNAUTHORIZED).because(why);
    must(account.standing != Standing::Disabled, || dead("the user is disabled"))?;
    let Credential::Token(text) = passage.credential()? else { return Ok(()) };
    let token = Token::open(&passage.world, text)?.ok_or_else(|| dead("the token is none"))?;
    must(revoked_at(&token, account).is_none(), || dead("the token was revoked"))?;
    let is_iams = passage.entry.is_some_and(|entry| entry.traits.service == Service::Iam);
    let domain = people::domain(&passage.world, account)?;
    let fits = is_iams || token.project == domain.attribute(PROJECT);
    must(fits, || dead("the token is not for this project"))
}
