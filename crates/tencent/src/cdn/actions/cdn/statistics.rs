//! What hosts inside the country delivered.

use super::CONTENT;
use super::list::owned;
use crate::cdn::actions::deployment::must_have_workers;
use crate::cdn::rules::project;
use crate::cdn::series::{self, STATUS_CODES, figures, points};
use crate::cdn::times::{Bounds, Window, stamp};
use crate::cdn::{TencentCdn, Traits, lookup};
use crate::protocol::Reply;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Reach, Span};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<DescribeCdnHostInfo>(Traits::CDN, COUNTING).reading(),
    Entry::of::<DescribeCdnHostDetailedInfo>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnStatusCode>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnHostsDetailStatistics>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnOriginStat>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnStatTop>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnProvIspDetailStat>(Traits::CDN, COUNTING).reading(),
    Entry::of::<GetCdnProvIspOneMinuteStat>(Traits::CDN.for_vips(), COUNTING).reading(),
];

/// What statistics can raise.
pub(in crate::cdn::actions) const COUNTING: &[Code] = &[
    TIME_INVALID,
    METRIC_INVALID,
    STATISTICS_PROJECT_INVALID,
    HOST_NOT_FOUND,
    HOST_INVALID,
    HOST_TOO_LONG,
    SYSTEM_ERROR,
];

/// How far apart points are: five minutes, an hour or a day, by how many days are asked about.
pub(in crate::cdn::actions) fn grain(days: i64, in_detail: bool) -> Span {
    match days {
        _ if in_detail => Span::minutes(5),
        ..=3 => Span::minutes(5),
        4..=7 => Span::hours(1),
        _ => Span::days(1),
    }
}

/// The hosts that a query is about: those that are named (2000), or all of some projects (9002), or all.
pub(in crate::cdn::actions) fn chosen(
    cx: &Cx<'_>,
    networks: &[Reach],
    projects: &[String],
    names: &[String],
) -> Outcome<Vec<AcceleratedHost>> {
    let projects = project::counted(&*lookup::account(cx)?, projects.iter().map(String::as_str))?;
    must_have_workers(&*lookup::platform(cx)?)?;
    if !names.is_empty() {
        return names.iter().map(|name| lookup::host_named(cx, name, networks)).collect();
    }
    let mut hosts = owned(cx, networks, true)?;
    hosts.retain(|host| projects.is_empty() || projects.contains(&host.project));
    Ok(hosts)
}

/// A series as its own answer: from when, to when, how far apart, and the figures.
fn series_of(
    cx: &Cx<'_>,
    hosts: &[AcceleratedHost],
    metric: &str,
    window: &Window,
    apart: Span,
) -> Outcome<Reply> {
    let figures = figures(cx, hosts, metric, &points(window, apart), apart)?;
    Ok(Reply::data(|data| {
        data.text("start_datetime", &stamp(window.from))
            .text("end_datetime", &stamp(window.to - Span::seconds(1)))
            .int("period", apart.whole_seconds() / 60);
        numbers(data, "detail_data", &figures);
    }))
}

/// A list of numbers.
pub(in crate::cdn::actions) fn numbers(object: &mut Object, name: &str, figures: &[u64]) {
    object.array(name, |list| figures.iter().for_each(|figure| list.raw(&figure.to_string())));
}

/// Shows a metric of the account's hosts by the day.
#[derive(Params)]
struct DescribeCdnHostInfo {
    #[param(name = "startDate", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endDate", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(required, max_items = 100, invalid = "9002")]
    projects: Vec<String>,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
}

impl Action<TencentCdn> for DescribeCdnHostInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(90))?;
        series::must_be_one_of(&self.metric, &["bandwidth", "flux", "requests", "cache", "ip_visits"])?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        series_of(cx, &hosts, &self.metric, &window, grain(window.days(), false))
    }
}

/// Shows a metric of the account's hosts in detail.
#[derive(Params)]
struct DescribeCdnHostDetailedInfo {
    #[param(name = "startDate", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endDate", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(max_items = 100, invalid = "9002")]
    projects: Vec<String>,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
}

impl Action<TencentCdn> for DescribeCdnHostDetailedInfo {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(90))?;
        series::must_be_one_of(&self.metric, &["bandwidth", "flux", "requests", "cache", "ip_visits"])?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        series_of(cx, &hosts, &self.metric, &window, Span::minutes(5))
    }
}

/// Shows how often each status was answered.
#[derive(Params)]
struct GetCdnStatusCode {
    #[param(name = "startDate", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endDate", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(one_of = ["5", "60", "1440"], invalid = "9000")]
    period: Option<i64>,
    #[param(max_items = 2, one_of = ["oc", "middle"])]
    sources: Vec<String>,
    #[param(max_items = 100, invalid = "9002")]
    projects: Vec<String>,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
}

impl Action<TencentCdn> for GetCdnStatusCode {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(90))?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        let apart = self.period.map_or(grain(window.days(), false), Span::minutes);
        let points = points(&window, apart);
        let mut all = Vec::new();
        for code in STATUS_CODES {
            all.push((code, figures(cx, &hosts, code, &points, apart)?));
        }
        let sources = if self.sources.is_empty() { "oc".to_owned() } else { self.sources.join(",") };
        Ok(Reply::data(|data| {
            data.text("sources", &sources).int("period", apart.whole_seconds() / 60);
            data.object("status_code", |codes| {
                all.iter().for_each(|(code, figures)| numbers(codes, code, figures));
            });
        }))
    }
}

/// Shows a metric of some hosts.
#[derive(Params)]
struct GetCdnHostsDetailStatistics {
    #[param(name = "startTime", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endTime", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(max_items = 100, invalid = "9002")]
    projects: Vec<String>,
    #[param(id = "name", max_items = 10)]
    hosts: Vec<String>,
    #[param(one_of = ["0", "1"])]
    detail: Option<String>,
}

impl Action<TencentCdn> for GetCdnHostsDetailStatistics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(60))?;
        let known = ["bandwidth", "flux", "requests", "hit_requests", "hit_flux", "status_code"];
        series::must_be_one_of(&self.metric, &known)?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        let apart = grain(window.days(), self.detail.as_deref() == Some("1"));
        let figures = figures(cx, &hosts, &self.metric, &points(&window, apart), apart)?;
        let total = match self.metric.as_str() {
            "bandwidth" => figures.iter().copied().max().unwrap_or_default(),
            _ => figures.iter().sum(),
        };
        Ok(Reply::data(|data| {
            numbers(data, &self.metric, &figures);
            data.int(&format!("{}_total", self.metric), total).int("period", apart.whole_seconds() / 60);
        }))
    }
}

/// Shows what was fetched from origins.
#[derive(Params)]
struct GetCdnOriginStat {
    #[param(name = "startTime", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endTime", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(id = "name", max_items = 5)]
    hosts: Vec<String>,
    #[param(one_of = ["0", "1"])]
    detail: Option<String>,
}

impl Action<TencentCdn> for GetCdnOriginStat {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(60))?;
        series::must_be_one_of(&self.metric, &["bandwidth", "flux", "requests", "fail_requests"])?;
        let hosts = chosen(cx, CONTENT, &[], &self.hosts)?;
        let apart = grain(window.days(), self.detail.as_deref() == Some("1"));
        let points = points(&window, apart);
        let all = figures(cx, &hosts, &self.metric, &points, apart)?;
        let hit = figures(cx, &hosts, "fail_requests", &points, apart)?;
        // A fifth at most is not answered by nodes.
        let fetched: Vec<u64> = all.iter().map(|figure| figure / 5).collect();
        Ok(Reply::data(|data| {
            numbers(data, &self.metric, if self.metric == "fail_requests" { &hit } else { &fetched });
            let (failed, asked) = (hit.iter().sum::<u64>(), all.iter().sum::<u64>().max(1));
            data.text("fail_rate", &format!("0.{:04}", (failed * 10_000 / asked).min(9_999)));
            data.int("period", apart.whole_seconds() / 60);
        }))
    }
}

/// Shows what was asked for most.
#[derive(Params)]
struct GetCdnStatTop {
    #[param(name = "startDate", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endDate", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(required, max_items = 100, invalid = "9002")]
    projects: Vec<String>,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
}

impl Action<TencentCdn> for GetCdnStatTop {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds::days(90))?;
        series::must_be_one_of(&self.metric, &["flux", "requests"])?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        let points = points(&window, Span::days(1));
        let mut rows = Vec::new();
        for host in &hosts {
            let sum: u64 =
                figures(cx, std::slice::from_ref(host), &self.metric, &points, Span::days(1))?.iter().sum();
            rows.push((format!("http://{}/", host.head.name), sum));
        }
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        rows.truncate(1_000);
        let total: u64 = rows.iter().map(|(_, sum)| sum).sum();
        Ok(Reply::data(|data| {
            for (name, place) in [("province_data", "Guangdong"), ("isp_data", "ctc")] {
                data.objects(name, [place], |place, row| {
                    row.text("name", place).int("value", total);
                });
            }
            data.objects("url_data", &rows, |(url, sum), row| {
                row.text("name", url).int("value", *sum);
            });
        }))
    }
}

/// Shows bandwidth by province and carrier.
#[derive(Params)]
struct GetCdnProvIspDetailStat {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
    #[param(required, id = "name", max_items = 5)]
    hosts: Vec<String>,
    #[param(max_items = 50)]
    provs: Vec<String>,
    #[param(max_items = 50)]
    isps: Vec<String>,
}

impl Action<TencentCdn> for GetCdnProvIspDetailStat {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.date, &self.date, cx.now, Bounds { back: 90, span: 1 })?;
        let hosts = chosen(cx, CONTENT, &[], &self.hosts)?;
        let figures = figures(cx, &hosts, "bandwidth", &points(&window, Span::minutes(5)), Span::minutes(5))?;
        let names = |given: &[String], usual: &str| match given {
            [] => vec![usual.to_owned()],
            given => given.to_vec(),
        };
        let (provs, isps) = (names(&self.provs, "all"), names(&self.isps, "all"));
        let share = (provs.len() * isps.len()) as u64;
        let figures: Vec<u64> = figures.iter().map(|figure| figure / share.max(1)).collect();
        Ok(Reply::data(|data| {
            data.object("prov_data", |all| {
                for prov in &provs {
                    all.object(prov, |one| isps.iter().for_each(|isp| numbers(one, isp, &figures)));
                }
            });
        }))
    }
}

/// Shows a metric minute by minute, for whitelisted customers.
#[derive(Params)]
struct GetCdnProvIspOneMinuteStat {
    #[param(name = "startTime", required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(name = "endTime", required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "statType", required, max_len = 64, invalid = "9001")]
    metric: String,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
    #[param(max_items = 100, invalid = "9002")]
    projects: Vec<String>,
}

impl Action<TencentCdn> for GetCdnProvIspOneMinuteStat {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds { back: 90, span: 3 })?;
        let known = [
            "bandwidth",
            "flux",
            "requests",
            "hit_request_ratio",
            "hit_flux_ratio",
            "cost_time",
            "http_code",
        ];
        series::must_be_one_of(&self.metric, &known)?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        let apart = Span::minutes(if window.days() > 1 { 5 } else { 1 });
        let figures = figures(cx, &hosts, &self.metric, &points(&window, apart), apart)?;
        Ok(Reply::data(|data| numbers(data, "total_data", &figures)))
    }
}
