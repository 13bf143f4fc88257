//! Times of queries: dates and instants of Beijing, and the spans that may be asked about.

use super::say;
use crate::laws::CALENDAR;
use squall_api::catalogue::tencent_cdn::TIME_INVALID;
use squall_api::cloud::{Span, Time};
use squall_api::{Fault, Outcome};

const DAY: Span = Span::days(1);

/// A time that cannot be accepted (9000).
pub(crate) fn wrong(why: &str) -> Fault {
    say::plain(TIME_INVALID).because(why)
}

/// Reads `YYYY-MM-DD` or `YYYYMMDD`, and with ` HH:MM:SS` behind it an instant; answers whether it has one.
pub(crate) fn read(text: &str) -> Option<(Time, bool)> {
    let (date, clock) = match text.split_once([' ', 'T']) {
        Some((date, clock)) => (date, Some(clock)),
        None => (text, None),
    };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let (year, month, day): (i64, i64, i64) = match date.len() {
        10 if date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-' => {
            (number(date.get(..4)?)?, number(date.get(5..7)?)?, number(date.get(8..)?)?)
        }
        8 => (number(date.get(..4)?)?, number(date.get(4..6)?)?, number(date.get(6..)?)?),
        _ => return None,
    };
    let midnight = CALENDAR.midnight(year, month, day);
    if year < 1970 || CALENDAR.date(midnight) != (year, month, day) {
        return None;
    }
    let Some(clock) = clock else { return Some((midnight, false)) };
    let mut parts = clock.split(':').map(number);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let fits = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    fits.then(|| (midnight + Span::seconds(hour * 3_600 + minute * 60 + second), true))
}

/// An instant of Beijing: `YYYY-MM-DD HH:MM:SS`.
pub(crate) fn stamp(at: Time) -> String {
    let (text, _) = ((at + Span::hours(8)).to_string(), ());
    text.replace('T', " ").trim_end_matches('Z').to_owned()
}

/// A date of Beijing: `YYYY-MM-DD`.
pub(crate) fn date(at: Time) -> String {
    stamp(at)[..10].to_owned()
}

/// A span that a query asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Window {
    /// Its first instant.
    pub(crate) from: Time,
    /// The first instant behind it.
    pub(crate) to: Time,
}

/// How far back a query may look, and how much of that at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// In days.
    pub(crate) back: i64,
    /// In days.
    pub(crate) span: i64,
}

impl Bounds {
    /// So many days back, and all of them at once.
    pub(crate) const fn days(days: i64) -> Bounds {
        Bounds { back: days, span: days }
    }
}

impl Window {
    /// The span between two times, the day or instant of the second one included. Without them it is today (9000).
    pub(crate) fn of(from: Option<&str>, to: Option<&str>, now: Time, bounds: Bounds) -> Outcome<Window> {
        let today = CALENDAR.next_midnight(now) - DAY;
        let read = |text: &str| read(text).ok_or_else(|| wrong("a time cannot be read"));
        let (from, _) = from.map(read).transpose()?.unwrap_or((today, false));
        let (to, is_instant) = to.map(read).transpose()?.unwrap_or((from.max(today), false));
        // A point stands for the five minutes that begin with it.
        let to = to + if is_instant { Span::minutes(5) } else { DAY };
        if from >= to {
            return Err(wrong("the beginning lies behind the end"));
        }
        if from > now {
            return Err(wrong("it lies in the future"));
        }
        let oldest = today - Span::days(bounds.back);
        if from < oldest {
            return Err(wrong("it lies too far back"));
        }
        if to.since(from) > Span::days(bounds.span + 1) {
            return Err(wrong("the span is too long"));
        }
        Ok(Window { from, to })
    }

    /// The same that must be given.
    pub(crate) fn given(from: &str, to: &str, now: Time, bounds: Bounds) -> Outcome<Window> {
        Window::of(Some(from), Some(to), now, bounds)
    }

    /// The whole days in it, at least one.
    pub(crate) fn days(&self) -> i64 {
        (self.to.since(self.from).0 + DAY.0 - 1) / DAY.0
    }

    /// Whether an instant lies in it.
    pub(crate) fn holds(&self, at: Time) -> bool {
        self.from <= at && at < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_beijings() {
        let shown = |text: &str| read(text).map(|(at, _)| stamp(at));
        assert_eq!(shown("2018-04-20").unwrap(), "2018-04-20 00:00:00");
        assert_eq!(shown("20160503").unwrap(), "2016-05-03 00:00:00");
        assert_eq!(shown("2016-05-03 23:59:58").unwrap(), "2016-05-03 23:59:58");
        assert_eq!(date(read("2016-05-03 23:59:58").unwrap().0), "2016-05-03");
        for text in
            ["", "2018-02-30", "18-04-20", "2018-4-20", "2018-04-20 24:00:00", "+0180420", "防火墙防火"]
        {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn spans_have_bounds() {
        let now = read("2018-04-20 12:00:00").unwrap().0;
        let of = |from, to| Window::given(from, to, now, Bounds { back: 90, span: 10 });
        assert_eq!(of("2018-04-20", "2018-04-20").unwrap().days(), 1);
        assert_eq!(of("2018-04-11", "2018-04-20").unwrap().days(), 10);
        for (from, to) in [
            ("2018-04-20", "2018-04-19"),
            ("2018-04-21", "2018-04-22"),
            ("2018-01-01", "2018-01-02"),
            ("2018-04-01", "2018-04-20"),
            ("x", "2018-04-20"),
        ] {
            assert_eq!(of(from, to).unwrap_err().code(), Some(TIME_INVALID), "{from} {to}");
        }
    }
}
