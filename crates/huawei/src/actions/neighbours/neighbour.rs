//! What the services beside CloudDC have in common: their pages.

use squall_api::cloud::Resource;

/// The entries of a page unless the call says otherwise, and the most.
const PAGE: usize = 2_000;

/// One page of rows; a marker is the id of the last row of the page before.
pub(crate) fn page<'r, T: Resource>(rows: &'r [T], limit: Option<i64>, marker: Option<&str>) -> &'r [T] {
    let size = limit.map_or(PAGE, |limit| usize::try_from(limit).unwrap_or_default().min(PAGE));
    let begin = match marker.filter(|marker| !marker.is_empty()) {
        Some(marker) => rows.iter().position(|row| row.head().id == marker).map_or(rows.len(), |at| at + 1),
        None => 0,
    };
    &rows[begin..rows.len().min(begin + size)]
}
