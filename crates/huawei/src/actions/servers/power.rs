//! Switching physical servers on and off.

use crate::say::{self, must};
use crate::{Huawei, Reply, Traits, lookup, pace};
use squall_api::catalogue::huawei::*;
use squall_api::cloud::{Server, Stage, State, Verb};
use squall_api::wire::Object;
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[Entry::of::<ChangeServerPowerState>(
    Traits::put("/v1/{project_id}/physicalservers/power-state", "clouddc:imetal:updatePowerStatus"),
    &[SERVER_NOT_FOUND, SERVER_NOT_READY, INSTANCE_STATE_CONFLICT],
)];

/// The vendor's words, with their blanks.
const POWER_ON: &str = "power on";
const POWER_OFF: &str = "power off";
const REBOOT: &str = "rebooting";

/// Switches physical servers on, off, or off and on again; the instances on them go along.
#[derive(Params)]
pub(crate) struct ChangeServerPowerState {
    #[param(required, one_of = [POWER_ON, POWER_OFF, REBOOT])]
    action: String,
    #[param(required, id = "server", max_items = 50)]
    server_id_set: Vec<String>,
}

impl Action<Huawei> for ChangeServerPowerState {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_distinct("server_id_set", &self.server_id_set)?;
        let servers = lookup::servers(cx, &self.server_id_set)?;
        for server in &servers {
            must(is_switchable(cx, server)?, || say::plain(INSTANCE_STATE_CONFLICT))?;
        }
        let unready = servers.iter().filter(|server| !matches!(server.stage, Stage::Ready | Stage::Repair));
        let unready: Vec<_> = unready.map(|server| server.head.id.clone()).collect();
        must(unready.is_empty(), || say::about(SERVER_NOT_READY, &unready))?;
        let (verb, span) = match self.action.as_str() {
            POWER_ON => (Verb::Start, pace::POWER),
            POWER_OFF => (Verb::Stop, pace::POWER),
            _ => (Verb::Restart, pace::REBOOT),
        };
        for mut server in servers {
            cx.switch_power(&mut server, verb, span)?;
        }
        let mut reply = Object::new();
        reply.objects("physical_servers", &self.server_id_set, |id, server| {
            server.text("id", id);
        });
        Ok(reply.into())
    }
}

/// Neither the server nor an instance on it may be busy with something else.
fn is_switchable(cx: &Cx<'_>, server: &Server) -> Outcome<bool> {
    let metal = cx.metal_on(&server.head.id)?;
    let at_rest = metal.is_none_or(|metal| {
        metal.head.is_idle() && matches!(metal.head.state, State::Active | State::Stopped | State::Failed)
    });
    Ok(server.head.is_idle() && at_rest)
}

/// A list of ids must name something, and nothing twice (0002, 0001).
pub(crate) fn must_be_distinct(name: &str, ids: &[String]) -> Outcome<()> {
    must(!ids.is_empty(), || say::missing(&[name.to_owned()]))?;
    let is_repeated = |at: usize, id: &String| ids[..at].contains(id);
    let repeated = ids.iter().enumerate().any(|(at, id)| is_repeated(at, id));
    must(!repeated, || say::invalid(name).because("an id is given twice"))
}
