//! Taking instances away again: one, or many at once.

use super::instance::answer;
use crate::actions::servers::power::must_be_distinct;
use crate::say::{self, must};
use crate::settings::{STRICT_DELETE, VPC};
use crate::{Huawei, Reply, Traits, lookup, pace};
use squall_api::catalogue::{Code, huawei::*};
use squall_api::cloud::{Metal, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params};

pub(crate) const ACTIONS: &[Entry<Huawei>] = &[
    Entry::of::<DeleteInstance>(
        Traits::delete("/v1/{project_id}/instances/{instance_id}", "clouddc:instance:delete"),
        RAISES,
    ),
    Entry::of::<DeleteInstances>(
        Traits::post("/v1/{project_id}/instances/batch-delete", "clouddc:instance:deleteBatch"),
        RAISES,
    ),
];

const RAISES: &[Code] = &[INSTANCE_NOT_FOUND, INSTANCE_STATE_CONFLICT, PORT_DELETION_FAILED];

/// Takes an instance away; its server is free once that is done.
#[derive(Params)]
pub(crate) struct DeleteInstance {
    #[param(required, id = "instance")]
    instance_id: String,
}

impl Action<Huawei> for DeleteInstance {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        delete(cx, vec![lookup::instance(cx, &self.instance_id)?])?;
        Ok(Reply::empty(204))
    }
}

/// Takes instances away, all or none.
#[derive(Params)]
pub(crate) struct DeleteInstances {
    #[param(required, id = "instance", max_items = 50)]
    instance_id_set: Vec<String>,
}

impl Action<Huawei> for DeleteInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        must_be_distinct("instance_id_set", &self.instance_id_set)?;
        delete(cx, lookup::instances(cx, &self.instance_id_set)?)?;
        Ok(answer(&self.instance_id_set).status(202))
    }
}

fn delete(cx: &Cx<'_>, instances: Vec<Metal>) -> Outcome<()> {
    let platform = cx.platform()?;
    let strict = platform.switch(STRICT_DELETE, false);
    for metal in &instances {
        let state = metal.head.state;
        let fits = match state {
            State::Active => !strict,
            State::Stopped | State::Failed => true,
            _ => false,
        };
        must(fits && lookup::is_at_rest(cx, metal)?, || say::plain(INSTANCE_STATE_CONFLICT))?;
    }
    let up = platform.service(VPC) == "up";
    must(up, || say::plain(PORT_DELETION_FAILED).because("the network's service cannot be reached"))?;
    for mut metal in instances {
        must_let_ports_go(cx, &metal)?;
        cx.begin_task(&mut metal, Verb::Delete, State::Ceased, pace::UNINSTALL)?;
    }
    Ok(())
}

/// No port of an instance may be held by an address bound to it (0236).
pub(crate) fn must_let_ports_go(cx: &Cx<'_>, metal: &Metal) -> Outcome<()> {
    let held = cx.ports_of(&metal.head.id)?.into_iter().find(|port| port.held);
    match held {
        Some(port) => {
            let why = format!("an address is bound to the port {}", port.head.id);
            Err(say::plain(PORT_DELETION_FAILED).because(why))
        }
        None => Ok(()),
    }
}
