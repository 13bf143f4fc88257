//! Pages of listings: a marker is the id of the last record of the page before, and pages say where the next begins.

use crate::Reply;
use squall_api::Outcome;
use squall_api::cloud::Resource;
use squall_api::wire::Object;

/// The bounds of a page's length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// What a smaller wish is raised to.
    pub(crate) least: usize,
    /// What a greater wish is lowered to.
    pub(crate) most: usize,
    /// What applies where none is given.
    pub(crate) usual: usize,
}

/// Servers and instances: a limit below 10 is raised to 10, none means 10.
pub(crate) const LONG: Bounds = Bounds { least: 10, most: 1_000, usual: 10 };
/// Rooms and racks.
pub(crate) const SHORT: Bounds = Bounds { least: 1, most: 2_000, usual: 2_000 };

/// The words for an order. The vendor does not list them; these are the usual ones.
pub(crate) const ORDERS: [&str; 2] = ["asc", "desc"];

/// Rows that come newest first, in the order of one of those words.
pub(crate) fn in_order<T>(mut rows: Vec<T>, order: Option<&str>) -> Vec<T> {
    if order == Some("asc") {
        rows.reverse();
    }
    rows
}

/// A row with what stands around it, as a listing shows it.
pub(crate) trait Listed {
    /// Writes the record's fields.
    fn write(&self, object: &mut Object);
}

/// One page of rows as a list of objects, with where it stands among all of them. Only what is on the page is looked at
/// more closely.
///
/// # Errors
/// What the look does.
pub(crate) fn page<'r, T: Resource, V: Listed>(
    name: &str,
    rows: &'r [T],
    limit: Option<i64>,
    marker: Option<&str>,
    bounds: Bounds,
    look: impl FnMut(&'r T) -> Outcome<V>,
) -> Outcome<Reply> {
    let id = |row: &T| row.head().id.clone();
    let least = i64::try_from(bounds.least).unwrap_or_default();
    let wished = limit.map_or(bounds.usual, |limit| usize::try_from(limit.max(least)).unwrap_or_default());
    let size = wished.min(bounds.most);
    // A marker that names nothing any more begins behind all: the client then knows that it has seen everything.
    let begin = match marker.filter(|marker| !marker.is_empty()) {
        Some(marker) => rows.iter().position(|row| row.head().id == marker).map_or(rows.len(), |at| at + 1),
        None => 0,
    };
    let shown = &rows[begin..rows.len().min(begin + size)];
    let has_more = begin + shown.len() < rows.len();
    let views = shown.iter().map(look).collect::<Outcome<Vec<V>>>()?;
    let mut reply = Object::new();
    reply.objects(name, &views, Listed::write);
    reply.object("page_info", |info| {
        info.text("next_marker", &shown.last().filter(|_| has_more).map(id).unwrap_or_default());
        info.text("previous_marker", &shown.first().filter(|_| begin > 0).map(id).unwrap_or_default());
        info.int("current_count", shown.len());
    });
    reply.int("count", rows.len());
    Ok(Reply::from(reply))
}
