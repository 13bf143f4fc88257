//! What hosts delivered, and the files of what was asked of them.

use super::DYNAMIC;
use crate::cdn::actions::cdn::log::{LOGGING, files};
use crate::cdn::actions::cdn::statistics::{COUNTING, chosen, numbers};
use crate::cdn::actions::deployment::must_have_workers;
use crate::cdn::document::Document;
use crate::cdn::rules::project;
use crate::cdn::series::{STATUS_CODES, figures, must_be_one_of, points, unknown_metric};
use crate::cdn::times::{self, Bounds, Window, stamp};
use crate::cdn::{TencentCdn, Traits, lookup, say};
use crate::protocol::Reply;
use squall_api::cloud::{AcceleratedHost, Span};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<GetDsaStatistics>(Traits::DSA, COUNTING).reading(),
    Entry::of::<GetDsaHostStatistics>(Traits::DSA, COUNTING).reading(),
    Entry::of::<GetDsaHostLogs>(Traits::DSA, LOGGING).reading(),
];

/// The metrics besides status codes.
const METRICS: [&str; 4] = ["flux", "bandwidth", "request", "delay"];
/// How far apart points may be, in minutes, by how many days are asked about; the first is usual.
const OF_ONE_DAY: [i64; 8] = [1, 5, 15, 30, 60, 120, 240, 1_440];
const OF_THREE: [i64; 6] = [15, 30, 60, 120, 240, 1_440];
const OF_A_WEEK: [i64; 5] = [30, 60, 120, 240, 1_440];
const OF_MORE: [i64; 4] = [60, 120, 240, 1_440];
/// The most hosts whose files are listed at once.
const LOG_HOSTS: usize = 10;

/// The metrics of a query (9001).
fn metrics(document: &Document) -> Outcome<Vec<String>> {
    let metrics =
        document.texts().filter(|metrics| !metrics.is_empty() && metrics.len() <= STATUS_CODES.len());
    let metrics = metrics.ok_or_else(unknown_metric)?;
    let known = [&METRICS[..], &STATUS_CODES[..]].concat();
    metrics.iter().try_for_each(|metric| must_be_one_of(metric, &known))?;
    Ok(metrics)
}

/// The hosts of a query: those that are named, else all of some projects (9002), else all.
fn hosts(
    cx: &Cx<'_>,
    projects: Option<&Document>,
    hosts: Option<&Document>,
) -> Outcome<Vec<AcceleratedHost>> {
    let projects = match projects {
        Some(document) => document.texts().ok_or_else(project::uncountable)?,
        None => Vec::new(),
    };
    let names = match hosts {
        Some(document) => document.texts().ok_or_else(|| say::argument("hosts is no JSON list"))?,
        None => Vec::new(),
    };
    chosen(cx, DYNAMIC, &projects, &names)
}

fn grain(days: i64, wanted: Option<i64>) -> Outcome<Span> {
    let allowed: &[i64] = match days {
        ..=1 => &OF_ONE_DAY,
        2..=3 => &OF_THREE,
        4..=7 => &OF_A_WEEK,
        _ => &OF_MORE,
    };
    let minutes = wanted.unwrap_or(allowed[0]);
    match allowed.contains(&minutes) {
        true => Ok(Span::minutes(minutes)),
        false => Err(times::wrong("the granularity is not allowed for the span")),
    }
}

/// Shows metrics: of all hosts together, or of each that is named.
#[derive(Params)]
struct GetDsaStatistics {
    #[param(required)]
    metrics: Document,
    projects: Option<Document>,
    hosts: Option<Document>,
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
    #[param(range = 1..=1_440, invalid = "9000")]
    granularity: Option<i64>,
}

impl Action<TencentCdn> for GetDsaStatistics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::of(self.start.as_deref(), self.end.as_deref(), cx.now, Bounds::days(90))?;
        let apart = grain(window.days(), self.granularity)?;
        let metrics = metrics(&self.metrics)?;
        let chosen = hosts(cx, self.projects.as_ref(), self.hosts.as_ref())?;
        let points = points(&window, apart);
        let series = |of: &[AcceleratedHost]| -> Outcome<Vec<Vec<u64>>> {
            metrics.iter().map(|metric| Ok(figures(cx, of, metric, &points, apart)?)).collect()
        };
        if self.hosts.is_none() {
            let all = series(&chosen)?;
            return Ok(Reply::list(|list| {
                for (metric, figures) in metrics.iter().zip(&all) {
                    list.object(|one| {
                        one.text("metric", metric);
                        numbers(one, "data", figures);
                    });
                }
            }));
        }
        let mut each = Vec::new();
        for host in &chosen {
            each.push((&host.head.name, series(std::slice::from_ref(host))?));
        }
        Ok(Reply::data(|data| {
            for (name, all) in &each {
                data.object(name, |one| {
                    for (metric, figures) in metrics.iter().zip(all) {
                        numbers(one, metric, figures);
                    }
                });
            }
        }))
    }
}

/// Shows sums of metrics, host by host.
#[derive(Params)]
struct GetDsaHostStatistics {
    #[param(required)]
    metrics: Document,
    projects: Option<Document>,
    hosts: Option<Document>,
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
    #[param(default = 0, range = 0..=1_000_000)]
    offset: usize,
    #[param(default = 100, range = 1..=3_000)]
    length: usize,
}

impl Action<TencentCdn> for GetDsaHostStatistics {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::of(self.start.as_deref(), self.end.as_deref(), cx.now, Bounds::days(90))?;
        let metrics = metrics(&self.metrics)?;
        let chosen = hosts(cx, self.projects.as_ref(), self.hosts.as_ref())?;
        let points = points(&window, Span::hours(1));
        let mut rows = Vec::new();
        for host in &chosen {
            let mut sums = Vec::new();
            for metric in &metrics {
                let of = std::slice::from_ref(host);
                sums.push(figures(cx, of, metric, &points, Span::hours(1))?.iter().sum::<u64>());
            }
            rows.push((host, sums));
        }
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.head.name.cmp(&b.0.head.name)));
        Ok(Reply::list(|list| {
            for (host, sums) in rows.iter().skip(self.offset).take(self.length) {
                list.object(|row| {
                    row.text("host", &host.head.name);
                    for (metric, sum) in metrics.iter().zip(sums) {
                        row.int(metric, *sum);
                    }
                });
            }
        }))
    }
}

/// Lists the log files of hosts.
#[derive(Params)]
struct GetDsaHostLogs {
    #[param(required)]
    hosts: Document,
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
}

impl Action<TencentCdn> for GetDsaHostLogs {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let names = self.hosts.texts().filter(|names| !names.is_empty() && names.len() <= LOG_HOSTS);
        let names = names.ok_or_else(|| say::argument("hosts is no JSON list of up to 10 names"))?;
        let window = Window::of(self.start.as_deref(), self.end.as_deref(), cx.now, Bounds::days(40))?;
        must_have_workers(&*lookup::platform(cx)?)?;
        let hosts = names.iter().map(|name| lookup::host_named(cx, name, DYNAMIC));
        let hosts = hosts.collect::<Outcome<Vec<_>>>()?;
        Ok(Reply::data(|data| {
            for host in &hosts {
                data.objects(&host.head.name, files(cx, host, &window), |(hour, name), file| {
                    file.text("datetime", &stamp(hour));
                    file.text("url", &format!("http://log.dsa.squall.example/{name}"));
                });
            }
        }))
    }
}
