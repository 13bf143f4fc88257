//! What the services beside CloudDC have in common: their pages, and refusals that have no code of CloudDC's own.
//! Those get the code that comes nearest, with the status that the neighbour documents.

use crate::say;
use squall_api::Fault;
use squall_api::catalogue::huawei::{INSTANCE_STATE_CONFLICT, PARAMETER_INVALID};
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

/// Something is not there: 404.
pub(crate) fn absent(what: &str, id: &str) -> Fault {
    let text = format!("{what} {id} could not be found");
    Fault::coded(PARAMETER_INVALID, text).with_status(404)
}

/// Something is in use: 409.
pub(crate) fn conflict(why: &str) -> Fault {
    say::plain(INSTANCE_STATE_CONFLICT).because(why).with_status(409)
}
