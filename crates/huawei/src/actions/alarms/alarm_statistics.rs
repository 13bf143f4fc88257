//! Alarms about physical servers in sum: as they stand, and day by day.

use super::alarm::status;
use crate::window::{LAST_SECOND, Window};
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::cloud::{Alarm, Server, Span, Time};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ShowAlarmSummary>(
        Traits::get("/v1/{project_id}/physicalservers/alarms/summary", "clouddc::listAlarmStat"),
        &[],
    )
    .reading(),
    Entry::of::<ShowAlarmTrend>(
        Traits::get("/v1/{project_id}/physicalservers/alarms/trend", "clouddc::listAlarmTrend"),
        &[],
    )
    .reading(),
];

/// The most servers of a summary.
const HOSTS: usize = 10;
/// The most that a trend covers. The vendor names no limit.
const MOST: Span = Span::days(366);

/// Shows how many alarms last, by level, part, server and tag.
#[derive(Params)]
pub(crate) struct ShowAlarmSummary;

impl Action<Huawei> for ShowAlarmSummary {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut alarms = Vec::new();
        for alarm in cx.owned::<Alarm>(lookup::owner(cx))? {
            if status(cx, &alarm)? == "alarm" {
                alarms.push(alarm);
            }
        }
        let mut servers: BTreeMap<&str, (Server, Vec<&Alarm>)> = BTreeMap::new();
        for alarm in &alarms {
            match servers.get_mut(alarm.server.as_str()) {
                Some((_, known)) => known.push(alarm),
                None => drop(servers.insert(&alarm.server, (cx.fetch(&alarm.server)?, vec![alarm]))),
            }
        }
        let mut hosts: Vec<&(Server, Vec<&Alarm>)> = servers.values().collect();
        hosts.sort_by_key(|(_, alarms)| std::cmp::Reverse(alarms.len()));
        hosts.truncate(HOSTS);
        let mut reply = Object::new();
        write_levels(&mut reply, &alarms);
        write_devices(&mut reply, &alarms);
        reply.objects("alarm_hosts", hosts, |(server, alarms), host| {
            host.text("resource_name", &server.head.name).text("resource_id", &server.head.id);
            host.objects(
                "alarm_infos",
                counted(alarms.iter().copied(), |alarm| &*alarm.part),
                |(part, count), info| {
                    let longest = alarms.iter().filter(|alarm| alarm.part == part);
                    let longest = longest.map(|alarm| cx.now.since(alarm.head.created_at)).max();
                    info.text("alarm_device", part).int("alarm_number", count);
                    info.int("alarm_duration", longest.unwrap_or_default().whole_seconds());
                },
            );
        });
        reply.objects("alarm_groups", groups(&servers), |(label, servers), group| {
            let alarms = servers.iter().flat_map(|(_, alarms)| alarms.iter().copied());
            group.text("label", &label);
            write_devices(group, alarms);
            group.texts("sns", servers.iter().map(|(server, _)| &server.serial));
        });
        Ok(reply.into())
    }
}

type Ailing<'a> = (Server, Vec<&'a Alarm>);

/// Servers by their tags; those without any share the empty label.
fn groups<'s, 'a>(servers: &'s BTreeMap<&str, Ailing<'a>>) -> BTreeMap<String, Vec<&'s Ailing<'a>>> {
    let mut groups: BTreeMap<String, Vec<&Ailing<'_>>> = BTreeMap::new();
    for ailing in servers.values() {
        let tags = &ailing.0.tags;
        if tags.is_empty() {
            groups.entry(String::new()).or_default().push(ailing);
        }
        for (key, value) in tags {
            groups.entry(format!("{key}={value}")).or_default().push(ailing);
        }
    }
    groups
}

/// Shows day by day, in UTC, which servers ailed and how many alarms began. Times are in seconds.
#[derive(Params)]
pub(crate) struct ShowAlarmTrend {
    #[param(required, range = 0..=LAST_SECOND)]
    from: i64,
    #[param(required, range = 0..=LAST_SECOND)]
    to: i64,
}

impl Action<Huawei> for ShowAlarmTrend {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let days = days(Window::of(self.from, self.to, Span::seconds(1), Some(MOST))?);
        let alarms = cx.owned::<Alarm>(lookup::owner(cx))?;
        let mut serials = BTreeMap::new();
        for server in cx.owned::<Server>(lookup::owner(cx))? {
            serials.insert(server.head.id, server.serial);
        }
        let mut reply = Object::new();
        reply.objects("fault_hosts", &days, |day, object| {
            let ailing = |from, to| -> BTreeSet<&String> {
                let lasting = alarms.iter().filter(|alarm| alarm.lasts_within(from, to));
                lasting.filter_map(|alarm| serials.get(&alarm.server)).collect()
            };
            let before = ailing(day.from - Span(1), day.from - Span(1));
            let faulty = ailing(day.from, day.to);
            object
                .shown("fault_date", midnight(day))
                .int("new_fault_host", faulty.difference(&before).count())
                .texts("fault_host", faulty);
        });
        reply.objects("alarm_daily_new_trends", &days, |day, object| {
            let begun: Vec<&Alarm> = alarms.iter().filter(|alarm| day.holds(alarm.head.created_at)).collect();
            object.shown("alarm_date", midnight(day));
            write_devices(object, begun.iter().copied());
            write_levels(object, begun);
        });
        Ok(reply.into())
    }
}

/// The parts of a window that lie in one day each.
fn days(window: Window) -> Vec<Window> {
    let day = Span::days(1).0;
    let (first, last) = (window.from.0.div_euclid(day), window.to.0.div_euclid(day));
    let part = |number: i64| Window {
        from: window.from.max(Time(number * day)),
        to: window.to.min(Time((number + 1) * day - 1)),
    };
    (first..=last).map(part).collect()
}

fn midnight(day: &Window) -> Time {
    Time(day.from.0 - day.from.0.rem_euclid(Span::days(1).0))
}

fn write_levels<'a>(object: &mut Object, alarms: impl IntoIterator<Item = &'a Alarm>) {
    object.objects("alarm_levels", counted(alarms, |alarm| alarm.level), |(level, count), entry| {
        entry.int("alarm_level", level).int("alarm_number", count);
    });
}

fn write_devices<'a>(object: &mut Object, alarms: impl IntoIterator<Item = &'a Alarm>) {
    object.objects("alarm_devices", counted(alarms, |alarm| &*alarm.part), |(part, count), entry| {
        entry.text("alarm_device", part).int("alarm_number", count);
    });
}

fn counted<'a, K: Ord>(
    alarms: impl IntoIterator<Item = &'a Alarm>,
    key: impl Fn(&'a Alarm) -> K,
) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for alarm in alarms {
        *counts.entry(key(alarm)).or_default() += 1;
    }
    counts
}
