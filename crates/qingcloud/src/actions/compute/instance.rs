//! Instances: on, off, on again, and what they are called.

use crate::forms::said;
use crate::job;
use crate::lookup::{self};
use crate::traits::{Service, Traits};
use crate::{
    QingCloud,
    figures::{pace, price},
};
use squall_api::catalogue::qingcloud::*;
use squall_api::cloud::{Instance, State, Verb};
use squall_api::{Action, Cx, Entry, Outcome, Params, Reply};

pub(crate) const ACTIONS: &[Entry<QingCloud>] = &[
    Entry::of::<StartInstances>(TRAITS, &[RESOURCE_NOT_FOUND, BALANCE_INSUFFICIENT]),
    Entry::of::<StopInstances>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<RestartInstances>(TRAITS, &[RESOURCE_NOT_FOUND]),
    Entry::of::<ModifyInstanceAttributes>(TRAITS, &[RESOURCE_NOT_FOUND]),
];

/// Actions on instances are the compute component's.
pub(crate) const TRAITS: Traits = Traits::of(Service::Compute);

/// Starts stopped instances.
#[derive(Params)]
pub(crate) struct StartInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for StartInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        lookup::all_must_be(&instances, &[State::Stopped], "started")?;
        let charged = instances.iter().filter(|each| !each.head.prepaid);
        price::check_each(cx, charged.map(|each| (&*each.head.owner, each.head.price)))?;
        job::change_all(cx, &mut instances, Verb::Start, State::Active, pace::START_INSTANCE)
    }
}

/// Stops running instances.
#[derive(Params)]
pub(crate) struct StopInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
    /// Accepted; a stop here never needs force.
    force: Option<bool>,
}

impl Action<QingCloud> for StopInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let _ = self.force;
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        lookup::all_must_be(&instances, &[State::Active], "stopped")?;
        job::change_all(cx, &mut instances, Verb::Stop, State::Stopped, pace::STOP_INSTANCE)
    }
}

/// Restarts running instances.
#[derive(Params)]
pub(crate) struct RestartInstances {
    #[param(required, id = "instance")]
    instances: Vec<String>,
}

impl Action<QingCloud> for RestartInstances {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instances = lookup::each::<Instance>(cx, &self.instances, lookup::idle)?;
        lookup::all_must_be(&instances, &[State::Active], "restarted")?;
        job::change_all(cx, &mut instances, Verb::Restart, State::Active, pace::RESTART_INSTANCE)
    }
}

/// Gives an instance another name or description, at once.
#[derive(Params)]
pub(crate) struct ModifyInstanceAttributes {
    #[param(id = "instance")]
    instance: String,
    #[param(max_len = 255)]
    instance_name: Option<String>,
    description: Option<String>,
    nic_mqueue: Option<bool>,
}

impl Action<QingCloud> for ModifyInstanceAttributes {
    fn perform(&self, cx: &Cx<'_>) -> Outcome<Reply> {
        let mut instance = lookup::live::<Instance>(cx, &self.instance)?;
        instance.head.relabel(
            said(cx, "instance_name", &self.instance_name),
            said(cx, "description", &self.description),
        );
        if let Some(queues) = self.nic_mqueue {
            instance.traits.insert("nic_mqueue".to_owned(), u8::from(queues).to_string());
        }
        cx.save(&instance)?;
        Ok(Reply::new())
    }
}
