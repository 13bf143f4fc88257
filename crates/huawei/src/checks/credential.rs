//! Who makes the call, and is that one still somebody?

use super::access::passes_gateway;
use super::signature::{failure, key_of};
use crate::people::{self, PROJECT, REGION};
use crate::say::{self, must};
use crate::token::Token;
use crate::traits::Service;
use crate::{Huawei, pace};
use http::HeaderName;
use http::header::AUTHORIZATION;
use squall_api::catalogue::huawei::{AUTH_SCHEME_UNKNOWN, TOKEN_OUTDATED, UNAUTHORIZED};
use squall_api::cloud::{Account, Standing, Time};
use squall_api::wire::sign::huawei::ALGORITHM;
use squall_api::{Caller, Outcome, Passage};
use std::sync::Arc;

/// The header that bears a token.
const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// Establishes the caller: by signature (0305, 0301) or by token (0301, 0307). Where both come, the signature counts;
/// the vendor does not tell.
pub(crate) fn is_genuine(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let is_open = passage.entry.is_some_and(|entry| entry.traits.open);
    if !passes_gateway(passage) || is_open {
        passage.caller = Some(nobody());
        return Ok(());
    }
    let (shown, token) = (passage.request.header(AUTHORIZATION), passage.request.header(&TOKEN));
    let shown = shown.map(|shown| shown.split_once(' ').unwrap_or((shown, "")));
    let caller = match (shown, token) {
        (Some((scheme, rest)), _) if scheme == ALGORITHM => {
            let (key, account) = key_of(passage, rest)?;
            Caller { account, credential: "key", credential_id: key.id.clone() }
        }
        // The SDK signs unless an Authorization header is there already: who has a token puts in any.
        (_, Some(text)) => by_token(passage, text)?,
        (Some(_), None) => return Err(say::plain(AUTH_SCHEME_UNKNOWN)),
        (None, None) => return Err(failure("x-auth-token not found")),
    };
    passage.caller = Some(caller);
    Ok(())
}

fn nobody() -> Caller {
    let account = Account::new(String::new(), Time::default());
    Caller { account: account.into(), credential: "", credential_id: String::new() }
}

/// The gateway asks IAM about a token once and then trusts what it heard for a while; after that it knows of a
/// revocation.
fn by_token(passage: &Passage<'_, Huawei>, text: &str) -> Outcome<Caller> {
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
    Ok(Caller { account, credential: "token", credential_id: text.to_owned() })
}

/// When a token was revoked: its user's password, keys, rights or standing changed after it was issued.
fn revoked_at(token: &Token, account: &Account) -> Option<Time> {
    (token.edition != people::edition(account)).then(|| people::changed_at(account))
}

/// The service itself asks again: a token must not have been revoked, and must be for the project (0003).
pub(crate) fn is_alive(passage: &mut Passage<'_, Huawei>) -> Outcome<()> {
    let Some(caller) = passage.caller.as_ref().filter(|caller| !caller.credential.is_empty()) else {
        return Ok(());
    };
    let dead = |why: &str| say::plain(UNAUTHORIZED).because(why);
    must(caller.account.standing != Standing::Disabled, || dead("the user is disabled"))?;
    if caller.credential != "token" {
        return Ok(());
    }
    let Some(token) = Token::open(&passage.world, &caller.credential_id)? else { return Ok(()) };
    must(revoked_at(&token, &caller.account).is_none(), || dead("the token was revoked"))?;
    let is_iams = passage.entry.is_some_and(|entry| entry.traits.service == Service::Iam);
    let domain = people::domain(&passage.world, &caller.account)?;
    let fits = is_iams || token.project == domain.attribute(PROJECT);
    must(fits, || dead("the token is not for this project"))
}
