//! Days, months and years where a system is: what turns at midnight turns at its midnight.

use crate::time::instant::{Span, Time, civil, days_of};

/// The calendar of a place whose clocks are always as far ahead of UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar {
    ahead: Span,
}

impl Calendar {
    /// That of UTC.
    pub const UTC: Calendar = Calendar { ahead: Span::ZERO };

    /// That of a place whose clocks are so far ahead of UTC all the year.
    pub const fn ahead(span: Span) -> Calendar {
        Calendar { ahead: span }
    }

    /// The number of an instant's day, for everything that turns at midnight.
    pub const fn day(self, at: Time) -> i64 {
        at.0.saturating_add(self.ahead.0).div_euclid(Span::days(1).0)
    }

    /// The next midnight, strictly later than an instant.
    pub const fn next_midnight(self, at: Time) -> Time {
        Time((self.day(at) + 1) * Span::days(1).0 - self.ahead.0)
    }

    /// Year, month and day of an instant.
    pub fn date(self, at: Time) -> (i64, i64, i64) {
        civil(self.day(at))
    }

    /// The midnight with which a day of the Gregorian calendar begins.
    pub fn midnight(self, year: i64, month: i64, day: i64) -> Time {
        Time(Span::days(days_of(year, month, day)).0 - self.ahead.0)
    }

    /// The same time of day so many months later; on the last day of a month that has no such day.
    pub fn months_later(self, at: Time, months: u32) -> Time {
        let (year, month, day) = self.date(at);
        let of_day = at.since(self.midnight(year, month, day));
        let count = year * 12 + month - 1 + i64::from(months);
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
        let days_in_month = days_of(year + month / 12, month % 12 + 1, 1) - days_of(year, month, 1);
        self.midnight(year, month, day.min(days_in_month)) + of_day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHANGHAI: Calendar = Calendar::ahead(Span::hours(8));

    #[test]
    fn months_end_where_the_calendar_says() {
        let at = |text| Time::parse(text).unwrap();
        let january = at("2024-01-31T18:30:00+08:00");
        assert_eq!(SHANGHAI.months_later(january, 1), at("2024-02-29T18:30:00+08:00"));
        assert_eq!(SHANGHAI.months_later(january, 11), at("2024-12-31T18:30:00+08:00"));
        assert_eq!(SHANGHAI.months_later(january, 13), at("2025-02-28T18:30:00+08:00"));
        assert_eq!(SHANGHAI.date(at("2025-12-31T16:00:00Z")), (2026, 1, 1));
        for day in (-800_000..800_000).step_by(97) {
            let (year, month, date) = civil(day);
            assert_eq!(days_of(year, month, date), day);
        }
    }

    #[test]
    fn days_turn_at_midnight_of_the_place() {
        let before = Time::parse("2026-01-01T15:59:59Z").unwrap();
        let after = Time::parse("2026-01-01T16:00:00Z").unwrap();
        assert_eq!(SHANGHAI.day(before) + 1, SHANGHAI.day(after));
        assert_eq!(SHANGHAI.next_midnight(before), after);
        assert_eq!(SHANGHAI.next_midnight(after), after + Span::days(1));
    }
}
