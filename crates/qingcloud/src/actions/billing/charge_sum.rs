//! What an account has paid, summed up by time and by what it was paid for.

use crate::actions::billing::charge::span;
use crate::figures::laws::CALENDAR;
use crate::forms::Instant;
use crate::listing::Filter;
use crate::traits::{Service, Traits};
use crate::{QingCloud, lookup, words};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Charge, Contract, Kind, Money, Span, Subject, Tag, Time};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply, ensure};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[Entry::of::<GetChargeSums>(
    Traits::of(Service::Billing).from_warehouse().anywhere(),
    &[WAREHOUSE_DISABLED],
)
.reading()];

const DURATIONS: [&str; 6] = ["daily", "weekly", "monthly", "quarterly", "yearly", "total"];
const GROUPS: [&str; 6] = ["project_id", "resource_id", "tag_id", "zone_id", "user_id", "resource_type"];
/// The most groups of a reply, when the call does not ask for fewer.
const GROUPS_MOST: usize = 1_000;
/// 1970-01-01 was a Thursday; weeks begin on Mondays.
const DAYS_SINCE_MONDAY: i64 = 3;

/// Sums up what the caller and its users were charged: by the period, and by the group where one is asked
/// for.
#[derive(Params)]
pub(crate) struct GetChargeSums {
    user: Vec<String>,
    root_user: Option<String>,
    /// squall knows no projects: nothing was charged to any.
    project_id: Vec<String>,
    zone: Vec<String>,
    resource_type: Vec<String>,
    resource: Vec<String>,
    #[param(one_of = GROUPS)]
    group_by: Vec<String>,
    #[param(one_of = DURATIONS)]
    duration: String,
    start_time: Option<Instant>,
    end_time: Option<Instant>,
    #[param(flatten, only = ["offset", "limit"])]
    filter: Filter,
}

/// The most sums of a reply; what would be more asks for too short periods of too long a time.
const SUMS_MOST: usize = 100_000;

/// What one group was charged.
#[derive(Default)]
struct Bill {
    /// By how much the sum of all hourly prices changes, and when: as many charges as there are come to no more than
    /// two changes each, however many periods they last.
    changes: BTreeMap<Time, Money>,
    /// What was paid at once.
    payments: Vec<(Time, Money)>,
}

impl Action<QingCloud> for GetChargeSums {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (from, to) = span(cx, self.start_time, self.end_time)?;
        for user in self.user.iter().chain(&self.root_user) {
            ensure!(lookup::is_mine(cx, user)?, PERMISSION_DENIED, "access denied for user [{user}]");
        }
        let root = cx.caller.account().purse_holder();
        let group = self.group_by.first().map(String::as_str);
        let (bills, total) = self.bills(cx, from, to, group)?;
        let mut room = SUMS_MOST;
        let mut sums = BTreeMap::new();
        for (key, bill) in bills {
            sums.insert(key, self.periods(bill, &mut room)?);
        }
        let count = sums.len();
        let most = self.filter.limit.filter(|limit| *limit > 0).unwrap_or(GROUPS_MOST).min(GROUPS_MOST);
        let shown = sums.into_iter().skip(self.filter.offset.unwrap_or(0)).take(most);
        let mut reply = Reply::new();
        reply.object("charge_sum_set", |set| {
            for (key, periods) in shown {
                set.objects(&key, periods, |(period, fee), object| {
                    object
                        .shown("fee", fee)
                        .text("root_user_id", root)
                        .text(&self.duration, &period)
                        .int("total_sum", 0);
                    if let Some(group) = group {
                        object.text(group, &key);
                    }
                });
            }
        });
        reply.int("total_count", count).shown("total_sum", total);
        Ok(reply)
    }
}

impl GetChargeSums {
    /// What the call asks for, by group, and the sum of it.
    fn bills(
        &self,
        cx: &Cx<'_>,
        from: Time,
        to: Time,
        group: Option<&str>,
    ) -> Outcome<(BTreeMap<String, Bill>, Money)> {
        let mut users = BTreeSet::from([cx.caller.id().to_owned()]);
        users.extend(cx.users_of(cx.caller.id())?.into_iter().map(|user| user.id));
        let root = cx.caller.account().purse_holder();
        let (mut bills, mut total) = (BTreeMap::<String, Bill>::new(), Money::ZERO);
        for user in users.iter().filter(|user| self.user.is_empty() || self.user.contains(user)) {
            for id in
                cx.billed(user)?.iter().filter(|id| self.resource.is_empty() || self.resource.contains(id))
            {
                let charges = cx.charges_of(id)?;
                let charges = charges.iter().filter(|charge| charge.subject.owner == *user);
                let charges = charges.filter(|charge| self.asks_for(&charge.subject));
                let within: Vec<Charge> = charges.filter_map(|charge| charge.within(from, to)).collect();
                let Some(first) = within.first() else { continue };
                total += within.iter().map(|charge| charge.amount).sum();
                for key in keys(cx, group, root, &first.subject)? {
                    let changes = &mut bills.entry(key).or_default().changes;
                    for Charge { since, until, hourly, .. } in &within {
                        *changes.entry(*since).or_default() += *hourly;
                        *changes.entry(*until).or_default() += Money::ZERO - *hourly;
                    }
                }
            }
            for Contract { head, payments, .. } in cx.owned::<Contract>(user)? {
                let (kind, owner) = (Kind::Contract, head.owner);
                let subject = Subject { kind, id: head.id, owner, zone: head.zone, name: head.name };
                let paid = payments.into_iter().filter(|(at, _)| (from..=to).contains(at));
                let paid: Vec<_> = paid.filter(|_| self.asks_for(&subject)).collect();
                if paid.is_empty() {
                    continue;
                }
                total += paid.iter().map(|(_, fee)| *fee).sum();
                for key in keys(cx, group, root, &subject)? {
                    bills.entry(key).or_default().payments.extend_from_slice(&paid);
                }
            }
        }
        Ok((bills, total))
    }

    fn asks_for(&self, subject: &Subject) -> bool {
        let wants = |list: &[String], text: &str| list.is_empty() || list.iter().any(|item| item == text);
        wants(&self.zone, &subject.zone)
            && wants(&self.resource_type, words::resource_type(subject.kind))
            && wants(&self.resource, &subject.id)
            && self.project_id.is_empty()
    }

    /// A bill by period, cut where periods meet.
    ///
    /// # Errors
    /// `INVALID_REQUEST` when there is no room for so many.
    fn periods(&self, bill: Bill, room: &mut usize) -> Outcome<BTreeMap<String, Money>> {
        let mut sums: BTreeMap<String, Money> = BTreeMap::new();
        for (at, fee) in bill.payments {
            *sums.entry(self.period(at)).or_default() += fee;
        }
        let (mut since, mut hourly) = (Time::default(), Money::ZERO);
        for (at, change) in bill.changes {
            while hourly != Money::ZERO && since < at {
                let until = self.period_end(since).min(at);
                *sums.entry(self.period(since)).or_default() += hourly.over(until.since(since));
                ensure!(sums.len() <= *room, INVALID_REQUEST, "more than [{SUMS_MOST}] sums are asked for");
                since = until;
            }
            (since, hourly) = (at, hourly + change);
        }
        *room -= sums.len().min(*room);
        Ok(sums)
    }

    /// The first instant of the next period.
    fn period_end(&self, at: Time) -> Time {
        let (year, month, _) = CALENDAR.date(at);
        match &*self.duration {
            "daily" => CALENDAR.next_midnight(at),
            "weekly" => {
                let to_sunday = 6 - (CALENDAR.day(at) + DAYS_SINCE_MONDAY).rem_euclid(7);
                CALENDAR.next_midnight(at) + Span::days(to_sunday)
            }
            "monthly" => CALENDAR.months_later(CALENDAR.midnight(year, month, 1), 1),
            "quarterly" => CALENDAR.months_later(CALENDAR.midnight(year, (month - 1) / 3 * 3 + 1, 1), 3),
            "yearly" => CALENDAR.midnight(year + 1, 1, 1),
            _ => Time(i64::MAX),
        }
    }

    /// What a period is called: its first day, month, quarter or year.
    fn period(&self, at: Time) -> String {
        let (year, month, day) = CALENDAR.date(at);
        match &*self.duration {
            "daily" => format!("{year:04}-{month:02}-{day:02}"),
            "weekly" => {
                let since_monday = (CALENDAR.day(at) + DAYS_SINCE_MONDAY).rem_euclid(7);
                let (year, month, day) = CALENDAR.date(at - Span::days(since_monday));
                format!("{year:04}-{month:02}-{day:02}")
            }
            "monthly" => format!("{year:04}-{month:02}"),
            "quarterly" => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            "yearly" => format!("{year:04}"),
            other => other.to_owned(),
        }
    }
}

/// The groups that a charge belongs to: one, but as many as it has tags where those are asked for.
fn keys(cx: &Cx<'_>, group: Option<&str>, root: &str, subject: &Subject) -> Outcome<Vec<String>> {
    Ok(match group {
        None => vec![root.to_owned()],
        Some("resource_id") => vec![subject.id.clone()],
        Some("zone_id") => vec![subject.zone.clone()],
        Some("user_id") => vec![subject.owner.clone()],
        Some("resource_type") => vec![words::resource_type(subject.kind).to_owned()],
        Some("tag_id") => {
            let tags = cx.linked::<Tag>(&subject.id)?;
            let ids: Vec<String> = tags.into_iter().map(|tag| tag.head.id).collect();
            if ids.is_empty() { vec![String::new()] } else { ids }
        }
        Some(_) => vec![String::new()],
    })
}
