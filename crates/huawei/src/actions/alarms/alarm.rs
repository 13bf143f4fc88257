//! Alarms about physical servers, one by one.

use crate::window::{self, LAST_SECOND, Window};
use crate::{Huawei, Reply, Traits, ids, lookup, say};
use squall_api::cloud::{Alarm, Answer, Server, Span, World};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[Entry::of::<ListAlarms>(
    Traits::get("/v1/{project_id}/physicalservers/alarms", "clouddc::listAlarm"),
    &[],
)
.reading()];

/// The words for where an alarm stands.
const STATUSES: [&str; 3] = ["ok", "alarm", "invalid"];
const EVENT: &str = "event";
const METRIC: &str = "metric";
/// The most ids of a filter.
const IDS: usize = 100;

/// Lists alarms about the project's physical servers, the newest first. Times are in seconds.
#[derive(Params)]
pub(crate) struct ListAlarms {
    alarm_record_id: Option<String>,
    #[param(one_of = STATUSES)]
    alarm_status: Option<String>,
    #[param(one_of = [EVENT, METRIC])]
    alarm_type: Option<String>,
    #[param(max_len = 8_192)]
    resource_id: Option<String>,
    #[param(range = 1..=4)]
    alarm_level: Option<u8>,
    #[param(range = 0..=LAST_SECOND)]
    from: Option<i64>,
    #[param(range = 0..=LAST_SECOND)]
    to: Option<i64>,
    offset: Option<usize>,
    limit: Option<usize>,
}

impl Action<Huawei> for ListAlarms {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let readable = self.alarm_record_id.as_deref().is_none_or(ids::is_of_alarm);
        say::must(readable, || say::invalid("alarm_record_id"))?;
        let window = match (self.from, self.to) {
            (None, None) => None,
            (from, to) => {
                let (from, to) = (from.unwrap_or_default(), to.unwrap_or(LAST_SECOND));
                Some(Window::of(from, to, Span::seconds(1), None)?)
            }
        };
        let servers: Option<Vec<&str>> =
            self.resource_id.as_ref().map(|ids| ids.split(',').map(str::trim).collect());
        let few = servers.as_ref().is_none_or(|ids| ids.len() <= IDS);
        say::must(few, || say::invalid("resource_id"))?;
        let mut rows = Vec::new();
        for alarm in cx.owned::<Alarm>(lookup::owner(cx))? {
            let fits = fits(self.alarm_record_id.as_deref(), &alarm.head.id)
                && servers.as_ref().is_none_or(|ids| ids.contains(&alarm.server.as_str()))
                && self.alarm_level.is_none_or(|level| level == alarm.level)
                && fits(self.alarm_type.as_deref(), if alarm.metric.is_empty() { EVENT } else { METRIC })
                && window.is_none_or(|window| window.holds(alarm.head.created_at));
            if fits {
                let status = status(cx, &alarm)?;
                rows.push((alarm, status));
            }
        }
        rows.retain(|(_, status)| fits(self.alarm_status.as_deref(), status));
        let mut reply = Object::new();
        reply.objects("alarms", window::slice(&rows, self.offset, self.limit), |(alarm, status), object| {
            write(alarm, status, object);
        });
        reply.int("count", rows.len());
        Ok(reply.into())
    }
}

fn fits(wanted: Option<&str>, value: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == value)
}

/// Where an alarm stands. One whose server is gone while it lasts will never be over: it is void.
pub(crate) fn status(world: &World<'_>, alarm: &Alarm) -> Answer<&'static str> {
    Ok(match alarm.ended_at {
        Some(_) => "ok",
        None if world.find::<Server>(&alarm.server)?.is_some() => "alarm",
        None => "invalid",
    })
}

fn write(alarm: &Alarm, status: &str, object: &mut Object) {
    let head = &alarm.head;
    object
        .text("alarm_record_id", &head.id)
        .text("alarm_id", &alarm.rule)
        .text("alarm_name", &head.name)
        .text("alarm_status", status)
        .int("alarm_level", alarm.level)
        .int("begin_time", head.created_at.seconds());
    match alarm.ended_at {
        Some(at) => object.int("end_time", at.seconds()),
        None => object.null("end_time"),
    };
    object.int("last_alarm_time", head.created_at.seconds());
    object.object("metric", |metric| {
        // What an event raised was measured by nothing: the name says so in the form that names of metrics have.
        let name = if alarm.metric.is_empty() { "server_event" } else { &alarm.metric };
        metric.text("metric_name", name);
        metric.array("dimensions", |array| {
            array.object(|dimension| {
                dimension.text("name", "server_id").text("value", &alarm.server);
            });
        });
    });
}
