//! Spans of time that calls ask about, and pages by offset.

use crate::say::{self, must};
use squall_api::Outcome;
use squall_api::cloud::{Span, Time};

/// The last instant that can be asked about, in seconds: the end of the year 9999.
pub(crate) const LAST_SECOND: i64 = 253_402_300_799;
/// The same in milliseconds.
pub(crate) const LAST_MILLISECOND: i64 = LAST_SECOND * 1_000 + 999;

/// The records of a page unless the call says otherwise, and the most. The vendor documents neither.
const PAGE: usize = 100;
const LONGEST_PAGE: usize = 1_000;

/// The instants from one to another, all of the last unit of time included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) from: Time,
    pub(crate) to: Time,
}

impl Window {
    /// A span in units of time that must not be empty and may have a greatest length (0001).
    pub(crate) fn of(from: i64, to: i64, unit: Span, most: Option<Span>) -> Outcome<Window> {
        must(from < to, || say::invalid("from, to").because("`from` must be less than `to`"))?;
        let fits = most.is_none_or(|most| unit * to.saturating_sub(from) <= most);
        must(fits, || say::invalid("from, to").because("the span is too long"))?;
        Ok(Window { from: Time((unit * from).0), to: Time((unit * to.saturating_add(1)).0 - 1) })
    }

    /// Whether an instant lies in it.
    pub(crate) fn holds(&self, at: Time) -> bool {
        self.from <= at && at <= self.to
    }
}

/// The rows of a page that begins behind so many others.
pub(crate) fn slice<T>(rows: &[T], offset: Option<usize>, limit: Option<usize>) -> &[T] {
    let begin = offset.unwrap_or_default().min(rows.len());
    let size = limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    &rows[begin..rows.len().min(begin + size)]
}
