//! Making nodes forget what they hold.

use super::DYNAMIC;
use crate::cdn::actions::cdn::purge::PURGE_ID;
use crate::cdn::actions::cdn::urls::{Job, WORKING, records};
use crate::cdn::document::Document;
use crate::cdn::times::{Bounds, Window, stamp};
use crate::cdn::{TencentCdn, Traits, pace, say};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::TIME_INVALID;
use squall_api::cloud::Duty;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<FlushCache>(Traits::DSA, WORKING),
    Entry::of::<GetFlushLog>(Traits::DSA, &[TIME_INVALID]).reading(),
];

/// The action whose tasks the log shows.
const ACTION: &str = "FlushCache";
/// The most addresses of one call; the vendor publishes none, these are content delivery's.
const ADDRESSES: usize = 1_000;

/// Has addresses forgotten, what changed below some, or everything below them.
#[derive(Params)]
struct FlushCache {
    #[param(name = "urlList", required)]
    urls: Document,
    #[param(name = "flushType", required, one_of = ["0", "1", "2"])]
    kind: i64,
}

impl Action<TencentCdn> for FlushCache {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let urls = self.urls.texts().filter(|urls| !urls.is_empty() && urls.len() <= ADDRESSES);
        let urls = urls.ok_or_else(|| say::argument("urlList is no JSON list of up to 1000 addresses"))?;
        let (duty, a_day) = match self.kind {
            0 => (Duty::PurgeUrls, pace::PURGED_URLS),
            _ => (Duty::PurgeFolders, pace::PURGED_FOLDERS),
        };
        let task = Job { duty, urls: &urls, a_day, networks: DYNAMIC, id: PURGE_ID }.order(cx)?;
        Ok(Reply::data(|data| {
            data.int("count", task.urls.len()).text("task_id", &task.head.id);
        }))
    }
}

/// Shows purges.
#[derive(Params)]
struct GetFlushLog {
    #[param(name = "type", required, one_of = ["0", "1", "2"])]
    kind: i64,
    #[param(max_len = 32, invalid = "9000")]
    date: Option<String>,
    #[param(name = "taskId", max_len = 64)]
    task: Option<String>,
    #[param(max_len = 1_024)]
    keyword: Option<String>,
    #[param(one_of = ["-1", "1", "2"])]
    status: Option<i64>,
    #[param(default = 0, range = 0..=1_000_000)]
    offset: usize,
    #[param(default = 100, range = 1..=1_000)]
    limit: usize,
}

impl Action<TencentCdn> for GetFlushLog {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let day = self.date.as_deref();
        let window = Window::of(day, day, cx.now, Bounds { back: 30, span: 1 })?;
        let duty = if self.kind == 0 { Duty::PurgeUrls } else { Duty::PurgeFolders };
        let mut tasks = records(cx, &[duty])?;
        tasks.retain(|task| task.ordered_by == ACTION);
        match &self.task {
            Some(id) => tasks.retain(|task| task.head.id == *id),
            None => tasks.retain(|task| window.holds(task.head.created_at)),
        }
        let rows: Vec<_> = tasks
            .iter()
            .flat_map(|task| task.urls.iter().map(move |url| (task, url)))
            .map(|(task, url)| (task, url, if task.is_done(cx.now) { 2 } else { 1 }))
            .filter(|(_, url, _)| self.keyword.as_deref().is_none_or(|keyword| url.contains(keyword)))
            .filter(|(_, _, status)| self.status.is_none_or(|wanted| wanted == *status))
            .collect();
        Ok(Reply::data(|data| {
            data.int("total", rows.len());
            data.objects(
                "logs",
                rows.iter().skip(self.offset).take(self.limit),
                |(task, url, status), log| {
                    log.text("task_id", &task.head.id)
                        .text("url", url)
                        .int("status", *status)
                        .text("datetime", &stamp(task.head.created_at));
                },
            );
        }))
    }
}
