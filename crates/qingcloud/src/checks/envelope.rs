//! The parameters that every call carries, and the time at which it was signed.

use crate::QingCloud;
use squall_api::catalogue::qingcloud::{INVALID_REQUEST, MALFORMED_REQUEST, REQUEST_EXPIRED};
use squall_api::cloud::{Span, Time};
use squall_api::wire::sign::qingcloud::Method;
use squall_api::{Outcome, Passage, Raise, ensure};

/// How far the time of signing may be from ours, in either direction. The documents only tell of the past.
const WINDOW: Span = Span::seconds(60);

/// Whether a call comes signed, as all do but those before a login and those of a session.
pub(crate) fn is_signed(passage: &Passage<'_, QingCloud>) -> bool {
    let tree = &passage.call.tree;
    let has = |name: &str| tree.get(name).is_some();
    let may_be_open = passage.entry.is_some_and(|entry| entry.traits.open) || has("session_id");
    !may_be_open || has("signature") || has("access_key_id")
}

/// Present where they must be (1100) and of an allowed value (1101).
pub(crate) fn are_well_formed(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let tree = &passage.call.tree;
    let required = |name: &str| {
        tree.text_of(name).or_raise(MALFORMED_REQUEST, || format!("parameter [{name}] is required"))
    };
    required("action")?;
    if let Some(version) = tree.text_of("version") {
        ensure!(version == "1", INVALID_REQUEST, "version [{version}] is not valid");
    }
    if !is_signed(passage) {
        return Ok(());
    }
    let stamp = required("time_stamp")?;
    ensure!(instant(stamp).is_some(), MALFORMED_REQUEST, "time_stamp [{stamp}] is not a time");
    if let Some(expires) = tree.text_of("expires") {
        ensure!(instant(expires).is_some(), MALFORMED_REQUEST, "expires [{expires}] is not a time");
    }
    required(if passage.call.module == "app" { "app_id" } else { "access_key_id" })?;
    let method = required("signature_method")?;
    ensure!(Method::parse(method).is_some(), INVALID_REQUEST, "signature_method [{method}] is not valid");
    let version = required("signature_version")?;
    ensure!(matches!(version, "1" | "2"), INVALID_REQUEST, "signature_version [{version}] is not valid");
    required("signature")?;
    Ok(())
}

/// Signed within the window, or not yet expired where the call says until when it is valid (1300). That
/// `expires` replaces the window is a proposal: it is what the command line's twenty minutes imply.
pub(crate) fn is_timely(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    if !is_signed(passage) {
        return Ok(());
    }
    let (tree, wire) = (&passage.call.tree, passage.wire);
    if let Some(expires) = tree.text_of("expires") {
        ensure!(
            instant(expires).is_some_and(|until| wire <= until),
            REQUEST_EXPIRED,
            "expires [{expires}] is expired"
        );
        return Ok(());
    }
    let stamp = tree.text_of("time_stamp").unwrap_or("");
    let age = instant(stamp).map(|at| wire.since(at).0.saturating_abs());
    ensure!(age.is_some_and(|age| age <= WINDOW.0), REQUEST_EXPIRED, "time_stamp [{stamp}] is expired");
    Ok(())
}

/// `YYYY-MM-DDThh:mm:ssZ` and nothing else.
fn instant(text: &str) -> Option<Time> {
    Some(text).filter(|text| text.len() == 20 && text.ends_with('Z')).and_then(Time::parse)
}
