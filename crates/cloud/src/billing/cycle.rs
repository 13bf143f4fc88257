//! What a price in advance is for: an hour, a day, a month or a year of something.

use crate::time::calendar::Calendar;
use crate::time::instant::{Span, Time};
use serde::{Deserialize, Serialize};

const MONTHS_OF_YEAR: u32 = 12;

/// How long a price in advance lasts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Cycle {
    /// Sixty minutes.
    Hour,
    /// Twenty-four hours.
    Day,
    /// To the same day and time of the next month, or its last day.
    Month,
    /// To the same day and time of the next year.
    Year,
}

impl Cycle {
    /// All of them, the shortest first.
    pub const ALL: [Cycle; 4] = [Cycle::Hour, Cycle::Day, Cycle::Month, Cycle::Year];

    /// When so many cycles end that begin at an instant.
    pub fn after(self, calendar: Calendar, from: Time, cycles: u32) -> Time {
        match self {
            Cycle::Hour => from + Span::hours(i64::from(cycles)),
            Cycle::Day => from + Span::days(i64::from(cycles)),
            Cycle::Month => calendar.months_later(from, cycles),
            Cycle::Year => calendar.months_later(from, cycles.saturating_mul(MONTHS_OF_YEAR)),
        }
    }

    /// Its name in words.
    pub const fn word(self) -> &'static str {
        match self {
            Cycle::Hour => "hour",
            Cycle::Day => "day",
            Cycle::Month => "month",
            Cycle::Year => "year",
        }
    }
}
