//! Keeping single addresses from being delivered.

use super::INLAND;
use super::urls::{Job, WORKING, hosts_of, records};
use crate::cdn::times::{Bounds, Window, stamp};
use crate::cdn::{TencentCdn, Traits, pace, say};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{DeliveryTask, Duty};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<ForbidBadUrl>(Traits::CDN.often(30).for_vips(), WORKING),
    Entry::of::<ReleaseForbidUrl>(Traits::CDN.often(30).for_vips(), WORKING),
    Entry::of::<GetForbidUrlInfo>(Traits::CDN.often(30).for_vips(), &[TIME_INVALID]).reading(),
];

/// The digits of a ban's id.
const BAN_ID: (&str, u32) = ("4", 15);

/// Bans or releases addresses; between the two there must be a quarter of an hour (1014).
fn decide(cx: &Cx<'_>, duty: Duty, urls: &[String]) -> Outcome<Reply> {
    hosts_of(cx, urls, INLAND)?;
    let recent = records(cx, &[Duty::Ban, Duty::Release])?;
    let is_recent = |task: &&DeliveryTask| cx.now.since(task.head.created_at) < pace::BETWEEN_BANS;
    let mut recent = recent.iter().filter(is_recent);
    let too_soon = recent.any(|task| task.urls.iter().any(|url| urls.contains(url)));
    say::must(!too_soon, OPERATION_IN_PROGRESS, || "it was banned or released just now".to_owned())?;
    let a_day = if duty == Duty::Ban { pace::BANNED } else { usize::MAX };
    Job { duty, urls, a_day, networks: INLAND, id: BAN_ID }.order(cx)?;
    Ok(Reply::data(|data| {
        data.texts("dealing_urls", urls);
    }))
}

/// Bans addresses.
#[derive(Params)]
struct ForbidBadUrl {
    #[param(required, max_items = 100)]
    urls: Vec<String>,
}

impl Action<TencentCdn> for ForbidBadUrl {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        decide(cx, Duty::Ban, &self.urls)
    }
}

/// Lifts the ban of addresses.
#[derive(Params)]
struct ReleaseForbidUrl {
    #[param(required, max_items = 100)]
    urls: Vec<String>,
}

impl Action<TencentCdn> for ReleaseForbidUrl {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        decide(cx, Duty::Release, &self.urls)
    }
}

/// Shows bans and releases.
#[derive(Params)]
struct GetForbidUrlInfo {
    #[param(name = "startTime", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endTime", max_len = 32, invalid = "9000")]
    end: Option<String>,
    #[param(name = "dealStatus", one_of = ["forbid", "release"])]
    status: Option<String>,
    #[param(max_len = 1_024)]
    url: Option<String>,
}

impl Action<TencentCdn> for GetForbidUrlInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let bounds = Bounds { back: 30, span: 7 };
        let window = Window::of(self.start.as_deref(), self.end.as_deref(), cx.now, bounds)?;
        let tasks = records(cx, &[Duty::Ban, Duty::Release])?;
        let word = |task: &DeliveryTask| if task.duty == Duty::Ban { "forbid" } else { "release" };
        let rows = tasks
            .iter()
            .filter(|task| window.holds(task.head.created_at))
            .filter(|task| self.status.as_deref().is_none_or(|status| status == word(task)))
            .flat_map(|task| task.urls.iter().map(move |url| (task, url)))
            .filter(|(_, url)| self.url.as_ref().is_none_or(|wanted| wanted == *url));
        Ok(Reply::data(|data| {
            data.objects("data", rows, |(task, url), row| {
                row.text("deal_status", word(task))
                    .text("real_url", url)
                    .text("create_time", &stamp(task.head.created_at))
                    .text("update_time", &stamp(task.done_at));
            });
        }))
    }
}
