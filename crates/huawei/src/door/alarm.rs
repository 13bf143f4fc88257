//! Alarms in the operator's settings.

use super::listing::{Listing, project};
use super::{invalid, text, word};
use crate::ids;
use serde_json::{Value, json};
use squall_api::cloud::{Alarm, Answer, State, World};

pub(super) const ALARMS: Listing<Alarm> = Listing {
    name: "alarms",
    known: &["name", "server", "part", "metric", "level", "status"],
    create: |world, head, _| {
        Ok(Alarm {
            rule: ids::alarm_rule(world, &head.name)?,
            head: head.in_state(State::Active),
            server: String::new(),
            part: String::new(),
            metric: String::new(),
            level: 3,
            ended_at: None,
        })
    },
    set,
    remove: |world, alarm| world.erase(alarm),
};

/// The alarms as JSON.
pub(super) fn show(world: &World<'_>) -> Answer<Vec<Value>> {
    let show = |alarm: &Alarm| {
        Ok(json!({
            "id": alarm.head.id, "project_id": project(world, &alarm.head)?, "name": alarm.head.name,
            "server": alarm.server, "part": alarm.part, "metric": alarm.metric, "level": alarm.level,
            "status": if alarm.ended_at.is_none() { "alarm" } else { "ok" },
        }))
    };
    world.every::<Alarm>()?.iter().map(show).collect()
}

fn set(world: &World<'_>, alarm: &mut Alarm, name: &str, value: &Value) -> Answer<()> {
    match name {
        "name" => {
            text(name, value)?.clone_into(&mut alarm.head.name);
            alarm.rule = ids::alarm_rule(world, &alarm.head.name)?;
        }
        "server" => text(name, value)?.clone_into(&mut alarm.server),
        "part" => text(name, value)?.clone_into(&mut alarm.part),
        "metric" => text(name, value)?.clone_into(&mut alarm.metric),
        "level" => {
            let level = value.as_u64().filter(|level| (1..=4).contains(level));
            alarm.level = level.ok_or_else(|| invalid("`level` must be a number from 1 to 4"))? as u8;
        }
        _ => match (word(name, value, &["alarm", "ok"])?, alarm.ended_at) {
            ("ok", None) => world.end_alarm(alarm)?,
            ("alarm", Some(_)) => return Err(invalid("an alarm that is over does not begin again")),
            _ => {}
        },
    }
    Ok(())
}
