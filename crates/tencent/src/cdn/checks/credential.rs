//! Who makes the call, and is it made now and for the first time?

use crate::cdn::{TencentCdn, pace, say};
use crate::protocol::Wrong;
use squall_api::catalogue::tencent_cdn::{
    AUTH_FAILURE, PARAMETER_INVALID, REPLAY_ATTACK, REQUEST_EXPIRED, REQUEST_ILLEGAL,
};
use squall_api::cloud::{Span, Time};
use squall_api::{Fault, Outcome, Passage, Proof};

/// What is wrong with a common parameter: missing (4000), no text (1010), or no number (4000).
pub(crate) fn refuse(wrong: Wrong) -> Fault {
    match wrong {
        Wrong::Missing(name) => say::missing(name),
        Wrong::Shape(name) => say::plain(REQUEST_ILLEGAL).because(format_args!("{name} is no text")),
        Wrong::Value(name) => {
            say::plain(PARAMETER_INVALID).because(format_args!("{name} is no number of its kind"))
        }
    }
}

/// The common parameters must be there (4000).
pub(super) fn is_there(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    passage.credential().map(drop)
}

/// The key must be known and in use, and the signature its own (4100).
pub(super) fn is_genuine(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let credential = passage.credential()?;
    let failure = |why: &str| say::plain(AUTH_FAILURE).because(why);
    if credential.token.is_some() {
        return Err(failure("there are no temporary keys in this edition"));
    }
    let key = passage.world.shared_key(credential.secret_id)?.filter(|key| key.active);
    let key = key.ok_or_else(|| failure("there is no such key, or it is disabled"))?;
    if !credential.is_signed_with(&key.secret) {
        return Err(failure("the signature is another"));
    }
    let account = passage.world.shared_account(&key.account)?;
    passage.prove(account, Proof::Key);
    Ok(())
}

/// A timestamp may be two hours old (4200), or as far ahead (4500).
pub(super) fn is_fresh(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (at, wire) = (Time::from_seconds(passage.credential()?.timestamp), passage.wire);
    let window = pace::SIGNATURE_WINDOW;
    say::must(wire.since(at) <= window, REQUEST_EXPIRED, || "the timestamp is too old".to_owned())?;
    if at.since(wire) > window { Err(replay(wire, "the timestamp lies ahead")) } else { Ok(()) }
}

/// The number must be one that the key did not use at that second (4500).
pub(super) fn is_unused(passage: &mut Passage<'_, TencentCdn>) -> Outcome<()> {
    let (key, nonce) = (passage.credential()?.nonce_key(), passage.credential()?.nonce);
    // One that lies ahead is good for twice the window.
    let age = Span(pace::SIGNATURE_WINDOW.0 * 2 + Span::seconds(1).0);
    let wire = passage.wire;
    if passage.use_nonce(&key, nonce, age)? { Ok(()) } else { Err(replay(wire, "the nonce was used")) }
}

/// The vendor tells its own time with this code, so that a clock that is wrong is found.
fn replay(wire: Time, why: &str) -> Fault {
    let text = format!("{}，服务器时间戳为 {}", REPLAY_ATTACK.label_zh(), wire.seconds());
    Fault::coded(REPLAY_ATTACK, text).because(why)
}
