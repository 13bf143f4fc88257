//! Money as an exact count. A microsecond of any hourly price with six decimals is a whole number of units,
//! so accounts can be charged to the instant and every sum still adds up to the last digit.

use crate::time::instant::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Units in a millionth of a yuan: the microseconds of an hour.
const UNITS_PER_MICRO: i128 = 3_600_000_000;
const UNITS: i128 = 1_000_000 * UNITS_PER_MICRO;
/// The most digits before the point that an amount may be written with.
const MAX_DIGITS: usize = 15;

/// An amount of money, in units of 1/(3.6·10¹⁵) yuan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Money(i128);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount of millionths of a yuan.
    pub const fn micros(n: i64) -> Money {
        Money(n as i128 * UNITS_PER_MICRO)
    }

    /// An amount of hundredths of a yuan.
    pub const fn cents(n: i64) -> Money {
        Money::micros(n * 10_000)
    }

    /// Reads a decimal such as `10000.00` or `-0.5`, of at most six decimals. `None` when it is anything else.
    pub fn parse(text: &str) -> Option<Money> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(part) || whole.len() > MAX_DIGITS || part.len() > 6 {
            return None;
        }
        let micros: i128 = format!("{whole}{part:0<6}").parse().ok()?;
        Some(Money(if negative { -micros } else { micros } * UNITS_PER_MICRO))
    }

    /// What this hourly price comes to over a span.
    pub const fn over(self, span: Span) -> Money {
        Money(self.0 / (UNITS_PER_MICRO) * span.0 as i128)
    }

    /// How long this amount pays an hourly price, rounded up to the microsecond; `None` when the price is nothing.
    pub fn lasts(self, hourly: Money) -> Option<Span> {
        let per_micro = hourly.0 / UNITS_PER_MICRO;
        if per_micro <= 0 {
            return None;
        }
        let micros = (self.0.max(0) + per_micro - 1) / per_micro;
        Some(Span(i64::try_from(micros).unwrap_or(i64::MAX)))
    }

    /// The share of it that a part of a span makes, rounded down to a millionth of a yuan.
    pub const fn share(self, part: Span, whole: Span) -> Money {
        if whole.0 <= 0 {
            return Money::ZERO;
        }
        Money(self.0 / UNITS_PER_MICRO * part.0 as i128 / whole.0 as i128 * UNITS_PER_MICRO)
    }

    /// The whole millionths of a yuan in it, towards nothing.
    pub(crate) const fn whole_micros(self) -> i128 {
        self.0 / UNITS_PER_MICRO
    }

    /// So many millionths of a yuan.
    pub(crate) const fn of_micros(n: i128) -> Money {
        Money(n * UNITS_PER_MICRO)
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// This many times the amount.
    pub const fn times(self, n: u64) -> Money {
        Money(self.0 * n as i128)
    }
}

impl fmt::Display for Money {
    /// Two to six decimals, rounded towards minus infinity: an account is never shown more than it has.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.div_euclid(UNITS_PER_MICRO);
        let sign = if micros < 0 { "-" } else { "" };
        let micros = micros.unsigned_abs();
        let part = format!("{:06}", micros % 1_000_000);
        let kept = part.trim_end_matches('0').len().max(2);
        write!(f, "{sign}{}.{}", micros / 1_000_000, &part[..kept])
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl std::ops::AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl std::ops::SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, |total, amount| total + amount)
    }
}

const _: () = assert!(UNITS == 3_600_000_000_000_000);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_decimals() {
        for (text, shown) in
            [("10000.00", "10000.00"), ("0.5", "0.50"), ("-1.234567", "-1.234567"), ("7", "7.00")]
        {
            assert_eq!(Money::parse(text).unwrap().to_string(), shown);
        }
        for text in ["", ".", "1.", "1e3", "1.2345678", "--1", "1234567890123456"] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_paid_second_by_second_costs_the_same_as_at_once() {
        let hourly = Money::parse("0.076").unwrap();
        let at_once = hourly.over(Span::days(1));
        let by_second: Money = (0..86_400).map(|_| hourly.over(Span::seconds(1))).sum();
        assert_eq!(at_once, by_second);
        assert_eq!(at_once.to_string(), "1.824");
    }

    #[test]
    fn lasts_to_the_instant_it_runs_out() {
        let hourly = Money::parse("0.10").unwrap();
        let span = Money::parse("1.00").unwrap().lasts(hourly).unwrap();
        assert_eq!(span, Span::hours(10));
        assert_eq!(Money::ZERO.lasts(Money::ZERO), None);
    }
}
