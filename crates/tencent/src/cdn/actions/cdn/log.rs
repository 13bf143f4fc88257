//! Files of what was asked of a host: one an hour, ready two hours later.

use super::CONTENT;
use crate::cdn::actions::deployment::must_have_workers;
use crate::cdn::times::{Bounds, Window, stamp};
use crate::cdn::{TencentCdn, Traits, lookup};
use crate::protocol::Reply;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, Span, Time};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<GetCdnLogList>(Traits::CDN.often(10_000), LOGGING).reading(),
    Entry::of::<GenerateLogList>(Traits::CDN, LOGGING).reading(),
    Entry::of::<GetOverseaCdnLogList>(Traits::CDN, LOGGING).reading(),
];

/// What lists of log files can raise.
pub(in crate::cdn::actions) const LOGGING: &[Code] =
    &[HOST_NOT_FOUND, HOST_INVALID, HOST_TOO_LONG, TIME_INVALID, SYSTEM_ERROR];

/// The most files of one answer: a month of them.
const FILES: usize = 24 * 32;

/// The hours of a span for which a host's files are there, and their addresses.
pub(in crate::cdn::actions) fn files(
    cx: &Cx<'_>,
    host: &AcceleratedHost,
    window: &Window,
) -> Vec<(Time, String)> {
    let mut hour = Time(window.from.0.div_euclid(Span::hours(1).0) * Span::hours(1).0);
    let mut files = Vec::new();
    while hour < window.to && hour + Span::hours(2) <= cx.now && files.len() < FILES {
        if hour + Span::hours(1) > host.head.created_at {
            let name = stamp(hour).replace(['-', ' ', ':'], "")[..10].to_owned();
            files.push((hour, format!("{name}-{}.gz", host.head.name)));
        }
        hour = hour + Span::hours(1);
    }
    files
}

fn reply(cx: &Cx<'_>, host: &AcceleratedHost, start: Option<&str>, end: Option<&str>) -> Outcome<Reply> {
    let window = Window::of(start, end, cx.now, Bounds::days(30))?;
    must_have_workers(&*lookup::platform(cx)?)?;
    let files = files(cx, host, &window);
    Ok(Reply::data(|data| {
        data.text("now", &stamp(cx.now));
        data.objects("list", &files, |(hour, name), file| {
            file.text("date", &stamp(*hour))
                .int("type", 1)
                .text("name", name)
                .text("link", &format!("http://log.cdn.squall.example/{name}"));
        });
    }))
}

/// Lists a host's log files.
#[derive(Params)]
struct GetCdnLogList {
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
}

impl Action<TencentCdn> for GetCdnLogList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let host = lookup::host_named(cx, &self.host, CONTENT)?;
        reply(cx, &host, self.start.as_deref(), self.end.as_deref())
    }
}

/// Lists a host's log files by its id.
#[derive(Params)]
struct GenerateLogList {
    #[param(name = "hostId", required, id = "host")]
    id: i64,
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
}

impl Action<TencentCdn> for GenerateLogList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let host = lookup::host(cx, self.id, CONTENT)?;
        reply(cx, &host, self.start.as_deref(), self.end.as_deref())
    }
}

/// Lists the log files of a host outside of the country.
#[derive(Params)]
struct GetOverseaCdnLogList {
    #[param(required, id = "name", max_len = 1_024)]
    host: String,
    #[param(name = "startDate", max_len = 32, invalid = "9000")]
    start: Option<String>,
    #[param(name = "endDate", max_len = 32, invalid = "9000")]
    end: Option<String>,
}

impl Action<TencentCdn> for GetOverseaCdnLogList {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let host = lookup::host_named(cx, &self.host, CONTENT)?;
        reply(cx, &host, self.start.as_deref(), self.end.as_deref())
    }
}
