//! The signature of a request against the secret of the key that it names.

use super::transport;
use crate::Huawei;
use crate::credential::{ContentHash, DATE, Signature};
use crate::pace::{FAILURES, LOCK, SIGNATURE_WINDOW};
use crate::say::{auth_failure as failure, must};
use squall_api::catalogue::System;
use squall_api::cloud::{Account, Standing, Time};
use squall_api::wire::sign::huawei::{Signed, UNSIGNED, payload};
use squall_api::{Fault, Outcome, Passage};
use std::borrow::Cow;
use std::sync::Arc;

/// Whose key signed the request (0301 when it did not). More failures in a row than a key may have lock it for a while.
pub(crate) fn signer(passage: &Passage<'_, Huawei>, signature: &Signature<'_>) -> Outcome<Arc<Account>> {
    let id = signature.authorization.access;
    let absent = || failure(&format!("ak {id} not exist"));
    let key = passage.world.shared_key(id)?.filter(|key| key.active).ok_or_else(absent)?;
    let account = passage.world.shared_account(&key.account)?;
    must(account.standing != Standing::Disabled, absent)?;
    let locked = is_locked(passage, id);
    must(!locked, || failure("AK access failed to reach the limit,forbidden"))?;
    match judge(passage, signature, &key.secret) {
        Ok(()) => {
            passage.site.sightings.forget(System::Huawei, id);
            Ok(account)
        }
        Err(fault) => {
            passage.site.sightings.note(System::Huawei, id.to_owned(), passage.world.now, FAILURES + 1);
            Err(fault)
        }
    }
}

fn is_locked(passage: &Passage<'_, Huawei>, key: &str) -> bool {
    let failures = passage.site.sightings.of(System::Huawei, key);
    let last = failures.last().copied().unwrap_or_default();
    failures.len() > FAILURES && passage.world.now.since(last) < LOCK
}

fn wrong(why: &str) -> Fault {
    failure(&format!("verify aksk signature fail{why}"))
}

fn judge(passage: &Passage<'_, Huawei>, signature: &Signature<'_>, secret: &str) -> Outcome<()> {
    let (request, authorization) = (passage.request, &signature.authorization);
    let date = fresh_date(passage, signature)?;
    // One that comes twice could be signed in one value and read in the other.
    let twice = |name: &str| request.http.headers().get_all(name).iter().nth(1).is_some();
    let repeated = authorization.signed_headers.split(';').any(twice);
    must(!repeated, || wrong(", a signed header comes twice"))?;
    let mut shown = None;
    for payload in payloads(signature, request.http.body())? {
        let signed = Signed {
            method: request.http.method().as_str(),
            path: request.path(),
            query: request.query(),
            signed_headers: authorization.signed_headers,
            payload: &payload,
        };
        let canonical = signed.canonical(|name| transport::utf8(request, name).map(Cow::Borrowed));
        let canonical = canonical.ok_or_else(|| wrong(", a signed header is missing"))?;
        if authorization.proves(secret, date, &canonical) {
            return Ok(());
        }
        shown.get_or_insert(canonical);
    }
    // What was signed is told to who signed, not kept: signed headers may bear tokens.
    let canonical = shown.unwrap_or_default().replace('\n', "|");
    Err(wrong(&format!(",canonicalRequest:{canonical}")).because("verify aksk signature fail"))
}

/// The date of a signature: there, itself signed, readable, and not too far from ours (0301).
fn fresh_date<'c>(passage: &Passage<'_, Huawei>, signature: &Signature<'c>) -> Outcome<&'c str> {
    let date = signature.date.ok_or_else(|| wrong(", X-Sdk-Date not found"))?;
    must(signature.authorization.signs(DATE.as_str()), || wrong(", X-Sdk-Date is not signed"))?;
    let at = instant(date).ok_or_else(|| wrong(", X-Sdk-Date is malformed"))?;
    let age = passage.wire.since(at).0.saturating_abs();
    must(age <= SIGNATURE_WINDOW.0, || {
        let server = stamp(passage.wire);
        failure(&format!(
            "calc aksk signature fail:signature expired, signature time:{date},server time:{server}"
        ))
    })?;
    Ok(date)
}

/// What may stand for the body in what was signed: its hash, or what the header says, which must be that hash or the
/// word for a body that is not signed (0301 where the header is itself signed). Where there is no body the vendor's
/// Python signer hashes the nothing, whatever the header says, and its other signers do not. A header that nobody
/// signed may be anybody's, and takes nothing away: what it says counts only where the signer put it last, too.
fn payloads<'c>(signature: &Signature<'c>, body: &[u8]) -> Outcome<Vec<Cow<'c, str>>> {
    let hash = payload(body);
    let Some(ContentHash { stands, is_signed }) = signature.content_hash else { return Ok(vec![hash]) };
    let is_bodys = stands == UNSIGNED || stands.eq_ignore_ascii_case(&hash);
    must(is_bodys || !is_signed, || wrong(", X-Sdk-Content-Sha256 is not the hash of the body"))?;
    let mut payloads = Vec::with_capacity(2);
    if is_bodys {
        payloads.push(Cow::Borrowed(stands));
    }
    if stands != hash && (body.is_empty() || !is_signed) {
        payloads.push(hash);
    }
    Ok(payloads)
}

/// `YYYYMMDDThhmmssZ` and nothing else.
fn instant(text: &str) -> Option<Time> {
    let shape = |(at, byte): (usize, u8)| match at {
        8 => byte == b'T',
        15 => byte == b'Z',
        _ => byte.is_ascii_digit(),
    };
    if text.len() != 16 || !text.bytes().enumerate().all(shape) {
        return None;
    }
    let [year, month, day] = [&text[..4], &text[4..6], &text[6..8]];
    let [hour, minute, second] = [&text[9..11], &text[11..13], &text[13..15]];
    Time::parse(&[year, "-", month, "-", day, "T", hour, ":", minute, ":", second, "Z"].concat())
}

/// An instant as signatures write it.
pub(crate) fn stamp(at: Time) -> String {
    Time::from_seconds(at.seconds()).to_string().replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_form() {
        let at = instant("20260115T093000Z").unwrap();
        assert_eq!(
            (at.to_string().as_str(), stamp(at).as_str()),
            ("2026-01-15T09:30:00Z", "20260115T093000Z")
        );
        for text in [
            "2026-01-15T09:30:00Z",
            "20260115T093000",
            "20261315T093000Z",
            "20260115t093000Z",
            "+0260115T093000Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
