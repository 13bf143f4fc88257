//! Opening the service, and how it is paid for.

use super::CONTENT;
use super::list::owned;
use super::statistics::{COUNTING, chosen, numbers};
use crate::cdn::account::{self, PAY_TYPE, set_open};
use crate::cdn::series::{figures, points};
use crate::cdn::times::{self, Bounds, Window, stamp};
use crate::cdn::traits::Module;
use crate::cdn::{TencentCdn, Traits, lookup, say};
use crate::laws::CALENDAR;
use crate::people::{self, APP_ID};
use crate::protocol::Reply;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{Reach, Span};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(in crate::cdn::actions) const ACTIONS: &[Entry<TencentCdn>] = &[
    Entry::of::<StartCdnService>(Traits::CDN.opening(), &[USER_EXISTS, QUALIFICATION_REQUIRED]),
    Entry::of::<UpdatePayType>(Traits::CDN, &[]),
    Entry::of::<GetPayType>(Traits::CDN, &[]).reading(),
    Entry::of::<GetMonthData>(Traits::CDN.for_vips(), COUNTING).reading(),
    Entry::of::<GetTimeBandwidth>(Traits::CDN.for_vips(), COUNTING).reading(),
    Entry::of::<GetCdnHostsLogStat>(Traits::CDN.often(1_000).for_vips(), COUNTING).reading(),
];

/// Opens a service for the caller's account: it must not be open (1101), and the account must have proven its real name
/// (5500).
pub(in crate::cdn::actions) fn open(cx: &Cx<'_>, module: Module) -> Outcome<()> {
    let mut account = cx.account(lookup::owner(cx))?;
    say::must(!account::is_open(&account, module), USER_EXISTS, || "the service is open already".to_owned())?;
    say::must(people::qualification(&account) == "passed", QUALIFICATION_REQUIRED, || {
        "the account's real name is not proven".to_owned()
    })?;
    set_open(&mut account, module, true);
    Ok(cx.save_account(&account)?)
}

/// Opens content delivery.
#[derive(Params)]
struct StartCdnService {
    #[param(name = "payType", one_of = ["bandwidth", "flux"])]
    pay_type: Option<String>,
}

impl Action<TencentCdn> for StartCdnService {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        open(cx, Module::Cdn)?;
        let mut account = cx.account(lookup::owner(cx))?;
        account.set_attribute(PAY_TYPE, self.pay_type.as_deref().unwrap_or("bandwidth"));
        cx.save_account(&account)?;
        Ok(Reply::empty())
    }
}

/// Changes what is paid for.
#[derive(Params)]
struct UpdatePayType {
    #[param(name = "payType", required, one_of = ["bandwidth", "flux"])]
    pay_type: String,
}

impl Action<TencentCdn> for UpdatePayType {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut account = cx.account(lookup::owner(cx))?;
        account.set_attribute(PAY_TYPE, &self.pay_type);
        cx.save_account(&account)?;
        Ok(Reply::raw("[]"))
    }
}

/// Shows what is paid for.
#[derive(Params)]
struct GetPayType;

impl Action<TencentCdn> for GetPayType {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let account = lookup::account(cx)?;
        let pay_type = match account.attribute(PAY_TYPE) {
            "" => "bandwidth",
            word => word,
        };
        Ok(Reply::data(|data| {
            data.text("billing_type", "day").text("pay_type", pay_type);
        }))
    }
}

/// Shows a month's traffic.
#[derive(Params)]
struct GetMonthData {
    #[param(required, max_len = 32, invalid = "9000")]
    month: String,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
    #[param(max_items = 100, invalid = "9002")]
    projects: Vec<String>,
}

impl Action<TencentCdn> for GetMonthData {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let first =
            times::read(&format!("{}-01", self.month)).ok_or_else(|| times::wrong("it is no month"))?.0;
        if first > cx.now {
            return Err(times::wrong("it lies in the future"));
        }
        let window = Window { from: first, to: CALENDAR.months_later(first, 1) };
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        let flux = figures(cx, &hosts, "flux", &points(&window, Span::days(1)), Span::days(1))?;
        Ok(Reply::data(|data| {
            data.text("month", &self.month).int("flux_total", flux.iter().sum::<u64>());
            numbers(data, "flux", &flux);
        }))
    }
}

/// Shows the bandwidth that months are billed by.
#[derive(Params)]
struct GetTimeBandwidth {
    #[param(required, max_len = 32, invalid = "9000")]
    start: String,
    #[param(required, max_len = 32, invalid = "9000")]
    end: String,
    #[param(name = "type", default = 1, one_of = ["1", "2"])]
    kind: i64,
}

impl Action<TencentCdn> for GetTimeBandwidth {
    /// Only months that are over are billed.
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.start, &self.end, cx.now, Bounds { back: 400, span: 62 })?;
        let (year, month, _) = CALENDAR.date(cx.now);
        let this_month = CALENDAR.midnight(year, month, 1);
        if window.to > this_month {
            return Err(times::wrong("the month is not over yet"));
        }
        let networks: &[Reach] = if self.kind == 1 { &[Reach::Inland] } else { &[Reach::Overseas] };
        let hosts = owned(cx, networks, true)?;
        let points = points(&window, Span::hours(1));
        let mut rows = Vec::new();
        for host in &hosts {
            let all = figures(cx, std::slice::from_ref(host), "bandwidth", &points, Span::hours(1))?;
            let peak = all.iter().zip(&points).max_by_key(|(figure, _)| **figure);
            rows.push((host.head.name.clone(), peak.map_or((0, window.from), |(figure, at)| (*figure, *at))));
        }
        let account = lookup::account(cx)?;
        Ok(Reply::data(|data| {
            data.object(account.attribute(APP_ID), |all| {
                for (name, (figure, at)) in &rows {
                    all.object(name, |one| {
                        one.int("data", *figure).text("time", &stamp(*at));
                    });
                }
            });
        }))
    }
}

/// Shows how many requests were logged on a day.
#[derive(Params)]
struct GetCdnHostsLogStat {
    #[param(required, max_len = 32, invalid = "9000")]
    date: String,
    #[param(id = "name", max_items = 100)]
    hosts: Vec<String>,
    #[param(max_items = 100, invalid = "9002")]
    projects: Vec<String>,
}

impl Action<TencentCdn> for GetCdnHostsLogStat {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::given(&self.date, &self.date, cx.now, Bounds { back: 30, span: 1 })?;
        let hosts = chosen(cx, CONTENT, &self.projects, &self.hosts)?;
        let points = points(&window, Span::minutes(5));
        let mut rows = Vec::new();
        for host in &hosts {
            let all = figures(cx, std::slice::from_ref(host), "requests", &points, Span::minutes(5))?;
            rows.push((&host.head.name, all.iter().sum::<u64>()));
        }
        Ok(Reply::data(|data| {
            rows.iter().for_each(|(name, requests)| {
                data.int(name, *requests);
            });
        }))
    }
}
