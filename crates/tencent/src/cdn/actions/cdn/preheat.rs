//! Having nodes fetch something before anybody asks for it.

use super::INLAND;
use super::urls::{Job, WORKING, records};
use crate::cdn::times::{self, Bounds, Window, date, stamp};
use crate::cdn::{TencentCdn, Traits, pace};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, DeliveryTask, Duty};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<CdnPusherV2>(Traits::CDN.often(10_000).for_vips(), WORKING),
    Entry::of::<CdnUrlPusher>(Traits::CDN.often(10_000).for_vips(), WORKING),
    Entry::of::<GetPushLogs>(Traits::CDN.often(300).for_vips(), &[TIME_INVALID]).reading(),
];

/// The digits of a preheat's id: 16.
pub(in crate::cdn::actions) const PREHEAT_ID: (&str, u32) = ("2", 15);

fn preheat(cx: &Cx<'_>, urls: &[String]) -> Outcome<DeliveryTask> {
    let (duty, a_day) = (Duty::Preheat, pace::PREHEATED);
    Job { duty, urls, a_day, networks: INLAND, id: PREHEAT_ID }.order(cx)
}

/// Has addresses fetched; tells numbers that are unique on their day.
#[derive(Params)]
struct CdnPusherV2 {
    #[param(required, max_items = 20)]
    urls: Vec<String>,
    #[param(name = "limitRate", range = 1..=1_000_000)]
    limit_rate: Option<i64>,
}

impl Action<TencentCdn> for CdnPusherV2 {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let task = preheat(cx, &self.urls)?;
        let mut hosts = task.hosts.clone();
        hosts.sort();
        hosts.dedup();
        let rate = self.limit_rate.unwrap_or_default();
        Ok(Reply::data(|data| {
            data.objects("task_ids", &hosts, |_, object| {
                object.int("task_id", task.number).text("date", &date(cx.now)).int("limit_rate", rate);
            });
        }))
    }
}

/// Has addresses fetched; tells an id that is unique.
#[derive(Params)]
struct CdnUrlPusher {
    #[param(required, max_items = 20)]
    urls: Vec<String>,
    #[param(name = "limitRate", range = 1..=1_000_000)]
    limit_rate: Option<i64>,
}

impl Action<TencentCdn> for CdnUrlPusher {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let task = preheat(cx, &self.urls)?;
        let rate = self.limit_rate.unwrap_or_default();
        Ok(Reply::data(|data| {
            data.text("task_id", &task.head.id).int("count", task.urls.len()).int("limit_rate", rate);
        }))
    }
}

/// Shows preheats.
#[derive(Params)]
struct GetPushLogs {
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
    #[param(name = "taskId", max_len = 64)]
    task: Option<String>,
    #[param(max_items = 100)]
    hosts: Vec<String>,
    #[param(max_items = 3, one_of = ["init", "process", "done"])]
    status: Vec<String>,
    #[param(max_len = 1_024)]
    keyword: Option<String>,
    #[param(default = 0, range = 0..=1_000_000)]
    offset: usize,
    #[param(default = 100, range = 1..=1_000)]
    limit: usize,
}

impl Action<TencentCdn> for GetPushLogs {
    /// A short number is only unique on its day, so it is looked for in a span alone.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (start, end) = (self.start.as_deref(), self.end.as_deref());
        let window = Window::of(start, end, cx.now, Bounds::days(30))?;
        let mut tasks = records(cx, &[Duty::Preheat])?;
        if let Some(wanted) = &self.task {
            tasks.retain(|task| task.head.id == *wanted || task.number.to_string() == *wanted);
            if !tasks.iter().any(|task| window.holds(task.head.created_at)) && !tasks.is_empty() {
                return Err(times::wrong("the task lies outside of the span"));
            }
        }
        tasks.retain(|task| window.holds(task.head.created_at));
        let mut rows = Vec::new();
        for task in &tasks {
            let word = if task.is_done(cx.now) { "done" } else { "process" };
            for (at, url) in task.urls.iter().enumerate() {
                let id = task.hosts.get(at).map_or("", String::as_str);
                let host = cx.find::<AcceleratedHost>(id)?.map(|host| host.head.name).unwrap_or_default();
                let wanted = (self.hosts.is_empty() || self.hosts.contains(&host))
                    && (self.status.is_empty() || self.status.iter().any(|known| known == word))
                    && self.keyword.as_deref().is_none_or(|keyword| url.contains(keyword));
                if wanted {
                    rows.push((task, at, url, host, word));
                }
            }
        }
        Ok(Reply::data(|data| {
            let shown = rows.iter().skip(self.offset).take(self.limit);
            data.objects("logs", shown, |(task, at, url, host, word), log| {
                let done = *word == "done";
                log.text("log_id", &format!("{}-{at}", task.head.id))
                    .text("task_id", &task.head.id)
                    .text("host", host)
                    .text("datetime", &stamp(task.head.created_at))
                    .text("status", word)
                    .text("url", url)
                    .text("result", if done { "success" } else { "" })
                    .int("progress", if done { 100 } else { 0 });
            });
            data.int("total", rows.len());
        }))
    }
}
