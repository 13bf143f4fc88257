//! The signature of a request against the secret of the key that it names.

use crate::Huawei;
use crate::pace::{FAILURES, LOCK, SIGNATURE_WINDOW};
use crate::say::must;
use http::HeaderName;
use squall_api::catalogue::System;
use squall_api::catalogue::huawei::IAM_AUTH_FAILED;
use squall_api::cloud::{AccessKey, Account, Standing, Time};
use squall_api::wire::sign::huawei::{Authorization, Signed, payload, string_to_sign, verify};
use squall_api::{Fault, Outcome, Passage};
use std::borrow::Cow;
use std::sync::Arc;

/// The header that bears the date of the signature, and must be signed itself.
const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
/// The header that stands for the hash of the body.
const CONTENT_HASH: HeaderName = HeaderName::from_static("x-sdk-content-sha256");

/// 0301 with what is wrong.
pub(crate) fn failure(what: &str) -> Fault {
    Fault::coded(IAM_AUTH_FAILED, format!("Incorrect IAM authentication information: {what}"))
}

/// The key that signed the request, and whose it is (0301 when it did not). More failures in a row than a key may
/// have lock it for a while.
pub(crate) fn key_of(passage: &Passage<'_, Huawei>, shown: &str) -> Outcome<(Arc<AccessKey>, Arc<Account>)> {
    let authorization = Authorization::parse(shown)
        .ok_or_else(|| failure("verify aksk signature fail, the Authorization header is malformed"))?;
    let id = authorization.access;
    let absent = || failure(&format!("ak {id} not exist"));
    let key = passage.world.shared_key(id)?.filter(|key| key.active).ok_or_else(absent)?;
    let account = passage.world.shared_account(&key.account)?;
    must(account.standing != Standing::Disabled, absent)?;
    let locked = is_locked(passage, id);
    must(!locked, || failure("AK access failed to reach the limit,forbidden"))?;
    match judge(passage, &authorization, &key.secret) {
        Ok(()) => {
            passage.site.sightings.forget(System::Huawei, id);
            Ok((key, account))
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

fn judge(passage: &Passage<'_, Huawei>, authorization: &Authorization<'_>, secret: &str) -> Outcome<()> {
    let request = passage.request;
    let wrong = |why: &str| failure(&format!("verify aksk signature fail{why}"));
    let date = request.header(&DATE).ok_or_else(|| wrong(", X-Sdk-Date not found"))?;
    let signs_date = authorization.signed_headers.split(';').any(|name| name == DATE.as_str());
    must(signs_date, || wrong(", X-Sdk-Date is not signed"))?;
    let at = instant(date).ok_or_else(|| wrong(", X-Sdk-Date is malformed"))?;
    let age = passage.wire.since(at).0.saturating_abs();
    must(age <= SIGNATURE_WINDOW.0, || {
        let server = stamp(passage.wire);
        wrong(&format!(", signature expired, signature time:{date},server time:{server}"))
    })?;
    let body = request.http.body();
    let hash = match request.header(&CONTENT_HASH).filter(|_| !body.is_empty()) {
        Some(stands) => Cow::Borrowed(stands),
        None => payload(body),
    };
    let signed = Signed {
        method: request.http.method().as_str(),
        path: request.path(),
        query: request.query(),
        signed_headers: authorization.signed_headers,
        payload: &hash,
    };
    let canonical = signed.canonical(|name| request.header(name).map(Cow::Borrowed));
    let canonical = canonical.ok_or_else(|| wrong(", a signed header is missing"))?;
    must(verify(secret, &string_to_sign(date, &canonical), authorization.signature), || wrong(""))
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
