//! Addresses that are purged, fetched, banned or compared: of hosts of the account that are online, and so many a day.

use crate::cdn::actions::deployment::must_have_workers;
use crate::cdn::rules::name;
use crate::cdn::{lookup, pace, say};
use crate::laws::CALENDAR;
use squall_api::catalogue::Code;
use squall_api::catalogue::tencent_cdn::*;
use squall_api::cloud::{AcceleratedHost, DeliveryTask, Duty, Head, Reach, Span, State};
use squall_api::{Cx, Outcome};

/// What work on addresses can raise.
pub(in crate::cdn::actions) const WORKING: &[Code] = &[
    HOST_NOT_FOUND,
    HOST_INVALID,
    HOST_TOO_LONG,
    HOST_BANNED,
    HOST_LOCKED,
    HOST_BLACKLISTED,
    HOST_NOT_ONLINE_YET,
    HOST_OFFLINE,
    DAILY_LIMIT_REACHED,
    OPERATION_IN_PROGRESS,
    SYSTEM_ERROR,
    RESOURCE_NOT_FOUND,
    RESOURCE_OPERATION_FAILED,
    PARTIAL_SUCCESS,
];

/// The host of an address with its scheme (1012 without one).
pub(in crate::cdn::actions) fn host_of(url: &str) -> Outcome<&str> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    let rest = rest.ok_or_else(|| say::argument("an address begins with http:// or https://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Ok(host.rsplit_once(':').map_or(host, |(name, _)| name))
}

/// Work on addresses that is to be ordered.
pub(in crate::cdn::actions) struct Job<'j> {
    pub(in crate::cdn::actions) duty: Duty,
    pub(in crate::cdn::actions) urls: &'j [String],
    /// How many addresses a day the account may have worked on so.
    pub(in crate::cdn::actions) a_day: usize,
    pub(in crate::cdn::actions) networks: &'j [Reach],
    /// The digit that ids begin with, and how many follow.
    pub(in crate::cdn::actions) id: (&'static str, u32),
}

/// The hosts of addresses: all of them the account's (2000), neither banned, locked (2006, 2003) nor on the black list
/// (2113), and online (2004, 2005).
pub(in crate::cdn::actions) fn hosts_of(
    cx: &Cx<'_>,
    urls: &[String],
    networks: &[Reach],
) -> Outcome<Vec<AcceleratedHost>> {
    let names = urls.iter().map(|url| host_of(url)).collect::<Outcome<Vec<&str>>>()?;
    let platform = &*lookup::platform(cx)?;
    let mut hosts: Vec<AcceleratedHost> = Vec::with_capacity(names.len());
    for host in names {
        let known = hosts.iter().find(|known| known.head.name.eq_ignore_ascii_case(host)).cloned();
        let host = known.map_or_else(|| lookup::host_named(cx, host, networks), Ok)?;
        lookup::must_be_free(platform, &host)?;
        lookup::must_be_online(&host)?;
        name::must_not_be_black(platform, &host.head.name)?;
        hosts.push(host);
    }
    Ok(hosts)
}

impl Job<'_> {
    /// Orders it.
    pub(in crate::cdn::actions) fn order(&self, cx: &Cx<'_>) -> Outcome<DeliveryTask> {
        let hosts = hosts_of(cx, self.urls, self.networks)?;
        self.order_of(cx, hosts.into_iter().map(|host| host.head.id).collect())
    }

    fn order_of(&self, cx: &Cx<'_>, hosts: Vec<String>) -> Outcome<DeliveryTask> {
        let today = CALENDAR.next_midnight(cx.now) - Span::days(1);
        let tasks = cx.delivery_tasks_since(lookup::owner(cx), today)?;
        let is_alike =
            |task: &&DeliveryTask| task.duty == self.duty && is_overseas(task) == self.is_overseas();
        let used: usize = tasks.iter().filter(is_alike).map(|task| task.urls.len()).sum();
        say::must(used + self.urls.len() <= self.a_day, DAILY_LIMIT_REACHED, || {
            format!("{used} of {} addresses of today are used up", self.a_day)
        })?;
        must_have_workers(&*lookup::platform(cx)?)?;
        let (digit, more) = self.id;
        let number = cx.mint_number(10_u64.pow(more))?;
        let id = format!("{digit}{number:0width$}", width = more as usize);
        let task = DeliveryTask {
            head: Head::new(id, lookup::owner(cx), "", cx.action, cx.now).in_state(State::Active),
            duty: self.duty,
            ordered_by: cx.action.to_owned(),
            number: number % 9_000 + 1_000,
            urls: self.urls.to_vec(),
            hosts,
            done_at: cx.now + pace::TASK,
        };
        cx.order_delivery(&task)?;
        Ok(task)
    }

    fn is_overseas(&self) -> bool {
        self.networks == [Reach::Overseas]
    }
}

/// Whether a task was ordered of the network outside of the country, which has quotas of its own.
pub(in crate::cdn::actions) fn is_overseas(task: &DeliveryTask) -> bool {
    task.ordered_by.contains("Over") || task.ordered_by.contains("Ov")
}

/// The tasks of some kinds that the account's records still show, newest first.
pub(in crate::cdn::actions) fn records(cx: &Cx<'_>, duties: &[Duty]) -> Outcome<Vec<DeliveryTask>> {
    let mut tasks = cx.delivery_tasks_since(lookup::owner(cx), cx.now - pace::RECORDS)?;
    tasks.retain(|task| duties.contains(&task.duty));
    Ok(tasks)
}
