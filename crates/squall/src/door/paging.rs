//! Pages of the door's listings: `?limit=` entries behind the one that `?after=` names.

use super::knock::Knock;
use super::problem::Problem;

/// Entries of a page unless the query says otherwise.
const PAGE: usize = 1_000;
/// The most entries of a page.
const PAGE_MOST: usize = 10_000;

/// The parameters that a page is asked for with.
pub(super) const PARAMETERS: &[&str] = &["limit", "after"];

/// The part of a listing that is asked for.
pub(super) struct Page {
    /// What the page before ended with; nothing for the first one.
    pub(super) after: Option<String>,
    /// How many entries at most.
    pub(super) limit: usize,
}

impl Page {
    pub(super) fn of(knock: &Knock<'_>) -> Result<Page, Problem> {
        let limit = match knock.parameter("limit") {
            None => PAGE,
            Some(text) => {
                let limit = text.parse::<usize>();
                limit.map_err(|_| Problem::bad("`limit` must be a whole number"))?.min(PAGE_MOST)
            }
        };
        Ok(Page { after: knock.parameter("after"), limit })
    }

    /// The page of a whole listing whose entries have names in order.
    pub(super) fn cut<T>(&self, all: Vec<T>, is_behind: impl Fn(&T, &str) -> bool) -> Vec<T> {
        let behind = |entry: &T| self.after.as_deref().is_none_or(|after| is_behind(entry, after));
        all.into_iter().filter(behind).take(self.limit).collect()
    }
}
