//! What was reported of physical servers.

use crate::incident::{self, LEVELS};
use crate::say;
use crate::window::{self, LAST_MILLISECOND, Window};
use crate::{Huawei, Reply, Traits, lookup};
use squall_api::cloud::{Event, Span};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<ListEvents>(
        Traits::get("/v1/{project_id}/physicalservers/events", "clouddc::listEvent"),
        &[],
    )
    .reading(),
    Entry::of::<ShowEvent>(
        Traits::get("/v1/{project_id}/physicalservers/events/{event_id}", "clouddc::getEvent"),
        &[],
    )
    .reading(),
];

/// The longest span that can be asked about.
const MOST: Span = Span::days(30);

/// Lists events of the project's physical servers, the newest first. Times are in milliseconds.
#[derive(Params)]
pub(crate) struct ListEvents {
    offset: Option<usize>,
    limit: Option<usize>,
    #[param(one_of = LEVELS)]
    event_level: Option<String>,
    #[param(max_len = 128)]
    resource_id: Option<String>,
    #[param(required, range = 0..=LAST_MILLISECOND)]
    from: i64,
    #[param(required, range = 0..=LAST_MILLISECOND)]
    to: i64,
}

impl Action<Huawei> for ListEvents {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let window = Window::of(self.from, self.to, Span::millis(1), Some(MOST))?;
        let mut rows = cx.owned::<Event>(lookup::owner(cx))?;
        rows.retain(|event| {
            let level = || incident::level(incident::account(event.incident).level);
            window.holds(event.head.created_at)
                && self.resource_id.as_ref().is_none_or(|wanted| *wanted == event.server)
                && self.event_level.as_deref().is_none_or(|wanted| wanted == level())
        });
        let mut reply = Object::new();
        reply.objects("events", window::slice(&rows, self.offset, self.limit), write);
        reply.int("count", rows.len());
        Ok(reply.into())
    }
}

fn write(event: &Event, object: &mut Object) {
    let said = incident::account(event.incident);
    let (level, status) = (incident::level(said.level), incident::status(said.level));
    let mut origin = Object::new();
    origin.text("code", &said.code).text("severity", level).text("description", &said.name.english);
    origin.text("subject", &event.server).shown("timestamp", event.head.created_at);
    object
        .text("event_id", &event.head.id)
        .text("message_id", &said.code)
        .text("event_message", &said.name.english)
        .text("event_level", level)
        .text("status", status)
        .text("resource_id", &event.server)
        .int("time", event.head.created_at.0.div_euclid(Span::millis(1).0))
        .text("origin_event", &origin.finish());
}

/// Explains an event: what it means, where it comes from and what to do.
#[derive(Params)]
pub(crate) struct ShowEvent {
    #[param(required, id = "event")]
    event_id: String,
}

impl Action<Huawei> for ShowEvent {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        // CloudDC has no code for an event that is not there.
        let absent = || say::invalid("event_id").because(format!("there is no event {}", self.event_id));
        let event = lookup::own::<Event>(cx, &self.event_id)?.ok_or_else(absent)?;
        let said = incident::account(event.incident);
        let mut reply = Object::new();
        reply
            .text("code", &said.code)
            .text("status", incident::status(said.level))
            .text("name_cn", &said.name.chinese)
            .text("name_en", &said.name.english)
            .text("effect_cn", &said.effect.chinese)
            .text("effect_en", &said.effect.english)
            .text("suggestion_cn", &said.suggestion.chinese)
            .text("suggestion_en", &said.suggestion.english)
            .text("reason_cn", &said.reason.chinese)
            .text("reason_en", &said.reason.english);
        Ok(reply.into())
    }
}
