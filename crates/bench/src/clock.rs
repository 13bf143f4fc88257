//! The host's clock. What is measured here is measured by it.

use std::time::Instant;
use time::OffsetDateTime;

/// The present instant.
#[allow(clippy::disallowed_methods, reason = "a measurement is made by the host's time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The present instant as requests are signed with: `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn stamp() -> String {
    let now = OffsetDateTime::now_utc();
    let (hour, minute, second) = now.to_hms();
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", now.date())
}
