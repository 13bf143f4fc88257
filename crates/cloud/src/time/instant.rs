//! Instants and spans as values. Nothing here reads a clock: the edge does, and hands the result in.

use serde::{Deserialize, Serialize};
use std::fmt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const MICROS: i64 = 1_000_000;
/// 9999-12-31T23:59:59Z, the last instant that RFC 3339 can write.
const LAST: i64 = 253_402_300_799 * MICROS;

/// An instant in UTC, in microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Time(pub i64);

/// A length of time in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span(pub i64);

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// A span of whole milliseconds.
    pub const fn millis(n: i64) -> Span {
        Span(n.saturating_mul(1_000))
    }
    /// A span of whole seconds.
    pub const fn seconds(n: i64) -> Span {
        Span(n.saturating_mul(MICROS))
    }
    /// A span of whole minutes.
    pub const fn minutes(n: i64) -> Span {
        Span::seconds(n.saturating_mul(60))
    }
    /// A span of whole hours.
    pub const fn hours(n: i64) -> Span {
        Span::minutes(n.saturating_mul(60))
    }
    /// A span of whole days of 24 hours.
    pub const fn days(n: i64) -> Span {
        Span::hours(n.saturating_mul(24))
    }
    /// The whole seconds in it, rounded towards zero.
    pub const fn whole_seconds(self) -> i64 {
        self.0 / MICROS
    }
}

impl Time {
    /// The instant of a count of seconds since 1970.
    pub const fn from_seconds(seconds: i64) -> Time {
        Time(seconds.saturating_mul(MICROS))
    }

    /// Reads RFC 3339, with any offset and fraction. `None` when the text is anything else.
    pub fn parse(text: &str) -> Option<Time> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        let micros = moment.unix_timestamp_nanos() / 1_000;
        i64::try_from(micros).ok().map(Time)
    }

    /// The whole seconds since 1970.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS)
    }

    /// How long ago `earlier` was; negative when it is still to come.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// `YYYY-MM-DDThh:mm:ssZ`.
    fn to_bytes(self) -> [u8; 20] {
        let clamped = self.0.clamp(0, LAST);
        let (days, second) = (clamped / Span::days(1).0, clamped % Span::days(1).0 / MICROS);
        let (year, month, day) = civil(days);
        let mut text = *b"0000-00-00T00:00:00Z";
        let parts = [year / 100, year % 100, month, day, second / 3600, second / 60 % 60, second % 60];
        for (at, value) in [0, 2, 5, 8, 11, 14, 17].into_iter().zip(parts) {
            text[at] += (value / 10) as u8;
            text[at + 1] += (value % 10) as u8;
        }
        text
    }
}

/// Year, month and day of a count of days since 1970-01-01, in the proleptic Gregorian calendar.
pub(super) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The count of days since 1970-01-01 of a date in the proleptic Gregorian calendar.
pub(super) fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.to_bytes()).unwrap_or_default())
    }
}

impl std::ops::Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0).min(LAST))
    }
}

impl std::ops::Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0.saturating_sub(span.0))
    }
}

impl std::ops::Mul<i64> for Span {
    type Output = Span;
    fn mul(self, times: i64) -> Span {
        Span(self.0.saturating_mul(times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_the_same_instant() {
        for text in
            ["1970-01-01T00:00:00Z", "2013-08-27T14:30:10Z", "2024-02-29T23:59:59Z", "2100-03-01T00:00:00Z"]
        {
            assert_eq!(Time::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Time::parse("2013-08-27T22:30:10+08:00"), Time::parse("2013-08-27T14:30:10Z"));
        assert_eq!(Time::parse("2013-08-27 14:30"), None);
    }
}
