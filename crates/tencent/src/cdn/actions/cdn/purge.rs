//! Making nodes forget what they hold.

use super::INLAND;
use super::urls::{self, Job, WORKING, records};
use crate::cdn::times::{Bounds, Window, stamp};
use crate::cdn::{TencentCdn, Traits, lookup, pace, say};
use crate::people::APP_ID;
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, DeliveryTask, Duty};
use squall_api::wire::{Object, json};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<RefreshCdnUrl>(Traits::CDN.often(10_000), WORKING),
    Entry::of::<RefreshCdnDir>(Traits::CDN.often(3_000), WORKING),
    Entry::of::<GetCdnRefreshLog>(Traits::CDN.often(1_000), &[TIME_INVALID]).reading(),
    Entry::of::<FlushOrPushOverall>(Traits::CDN.for_vips(), WORKING),
];

/// The digits of a purge's id: 19.
pub(in crate::cdn::actions) const PURGE_ID: (&str, u32) = ("1", 18);

/// Has single addresses forgotten.
#[derive(Params)]
struct RefreshCdnUrl {
    #[param(required, max_items = 1_000)]
    urls: Vec<String>,
}

impl Action<TencentCdn> for RefreshCdnUrl {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (duty, a_day) = (Duty::PurgeUrls, pace::PURGED_URLS);
        let job = Job { duty, urls: &self.urls, a_day, networks: INLAND, id: PURGE_ID };
        let task = job.order(cx)?;
        Ok(Reply::data(|data| {
            data.int("count", task.urls.len()).text("task_id", &task.head.id);
        }))
    }
}

/// Has everything below some addresses forgotten.
#[derive(Params)]
struct RefreshCdnDir {
    #[param(required, max_items = 20)]
    dirs: Vec<String>,
    #[param(name = "type", one_of = ["0", "1"])]
    kind: Option<String>,
}

impl Action<TencentCdn> for RefreshCdnDir {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (duty, a_day) = (Duty::PurgeFolders, pace::PURGED_FOLDERS);
        let job = Job { duty, urls: &self.dirs, a_day, networks: INLAND, id: PURGE_ID };
        let task = job.order(cx)?;
        let whole = self.kind.as_deref() == Some("1");
        Ok(Reply::data(|data| {
            data.int("count", task.urls.len()).text("task_id", &task.head.id).flag("type", whole);
        }))
    }
}

/// Shows purges.
#[derive(Params)]
struct GetCdnRefreshLog {
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
    #[param(name = "taskId", max_len = 64)]
    task: Option<String>,
    #[param(max_len = 1_024)]
    host: Option<String>,
    #[param(max_len = 1_024)]
    url: Option<String>,
}

impl Action<TencentCdn> for GetCdnRefreshLog {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut tasks = records(cx, &[Duty::PurgeUrls, Duty::PurgeFolders])?;
        match &self.task {
            Some(id) => tasks.retain(|task| task.head.id == *id),
            None => {
                let (start, end) = (self.start.as_deref(), self.end.as_deref());
                let (Some(start), Some(end)) = (start, end) else {
                    return Err(say::missing(if start.is_none() { "startDate" } else { "endDate" }));
                };
                let window = Window::given(start, end, cx.now, Bounds::days(30))?;
                tasks.retain(|task| window.holds(task.head.created_at));
            }
        }
        tasks.retain(|task| !urls::is_overseas(task) && task.ordered_by != "FlushCache");
        if let Some(url) = &self.url {
            tasks.retain(|task| task.urls.contains(url));
        }
        let mut rows = Vec::new();
        for task in &tasks {
            let host = match task.hosts.first() {
                Some(id) => cx.find::<AcceleratedHost>(id)?,
                None => None,
            };
            if self
                .host
                .as_deref()
                .is_none_or(|name| host.as_ref().is_some_and(|host| host.head.name == name))
            {
                rows.push((task, host));
            }
        }
        let app_id: u64 = lookup::account(cx)?.attribute(APP_ID).parse().unwrap_or_default();
        Ok(Reply::data(|data| {
            data.objects("logs", &rows, |(task, host), log| {
                write(log, task, host.as_ref(), app_id, task.is_done(cx.now));
            });
            data.int("total", rows.len());
        }))
    }
}

fn write(log: &mut Object, task: &DeliveryTask, host: Option<&AcceleratedHost>, app_id: u64, done: bool) {
    log.text("id", &task.head.id)
        .int("app_id", app_id)
        .int("project_id", host.map_or(0, |host| host.project))
        .text("host", host.map_or("", |host| &host.head.name))
        .flag("type", task.duty == Duty::PurgeFolders)
        .flag("status", done)
        .raw("url_list", &json::list(|list| task.urls.iter().for_each(|url| list.text(url))))
        .text("datetime", &stamp(task.head.created_at));
}

/// Purges or preheats addresses inside the country and outside of it at once; for big customers.
#[derive(Params)]
struct FlushOrPushOverall {
    #[param(required, one_of = ["push", "flush"])]
    command: String,
    #[param(required, max_items = 1_000)]
    urls: Vec<String>,
    #[param(name = "type", required, one_of = ["url", "dir"])]
    kind: String,
    #[param(one_of = ["0", "1"])]
    mainland: Option<String>,
    #[param(one_of = ["0", "1"])]
    oversea: Option<String>,
}

impl Action<TencentCdn> for FlushOrPushOverall {
    /// Each region by itself: one of them may fail alone.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let duty = match (self.command.as_str(), self.kind.as_str()) {
            ("push", "dir") => return Err(say::argument("only single addresses can be preheated")),
            ("push", _) => Duty::Preheat,
            (_, "dir") => Duty::PurgeFolders,
            _ => Duty::PurgeUrls,
        };
        let a_day = match duty {
            Duty::Preheat => pace::PREHEATED,
            Duty::PurgeFolders => pace::PURGED_FOLDERS,
            _ => pace::PURGED_URLS,
        };
        let regions: Vec<(&str, &[squall_api::cloud::Reach])> = [
            ("mainland", &self.mainland, INLAND),
            ("oversea", &self.oversea, &[squall_api::cloud::Reach::Overseas]),
        ]
        .into_iter()
        .filter(|(_, wanted, _)| wanted.as_deref() == Some("1"))
        .map(|(name, _, networks)| (name, networks))
        .collect();
        if regions.is_empty() {
            return Err(say::argument("neither mainland nor oversea is wanted"));
        }
        let mut items = Vec::new();
        for (name, networks) in &regions {
            let job = Job { duty, urls: &self.urls, a_day, networks, id: PURGE_ID };
            items.push(((*name).to_owned(), cx.item(|| job.order(cx).map(drop))?));
        }
        if let [(_, outcome)] = &items[..] {
            outcome.clone()?;
            return Ok(Reply::empty());
        }
        if items.iter().all(|(_, outcome)| outcome.is_ok()) {
            return Ok(Reply::empty());
        }
        Ok(Reply::batch(&items, (RESOURCE_OPERATION_FAILED, PARTIAL_SUCCESS), INTERNAL_ERROR))
    }
}
