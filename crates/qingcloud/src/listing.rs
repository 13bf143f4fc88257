//! What all listings have in common: which rows, in what order, which page of them, and the fields every
//! row shows.

use crate::figures::quotas::Called;
use crate::lookup;
use crate::words;
use squall_api::catalogue::qingcloud as code;
use squall_api::cloud::{Head, Kind, Resource, State, Tag};
use squall_api::{Cx, Outcome, Params, Reply, ensure};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Entries of a page unless the call says otherwise; `limit=0` means this too (Go's DescribeTags always
/// sends it).
const PAGE: usize = 20;
/// The most entries of a page; larger limits are clamped, not refused.
const PAGE_MOST: usize = 100;

/// A kind of row that a listing shows: decoded once for all that look at it.
pub(crate) trait Shown: Resource + Send + Sync {}

impl<T: Resource + Send + Sync> Shown for T {}

/// What a listing is narrowed by and which page of it is wanted; an action takes the part of it that its page of the
/// documents names.
#[derive(Clone, Debug, Default, Params)]
pub(crate) struct Filter {
    pub(crate) status: Vec<String>,
    pub(crate) search_word: Option<String>,
    #[param(id = "tag")]
    pub(crate) tags: Vec<String>,
    #[param(id = "account")]
    pub(crate) owner: Option<String>,
    #[param(range = 0..=1)]
    verbose: Option<u8>,
    pub(crate) offset: Option<usize>,
    pub(crate) limit: Option<usize>,
}

impl Filter {
    /// Whether more than the usual is wanted of each row.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose == Some(1)
    }

    /// The caller's rows of a kind that the filter lets pass, newest first; of some ids, where it names any. Ids that
    /// do not exist are left out, ceased rows are only shown when asked for by id or status.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`, and `INVALID_REQUEST` for a status that the kind does not have.
    pub(crate) fn rows<T: Shown>(&self, cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Arc<T>>> {
        self.rows_below(cx, ids, None)
    }

    /// The same where the action's page promises an error for ids that do not exist.
    ///
    /// # Errors
    /// As `rows`, and `RESOURCE_NOT_FOUND`.
    pub(crate) fn rows_that_exist<T: Shown>(&self, cx: &Cx<'_>, ids: &[String]) -> Outcome<Vec<Arc<T>>> {
        self.must_name_statuses::<T>()?;
        ids.iter().try_for_each(|id| lookup::own_shared::<T>(cx, id).map(drop))?;
        self.rows(cx, ids)
    }

    /// The same of whoever owns what they belong to, where the call names that and no owner.
    ///
    /// # Errors
    /// As `rows`.
    pub(crate) fn rows_below<T: Shown>(
        &self,
        cx: &Cx<'_>,
        ids: &[String],
        above: Option<&Head>,
    ) -> Outcome<Vec<Arc<T>>> {
        self.must_name_statuses::<T>()?;
        let rows: Vec<Arc<T>> = if ids.is_empty() {
            let of_above = above.map(|head| &*head.owner);
            let owner = self.owner.as_deref().or(of_above).unwrap_or(cx.caller.id());
            ensure!(lookup::is_mine(cx, owner)?, code::PERMISSION_DENIED, "access denied for user [{owner}]");
            cx.owned_shared(owner)?
        } else {
            let known = ids.iter().map(|id| lookup::known(cx, id)).collect::<Outcome<Vec<_>>>()?;
            known.into_iter().flatten().collect()
        };
        self.narrow(cx, rows, ids)
    }

    /// The words must be ones that the kind has (1101).
    fn must_name_statuses<T: Resource>(&self) -> Outcome<()> {
        let words = words::statuses(T::KIND);
        for status in &self.status {
            ensure!(
                words.is_empty() || words.contains(&&**status),
                code::INVALID_REQUEST,
                "status [{status}] is not valid"
            );
        }
        Ok(())
    }

    /// Those of some rows that the filter lets pass, where a listing gathers them in a way of its own.
    ///
    /// # Errors
    /// As `rows`, but for the rows themselves.
    pub(crate) fn narrow<T: Shown>(
        &self,
        cx: &Cx<'_>,
        mut rows: Vec<Arc<T>>,
        ids: &[String],
    ) -> Outcome<Vec<Arc<T>>> {
        self.must_name_statuses::<T>()?;
        let tagged = tagged(cx, &self.tags)?;
        rows.retain(|row| {
            let head = row.head();
            let word = words::status(T::KIND, head.state);
            let by_status = match (self.status.is_empty(), ids.is_empty()) {
                (true, true) => head.state != State::Ceased,
                (true, false) => true,
                (false, _) => self.status.iter().any(|status| status == word),
            };
            let has = |word: &String| head.id.contains(&**word) || head.name.contains(&**word);
            by_status
                && (head.zone.is_empty() || cx.zone().is_empty() || head.zone == cx.zone())
                && self.search_word.as_ref().is_none_or(has)
                && tagged.as_ref().is_none_or(|ids| ids.contains(&head.id))
        });
        Ok(rows)
    }

    /// One page of rows as a list of objects, with the count of all of them.
    ///
    /// # Errors
    /// What writing a row answers.
    pub(crate) fn page<T>(
        &self,
        name: &str,
        rows: Vec<T>,
        mut write: impl FnMut(&T, &mut Reply) -> Outcome<()>,
    ) -> Outcome<Reply> {
        let mut reply = Reply::new();
        let total = rows.len();
        let limit = self.limit.filter(|limit| *limit > 0).unwrap_or(PAGE).min(PAGE_MOST);
        let mut outcome = Ok(());
        reply.objects(name, rows.iter().skip(self.offset.unwrap_or(0)).take(limit), |row, object| {
            if outcome.is_ok() {
                outcome = write(row, object);
            }
        });
        outcome?;
        reply.int("total_count", total);
        Ok(reply)
    }
}

fn tagged(cx: &Cx<'_>, tags: &[String]) -> Outcome<Option<BTreeSet<String>>> {
    if tags.is_empty() {
        return Ok(None);
    }
    let mut ids = BTreeSet::new();
    for tag in tags {
        let known = lookup::known::<Tag>(cx, tag)?;
        ids.extend(known.iter().flat_map(|tag| tag.targets.iter().map(|(_, id)| id.clone())));
    }
    Ok(Some(ids))
}

/// The fields that every row with a life shows: owner, zone, description, states and instants.
pub(crate) fn common(kind: Kind, head: &Head, reply: &mut Reply) {
    reply
        .text("description", &head.about)
        .text("owner", &head.owner)
        .text("zone_id", &head.zone)
        .text("status", words::status(kind, head.state))
        .text("transition_status", words::transition(kind, head))
        .int("sub_code", 0)
        .shown("create_time", head.created_at)
        .shown("status_time", head.state_at);
}

/// The fields that every row without a life shows: owner, zone, description and when it was made.
pub(crate) fn stateless(head: &Head, reply: &mut Reply) {
    reply
        .text("description", &head.about)
        .text("owner", &head.owner)
        .text("zone_id", &head.zone)
        .shown("create_time", head.created_at);
}

/// An object that may be absent: `null` then, never an empty one, because clients look into whatever is not null.
pub(crate) fn optional<T>(
    object: &mut Reply,
    name: &str,
    value: Option<T>,
    write: impl FnOnce(T, &mut Reply),
) {
    match value {
        Some(value) => object.object(name, |object| write(value, object)),
        None => object.null(name),
    };
}

/// The tags of a row.
pub(crate) fn tags(cx: &Cx<'_>, id: &str, reply: &mut Reply) -> Outcome<()> {
    let tags = cx.linked_shared::<Tag>(id)?;
    reply.objects("tags", &tags, |tag, object| {
        object.text("tag_id", &tag.head.id).text("tag_name", &tag.head.name).text("color", &tag.color);
    });
    Ok(())
}
