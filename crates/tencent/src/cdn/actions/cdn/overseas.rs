//! Hosts outside of the country.

use super::create::{CREATING, NAME_BYTES, Order};
use super::life::{LIVING, delete, put_online, take_offline};
use super::list::{owned, with_around};
use super::purge::PURGE_ID;
use super::update::{UPDATING, reconfigure};
use super::urls::{Job, WORKING, is_overseas, records};
use crate::cdn::actions::configuration::Configuration;
use crate::cdn::rules::{name, project};
use crate::cdn::times::{Bounds, Window, date, stamp};
use crate::cdn::{TencentCdn, Traits, lookup, pace, say, view};
use crate::laws::CALENDAR;
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Duty, Reach, Span};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<AddCdnOvHost>(Traits::CDN, CREATING),
    Entry::of::<UpdateCdnOverseaConfig>(Traits::CDN, UPDATING),
    Entry::of::<OnlineOvHost>(Traits::CDN, LIVING),
    Entry::of::<OfflineOvHost>(Traits::CDN, LIVING),
    Entry::of::<DeleteCdnOvHost>(Traits::CDN, LIVING),
    Entry::of::<DescribeOverseaCdnHosts>(Traits::CDN, &[PROJECT_INVALID]).reading(),
    Entry::of::<GetCdnOvHostInfo>(Traits::CDN, UPDATING).reading(),
    Entry::of::<CheckOvHost>(Traits::CDN, &[HOST_EXISTS, HOST_INVALID, HOST_TOO_LONG]).reading(),
    Entry::of::<RefreshCdnOverSeaUrl>(Traits::CDN, WORKING),
    Entry::of::<RefreshCdnOverSeaDir>(Traits::CDN, WORKING),
    Entry::of::<CdnOverseaPushser>(Traits::CDN, WORKING),
    Entry::of::<GetCdnOverseaRefreshLog>(Traits::CDN, &[TIME_INVALID]).reading(),
    Entry::of::<GetCdnOverseaPushLogs>(Traits::CDN, &[TIME_INVALID]).reading(),
    Entry::of::<GetFlushQuota>(Traits::CDN, &[]).reading(),
];

pub(super) const OVERSEAS: &[Reach] = &[Reach::Overseas];
/// The numbers of HTTPS there.
const MODES: [i64; 3] = [0, 1, 2];

fn shown(cx: &Cx<'_>, host: &AcceleratedHost) -> Outcome<Reply> {
    with_around(cx, |around| Reply::data(|data| view::write(data, host, around)))
}

/// Adds a host outside of the country.
#[derive(Params)]
struct AddCdnOvHost {
    #[param(required, max_len = NAME_BYTES)]
    host: String,
    #[param(name = "projectId", required, max_len = 64, invalid = "2130")]
    project: String,
    #[param(name = "hostType", required, one_of = ["cname", "cos", "ftp"])]
    host_type: String,
    #[param(name = "serviceType", required, one_of = ["web", "download", "media", "live"])]
    service_type: String,
    #[param(name = "fwdHost", required, max_len = 250)]
    fwd_host: String,
    #[param(flatten, only = ["origin", "backupOrigin", "rspHeader", "furlCache", "cache", "refer"])]
    configuration: Configuration,
}

impl Action<TencentCdn> for AddCdnOvHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (project, fwd_host) = (Some(self.project.clone()), Some(self.fwd_host.clone()));
        let configuration = Configuration { project, fwd_host, ..self.configuration.clone() };
        let order = Order { name: &self.host, reach: Reach::Overseas, service: &self.service_type };
        order.place(cx, &self.host_type, &configuration, &MODES)?;
        Ok(Reply::raw("null"))
    }
}

/// Changes the configuration of a host outside of the country.
#[derive(Params)]
struct UpdateCdnOverseaConfig {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
    #[param(name = "serviceType", one_of = ["web", "download", "media", "live"])]
    service_type: Option<String>,
    #[param(flatten, only = [
        "origin", "backupOrigin", "projectId", "rspHeader", "https", "fwdHost", "furlCache", "cache", "refer", "middle",
        "dedicatedLine",
    ])]
    configuration: Configuration,
}

impl Action<TencentCdn> for UpdateCdnOverseaConfig {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        self.configuration.must_make_sense()?;
        let mut host = lookup::host(cx, self.id, OVERSEAS)?;
        if let Some(service) = &self.service_type {
            host.service.clone_from(service);
        }
        let host = reconfigure(cx, host, &self.configuration, &MODES)?;
        shown(cx, &host)
    }
}

/// Puts a host outside of the country into service.
#[derive(Params)]
struct OnlineOvHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for OnlineOvHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        put_online(cx, lookup::host(cx, self.id, OVERSEAS)?)?;
        shown(cx, &lookup::host(cx, self.id, OVERSEAS)?)
    }
}

/// Takes a host outside of the country out of service.
#[derive(Params)]
struct OfflineOvHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for OfflineOvHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        take_offline(cx, lookup::host(cx, self.id, OVERSEAS)?)?;
        Ok(Reply::raw("null"))
    }
}

/// Deletes a host outside of the country that is out of service.
#[derive(Params)]
struct DeleteCdnOvHost {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
}

impl Action<TencentCdn> for DeleteCdnOvHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        delete(cx, lookup::host(cx, self.id, OVERSEAS)?)?;
        Ok(Reply::raw("null"))
    }
}

/// Lists the account's hosts outside of the country.
#[derive(Params)]
struct DescribeOverseaCdnHosts {
    #[param(default = 0, range = 0..=1_000_000_000)]
    offset: usize,
    #[param(default = 100, range = 0..=3_000)]
    limit: usize,
    #[param(invalid = "2130", max_items = 100)]
    projects: Vec<String>,
}

impl Action<TencentCdn> for DescribeOverseaCdnHosts {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let account = lookup::account(cx)?;
        let projects = self.projects.iter().map(|one| project::configured(&account, one));
        let projects: Vec<u64> = projects.collect::<Outcome<_>>()?;
        let mut hosts = owned(cx, OVERSEAS, false)?;
        hosts.retain(|host| projects.is_empty() || projects.contains(&host.project));
        super::list::page(cx, &hosts, self.offset, self.limit)
    }
}

/// Shows a host outside of the country.
#[derive(Params)]
struct GetCdnOvHostInfo {
    #[param(name = "hostId", id = "host")]
    id: Option<i64>,
    #[param(id = "name", max_len = 1_024)]
    host: Option<String>,
}

impl Action<TencentCdn> for GetCdnOvHostInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        shown(cx, &lookup::either(cx, self.id, self.host.as_deref(), OVERSEAS)?)
    }
}

/// Tells whether a name could be added.
#[derive(Params)]
struct CheckOvHost {
    #[param(required, max_len = NAME_BYTES)]
    host: String,
}

impl Action<TencentCdn> for CheckOvHost {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        name::must_be_well_formed(&self.host)?;
        let holder = cx.holder::<AcceleratedHost>(&self.host.to_ascii_lowercase())?;
        say::must(holder.is_none(), HOST_EXISTS, || "the name is accelerated already".to_owned())?;
        let domain: Vec<&str> = self.host.rsplit('.').take(2).collect();
        let domain = domain.iter().rev().copied().collect::<Vec<_>>().join(".");
        Ok(Reply::data(|data| {
            data.text("host", &self.host).text("domain", &domain);
        }))
    }
}

/// Has single addresses outside of the country forgotten.
#[derive(Params)]
struct RefreshCdnOverSeaUrl {
    #[param(required, max_items = 1_000)]
    urls: Vec<String>,
}

impl Action<TencentCdn> for RefreshCdnOverSeaUrl {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (duty, a_day) = (Duty::PurgeUrls, pace::PURGED_URLS);
        let task = Job { duty, urls: &self.urls, a_day, networks: OVERSEAS, id: PURGE_ID }.order(cx)?;
        Ok(Reply::data(|data| {
            data.int("count", task.urls.len());
        }))
    }
}

/// Has everything below some addresses outside of the country forgotten.
#[derive(Params)]
struct RefreshCdnOverSeaDir {
    #[param(required, max_items = 20)]
    dirs: Vec<String>,
}

impl Action<TencentCdn> for RefreshCdnOverSeaDir {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (duty, a_day) = (Duty::PurgeFolders, pace::PURGED_FOLDERS);
        let task = Job { duty, urls: &self.dirs, a_day, networks: OVERSEAS, id: PURGE_ID }.order(cx)?;
        Ok(Reply::data(|data| {
            data.int("count", task.urls.len());
        }))
    }
}

/// Has addresses fetched outside of the country.
#[derive(Params)]
struct CdnOverseaPushser {
    #[param(required, max_items = 20)]
    urls: Vec<String>,
}

impl Action<TencentCdn> for CdnOverseaPushser {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (duty, a_day) = (Duty::Preheat, pace::PREHEATED);
        let task = Job { duty, urls: &self.urls, a_day, networks: OVERSEAS, id: PURGE_ID }.order(cx)?;
        Ok(Reply::list(|list| {
            list.object(|one| {
                one.text("task_id", &task.head.id).text("date", &date(cx.now));
            });
        }))
    }
}

/// Shows the purges of a day outside of the country.
#[derive(Params)]
struct GetCdnOverseaRefreshLog {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
}

impl Action<TencentCdn> for GetCdnOverseaRefreshLog {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        logs(cx, &self.date, &[Duty::PurgeUrls, Duty::PurgeFolders], |_, _| true)
    }
}

/// Shows the preheats of a day outside of the country.
#[derive(Params)]
struct GetCdnOverseaPushLogs {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
    #[param(name = "type", required, one_of = ["url", "task"])]
    kind: String,
    #[param(required, max_len = 1_024)]
    keyword: String,
}

impl Action<TencentCdn> for GetCdnOverseaPushLogs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let is_task = self.kind == "task";
        logs(cx, &self.date, &[Duty::Preheat], |task, url| {
            if is_task { task == self.keyword } else { url.contains(&*self.keyword) }
        })
    }
}

/// The records of a day: status 1 is running, 2 done.
fn logs(cx: &Cx<'_>, day: &str, duties: &[Duty], wanted: impl Fn(&str, &str) -> bool) -> Outcome<Reply> {
    let window = Window::given(day, day, cx.now, Bounds { back: 30, span: 1 })?;
    let mut tasks = records(cx, duties)?;
    tasks.retain(|task| is_overseas(task) && window.holds(task.head.created_at));
    let rows: Vec<_> = tasks
        .iter()
        .flat_map(|task| task.urls.iter().map(move |url| (task, url)))
        .filter(|(task, url)| wanted(&task.head.id, url))
        .collect();
    Ok(Reply::data(|data| {
        data.objects("logs", &rows, |(task, url), log| {
            log.text("task_id", &task.head.id)
                .text("url", url)
                .int("status", if task.is_done(cx.now) { 2 } else { 1 })
                .text("datetime", &stamp(task.head.created_at));
        });
        data.int("total", rows.len());
    }))
}

/// Shows what of the day's quotas is left.
#[derive(Params)]
struct GetFlushQuota;

impl Action<TencentCdn> for GetFlushQuota {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let today = CALENDAR.next_midnight(cx.now) - Span::days(1);
        let tasks = cx.delivery_tasks_since(lookup::owner(cx), today)?;
        let used = |duty: Duty| -> usize {
            let alike = tasks.iter().filter(|task| task.duty == duty && is_overseas(task));
            alike.map(|task| task.urls.len()).sum()
        };
        let rows = [
            ("ov_url_flush", 1_000, pace::PURGED_URLS, Duty::PurgeUrls),
            ("ov_dir_flush", 20, pace::PURGED_FOLDERS, Duty::PurgeFolders),
            ("ov_url_push", 20, pace::PREHEATED, Duty::Preheat),
        ];
        Ok(Reply::data(|data| {
            for (name, batch, total, duty) in rows {
                data.object(name, |one| {
                    one.int("batch", batch)
                        .int("total", total)
                        .int("available", total - used(duty).min(total));
                });
            }
        }))
    }
}
