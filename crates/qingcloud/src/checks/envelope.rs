//! The parameters that every call carries, and the time at which it was signed.

use crate::QingCloud;
use crate::credential::{Credential, Signed};
use crate::envelope::{common, required};
use squall_api::catalogue::qingcloud::{INVALID_REQUEST, REQUEST_EXPIRED};
use squall_api::cloud::Span;
use squall_api::{Outcome, Passage, ensure};

/// How far the time of signing may be from ours, in either direction. The documents only tell of the past.
const WINDOW: Span = Span::seconds(60);

/// Present where they must be (1100) and of an allowed value (1101).
pub(crate) fn are_well_formed(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    required(passage.call, "action")?;
    if let Some(version) = common(passage.call, "version")? {
        ensure!(version == "1", INVALID_REQUEST, "version [{version}] is not valid");
    }
    passage.credential().map(drop)
}

/// Signed within the window, or not yet expired where the call says until when it is valid (1300). That
/// `expires` replaces the window is a proposal: it is what the command line's twenty minutes imply.
pub(crate) fn is_timely(passage: &mut Passage<'_, QingCloud>) -> Outcome<()> {
    let Credential::Signed(Signed { stamp, expires, .. }) = *passage.credential()? else { return Ok(()) };
    if let Some(expires) = expires {
        ensure!(passage.wire <= expires, REQUEST_EXPIRED, "expires [{expires}] is expired");
        return Ok(());
    }
    let age = passage.wire.since(stamp).0.saturating_abs();
    ensure!(age <= WINDOW.0, REQUEST_EXPIRED, "time_stamp [{stamp}] is expired");
    Ok(())
}
