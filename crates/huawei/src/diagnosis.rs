//! What follows from a change of a server's health: an event, and an alarm that begins or ends.

use crate::{ids, words};
use squall_api::cloud::{Alarm, Answer, Head, Health, Incident, Server, State, World};

/// What alarms about a server's health are called.
const HEALTH: &str = "server health";

/// Reports a server's new health. A part that degrades or fails raises an alarm, which ends as soon as the health is
/// another one that is known.
pub(crate) fn health_changed(world: &World<'_>, server: &Server) -> Answer<()> {
    world.report(&server.head.owner, &server.head.id, Incident::Health(server.health))?;
    if server.health == Health::Unknown {
        return Ok(());
    }
    let is_about_it = |alarm: &Alarm| {
        alarm.server == server.head.id && alarm.metric.is_empty() && alarm.head.state == State::Active
    };
    for mut alarm in world.owned::<Alarm>(&server.head.owner)?.into_iter().filter(is_about_it) {
        world.end_alarm(&mut alarm)?;
    }
    let level = match server.health {
        Health::Critical => 1,
        Health::Warning => 2,
        Health::Good | Health::Unknown => return Ok(()),
    };
    world.insert(&Alarm {
        head: Head::new(ids::alarm(world)?, &server.head.owner, "", HEALTH, world.now)
            .in_state(State::Active),
        rule: ids::alarm_rule(world, &format!("{HEALTH} {level}"))?,
        server: server.head.id.clone(),
        part: words::ailing_part(server.health).to_owned(),
        metric: String::new(),
        level,
        ended_at: None,
    })
}
