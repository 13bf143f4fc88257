//! Instances on their way out: into the recycle bin, out of it again, or gone for good.

use super::instance::TRAITS;
use super::instance_plan;
use crate::job;
use crate::lookup::{self, must_be};
use crate::{
    QingCloud,
    figures::{pace, price, quotas},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, Need, Refusal, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<TerminateInstances>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<CeaseInstances>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RecoverInstances>(
        TRAITS,
        &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT, INSUFFICIENT_RESOURCES],
    ),
];

/// Puts instances into the recycle bin, or ceases them at once. Their volumes and addresses become free.
#[derive(Params)]
pub(crate) struct TerminateInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    #[param(default = false)]
    direct_cease: bool,
}

impl Action<QingCloud> for TerminateInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::steady)?;
        lookup::all_must_be(&instances, &[State::Active, State::Stopped, State::Suspended], "terminated")?;
        lookup::all_must_be_leased(cx, &instances)?;
        let (verb, target) =
            if self.direct_cease { (Verb::Cease, State::Ceased) } else { (Verb::Delete, State::Recycled) };
        job::change_all(cx, &mut instances, verb, target, pace::TERMINATE_INSTANCE)
    }
}

/// Ceases instances in the recycle bin.
#[derive(Params)]
pub(crate) struct CeaseInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for CeaseInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = recycled(cx, &self.instances, "ceased")?;
        job::change_all(cx, &mut instances, Verb::Cease, State::Ceased, pace::CEASE_INSTANCE)
    }
}

/// Takes instances out of the recycle bin and starts them. What had been bound to them stays loose.
#[derive(Params)]
pub(crate) struct RecoverInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for RecoverInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = recycled(cx, &self.instances, "recovered")?;
        let heads = || instances.iter().map(|instance| &instance.head);
        let uses = heads().flat_map(|head| head.uses.iter().map(|(quota, n)| (&*head.owner, &**quota, *n)));
        quotas::check_each(cx, uses)?;
        price::check_each(cx, heads().map(|head| (&*head.owner, head.price)))?;
        for instance in &mut instances {
            let need = Need::of(instance.placement.clone()).encrypted(instance.encrypted);
            instance.placement = match cx.find_room(need) {
                Err(Refusal::Capacity { .. }) => return Err(instance_plan::no_room()),
                room => room?,
            };
            // One at a time, so that the next one finds less room.
            cx.begin(instance, Verb::Recover, State::Active, pace::RECOVER_INSTANCE)?;
        }
        job::of(cx, &instances, pace::RECOVER_INSTANCE)
    }
}

/// Instances in the recycle bin to which nothing is being done (2100, 1400).
fn recycled(cx: &Cx<'_>, ids: &[String], done: &str) -> Outcome<Vec<Instance>> {
    let instances = lookup::each::<Instance>(cx, ids, lookup::own)?;
    for instance in &instances {
        must_be(instance, &[State::Recycled], done)?;
        lookup::must_be_steady(instance)?;
    }
    Ok(instances)
}
