//! What an account has paid, summed up by time and by what it was paid for.

use crate::actions::billing::charge::span;
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

/// A sum of money for something, at one time.
struct Item {
    subject: Subject,
    since: Time,
    fee: Money,
}

impl Action<QingCloud> for GetChargeSums {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let (from, to) = span(cx, self.start_time, self.end_time)?;
        for user in self.user.iter().chain(&self.root_user) {
            ensure!(lookup::is_mine(cx, user)?, PERMISSION_DENIED, "access denied for user [{user}]");
        }
        let items = self.items(cx, from, to)?;
        let total: Money = items.iter().map(|item| item.fee).sum();
        let root = cx.caller.account().purse_holder();
        let group = self.group_by.first().map(String::as_str);
        let mut sums: BTreeMap<String, BTreeMap<String, Money>> = BTreeMap::new();
        for item in &items {
            let period = self.period(item.since);
            for key in keys(cx, group, root, &item.subject)? {
                *sums.entry(key).or_default().entry(period.clone()).or_default() += item.fee;
            }
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
    /// Every charge that the call asks for, cut where periods meet.
    fn items(&self, cx: &Cx<'_>, from: Time, to: Time) -> Outcome<Vec<Item>> {
        let wants = |list: &[String], text: &str| list.is_empty() || list.iter().any(|item| item == text);
        let fits = |subject: &Subject| {
            let kind = words::resource_type(subject.kind);
            wants(&self.user, &subject.owner)
                && wants(&self.zone, &subject.zone)
                && wants(&self.resource_type, kind)
                && wants(&self.resource, &subject.id)
                && self.project_id.is_empty()
        };
        let mut users = BTreeSet::from([cx.caller.id().to_owned()]);
        let accounts = cx.accounts()?;
        users.extend(
            accounts
                .into_iter()
                .filter(|user| user.master.as_deref() == Some(cx.caller.id()))
                .map(|user| user.id),
        );
        let mut items = Vec::new();
        for charge in cx.all_charges()? {
            let subject = &charge.subject;
            let charge = charge.within(from, to).filter(|_| users.contains(&subject.owner) && fits(subject));
            if let Some(charge) = charge {
                self.split(&charge, &mut items);
            }
        }
        for user in &users {
            for Contract { head, payments, .. } in cx.owned::<Contract>(user)? {
                let (kind, owner) = (Kind::Contract, head.owner);
                let subject = Subject { kind, id: head.id, owner, zone: head.zone, name: head.name };
                let paid = payments.into_iter().filter(|(at, _)| (from..=to).contains(at) && fits(&subject));
                items.extend(paid.map(|(since, fee)| Item { subject: subject.clone(), since, fee }));
            }
        }
        Ok(items)
    }

    fn split(&self, charge: &Charge, items: &mut Vec<Item>) {
        let mut since = charge.since;
        while since < charge.until {
            let until = self.period_end(since).min(charge.until);
            let fee = charge.hourly.over(until.since(since));
            items.push(Item { subject: charge.subject.clone(), since, fee });
            since = until;
        }
    }

    /// The first instant of the next period, in Shanghai's calendar.
    fn period_end(&self, at: Time) -> Time {
        let (year, month, _) = at.shanghai_date();
        match &*self.duration {
            "daily" => at.next_shanghai_midnight(),
            "weekly" => {
                let to_sunday = 6 - (at.shanghai_day() + DAYS_SINCE_MONDAY).rem_euclid(7);
                at.next_shanghai_midnight() + Span::days(to_sunday)
            }
            "monthly" => Time::of_shanghai_date(year, month, 1).plus_months(1),
            "quarterly" => Time::of_shanghai_date(year, (month - 1) / 3 * 3 + 1, 1).plus_months(3),
            "yearly" => Time::of_shanghai_date(year + 1, 1, 1),
            _ => Time(i64::MAX),
        }
    }

    /// What a period is called: its first day, month, quarter or year.
    fn period(&self, at: Time) -> String {
        let (year, month, day) = at.shanghai_date();
        match &*self.duration {
            "daily" => format!("{year:04}-{month:02}-{day:02}"),
            "weekly" => {
                let since_monday = (at.shanghai_day() + DAYS_SINCE_MONDAY).rem_euclid(7);
                let (year, month, day) = (at - Span::days(since_monday)).shanghai_date();
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
